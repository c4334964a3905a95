"""Many answers of one review recorded at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledLens
from reviews import access
from reviews.models import Answer, Review
from reviews.services import answer_checks, answers, touch
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, Stale

MAX_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to set in one answer: paths of reviews/changes.py, and the revision that was seen."""

    question: str
    changes: Mapping[str, Any]
    base_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one answer. is_changed False: it said so already."""

    answer: Answer
    is_changed: bool
    risk_before: str


@dataclass
class _Problems:
    """Everything that is wrong in all answers, each under its place in the list."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    clashes: dict[str, dict[str, Any]] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    by: str = ""

    def add(self, place: int, path: str, sentence: str) -> None:
        self.fields[f"answers.{place}.{path}"] = [sentence]

    def refuse(self) -> None:
        """Invalid if any value is wrong, else Stale if anybody else changed the same."""
        if self.fields:
            raise Invalid(fields=self.fields)
        if self.clashes:
            raise Stale(
                _("%(name)s changed the same thing a moment ago.") % {"name": self.by},
                by=self.by,
                revisions=self.revisions,
                fields=self.clashes,
            )


def record_many(actor: Actor, review_id: UUID, *, wanted: Sequence[Wanted]) -> tuple[Recorded, ...]:
    """Set some paths of many answers and compute their risks, in one transaction.

    Returns what became of each, in the order of `wanted`. Invalid names every wrong path of every
    answer as `answers.<place>.<path>`; Stale holds both versions of everything that others
    changed since the base revisions and the questions' revisions now. Either way nothing is
    written. Conflict on a complete review. One lock on the workload for all of them.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.ANSWER, lock=True)
        answers.refuse_complete(review)
        if not 0 < len(wanted) <= MAX_AT_ONCE:
            message = _("Send 1 to %(n)d answers.") % {"n": MAX_AT_ONCE}
            raise Invalid(fields={"answers": [message]})
        lens = compiled(review.lens_version_id)
        rows = _locked(review, {each.question for each in wanted})
        _check(lens, rows, wanted)
        done = []
        for each in wanted:
            row = rows[each.question]
            before = row.risk
            is_changed = answers.write(actor, row, lens.questions[each.question], each.changes)
            done.append(Recorded(row, is_changed, before))
        if any(each.is_changed for each in done):
            touch.workload(review.workload)
    return tuple(done)


def _locked(review: Review, questions: set[str]) -> dict[str, Answer]:
    """The answers by question, locked in the order of the lens as everybody locks them."""
    rows = (
        Answer.objects.filter(review=review, question_key__in=questions)
        .select_for_update(of=("self",), no_key=True)
        .order_by("position")
    )
    found = {row.question_key: row for row in rows}
    for row in found.values():
        row.review = review
    return found


def _check(lens: CompiledLens, rows: Mapping[str, Answer], wanted: Sequence[Wanted]) -> None:
    problems, seen = _Problems(), set()
    for place, each in enumerate(wanted):
        if each.question in seen:
            problems.add(place, "question", _("This question is in the list twice."))
        elif each.question not in rows or each.question not in lens.questions:
            problems.add(place, "question", _("There is no such question in this review."))
        else:
            _check_one(problems, place, each, lens, rows[each.question])
        seen.add(each.question)
    problems.refuse()


def _check_one(
    problems: _Problems, place: int, each: Wanted, lens: CompiledLens, row: Answer
) -> None:
    checks = (
        lambda: answer_checks.checked(lens.questions[each.question], each.changes),
        lambda: answers.refuse_clashes(row, each.changes, each.base_revision),
    )
    for check in checks:
        try:
            check()
        except Invalid as error:
            for path, sentences in error.fields.items():
                problems.fields[f"answers.{place}.{path}"] = sentences
        except Stale as error:
            problems.by = problems.by or error.data["by"]
            problems.revisions[each.question] = row.revision
            for path, versions in error.data["fields"].items():
                problems.clashes[f"answers.{place}.{path}"] = versions
