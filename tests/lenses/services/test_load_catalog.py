"""The built-in lenses are published once per content."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lenses.models import Choice, LensVersion, Pillar, Question
from lenses.services import catalog

CHECKLIST = "review-checklist"


@pytest.fixture
def folder(framework, tmp_path, monkeypatch):
    """A catalog of one lens, as it is on disk, that a test may edit."""
    source = catalog.FOLDER / CHECKLIST
    monkeypatch.setattr(catalog, "FOLDER", tmp_path)
    shutil.copytree(source, tmp_path / CHECKLIST)
    return tmp_path / CHECKLIST


def versions():
    return LensVersion.objects.filter(lens__alias=CHECKLIST).order_by("number")


def edit(folder, old, new):
    file = folder / "lens.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_second_load_writes_nothing(framework):
    counts = [model.objects.count() for model in (LensVersion, Pillar, Question, Choice)]
    with CaptureQueriesContext(connection) as captured:
        assert catalog.load() == []
    written = [q["sql"] for q in captured if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    assert counts == [model.objects.count() for model in (LensVersion, Pillar, Question, Choice)]


def test_changed_content_becomes_a_new_version_beside_the_old_one(folder):
    before = versions().get()
    kept = (before.digest, before.document, before.published_at)
    edit(folder, "Architecture review checklist", "Checklist for architects")
    (new,) = catalog.load()
    assert (new.number, new.name) == (2, f"{before.name}-2")
    assert new.lens.name == "Checklist for architects"
    before.refresh_from_db()
    assert (before.digest, before.document, before.published_at) == kept
    assert catalog.load() == []


def test_a_version_named_in_the_document_is_used_when_it_is_free(folder):
    edit(folder, "2026.1", "2027.1")
    (new,) = catalog.load()
    assert new.name == "2027.1"


def test_content_that_comes_back_is_a_version_of_its_own(folder):
    edit(folder, "Architecture review checklist", "Other")
    catalog.load()
    edit(folder, "name: Other", "name: Architecture review checklist")
    (third,) = catalog.load()
    assert third.digest == versions().first().digest
    assert third.number == 3


def test_a_broken_folder_stops_the_load_and_publishes_nothing(folder):
    edit(folder, "  - security\n", "  - no-such-file\n")
    with pytest.raises(Exception, match=CHECKLIST):
        catalog.load()
    assert versions().count() == 1


def test_a_new_version_of_words_is_minor_and_says_what_changed(folder):
    edit(folder, "Architecture review checklist", "Checklist for architects")
    (new,) = catalog.load()
    assert not new.is_major
    assert new.notes == "1 text changed."


def test_a_new_version_that_takes_a_pillar_away_is_major(folder):
    edit(folder, "  - sustainability\n", "")
    (folder / "sustainability.yaml").unlink()
    (new,) = catalog.load()
    assert new.is_major
    assert new.notes.startswith("1 pillar removed")
