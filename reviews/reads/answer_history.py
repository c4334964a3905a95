"""What happened to an answer, change by change, in words."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.models import Choice
from reviews import access, changes
from reviews.models import AnswerChange, Reason, Review, ReviewStatus
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via

PER_PAGE = 50
_NO_NAMES: Mapping[str, str] = {}


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
    template: str = ""  # the template it was taken from
    lens_version: str = ""  # the version of the lens from which it followed

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
    revision: int  # of the answer now

    @property
    def is_open(self) -> bool:
        """Whether an earlier state may come back, for those whose role allows it."""
        is_complete = self.review.status == ReviewStatus.COMPLETE
        return not is_complete and not self.review.workload.is_archived


def build(actor: Actor, review_id: UUID, question: str, *, number: int | str = 1) -> AnswerHistory:
    """One page of the history. Four queries, whatever its length; one more for the names of
    choices that later versions of the lens do not have."""
    review = access.review_for(actor, review_id)
    answer = access.answer_of(review, question)
    asked = compiled(review.lens_version_id).questions[question]
    rows = AnswerChange.objects.filter(answer=answer).order_by("-revision")
    page = Paginator(rows, PER_PAGE).get_page(number)
    shown = list(page.object_list)
    known = asked.choice.keys() | {""}
    said = {changes.split(path)[0] for row in shown for path in row.fields}
    told = entries(asked, shown, _names_of(review, question, said - known))
    return AnswerHistory(review, asked, page, told, answer.revision)


def _names_of(review: Review, question: str, choices: Collection[str]) -> dict[str, str]:
    """What choices were called last that the lens had once."""
    if not choices:
        return {}
    rows = Choice.objects.filter(
        question__version__lens=review.lens_id, question__key=question, key__in=choices
    )
    named = rows.order_by("question__version__number").values_list("key", "title")
    return {key: title.strip() for key, title in named}


def entries(
    asked: CompiledQuestion, rows: Iterable[AnswerChange], gone: Mapping[str, str] = _NO_NAMES
) -> tuple[Entry, ...]:
    """Rows of history in words. gone: names of choices the question does not have any more."""
    return tuple(
        Entry(
            revision=row.revision,
            at=row.at,
            by=row.actor_name,
            initials=initials(row.actor_name),
            via="" if row.via == Via.BROWSER else str(Via(row.via).label),
            risk_before=row.risk_before,
            risk_after=row.risk_after,
            lines=lines(asked, row.fields, gone),
            template=row.template_name,
            lens_version=row.lens_version,
        )
        for row in rows
    )


def lines(
    asked: CompiledQuestion,
    fields: Mapping[str, Sequence[changes.Value]],
    gone: Mapping[str, str] = _NO_NAMES,
) -> tuple[Line, ...]:
    """What changed in words: {path: (before, after)} in the order of the question."""
    return tuple(
        _line(path_label(asked, path, gone), path, before, after)
        for path, (before, after) in _ordered(asked, fields)
    )


def path_label(asked: CompiledQuestion, path: str, gone: Mapping[str, str] = _NO_NAMES) -> str:
    """What a path of an answer is called: “A key”, Note on “A key”, Notes, …"""
    choice, part = changes.split(path)
    title = (
        asked.choice[choice].title.strip() if choice in asked.choice else gone.get(choice, choice)
    )
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
    asked: CompiledQuestion, fields: Mapping[str, Sequence[changes.Value]]
) -> list[tuple[str, tuple[changes.Value, changes.Value]]]:
    places = {choice.id: n for n, choice in enumerate(asked.choices)}
    return sorted(
        ((path, (pair[0], pair[1])) for path, pair in fields.items()),
        key=lambda item: (places.get(changes.split(item[0])[0], -1), item[0]),
    )


def _line(label: str, path: str, before: changes.Value, after: changes.Value) -> Line:
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
