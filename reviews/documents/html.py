"""Reports as HTML: a cover, contents and parts, each a template; nothing of a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from reviews.documents.cover import Cover

# What no paper shows: control characters but tab and line break. Separators are line breaks.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_SEPARATORS = re.compile("[\u2028\u2029]")
_PLACE = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r' href="#([^"]+)"')

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    anchor: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: its template in documents/parts, what that shows, its line in the contents."""

    template: str
    shown: Mapping[str, object]
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. is_whole False: chapters were left out, so links may lead nowhere."""

    cover: Cover
    parts: Sequence[Part]
    is_whole: bool = True
    style: str = field(default="")  # styles of its own, for a file that brings them along

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The lines of the contents."""
        return tuple(part.entry for part in self.parts if part.entry)


def write(paper: Paper, *, progress: Progress, begin: int, end: int) -> str:
    """The HTML of a document. Everything in it is escaped by the template language.

    progress is told `begin` to `end` percent, once per part, with the part's title.
    """
    shown = {
        "cover": paper.cover,
        "contents": paper.contents,
        "parts": list(_parts(paper, progress, begin, end)),
        "style": paper.style,
        "language": get_language() or "en",
    }
    text = _CONTROL.sub(
        "", _SEPARATORS.sub("\n", render_to_string("documents/document.html", shown))
    )
    return text if paper.is_whole else _without_loose_links(text)


def _parts(paper: Paper, progress: Progress, begin: int, end: int) -> Iterator[str]:
    for place, part in enumerate(paper.parts):
        progress(
            begin + (end - begin) * place // max(len(paper.parts), 1),
            part.entry.title[:80] if part.entry else paper.cover.kind,
        )
        shown = {**part.shown, "accent": paper.cover.accent}  # charts know no style sheet
        rendered = render_to_string(f"documents/parts/{part.template}.html", shown)
        yield mark_safe(rendered)  # noqa: S308 -- a template of ours escaped what is in it


def _without_loose_links(text: str) -> str:
    """Links to chapters that were left out become plain text."""
    places = set(_PLACE.findall(text))
    return _LINK.sub(lambda link: link[0] if link[1] in places else "", text)
