"""What happened to an answer, change by change, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access, changes
from reviews.models import AnswerChange, Reason, Review
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed. `diff` holds (mark, text) lines for texts: +, - or blank."""

    text: str
    diff: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One applied change of an answer."""

    revision: int
    at: datetime
    by: str
    initials: str
    via: str  # the door, in words; empty for the browser
    risk_before: str
    risk_after: str
    lines: tuple[Line, ...]

    @property
    def changes_risk(self) -> bool:
        """Whether the risk became another one."""
        return self.risk_before != self.risk_after


@dataclass(frozen=True, slots=True)
class AnswerHistory:
    """The history page of one question. `entries` are those of this page, newest first."""

    review: Review
    asked: CompiledQuestion
    page: Page[AnswerChange]
    entries: tuple[Entry, ...]


def build(actor: Actor, review_id: UUID, question: str, *, number: int | str = 1) -> AnswerHistory:
    """One page of the history. Four queries, whatever its length."""
    review = access.review_for(actor, review_id)
    answer = access.answer_for(actor, review_id, question)
    asked = compiled(review.lens_version_id).questions[question]
    rows = AnswerChange.objects.filter(answer=answer).order_by("-revision")
    page = Paginator(rows, PER_PAGE).get_page(number)
    return AnswerHistory(review, asked, page, entries(asked, page.object_list))


def entries(asked: CompiledQuestion, rows: Iterable[AnswerChange]) -> tuple[Entry, ...]:
    """Rows of history in words."""
    return tuple(
        Entry(
            revision=row.revision,
            at=row.at,
            by=row.actor_name,
            initials=initials(row.actor_name),
            via="" if row.via == Via.BROWSER else str(Via(row.via).label),
            risk_before=row.risk_before,
            risk_after=row.risk_after,
            lines=tuple(
                _line(asked, path, before, after)
                for path, (before, after) in _ordered(asked, row.fields)
            ),
        )
        for row in rows
    )


def path_label(asked: CompiledQuestion, path: str) -> str:
    """What a path of an answer is called: “A key”, Note on “A key”, Notes, …"""
    choice, part = changes.split(path)
    title = asked.choice[choice].title.strip() if choice in asked.choice else choice
    labels = {
        (True, "status"): "“%(title)s”",
        (True, "reason"): _("Why “%(title)s” does not apply"),
        (True, "note"): _("Note on “%(title)s”"),
        (False, "notes"): _("Notes"),
        (False, "is_applicable"): _("Whether this question applies"),
        (False, "reason"): _("Why this question does not apply"),
    }
    return labels.get((bool(choice), part), path) % {"title": title}


def value_label(path: str, value: changes.Value) -> str:
    """A value of a path in words; texts as they are."""
    match changes.split(path)[1]:
        case "status":
            words = {"selected": _("In place"), "not_applicable": _("Not applicable")}
            return words.get(str(value), _("Not ticked"))
        case "is_applicable":
            return _("Applies") if value else _("Does not apply")
        case "reason":
            return str(Reason(str(value)).label)
    return str(value)


def initials(name: str) -> str:
    """One or two capital letters for a name in the history."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _ordered(
    asked: CompiledQuestion, fields: dict[str, list[changes.Value]]
) -> list[tuple[str, tuple[changes.Value, changes.Value]]]:
    places = {choice.id: n for n, choice in enumerate(asked.choices)}
    return sorted(
        ((path, (pair[0], pair[1])) for path, pair in fields.items()),
        key=lambda item: (places.get(changes.split(item[0])[0], -1), item[0]),
    )


def _line(asked: CompiledQuestion, path: str, before: changes.Value, after: changes.Value) -> Line:
    label = path_label(asked, path)
    part = changes.split(path)[1]
    if part == "status":
        words = {
            "selected": _("%(choice)s is in place"),
            "not_applicable": _("%(choice)s marked not applicable"),
        }
        return Line(words.get(str(after), _("%(choice)s unticked")) % {"choice": label})
    if part == "is_applicable":
        return Line(_("Question applies") if after else _("Question does not apply"))
    if part == "reason":
        return Line(f"{label}: {value_label(path, after)}")
    return Line(label, _diff(str(before), str(after)))


def _diff(before: str, after: str) -> tuple[tuple[str, str], ...]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return tuple((line[0], line[2:]) for line in lines if line[0] != "?")
