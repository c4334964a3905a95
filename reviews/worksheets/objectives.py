"""Objectives of a performance budget: what share of requests, or minutes, has to go well. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reviews.worksheets import error_budget
from reviews.worksheets.columns import Column, Type, plain
from reviews.worksheets.content import Row
from reviews.worksheets.error_budget import MINUTES_A_DAY, ErrorBudget
from reviews.worksheets.exact import brief, down
from reviews.worksheets.measuring import Measures
from reviews.worksheets.spec import Derived, Fact, Mark, Table
from reviews.worksheets.wording import Number, Said, _

DEFAULT_DAYS = 30
LONG = 5 * 60  # minutes; longer is said in hours


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective with what became of its error budget."""

    row: Row
    name: str
    budget: ErrorBudget

    @property
    def tone(self) -> str:
        """good, warn, bad or empty."""
        left = self.budget.left
        if not self.budget.is_measured:
            return ""
        if not self.budget.is_met or (left is not None and left < 0):
            return "bad"
        is_fast = any(each.is_off for each in self.budget.paces)
        return "warn" if is_fast or self.budget.fast_spent_on else "good"

    @property
    def attained_text(self) -> Said | None:
        """What was attained, never rounded up, so that a missed target never looks met."""
        if self.budget.attained is None:
            return None
        places = max(2, len(plain(self.budget.target).partition(".")[2]) + 2)
        return Said("%(n)s", {"n": Number(down(self.budget.attained, places), "%")})

    @property
    def allowed_text(self) -> Said:
        """The downtime that the whole window allows."""
        return span(self.budget.minutes)

    @property
    def left_text(self) -> Said | None:
        """What is left of the error budget, or by how much it is overspent."""
        budget = self.budget
        if not budget.is_measured:
            return None
        if budget.left is None:
            text = _("Spent: the target allows no failure") if budget.failed else _("None allowed")
            return Said(text)
        if budget.left < 0:
            return Said(_("Overspent by %(n)s"), {"n": brief(-100 * budget.left, 1, "%")})
        return Said("%(n)s", {"n": Number(down(100 * budget.left, 1), "%")})

    @property
    def left_in_time(self) -> Said | None:
        """The same as downtime, and as failures if as much is asked as until now."""
        minutes, failures = self.budget.left_minutes, self.budget.left_failures
        if minutes is None or failures is None:
            return None
        text = _("%(time)s of downtime, or %(n)s of what is counted")
        if minutes < 0:
            text = _("%(time)s of downtime, or %(n)s of what is counted, too much")
        count = down(abs(failures), 0)
        return Said(text, {"time": span(abs(minutes)), "n": count})

    @property
    def outlook(self) -> Said | None:
        """When the budget is gone at the rate of the last day, or of the window."""
        budget = self.budget
        if budget.left is None:
            return None
        if budget.left < 0:
            return Said(_("Spent already"))
        if budget.fast_spent_on:
            text = _("At the rate of the last day it is spent on %(day)s")
            return Said(text, {"day": budget.fast_spent_on})
        if budget.spent_on:
            return Said(_("At this rate it is spent on %(day)s"), {"day": budget.spent_on})
        return Said(_("It outlasts the window"))


TABLE = Table(
    "objectives", _("Objectives"), _("objective"), label="name", has_owner=True,
    has_readings=True, makes_improvements=True,
    measures=Measures(
        _("Failed"), _("Of all"), is_share=True,
        help=_("Failed and all requests, or bad and all minutes, from this moment on."),
    ),
    columns=(
        Column("name", _("Objective"), is_required=True),
        Column(
            "target", _("Target"), Type.NUMBER, is_required=True, least=Decimal(0),
            most=Decimal(100), places=9, unit="%",
        ),
        Column(
            "window_days", _("Window"), Type.NUMBER, least=Decimal(1),
            most=Decimal(400), places=0, default=str(DEFAULT_DAYS), unit=_("days"),
        ),
        Column("note", _("Note"), Type.LONG, limit=2000, is_wide=True),
    ),
    derived=(
        Derived("allowed", _("Downtime allowed"), is_number=True),
        Derived("attained", _("Attained"), is_number=True),
        Derived("left", _("Error budget left"), is_number=True),
        Derived(
            "burn_rate", _("Burn rate"), is_number=True,
            help=_("At 1 the error budget lasts exactly the window, at 2 half of it."),
        ),
        Derived("outlook", _("Outlook")),
    ),
    shown=("name", "target", "window_days"),
    empty=_("No objective yet. Its values are failed and all requests, or bad and all minutes."),
)  # fmt: skip


