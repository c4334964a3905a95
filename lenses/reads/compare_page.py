"""Two versions of a lens side by side, as much of it as one page should hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.document import LensDiff
from lenses.models import DRAFT, Lens, LensVersion, VersionStatus
from lenses.reads.compare_parts import NavLine, PillarPart, Shown, Wanted
from lenses.reads.compare_rows import FieldRow
from lenses.services import differences
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

ORIGIN = "@origin"
"""How an address names the version a copy was made of; no version can be called so."""


@dataclass(frozen=True, slots=True)
class Side:
    """A version that can be compared. name is how addresses name it."""

    name: str
    label: str
    version: LensVersion


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the page shows. difference is None when there is nothing to compare with, or
    when one side is a draft that holds errors (is_broken)."""

    lens: Lens
    address: str
    sides: tuple[Side, ...]
    old: Side | None
    new: Side | None
    difference: LensDiff | None
    sentence: str
    is_broken: bool
    only_meaning: bool
    query: str
    other_query: str  # the same page with the filter the other way
    everything: str  # the same page without a pillar or question chosen
    pillar: str
    question: str
    nav: tuple[NavLine, ...]
    fields: tuple[FieldRow, ...]
    pillars: tuple[PillarPart, ...]

    @property
    def is_alone(self) -> bool:
        """Whether the lens has nothing to be compared with."""
        return self.old is None

    @property
    def shows_nothing(self) -> bool:
        """Whether no change is left to show."""
        return not self.fields and not any(
            part.questions or part.closed or part.fields or part.marks for part in self.pillars
        )


def build(actor: Actor, alias: str, wanted: Wanted) -> ComparePage:
    """The page. At most seven queries, whatever the size of the lens.

    Without names: the draft, or else the newest version, against the published one before it, or
    against the one the lens is a copy of. NotFound for a name that is none.
    """
    lens = lens_for(actor, alias)
    sides = _sides(actor, lens)
    new = _side(sides, wanted.new) or next(iter(sides), None)
    old = _side(sides, wanted.old) or _before(sides, new)
    difference = differences.between(old.version, new.version) if old and new else None
    asked = Wanted(
        old.name if old else "",
        new.name if new else "",
        wanted.pillar,
        wanted.question,
        wanted.only_meaning,
    )
    shown = Shown(difference, asked) if difference else None
    return ComparePage(
        lens=lens,
        address=alias,
        sides=sides,
        old=old,
        new=new,
        difference=difference,
        sentence=differences.in_words(difference) if difference else "",
        is_broken=old is not None and difference is None,
        only_meaning=asked.only_meaning,
        query=asked.query(),
        other_query=asked.query(only="" if asked.only_meaning else "meaning"),
        everything=asked.query(pillar="", question=""),
        pillar=asked.pillar,
        question=asked.question,
        nav=shown.nav() if shown else (),
        fields=shown.fields() if shown else (),
        pillars=shown.pillars() if shown else (),
    )


def _sides(actor: Actor, lens: Lens) -> tuple[Side, ...]:
    """What can be compared, newest first: the versions, then the origin of a copy."""
    rows = LensVersion.objects.visible_to(actor).select_related("lens").defer("document")
    found = [_named(row) for row in rows.filter(lens=lens).order_by("-number")]
    if lens.copied_from_id:
        origin = rows.filter(pk=lens.copied_from_id).first()
        if origin is not None:
            label = f"{origin.lens.name} {origin.name}".strip()
            found.append(Side(ORIGIN, _("%(name)s, copied from") % {"name": label}, origin))
    return tuple(found)


def _named(row: LensVersion) -> Side:
    if row.status == VersionStatus.DRAFT:
        return Side(DRAFT, _("Draft"), row)
    return Side(row.name, _("Version %(name)s") % {"name": row.name}, row)


def _side(sides: Sequence[Side], name: str) -> Side | None:
    if not name:
        return None
    found = next((side for side in sides if side.name == name), None)
    if found is None:
        raise NotFound(_("There is no such version."))
    return found


def _before(sides: Sequence[Side], new: Side | None) -> Side | None:
    """What a version is compared with unless somebody says: the published one before it, else
    whatever stands before it."""
    if new is None:
        return None
    later = sides[sides.index(new) + 1 :]
    return next((side for side in later if side.version.is_published), next(iter(later), None))
