"""What a game day can begin with: the library, and the workload's own failure modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reviews import access, rehearsing
from reviews.models import GameDay, GameDayState, Workload, WorksheetRow
from reviews.rehearsals.scenarios import Scenario, groups, scenarios
from reviews.services.game_days import FAILURE_MODES
from reviews.worksheets import durations
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

_NOTHING = ("", "-", "–", "n/a", "none")
_SLACK = 3  # times its recovery time after which a rehearsal had better be stopped


@dataclass(frozen=True, slots=True)
class Mode:
    """A failure mode of the workload. times: how often it was rehearsed; scenario: the one of
    the library that fits it; fields: the plan it would begin with."""

    number: int
    component: str
    mode: str
    rto: str
    priority: int
    tested_on: date | None
    times: int
    scenario: Scenario | None
    fields: Mapping[str, Any]

    @property
    def hypothesis(self) -> str:
        """What one believes, to be shown."""
        return str(self.fields["hypothesis"])


@dataclass(frozen=True, slots=True)
class Group:
    """Scenarios of the library about one thing."""

    name: str
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All there is to begin with; modes: least recently tested and highest priority first."""

    workload: Workload
    groups: tuple[Group, ...]
    modes: tuple[Mode, ...]


def offered(actor: Actor, workload_id: UUID) -> Library:
    """The library for a workload. Three queries."""
    workload = access.workload_for(actor, workload_id)
    found = groups(scenarios().values())
    return Library(
        workload=workload,
        groups=tuple(Group(name, tuple(each)) for name, each in found.items()),
        modes=modes_of(workload),
    )


def modes_of(workload: Workload) -> tuple[Mode, ...]:
    """The failure modes of a workload in the order in which to rehearse them. Two queries."""
    rows = WorksheetRow.objects.filter(
        worksheet__workload=workload, worksheet__kind=FAILURE_MODES, table="modes"
    )
    done = GameDay.objects.filter(workload=workload, state=GameDayState.DONE)
    counts: dict[int, int] = {}
    for source in done.exclude(source=None).values_list("source_id", flat=True):
        counts[source] = counts.get(source, 0) + 1
    found = [_mode(row, counts.get(row.pk, 0)) for row in rows.order_by("position", "number")]
    return tuple(sorted(found, key=_order))


def beginning(workload: Workload, *, scenario: str = "", mode: str = "") -> dict[str, Any]:
    """What the form of a new game day begins with; empty for neither.

    scenario: a key of the library; mode: the number of a failure mode. NotFound for others'.
    """
    if mode:
        found = next((each for each in modes_of(workload) if str(each.number) == mode), None)
        if found is None:
            raise NotFound(_("There is no such failure mode in this workload."))
        return dict(found.fields)
    if scenario:
        known = scenarios().get(scenario)
        if known is None:
            raise NotFound(_("There is no such scenario in the library."))
        return known.fields
    return {}


def _mode(row: WorksheetRow, times: int) -> Mode:
    values = {key: str(value) for key, value in row.values.items()}
    fitting = next(
        (
            each
            for each in scenarios().values()
            if _same(each.component, values.get("component"))
            and _same(each.mode, values.get("mode"))
        ),
        None,
    )
    return Mode(
        number=row.number,
        component=values.get("component", ""),
        mode=values.get("mode", ""),
        rto=_said(values, "rto"),
        priority=rehearsing.product(
            int(values[key]) if values.get(key, "").isdecimal() else None
            for key in ("severity", "likelihood", "detectability")
        ),
        tested_on=_day(values.get("tested_on", "")),
        times=times,
        scenario=fitting,
        fields=_plan(values, fitting),
    )


def _plan(values: Mapping[str, str], fitting: Scenario | None) -> dict[str, Any]:
    """The plan of a failure mode: its own words first, then those of the library."""
    names = {"component": values.get("component", ""), "mode": values.get("mode", "")}
    fields: dict[str, Any] = {
        "title": (_("%(component)s: %(mode)s") % names)[:200],
        "blast_radius": values.get("effect", ""),
        "planned_minutes": 120,
        "repeat_months": 6,
        "environment": "",
    }
    if fitting is not None:
        fields = {**fitting.fields, "title": fields["title"]}
        fields["blast_radius"] = values.get("effect") or fitting.blast_radius
    else:
        fields["scenario"] = _steps(names)
        fields["stop_conditions"] = _stops(values)
        fields["runbook"] = _said(values, "recovery")
        fields["parts"] = next(iter(scenarios().values())).fields["parts"]
    fields["hypothesis"] = _hypothesis(values, names)
    return fields


def _hypothesis(values: Mapping[str, str], names: Mapping[str, str]) -> str:
    """ "When … has …, … shows it and … brings it back within …", without what is not known."""
    said = {
        **names,
        "detection": _lower(_said(values, "detection")),
        "recovery": _lower(_said(values, "recovery")),
        "rto": _said(values, "rto"),
    }
    has = (bool(said["detection"]), bool(said["recovery"]), bool(said["rto"]))
    return {
        (True, True, True): _(
            "When %(component)s has “%(mode)s”, %(detection)s shows it and %(recovery)s brings it "
            "back within %(rto)s."
        ),
        (True, True, False): _(
            "When %(component)s has “%(mode)s”, %(detection)s shows it and %(recovery)s brings it "
            "back."
        ),
        (False, True, True): _(
            "When %(component)s has “%(mode)s”, %(recovery)s brings it back within %(rto)s."
        ),
        (False, True, False): _("When %(component)s has “%(mode)s”, %(recovery)s brings it back."),
        (True, False, False): _("When %(component)s has “%(mode)s”, %(detection)s shows it."),
        (True, False, True): _(
            "When %(component)s has “%(mode)s”, %(detection)s shows it and it is back within "
            "%(rto)s."
        ),
        (False, False, True): _("When %(component)s has “%(mode)s”, it is back within %(rto)s."),
        (False, False, False): _("When %(component)s has “%(mode)s”, nobody notices."),
    }[has] % said


def _steps(names: Mapping[str, str]) -> str:
    lines = (
        _("Put usual load on the workload and note how it is."),
        _("Cause “%(mode)s” in %(component)s.") % names,
        _("Watch who or what notices, and when."),
        _("Bring it back as the runbook says, and note when users could work again."),
    )
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def _stops(values: Mapping[str, str]) -> str:
    span = durations.read(_said(values, "rto"))
    lines = [
        _("Users outside the blast radius are affected"),
        _("Anybody in the room asks to stop"),
    ]
    if span is not None and span.seconds:
        late = _("It is not back after %(n)d times its recovery time of %(rto)s")
        lines.insert(1, late % {"n": _SLACK, "rto": _said(values, "rto")})
    return "\n".join(lines)


def _said(values: Mapping[str, str], key: str) -> str:
    text = values.get(key, "").strip().rstrip(".")
    return "" if text.lower() in _NOTHING else text


def _lower(text: str) -> str:
    """Inside a sentence; what is written in capitals, or mixed as names are, stays."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or first[1:] == "" else text


def _same(one: str, other: str | None) -> bool:
    return one.casefold() == (other or "").strip().casefold()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _order(mode: Mode) -> tuple[int, int, int]:
    has_plan = bool(mode.rto or mode.tested_on)
    return rehearsing.first_to_rehearse(mode.tested_on, mode.priority, has_plan=has_plan)
