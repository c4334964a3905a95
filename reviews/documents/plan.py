"""The improvement plan as a document shows it: risks in order, what is missing, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.document import web_address
from reviews.documents import phrasing, summary
from reviews.documents.anchors import Anchors
from reviews.planning import PlanItem, Way
from reviews.scoring import Counts
from reviews.snapshot import SnapshotChoice

_STEP = re.compile(r"(?:\d{1,2}[.)]|[-*•])\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what to do; a step (“2. Sign …”) is set with a hanging indent."""

    text: str
    is_step: bool


@dataclass(frozen=True, slots=True)
class Todo:
    """A practice that is missing, and what to do."""

    number: int
    code: str
    title: str
    what: tuple[Line, ...]
    url: str
    effort: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A question at risk."""

    number: int
    anchor: str  # of the row; the question's own is `question`
    question: str
    risk: str
    issue_class: str
    due: str
    is_overdue: bool
    code: str
    title: str
    where: str
    is_prioritized: bool
    missing: str  # “4 missing”
    todos: tuple[Todo, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All risks in the order to lower them."""

    intro: str
    rows: tuple[PlanRow, ...]
    detailed: tuple[PlanRow, ...]  # of these it says what to do


def build(
    items: Sequence[PlanItem],
    counts: Counts,
    *,
    anchors: Anchors,
    on: date,
    with_lens: bool,
    most: int | None = None,
) -> Plan:
    """The plan of these items; `counts` are those of the questions it was made from. Of the
    first `most` (None: all) it says what to do."""
    rows = tuple(
        _row(number, item, anchors, on, with_lens) for number, item in enumerate(items, start=1)
    )
    return Plan(intro=_intro(items, counts), rows=rows, detailed=rows[:most])


def _intro(items: Sequence[PlanItem], counts: Counts) -> str:
    if items:
        return ngettext(
            "%(n)d question shows a risk. It comes with the smallest sets of practices that "
            "lower it.",
            "%(n)d questions show a risk. They stand in the order to deal with them: by risk, "
            "then by the workload’s priorities. Each comes with the smallest sets of "
            "practices that lower its risk.",
            len(items),
        ) % {"n": len(items)}
    if counts.unanswered:
        return ngettext(
            "No answer shows a risk. %(n)d question is still open.",
            "No answer shows a risk. %(n)d questions are still open.",
            counts.unanswered,
        ) % {"n": counts.unanswered}
    if not counts.total:
        return _("There is no plan: no lens asks anything of this workload.")
    return _("Nothing to improve: no answer shows a risk.")


def _row(number: int, item: PlanItem, anchors: Anchors, on: date, with_lens: bool) -> PlanRow:
    missing = len(item.missing)
    return PlanRow(
        number=number,
        anchor=f"plan-{number}",
        question=anchors.question(item.review_id, item.question.id),
        risk=str(item.risk),
        issue_class=item.issue_class,
        due=summary.due(item, on),
        is_overdue=summary.is_overdue(item, on),
        code=item.question.code,
        title=item.question.title,
        where=summary.where(item, with_lens=with_lens),
        is_prioritized=item.is_prioritized,
        missing=str(missing),
        todos=tuple(_todo(place, choice) for place, choice in enumerate(item.missing, start=1)),
        ways=_ways(item),
    )


def _todo(number: int, choice: SnapshotChoice) -> Todo:
    effort = {"low": _("low"), "medium": _("medium"), "high": _("high")}.get(
        choice.effort.lower(), choice.effort
    )
    return Todo(
        number=number,
        code=choice.code,
        title=choice.title,
        what=_lines(choice.improvement or choice.description),
        url=web_address(choice.improvement_url),
        effort=_("Effort: %(effort)s") % {"effort": effort} if effort else "",
    )


def _lines(text: str) -> tuple[Line, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(Line(line, bool(_STEP.match(line))) for line in lines if line)


def _ways(item: PlanItem) -> tuple[str, ...]:
    """A sentence per risk that is in reach: which of the numbered practices lead there."""
    numbers = {choice.id: str(n) for n, choice in enumerate(item.missing, start=1)}
    sentences = []
    for target, ways in groupby(item.ways, key=lambda way: way.target):
        sets = list(ways)
        words = (
            ngettext(
                "%(options)s lowers this to %(risk)s.",
                "%(options)s lower this to %(risk)s.",
                len(sets[0].practices),
            )
            if len(sets) == 1
            else _("Any one of these lowers this to %(risk)s: %(options)s.")
        )
        options = "; ".join(_practices(way, numbers) for way in sets)
        sentences.append(
            phrasing.capital(words % {"risk": summary.risk_reached(target), "options": options})
        )
    return tuple(sentences) or (_("The lens knows no practices that would lower this risk."),)


def _practices(way: Way, numbers: dict[str, str]) -> str:
    ids = [practice.id for practice in way.practices]
    if set(ids) == set(numbers) and len(ids) == 2:
        return _("both practices together")
    if set(ids) == set(numbers) and len(ids) > 2:
        return _("all %(n)d practices together") % {"n": len(ids)}
    names = [numbers.get(practice.id, f"“{practice.title}”") for practice in way.practices]
    return ngettext("practice %(names)s", "practices %(names)s", len(names)) % {
        "names": phrasing.listed(names)
    }
