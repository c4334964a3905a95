"""Templates stay as drawn: strict CSP, contracts on top, nothing missing, nothing computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver

from tests.contracts.house import ROOT

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"

# Where text may be marked safe, and why. Everything else is escaped.
MAY_BE_SAFE: dict[str, str] = {}

# No pages: documents are printed, and mail readers know no style sheets.
MAY_BE_STYLED = ("documents/", "mail/")

COMMENT = re.compile(r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", re.S)


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def pages(pattern: str = "*") -> Iterator[tuple[str, str]]:
    """Name and text, without comments, of every template."""
    for path in sorted(TEMPLATES.rglob(pattern)):
        if path.suffix in {".html", ".svg", ".txt"}:
            yield name_of(path), COMMENT.sub("", path.read_text(encoding="utf-8"))


def found(pattern: str, *, files: str = "*.html", but: str | tuple[str, ...] = ()) -> list[str]:
    """Every place where `pattern` stands, as "template: text"."""
    return [
        f"{name}: {match[0].strip()[:80]}"
        for name, text in pages(files)
        if not name.startswith(but)
        for match in re.finditer(pattern, text)
    ]


def test_no_script_is_inline() -> None:
    assert found(r"<script(?![^>]*\bsrc=)[^>]*>") == []


def test_no_style_is_inline() -> None:
    assert found(r"<style\b[^>]*>", but=MAY_BE_STYLED) == []
    assert found(r"\sstyle\s*=", but="mail/") == []
    assert found(r"\sstyle\s*=|<style\b", files="*.svg") == []


def test_no_handler_is_inline() -> None:
    assert found(r"<[^>]*\son[a-z]+\s*=") == []
    assert found(r"javascript:|\shx-on[:-]|\shx-vars") == []


def test_only_listed_templates_mark_text_as_safe() -> None:
    marked = {
        name
        for name, text in pages("*.html")
        if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", text)
    }
    assert marked == set(MAY_BE_SAFE)


@pytest.mark.parametrize("folder", ["components", "charts"])
def test_every_component_opens_with_its_contract(folder: str) -> None:
    silent = [
        name_of(path)
        for path in sorted((TEMPLATES / folder).iterdir())
        if not path.read_text(encoding="utf-8").startswith("{% comment %}\n")
    ]
    assert silent == []


def test_every_icon_is_there() -> None:
    named = r"""["']icons/([\w-]+)\.svg["']|\b(?:end_)?icon=["']([\w-]+)["']"""
    missing = [
        f"{name}: {icon}"
        for name, text in pages()
        for match in re.finditer(named, text)
        if (icon := match[1] or match[2]) and not (TEMPLATES / f"icons/{icon}.svg").exists()
    ]
    assert missing == []


def test_every_icon_is_silent_or_named() -> None:
    drawn = [(name, tag) for name, text in pages() for tag in re.findall(r"<svg\b[^>]*>", text)]
    assert [
        name for name, tag in drawn if "aria-hidden" not in tag and 'role="img"' not in tag
    ] == []


def test_every_static_file_is_there() -> None:
    missing = [
        f"{name}: {file}"
        for name, text in pages()
        for file in re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", text)
        if not finders.find(file)
    ]
    assert missing == []


def test_every_template_compiles() -> None:
    broken = []
    for name, _ in pages():
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            broken.append(f"{name}: {error}")
    assert broken == []


def test_every_template_named_by_another_is_there() -> None:
    named = (
        r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']\s*(?=[^|]|$)"""
        r"""|\b(?:body|actions|crumbs|more)=["']([^"']+\.html[^"']*)["']"""
    )
    broken = []
    for name, text in pages():
        for match in re.finditer(named, text):
            target = match[1] or match[2]
            if target.endswith("/"):  # "icons/"|add:icon|add:".svg" is looked at elsewhere
                continue
            try:
                get_template(target)
            except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                broken.append(f"{name}: {error}")
    assert broken == []


def route_names() -> set[str]:
    """Every URL name of ours and of allauth."""
    names = set()
    waiting = [("", get_resolver())]
    while waiting:
        prefix, resolver = waiting.pop()
        names |= {f"{prefix}{key}" for key in resolver.reverse_dict if isinstance(key, str)}
        waiting += [(f"{prefix}{key}:", sub) for key, (_, sub) in resolver.namespace_dict.items()]
    return names


def test_every_address_is_there() -> None:
    names = route_names()
    missing = [
        f"{name}: {route}"
        for name, text in pages("*.html")
        if not name.startswith("styleguide")
        for route in re.findall(r"""\{%\s*url\s+["']([\w:-]+)["']""", text)
        if route not in names
    ]
    assert missing == []


def test_every_form_that_posts_is_protected() -> None:
    forms = [
        (name, form)
        for name, text in pages("*.html")
        if not name.startswith("styleguide/")
        for form in re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.S | re.I)
    ]
    assert forms
    assert [name for name, form in forms if "csrf_token" not in form] == []


def test_templates_compute_nothing() -> None:
    sums = r"\{%\s*(?:widthratio|regroup)\b|\|\s*(?:add:\s*[\"']?-?\d|divisibleby|dictsort)"
    assert found(sums) == []


def test_templates_ask_the_database_nothing() -> None:
    assert found(r"\{[{%][^}]*(?:\.objects\b|\w_set\b|\.all\b|\.filter\b|\.exists\b)") == []
