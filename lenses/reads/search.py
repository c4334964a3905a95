"""Search across the newest published version of every lens one may see.

PostgreSQL's full text where there is PostgreSQL: words in any of their forms, ranked, titles
before texts. Elsewhere every word must stand in title or text; titles come first, then the
framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL

from lenses.access import address_of
from lenses.models import LensVersion, SearchEntry
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

LIMIT = 60
MAX_WORDS = 8
_BEFORE, _SHOWN = 80, 260  # characters shown before the first word found, and in all
# Endings that hide a word from a plain look through the texts.
_ENDINGS = ("ing", "ies", "es", "ed", "s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a shown text; a match is a word that was asked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it stands, and the place in its text that says most."""

    entry: SearchEntry
    lens_address: str
    lens_name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked and found, best first. more: there is more than shown."""

    query: str
    hits: tuple[Hit, ...]
    more: bool


def search(actor: Actor, query: str, *, limit: int = LIMIT) -> SearchPage:
    """Find words in titles and texts of lenses. An empty query finds nothing. One query."""
    policy.require(actor, policy.Action.READ)
    query = " ".join(query.split())[:200]
    words = re.findall(r"\w+", query)[:MAX_WORDS]
    if not words:
        return SearchPage(query, (), False)
    entries = SearchEntry.objects.filter(version__in=_newest(actor))
    ranked = (
        _full_text(entries, query) if connection.vendor == "postgresql" else _plain(entries, words)
    )
    rows = list(ranked.select_related("version__lens").defer("version__document")[: limit + 1])
    hits = tuple(_hit(actor, row, words) for row in rows[:limit])
    return SearchPage(query, hits, len(rows) > limit)


def _newest(actor: Actor) -> QuerySet[LensVersion, Any]:
    newest = LensVersion.objects.filter(lens=OuterRef("lens")).published().values("pk")[:1]
    return LensVersion.objects.visible_to(actor).filter(pk=Subquery(newest)).order_by().values("pk")


def _full_text(entries: QuerySet[SearchEntry], query: str) -> QuerySet[SearchEntry]:
    vector = RawSQL('"lenses_searchentry"."search"', [], output_field=SearchVectorField())
    asked = SearchQuery(query, config="english", search_type="websearch")
    return (
        entries.annotate(vector=vector)
        .filter(vector=asked)
        .annotate(rank=SearchRank(F("vector"), asked))
        .order_by("-rank", "version", "position")
    )


def _plain(entries: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    stems = [_stem(word) for word in words]
    everywhere = reduce(and_, (Q(title__icontains=s) | Q(text__icontains=s) for s in stems))
    all_in_title = reduce(and_, (Q(title__icontains=s) for s in stems))
    one_in_title = reduce(or_, (Q(title__icontains=s) for s in stems))
    place = Case(
        When(all_in_title, then=Value(0)),
        When(one_in_title, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    is_framework = Q(version__lens__alias="wellarchitected", version__lens__organization=None)
    lens = Case(When(is_framework, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked = entries.filter(everywhere).annotate(place=place, lens_place=lens)
    return ranked.order_by("place", "lens_place", "version__lens__name", "position")


def _stem(word: str) -> str:
    """A word without its commonest endings, so that "keys" finds "key" and "rotated" "rotate"."""
    lower = word.lower()
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            return lower.removesuffix(ending)
    return lower.removesuffix("e") if len(lower) > 4 else lower


def _hit(actor: Actor, row: SearchEntry, words: list[str]) -> Hit:
    return Hit(
        entry=row,
        lens_address=address_of(actor, row.version.lens),
        lens_name=row.version.lens.name,
        pieces=tuple(_pieces(row.text, [_stem(word) for word in words])),
    )


def _pieces(text: str, stems: list[str]) -> Iterator[Piece]:
    """The part of a text with the most different words that were asked for, words marked."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})\w*", re.IGNORECASE)
    matches = list(pattern.finditer(text))
    start, end = _window(text, matches, stems)
    if start:
        yield Piece("…", False)
    at = start
    for match in matches:
        if match.start() >= at and match.end() <= end:
            yield Piece(text[at : match.start()], False)
            yield Piece(match[0], True)
            at = match.end()
    yield Piece(text[at:end].rstrip() + ("…" if end < len(text) else ""), False)


def _window(text: str, matches: list[re.Match[str]], stems: list[str]) -> tuple[int, int]:
    """Where to begin and end, at whole words: the window with the most different words."""

    def said(first: re.Match[str]) -> int:
        near = [m[0].lower() for m in matches if 0 <= m.start() - first.start() < _SHOWN - _BEFORE]
        return sum(any(word.startswith(stem) for word in near) for stem in stems)

    best = max(matches, key=said, default=None)
    left = max(0, (best.start() if best else 0) - _BEFORE)
    start = text.rfind(" ", 0, left) + 1 if left else 0
    if len(text) - start <= _SHOWN:
        return start, len(text)
    end = text.rfind(" ", start, start + _SHOWN)
    return start, end if end > start else start + _SHOWN