def span(minutes: Fraction) -> Said:
    """A time for people."""
    if minutes < LONG:
        return Said(_("%(n)s minutes"), {"n": brief(minutes)})
    if minutes < 5 * MINUTES_A_DAY:
        return Said(_("%(n)s hours"), {"n": brief(minutes / 60)})
    return Said(_("%(n)s days"), {"n": brief(minutes / MINUTES_A_DAY)})


def objective_of(row: Row, today: date) -> Objective:
    """What became of an objective until today."""
    target = row.amount("target")
    days = int(row.amount("window_days") or DEFAULT_DAYS)
    target = Decimal(100) if target is None else target
    return Objective(row, row.text("name"), error_budget.reckon(target, days, row.readings, today))


def cells(objective: Objective) -> dict[str, Said]:
    """The worked out columns of its row."""
    found = {
        "allowed": objective.allowed_text,
        "attained": objective.attained_text,
        "left": objective.left_text,
        "burn_rate": rate(objective.budget.burn),
        "outlook": objective.outlook,
    }
    return {key: said for key, said in found.items() if said is not None}


def rate(value: Fraction | None) -> Said | None:
    """A burn rate."""
    return None if value is None else Said("%(n)s", {"n": brief(value)})


def marks(objectives: Sequence[Objective]) -> Iterator[Mark]:
    """What to look at: missed, spent, burning fast, values that cannot be counted."""
    for each in objectives:
        budget, row = each.budget, each.row.number
        if each.tone == "bad":
            text = _("Error budget: %(left)s.")
            left = each.left_text or each.attained_text
            yield Mark(Said(text, {"left": left}), row, "left")
        for pace in budget.paces:
            if pace.is_off:
                text = _("Burns at %(rate)s within %(hours)d hours; above %(most)s is an alert.")
                said = {"rate": rate(pace.burn), "hours": pace.hours, "most": rate(pace.threshold)}
                yield Mark(Said(text, said), row, "burn_rate", "bad" if pace.wakes else "warn")
                break
        if budget.skipped:
            text = _("Values that are no part of a total are not counted: %(n)d.")
            yield Mark(Said(text, {"n": budget.skipped}), row, "attained", "warn")


def summary(objectives: Sequence[Objective]) -> Iterator[Fact]:
    """The objective with the least left."""
    found = worst(objectives)
    if found is not None:
        note = Said("%(name)s: %(outlook)s", {"name": found.name, "outlook": found.outlook})
        yield Fact(_("Error budget left"), found.left_text or Said(_("None")), found.tone, note)


def worst(objectives: Sequence[Objective]) -> Objective | None:
    """The objective with the least left; None while nothing was measured."""
    known = [each for each in objectives if each.budget.left is not None]
    return min(known, key=lambda each: each.budget.left or Fraction(0), default=None)


def facts(objectives: Sequence[Objective]) -> Iterator[str]:
    """Words for the evidence mapping. A starting row nobody touched is no objective yet."""
    if any(each.row.readings or each.row.owner_id for each in objectives):
        yield "objective-set"
        if all(each.budget.is_measured for each in objectives):
            yield "objective-measured"
        if all(each.budget.is_met for each in objectives):
            yield "objective-met"


def improvement(objective: Objective) -> Mapping[str, Any]:
    """The texts of an improvement that makes an objective good again."""
    said: dict[str, Any] = {
        "name": objective.name,
        "target": objective.budget.target,
        "days": objective.budget.days,
        "attained": objective.attained_text or Said(_("unknown")),
    }
    text = _("Over %(days)d days the target is %(target)s%%; attained: %(attained)s.")
    return {
        "title": Said(_("Keep the objective %(name)s of %(target)s%%"), said),
        "description": Said(text, said),
    }
