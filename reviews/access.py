"""The only way to reach a row for an actor. What they may not see is NotFound.

Every function takes `need`, the action about to be done; reading is the least. A row that
may be seen but not changed raises Forbidden, an archived workload Conflict.

`lock` always takes the rows from the top down: workload, review, answer. Every change ends in
its workload's row, so any other order would let two of them wait for each other for ever.
What is about to be inserted below a locked row need not wait (NO KEY UPDATE); only a
deletion keeps that out too.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from reviews.models import Answer, Milestone, Report, ReportStatus, Review, Workload
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound

# Allowed on an archived workload; everything else asks to bring it back first.
_ON_ARCHIVED = frozenset({Action.READ, Action.WORKLOAD_DELETE, Action.REPORT_REQUEST})
# What an answer needs of its review and workload; the rest, mostly long texts, stays behind.
_NEEDED = {"id", "organization", "name", "archived_at", "revision", "summary_revision"}
_LONG_COLUMNS = [
    f"review__workload__{field.name}"
    for field in Workload._meta.concrete_fields
    if field.name not in _NEEDED
]


def workload_for(
    actor: Actor, workload_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Workload:
    """The workload, locked for the rest of the transaction if `lock`."""
    rows = Workload.objects.visible_to(actor)
    if lock:
        rows = rows.select_for_update(no_key=need != Action.WORKLOAD_DELETE)
    workload = rows.filter(pk=workload_id).first()
    if workload is None:
        raise NotFound(_("There is no such workload."))
    _check(actor, workload, need)
    return workload


def review_for(
    actor: Actor, review_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Review:
    """The review with its workload, lens and version (without the document) in one query."""
    rows = Review.objects.visible_to(actor).attached()
    if lock:
        rows = rows.select_for_update(of=("workload", "self"), no_key=True)
    review = (
        rows.select_related("workload", "lens", "lens_version")
        .defer("lens_version__document")
        .filter(pk=review_id)
        .first()
    )
    if review is None:
        raise NotFound(_("There is no such review."))
    _check(actor, review.workload, need)
    return review


def answer_for(
    actor: Actor,
    review_id: UUID,
    question_key: str,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> Answer:
    """The answer of one question with its review and workload in one query."""
    rows = Answer.objects.visible_to(actor).filter(review__removed_at=None)
    if lock:
        rows = rows.select_for_update(of=("review__workload", "review", "self"), no_key=True)
    # The workload's forty columns of texts are not wanted on every tick of a box.
    answer = (
        rows.select_related("review__workload")
        .defer(*_LONG_COLUMNS)
        .filter(review_id=review_id, question_key=question_key)
        .order_by()
        .first()
    )
    if answer is None:
        raise NotFound(_("There is no such question in this review."))
    _check(actor, answer.review.workload, need)
    return answer


def milestone_for(actor: Actor, workload_id: UUID, number: int) -> Milestone:
    """One milestone with its workload."""
    policy.require(actor, Action.READ)
    milestone = (
        Milestone.objects.visible_to(actor)
        .select_related("workload")
        .filter(workload_id=workload_id, number=number)
        .first()
    )
    if milestone is None:
        raise NotFound(_("There is no such milestone."))
    return milestone


def report_for(actor: Actor, report_id: UUID) -> Report:
    """One report with what it is about."""
    policy.require(actor, Action.READ)
    report = (
        Report.objects.visible_to(actor)
        .select_related("workload", "review__lens", "milestone")
        .defer("milestone__content")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise NotFound(_("There is no such report."))
    return report


def report_file_for(actor: Actor, report_id: UUID) -> Report:
    """A report whose file is open for reading. Conflict until it is ready, NotFound if lost."""
    report = report_for(actor, report_id)
    if report.status != ReportStatus.READY or not report.file:
        raise Conflict(
            _("This report is not ready."), code="report-not-ready", report=report.status
        )
    try:
        report.file.open("rb")
    except FileNotFoundError:
        raise NotFound(_("The file of this report is gone. Ask for a new one.")) from None
    return report


def _check(actor: Actor, workload: Workload, need: Action) -> None:
    policy.require(actor, need)
    if workload.is_archived and need not in _ON_ARCHIVED:
        raise Conflict(
            _("%(name)s is archived. Bring it back to change it.") % {"name": workload.name},
            code="archived",
        )
