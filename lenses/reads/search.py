"""Search across the newest published version of every lens one may see.

PostgreSQL's full text where there is PostgreSQL: words in any of their forms, ranked, titles
before texts. Elsewhere every word must stand in title or text; titles come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL

from lenses.models import LensVersion, SearchEntry
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

LIMIT = 60
MAX_WORDS = 8
_AROUND = 90  # characters shown on each side of the first word found
# Endings that hide a word from a plain look through the texts.
_ENDINGS = ("ing", "ies", "es", "ed", "s")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it stands and the words around the first match."""

    entry: SearchEntry
    lens_alias: str
    lens_name: str
    before: str
    match: str
    after: str


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
    hits = tuple(_hit(row, words) for row in rows[:limit])
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
    in_title = reduce(and_, (Q(title__icontains=s) for s in stems))
    place = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return entries.filter(everywhere).annotate(place=place).order_by("place", "version", "position")


def _stem(word: str) -> str:
    """A word without its commonest endings, so that "keys" finds "key" and "rotated" "rotate"."""
    lower = word.lower()
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            return lower.removesuffix(ending)
    return lower.removesuffix("e") if len(lower) > 4 else lower


def _hit(row: SearchEntry, words: list[str]) -> Hit:
    pattern = "|".join(re.escape(_stem(word)) + r"\w*" for word in words)
    found = re.search(rf"\b(?:{pattern})", row.text, re.IGNORECASE)
    start, end = (found.start(), found.end()) if found else (0, 0)
    left, right = max(0, start - _AROUND), end + _AROUND * 2
    return Hit(
        entry=row,
        lens_alias=row.version.lens.alias,
        lens_name=row.version.lens.name,
        before=("…" if left else "") + row.text[left:start].lstrip(),
        match=row.text[start:end],
        after=row.text[end:right].rstrip() + ("…" if row.text[right:] else ""),
    )
