"""What a browser loads for the review page, compressed as it is served in production."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from reviews.models import Answer
from tests.builders import start_review

LIMIT = 150_000  # bytes, with everything: page, styles, scripts, fonts, pictures

LINKED = re.compile(r'(?:<link[^>]* href|<script[^>]* src|<img[^>]* src)="/static/([^"?]+)')
IN_STYLES = re.compile(r'url\(["\']?([^"\')#?]+)')
IN_SCRIPTS = re.compile(r'\bimport\b[^"\';]*["\'](\./[^"\']+)')


@pytest.fixture
def served(settings, tmp_path) -> Path:
    """The static files as an installation collects them."""
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "wellarch.static.StaticStorage"}}
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = storages
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def weight(path: Path) -> int:
    """The bytes on the wire: brotli where it is there, else gzip, else the file itself."""
    forms = [Path(f"{path}{end}") for end in (".br", ".gz", "")]
    return next(form.stat().st_size for form in forms if form.exists())


def needed(root: Path, names: list[str]) -> set[Path]:
    """The files that are linked, and all they ask for."""
    found: set[Path] = set()
    todo = [root / name for name in names]
    while todo:
        path = todo.pop().resolve()
        if path in found:
            continue
        found.add(path)
        pattern = {".css": IN_STYLES, ".js": IN_SCRIPTS}.get(path.suffix)
        if pattern:
            todo += [path.parent / each for each in pattern.findall(path.read_text())]
    return found


@pytest.mark.slow
def test_the_review_page_weighs_at_most_150_kb(
    cast, actors, workload, framework, client_of, served, record_property
):
    review = start_review(actors.ada, workload, framework.lens)
    question = Answer.objects.filter(review=review).earliest("position").question_key
    answer = client_of(cast.ada).get(f"/reviews/{review.pk}/questions/{question}/")
    html = answer.content.decode()
    files = needed(served, LINKED.findall(html))
    weights = {path.name: weight(path) for path in files}
    total = len(gzip.compress(answer.content, 6)) + sum(weights.values())
    record_property("weight", total)
    assert len(weights) > 40
    assert any(name.startswith("kept.") for name in weights)
    assert staticfiles_storage.url("js/save.js") != "/static/js/save.js"
    assert total <= LIMIT, sorted(weights.items(), key=lambda each: -each[1])[:12]
