"""One improvement: its texts, where it comes from, what it proposes now, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.compiled import CompiledQuestion
from lenses.document import web_address
from reviews import access, changes, scoring
from reviews.models import (
    Answer,
    Improvement,
    ImprovementChange,
    ImprovementState,
    Level,
    ReviewStatus,
    Workload,
)
from reviews.reads import improvement_issues, improvement_rows
from reviews.reads.answer_history import initials
from reviews.reads.improvement_issues import Choice, Issue
from reviews.reads.improvement_rows import Row
from reviews.services import answers
from wellarch import markdown
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via

MAX_HISTORY = 100
LABELS: Mapping[str, Any] = {
    "title": gettext_lazy("Title"),
    "recommendation": gettext_lazy("Recommendation"),
    "steps": gettext_lazy("Steps"),
    "success_criteria": gettext_lazy("Success criteria"),
    "resources": gettext_lazy("Resources"),
    "links": gettext_lazy("Links"),
    "choices": gettext_lazy("Best practices"),
    "impact": gettext_lazy("Impact"),
    "effort": gettext_lazy("Effort"),
    "owner": gettext_lazy("Owner"),
    "due_on": gettext_lazy("Due"),
    "state": gettext_lazy("State"),
    "accepted_reason": gettext_lazy("Why it is accepted"),
    "accepted_until": gettext_lazy("Accepted until"),
    "accepted_by": gettext_lazy("Accepted by"),
}
_PARTS = ("recommendation", "steps", "success_criteria")
_TEXTS = (*_PARTS, "resources", "links", "accepted_reason")
_PEOPLE = ("owner", "accepted_by")


@dataclass(frozen=True, slots=True)
class Part:
    """One of its texts, as HTML that is safe to show."""

    key: str
    label: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Practice:
    """A best practice it is to put in place. state: selected, not_applicable, unselected."""

    id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Question:
    """Where it comes from, as it is answered now."""

    review_id: UUID
    id: str
    code: str
    title: str
    lens_name: str
    pillar_name: str
    risk: str
    is_complete: bool  # its review is, so nothing can be ticked before it is reopened
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a change, in words. is_text: it was written anew; before and after are empty."""

    key: str
    label: str
    before: str
    after: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the improvement. via: the door, in words; empty for the browser."""

    revision: int
    at: datetime
    by: str
    initials: str
    via: str
    is_first: bool
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class ImprovementPage:
    """What the page shows.

    proposal: what can be ticked in the question now that the work is done; empty when it is
    not, when all is ticked, or when the review is complete. risk_after: of the question with
    all of it ticked.
    """

    workload: Workload
    improvement: Improvement
    item: Row
    parts: tuple[Part, ...]
    resources_line: str
    links: tuple[Mapping[str, str], ...]
    question: Question | None
    proposal: tuple[Practice, ...]
    risk_after: str
    accepted_by: str
    created_by: str
    history: tuple[Change, ...]
    issues: tuple[Issue, ...]
    trackers: tuple[Choice, ...]


def build(actor: Actor, workload_id: UUID, number: int) -> ImprovementPage:
    """The page of one improvement. Six queries, however long its history."""
    improvement = access.improvement_for(actor, workload_id, number)
    asked = improvement_rows.question_of(improvement)
    answer = _answer(improvement) if asked else None
    changed = list(
        ImprovementChange.objects.filter(improvement=improvement)
        .select_related("user")
        .order_by("-revision")[:MAX_HISTORY]
    )
    people = _names(improvement, changed)
    question = _question(improvement, asked, answer) if asked and answer else None
    proposal = proposed(improvement, question)
    issues = improvement_issues.of(improvement)
    return ImprovementPage(
        workload=improvement.workload,
        improvement=improvement,
        item=improvement_rows.row(improvement, timezone.localdate()),
        parts=_parts(improvement),
        resources_line=improvement.resources,
        links=_links(improvement),
        question=question,
        proposal=proposal,
        risk_after=_risk_after(asked, answer, proposal),
        accepted_by=people.get(improvement.accepted_by_id, ""),
        created_by=people.get(improvement.created_by_id, ""),
        history=_history(changed, asked, people),
        issues=issues,
        trackers=improvement_issues.choices(actor, improvement, issues),
    )


def proposed(improvement: Improvement, question: Question | None) -> tuple[Practice, ...]:
    """What a done improvement proposes to tick: its practices that are not in place yet."""
    if improvement.state != ImprovementState.DONE or question is None or question.is_complete:
        return ()
    return tuple(each for each in question.practices if each.state == "unselected")


def _answer(improvement: Improvement) -> Answer | None:
    return Answer.objects.filter(
        review=improvement.review, question_key=improvement.question_key
    ).first()


def _question(improvement: Improvement, asked: CompiledQuestion, answer: Answer) -> Question | None:
    review = improvement.review
    if review is None:
        return None
    return Question(
        review_id=review.pk,
        id=asked.id,
        code=asked.code,
        title=asked.title,
        lens_name=review.lens.name,
        pillar_name=asked.pillar_name,
        risk=answer.risk,
        is_complete=review.status == ReviewStatus.COMPLETE,
        practices=tuple(
            Practice(
                practice.id,
                " ".join(practice.title.split()),
                answer.choices.get(practice.id, {}).get("status", "unselected"),
            )
            for practice in asked.practices
            if practice.id in improvement.choices
        ),
    )


def _risk_after(
    asked: CompiledQuestion | None, answer: Answer | None, proposal: Iterable[Practice]
) -> str:
    if asked is None or answer is None:
        return ""
    state = answers.state_of(answer)
    wanted: changes.State = {
        changes.choice_path(practice.id, "status"): "selected" for practice in proposal
    }
    if asked.none_choice:
        wanted = changes.exclude_none(state, wanted, asked.none_choice.id)
    return scoring.risk_of(asked, changes.apply(state, wanted)[0]).value


def _parts(improvement: Improvement) -> tuple[Part, ...]:
    return tuple(
        Part(key, str(LABELS[key]), markdown.to_html(text))
        for key in _PARTS
        if (text := getattr(improvement, key))
    )


def _links(improvement: Improvement) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"title": str(link.get("title") or link["url"]), "url": link["url"]}
        for link in improvement.links
        if web_address(str(link.get("url", "")))
    )


def _names(improvement: Improvement, changed: Iterable[ImprovementChange]) -> dict[Any, str]:
    """{key: name} of everybody the page names. One query."""
    wanted: set[Any] = {improvement.accepted_by_id, improvement.created_by_id}
    for change in changed:
        for field in _PEOPLE:
            wanted |= set(change.fields.get(field, ()))
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted - {None})}


def _history(
    changed: Iterable[ImprovementChange], asked: CompiledQuestion | None, people: Mapping[Any, str]
) -> tuple[Change, ...]:
    found = []
    for row in changed:
        by = str(row.user) if row.user else row.actor_name
        fields = tuple(
            _field(key, pair[0], pair[1], asked, people)
            for key in LABELS
            if (pair := row.fields.get(key))
        )
        via = "" if row.via == Via.BROWSER else str(Via(row.via).label)
        found.append(Change(row.revision, row.at, by, initials(by), via, row.revision == 1, fields))
    return tuple(found)


def _field(
    key: str, before: Any, after: Any, asked: CompiledQuestion | None, people: Mapping[Any, str]
) -> ChangedField:
    is_text = key in _TEXTS
    said = [] if is_text else [_word(key, value, asked, people) for value in (before, after)]
    old, new = said or ("", "")
    return ChangedField(key, str(LABELS[key]), old, new, is_text)


def _word(key: str, value: Any, asked: CompiledQuestion | None, people: Mapping[Any, str]) -> str:
    if value in (None, "", []):
        return ""
    match key:
        case "state":
            return str(dict(ImprovementState.choices).get(value, value))
        case "impact" | "effort":
            return str(dict(Level.choices).get(value, value))
        case "owner" | "accepted_by":
            return people.get(value, str(_("Former member")))
        case "due_on" | "accepted_until":
            return date_format(date.fromisoformat(value), "j F Y")
        case "choices":
            return "; ".join(improvement_rows.choice_title(asked, choice) for choice in value)
    return str(value)
