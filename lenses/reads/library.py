"""The list of lenses as the page shows it: built-in ones and the organization's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from lenses.models import Choice, Lens, LensVersion
from lenses.reads import resources
from lenses.rules import NONE_SUFFIX
from wellarch.accounts.actor import Actor

_FIRST = "wellarchitected"  # the lens most reviews start with stands before the others


@dataclass(frozen=True, slots=True)
class Card:
    """A lens in the list. practices is None while only a draft exists."""

    alias: str
    name: str
    description: str
    version: str
    has_draft: bool
    pillars: int
    questions: int
    practices: int | None


@dataclass(frozen=True, slots=True)
class Library:
    """Every lens the actor may read, by name, the framework before the others."""

    builtin: tuple[Card, ...]
    own: tuple[Card, ...]


def build(actor: Actor) -> Library:
    """The lenses of the actor, in three queries."""
    lenses = sorted(
        resources.lenses(actor), key=lambda lens: (lens.alias != _FIRST, lens.name.casefold())
    )
    shown = {lens.pk: version for lens in lenses if (version := _shown(lens))}
    practices = _practices(shown)
    cards = [
        (lens, _card(lens, version, practices))
        for lens in lenses
        if (version := shown.get(lens.pk))
    ]
    return Library(
        builtin=tuple(card for lens, card in cards if lens.is_builtin),
        own=tuple(card for lens, card in cards if not lens.is_builtin),
    )


def _shown(lens: Lens) -> LensVersion | None:
    versions = list(lens.versions.all())
    published = next((version for version in versions if version.is_published), None)
    return published or next(iter(versions), None)


def _practices(shown: Mapping[UUID, LensVersion]) -> dict[UUID, int]:
    published = [version.pk for version in shown.values() if version.is_published]
    counted = (
        Choice.objects.filter(question__version__in=published)
        .exclude(key__endswith=NONE_SUFFIX)
        .values_list("question__version")
        .annotate(number=Count("pk"))
    )
    return dict(counted)


def _card(lens: Lens, version: LensVersion, practices: Mapping[UUID, int]) -> Card:
    published = version.is_published
    return Card(
        alias=lens.alias,
        name=lens.name,
        description=lens.description,
        version=version.name if published else "",
        has_draft=any(each.status == "draft" for each in lens.versions.all()),
        pillars=version.pillar_count,
        questions=version.question_count,
        practices=practices.get(version.pk, 0) if published else None,
    )
