"""Which pillars a page across workloads shows as columns, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import compiled
from reviews import contexts
from reviews.reads import names
from reviews.scoring import Counts

MAX_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One pillar, or the rest of them together."""

    keys: frozenset[str]
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class PillarCell:
    """High and medium questions of a pillar, coloured by the worst. count None: not answered.

    keys: of the pillars that are in it.
    """

    count: int | None
    risk: str
    label: str
    keys: tuple[str, ...] = ()


def choose_columns(
    pillars: Mapping[UUID, Mapping[str, Counts]], versions: Iterable[UUID]
) -> tuple[Column, ...]:
    """The pillars that occur: those of the framework first, in its order, then the most common.

    More than MAX_COLUMNS are put together at the end. versions: the lens versions in which the
    pillars have their names.
    """
    workloads_with: dict[str, int] = {}
    for of_workload in pillars.values():
        for key in of_workload:
            workloads_with[key] = workloads_with.get(key, 0) + 1
    named = _pillar_names(versions)
    framework = [key for key in contexts.FRAMEWORK_PILLARS if key in workloads_with]
    others = sorted(
        (key for key in workloads_with if key not in framework),
        key=lambda key: (-workloads_with[key], named.get(key, key)),
    )
    room = MAX_COLUMNS - len(framework)
    shown, rest = (others, []) if len(others) <= room else (others[: room - 1], others[room - 1 :])
    columns = [_column(key, named) for key in (*framework, *shown)]
    if rest:
        columns.append(Column(frozenset(rest), _("Other pillars"), _("Other")))
    return tuple(columns)


def cells(columns: Iterable[Column], counts: Mapping[str, Counts]) -> tuple[PillarCell, ...]:
    """A workload's cells, one per column."""
    return tuple(_cell(column, counts) for column in columns)


def _pillar_names(versions: Iterable[UUID]) -> dict[str, str]:
    return {pillar.id: pillar.name for version in versions for pillar in compiled(version).pillars}


def _column(key: str, named: Mapping[str, str]) -> Column:
    name = str(names.PILLARS.get(key) or named.get(key, key))
    short = str(names.SHORT_PILLARS.get(key, name))
    return Column(frozenset([key]), name, short)


def _cell(column: Column, of_workload: Mapping[str, Counts]) -> PillarCell:
    keys = tuple(sorted(key for key in column.keys if key in of_workload))
    if not keys:
        return PillarCell(None, "unanswered", _("%(pillar)s: not reviewed") % _of(column))
    counts = sum((of_workload[key] for key in keys), Counts())
    if not counts.answered:
        label = _("%(pillar)s: not answered yet") % _of(column)
        return PillarCell(None, "unanswered", label, keys)
    label = _sentence(column, counts)
    return PillarCell(counts.high + counts.medium, _worst(counts), label, keys)


def _worst(counts: Counts) -> str:
    """The colour of a cell: green only once every question was answered."""
    for risk in ("high", "medium", "low", "unanswered"):
        if getattr(counts, risk):
            return risk
    return "none"


def _sentence(column: Column, counts: Counts) -> str:
    parts = [
        ngettext("%(n)d high risk", "%(n)d high risks", counts.high) % {"n": counts.high},
        ngettext("%(n)d medium risk", "%(n)d medium risks", counts.medium) % {"n": counts.medium},
    ]
    if counts.unanswered:
        parts.append(_("%(n)d unanswered") % {"n": counts.unanswered})
    return _("%(pillar)s: %(what)s") % {**_of(column), "what": ", ".join(parts)}


def _of(column: Column) -> dict[str, str]:
    return {"pillar": column.name}
