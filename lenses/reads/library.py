"""The catalogue of lenses: built-in ones, the organization's own, and those shared with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from lenses.access import address_of
from lenses.models import Choice, Lens, LensSource, LensVersion
from lenses.reads import resources
from lenses.rules import NONE_SUFFIX
from wellarch.accounts.actor import Actor

_FIRST = "wellarchitected"  # the lens most reviews start with stands before the others
SHOWN = 300
"""Cards on the page; words and kinds find the others."""
KINDS = {
    "own": _("Our own"),
    "shared": _("Shared with us"),
    "builtin": _("Built in"),
    "draft": _("With a draft"),
    "followed": _("Followed from a source"),
    "used": _("Used by our workloads"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A lens in the list. practices is None while only a draft exists; shared_by names the
    organization of a lens that is another's. workloads: own ones reviewed with it, behind: those
    among them with an older version."""

    address: str
    name: str
    shared_by: str
    description: str
    version: str
    has_draft: bool
    pillars: int
    questions: int
    practices: int | None
    is_builtin: bool = False
    is_followed: bool = False
    workloads: int = 0
    behind: int = 0

    def is_of(self, kind: str) -> bool:
        """Whether it belongs to a kind of KINDS; everything belongs to none."""
        return {
            "own": not self.is_builtin and not self.shared_by,
            "shared": bool(self.shared_by),
            "builtin": self.is_builtin,
            "draft": self.has_draft,
            "followed": self.is_followed,
            "used": self.workloads > 0,
        }.get(kind, True)

    def says(self, query: str) -> bool:
        """Whether every word of `query` is in its name, alias, description or owner."""
        text = f"{self.name} {self.address} {self.description} {self.shared_by}".casefold()
        return all(word in text for word in query.casefold().split())


@dataclass(frozen=True, slots=True)
class Library:
    """The lenses the actor may read that fit, by name, the framework before the others.

    total: all there are; has_own: whether the organization has any, fitting or not.
    """

    builtin: tuple[Card, ...]
    own: tuple[Card, ...]
    shared: tuple[Card, ...]
    query: str = ""
    kind: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    total: int = 0
    has_own: bool = False
    is_cut: bool = False

    @property
    def fits(self) -> int:
        """How many are shown."""
        return len(self.builtin) + len(self.own) + len(self.shared)

    @property
    def is_filtered(self) -> bool:
        """Whether somebody asked for some of them only."""
        return bool(self.query or self.kind)


def build(actor: Actor, *, query: str = "", kind: str = "") -> Library:
    """The lenses of the actor, in five queries."""
    kind = kind if kind in KINDS else ""
    lenses = sorted(
        resources.lenses(actor).select_related("organization"),
        key=lambda lens: (lens.alias != _FIRST, lens.name.casefold()),
    )
    shown = {lens.pk: version for lens in lenses if (version := _shown(lens))}
    known = _Known(
        practices=_practices(shown),
        followed=frozenset(LensSource.objects.visible_to(actor).values_list("lens", flat=True)),
        uses=_uses()(actor),
    )
    cards = [
        _card(actor, lens, version, known) for lens in lenses if (version := shown.get(lens.pk))
    ]
    fitting = [card for card in cards if card.is_of(kind) and card.says(query)]
    return Library(
        builtin=_of("builtin", fitting),
        own=_of("own", fitting),
        shared=_of("shared", fitting),
        query=query,
        kind=kind,
        kinds=tuple((key, str(words)) for key, words in KINDS.items()),
        total=len(cards),
        has_own=any(card.is_of("own") for card in cards),
        is_cut=len(fitting) > SHOWN,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of lenses from elsewhere, by their ids."""

    practices: Mapping[UUID, int]
    followed: frozenset[UUID | None]
    uses: Mapping[UUID, Mapping[int, int]]


@cache
def _uses() -> Any:
    """Who knows which workloads use a lens; lenses themselves do not."""
    return import_string(settings.LENS_USES)


def _of(kind: str, cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(card for card in cards if card.is_of(kind))[:SHOWN]


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


def _card(actor: Actor, lens: Lens, version: LensVersion, known: _Known) -> Card:
    published = version.is_published
    owner = lens.organization
    uses = known.uses.get(lens.pk, {})
    return Card(
        address=address_of(actor, lens),
        name=lens.name,
        shared_by=owner.name if owner and owner != actor.organization else "",
        description=lens.description,
        version=version.name if published else "",
        has_draft=any(each.status == "draft" for each in lens.versions.all()),
        pillars=version.pillar_count,
        questions=version.question_count,
        practices=known.practices.get(version.pk, 0) if published else None,
        is_builtin=lens.is_builtin,
        is_followed=lens.pk in known.followed,
        workloads=sum(uses.values()),
        behind=sum(number for used, number in uses.items() if used < version.number),
    )
