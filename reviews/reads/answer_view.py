"""One answer as the room shows it: choices with their texts and state, risk, why, due date.

No queries. Made from a compiled question and the answer's row, or from what a person typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from lenses.compiled import CompiledQuestion
from lenses.document import Choice, Link, web_address
from lenses.rules import Risk
from reviews import changes
from reviews.models import Answer, Reason
from reviews.reads.deadlines import Deadline, deadline
from reviews.reads.snapshots import question_of
from reviews.reads.why import Why, why
from reviews.scoring import ISSUE_CLASS, PracticeTally, due_on
from wellarch.markdown import to_html


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice with what the answer says of it. `key` toggles it; empty beyond nineteen."""

    id: str
    number: int
    key: str
    shortcut: str  # for aria-keyshortcuts
    title: str
    code: str
    description: str
    improvement: str
    links: tuple[Link, ...]
    anti_patterns: tuple[str, ...]
    is_none: bool
    status: str
    reason: str
    note: str
    errors: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The head of its paths, and so of its form fields."""
        return f"choices.{self.id}"

    @property
    def is_selected(self) -> bool:
        """In place."""
        return self.status == "selected"

    @property
    def is_set_aside(self) -> bool:
        """Marked not applicable."""
        return self.status == "not_applicable"

    @property
    def read_state(self) -> str:
        """The word components/choice_read.html wants, of a question that is answered."""
        return self.status if self.status != "unselected" else "missing"

    @property
    def reason_label(self) -> str:
        """Why it does not apply, in words; empty when that was not said."""
        return str(Reason(self.reason).label) if self.reason != Reason.NONE else ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of one question. `state` is its flat state as JSON, for the page's script."""

    revision: int
    state: str
    risk: str
    issue_class: str
    due: Deadline
    why: Why
    is_applicable: bool
    reason: str
    notes: str
    changed_by: str
    changed_at: datetime | None
    choices: tuple[ChoiceView, ...]
    errors: Mapping[str, tuple[str, ...]]

    @property
    def notes_html(self) -> SafeString:
        """The notes as they are read; safe."""
        return to_html(self.notes)

    @property
    def practices(self) -> tuple[ChoiceView, ...]:
        """The choices other than “none of these”."""
        return tuple(choice for choice in self.choices if not choice.is_none)

    @property
    def in_place(self) -> int:
        """How many practices are ticked."""
        return sum(choice.is_selected for choice in self.practices)

    @property
    def tally(self) -> PracticeTally:
        """Practices in place of those that apply; nothing of a question that does not."""
        if not self.is_applicable:
            return PracticeTally()
        applying = [c for c in self.practices if c.status != "not_applicable"]
        return PracticeTally(sum(c.is_selected for c in applying), len(applying))

    @property
    def missing(self) -> tuple[ChoiceView, ...]:
        """Practices that apply and are not in place: what guidance is for."""
        return tuple(c for c in self.practices if c.status == "unselected")

    @property
    def reason_label(self) -> str:
        """Why the question does not apply, in words; empty when that was not said."""
        return str(Reason(self.reason).label) if self.reason != Reason.NONE else ""


def build(asked: CompiledQuestion, answer: Answer) -> AnswerView:
    """The answer as it is stored, due as the organization of its workload says."""
    since = answer.risk_since.date() if answer.risk_since else None
    due = due_on(answer.risk, since, answer.review.workload.organization.due_days)
    state = changes.flatten(answer.choices, answer.is_applicable, answer.reason, answer.notes)
    return AnswerView(
        revision=answer.revision,
        state=json.dumps(state),
        risk=answer.risk,
        issue_class=ISSUE_CLASS.get(Risk(answer.risk), ""),
        due=deadline(due, timezone.now().date()),
        why=why(asked, question_of(asked, answer)),
        is_applicable=answer.is_applicable,
        reason=answer.reason,
        notes=answer.notes,
        changed_by=answer.changed_by,
        changed_at=answer.changed_at,
        choices=choices(asked, state),
        errors={},
    )


def typed(
    view: AnswerView,
    asked: CompiledQuestion,
    state: Mapping[str, changes.Value],
    *,
    revision: int,
    errors: Mapping[str, list[str]],
) -> AnswerView:
    """The same answer with what a person typed in the fields and what is wrong with it."""
    by_path = {path: tuple(texts) for path, texts in errors.items()}
    marked = tuple(
        replace(choice, errors=_errors_of(choice, by_path)) for choice in choices(asked, state)
    )
    return replace(
        view,
        revision=revision,
        state=json.dumps(dict(state)),
        is_applicable=bool(state.get("is_applicable", True)),
        reason=str(state.get("reason", Reason.NONE)),
        notes=str(state.get("notes", "")),
        choices=marked,
        errors=by_path,
    )


def _errors_of(choice: ChoiceView, errors: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    head = f"{choice.path}."
    return tuple(text for path, found in errors.items() if path.startswith(head) for text in found)


def choices(asked: CompiledQuestion, state: Mapping[str, changes.Value]) -> tuple[ChoiceView, ...]:
    """All choices of a question with what `state` says of them, "none of these" last."""
    views = [_choice(choice, n, state) for n, choice in enumerate(asked.practices, start=1)]
    nones = [choice for choice in asked.choices if choice.is_none]
    return (*views, *(_choice(choice, 0, state) for choice in nones))


def _choice(choice: Choice, number: int, state: Mapping[str, changes.Value]) -> ChoiceView:
    plan = choice.improvement_plan
    links = [link for link in (choice.helpful_resource, plan) if link]
    links += [link for more in choice.additional_resources for link in more.content]
    # From the tenth on the digit is pressed with Shift.
    is_shifted = 10 <= number < 20
    digit = str(number % 10) if number < 20 else ""

    def part(name: str) -> str:
        path = changes.choice_path(choice.id, name)
        return str(state.get(path, changes.default(path)))

    return ChoiceView(
        id=choice.id,
        number=number,
        key=f"⇧{digit}" if is_shifted else digit,
        shortcut=f"Shift+{digit}" if is_shifted else digit,
        title=choice.title.strip(),
        code=choice.code,
        description=choice.description.strip(),
        improvement=plan.text.strip() if plan else "",
        links=tuple({link.url: link for link in reversed(links) if web_address(link.url)}.values()),
        anti_patterns=choice.anti_patterns,
        is_none=choice.is_none,
        status=part("status"),
        reason=part("reason"),
        note=part("note"),
    )
