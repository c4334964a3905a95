"""The only way to reach a row for an actor. What they may not see is NotFound.

Every function takes `need`, the action about to be done; reading is the least. A row that
may be seen but not changed raises Forbidden, an archived workload Conflict.

`lock` always takes the rows from the top down: workload, review, answer. Every change ends in
its workload's row, so any other order would let two of them wait for each other for ever.
What is about to be inserted below a locked row need not wait (NO KEY UPDATE); only a
deletion keeps that out too.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from reviews.models import (
    UNFINISHED,
    Answer,
    AnswerChange,
    Comment,
    Evidence,
    Improvement,
    Milestone,
    Report,
    ReportSchedule,
    ReportStatus,
    Review,
    Workload,
    visibility,
)
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.errors import Conflict, Forbidden, NotFound

M = TypeVar("M", bound=Model)

# Allowed on an archived workload; everything else asks to bring it back first.
_ON_ARCHIVED = frozenset(
    {
        Action.READ,
        Action.WORKLOAD_ARCHIVE,
        Action.WORKLOAD_DELETE,
        Action.REPORT_REQUEST,
        Action.SHARE_WRITE,
        Action.TEMPLATE_WRITE,
    }
)
# What an answer needs of its review and workload; the rest, mostly long texts, stays behind.
_NEEDED = {
    "id", "organization", "name", "archived_at", "revision", "summary_revision", "visibility",
    "created_by", "team", "profile_version",
}  # fmt: skip
_LONG_COLUMNS = [
    f"review__workload__{field.name}"
    for field in Workload._meta.concrete_fields
    if field.name not in _NEEDED
]


def workload_for(
    actor: Actor, workload_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Workload:
    """The workload, locked for the rest of the transaction if `lock`."""
    rows = (
        Workload.objects.select_related("team", "organization", "profile_version__profile")
        .defer("profile_version__answers", "profile_version__outcome")
        .filter(pk=workload_id)
    )
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=need != Action.WORKLOAD_DELETE)
    workload, role = _reach(actor, rows, "")
    if workload is None:
        raise NotFound(_("There is no such workload."))
    _check(actor, workload, role, need)
    if workload.profile_version is None and workload.profile_version_id is not None:
        # It was changed while the lock was waited for; what is joined is as it was before.
        workload.refresh_from_db(fields=["profile_version"])
    return workload


def review_for(
    actor: Actor, review_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Review:
    """The review with its workload, lens and version (without the document) in one query."""
    rows = (
        Review.objects.attached()
        .select_related("workload__organization", "lens", "lens_version")
        .defer("lens_version__document")
        .filter(pk=review_id)
    )
    if lock:
        rows = rows.select_for_update(of=("workload", "self"), no_key=True)
    review, role = _reach(actor, rows, "workload__")
    if review is None:
        raise NotFound(_("There is no such review."))
    _check(actor, review.workload, role, need)
    return review


def review_by_lens(actor: Actor, workload_id: UUID, lens: Q) -> Review:
    """The attached review of a workload whose lens meets this condition (its columns through
    `lens__`), loaded as by `review_for`, with the lens's organization.

    NotFound `no-review` when the workload is there and such a review is not.
    """
    rows = (
        Review.objects.attached()
        .select_related("workload__organization", "lens__organization", "lens_version")
        .defer("lens_version__document")
        .filter(lens, workload=workload_id)
    )
    review, role = _reach(actor, rows, "workload__")
    if review is None:
        workload_for(actor, workload_id)
        raise NotFound(_("There is no such review."), code="no-review")
    _check(actor, review.workload, role, Action.READ)
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
    rows = (
        Answer.objects.filter(
            review_id=review_id, question_key=question_key, review__removed_at=None
        )
        .select_related("review__workload__organization")
        # The workload's forty columns of texts are not wanted on every tick of a box.
        .defer(*_LONG_COLUMNS)
    )
    if lock:
        rows = rows.select_for_update(of=("review__workload", "review", "self"), no_key=True)
    answer, role = _reach(actor, rows, "review__workload__")
    if answer is None:
        raise NotFound(_("There is no such question in this review."))
    _check(actor, answer.review.workload, role, need)
    return answer


def answer_of(review: Review, question_key: str) -> Answer:
    """The answer of one question of a review that `review_for` has given.

    With its people, the number of open threads (`said`), of pieces of evidence (`shown`), of
    unfinished improvements (`planned`), and who changed it last (`last_by`).
    """
    planned = Improvement.objects.filter(
        review=review, question_key=question_key, state__in=UNFINISHED
    )
    last = AnswerChange.objects.filter(answer=OuterRef("pk")).order_by("-revision")
    answer = (
        Answer.objects.filter(review=review, question_key=question_key)
        .select_related("assignee", "confirmed_by")
        .annotate(
            said_count=_number_of(
                Comment.objects.filter(parent=None, resolved_at=None, deleted_at=None)
            ),
            shown_count=_number_of(Evidence.objects.all()),
            planned_count=_count(planned),
            last_user=Subquery(last.values("user_id")[:1]),
        )
        .order_by()
        .first()
    )
    if answer is None:
        raise NotFound(_("There is no such question in this review."))
    answer.review = review
    answer.said, answer.shown = getattr(answer, "said_count", 0), getattr(answer, "shown_count", 0)
    answer.planned = getattr(answer, "planned_count", 0)
    answer.last_by = getattr(answer, "last_user", None)
    return answer


def is_set_aside_by_upgrade(review: Review, question_key: str) -> bool:
    """Whether a question was asked in a review that `review_for` has given, and is no more."""
    return Answer.every.filter(review=review, question_key=question_key, is_asked=False).exists()


def require_beside(
    actor: Actor, review_id: UUID, question_key: str, *, kind: str, id: UUID
) -> None:
    """NotFound unless this comment or piece of evidence stands beside this question.

    kind: "comments" or "evidence". For addresses that name both; whether the actor may change
    it is asked when they do.
    """
    answer = answer_for(actor, review_id, question_key)
    if not getattr(answer, kind).filter(pk=id).exists():
        raise NotFound(_("There is no such thing beside this question."))


def milestone_for(actor: Actor, workload_id: UUID, number: int) -> Milestone:
    """One milestone with its workload."""
    rows = Milestone.objects.select_related("workload__organization")
    milestone, role = _reach(
        actor, rows.filter(workload_id=workload_id, number=number), "workload__"
    )
    if milestone is None:
        raise NotFound(_("There is no such milestone."))
    _check(actor, milestone.workload, role, Action.READ)
    return milestone


def improvement_for(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> Improvement:
    """One improvement with its workload and owner. `lock` takes the workload's row and its own."""
    rows = Improvement.objects.select_related(
        "workload__organization", "owner", "review__lens", "worksheet_row__worksheet",
        "game_day_finding__game_day",
    ).filter(workload_id=workload_id, number=number)  # fmt: skip
    if lock:
        rows = rows.select_for_update(of=("workload", "self"), no_key=True)
    improvement, role = _reach(actor, rows, "workload__")
    if improvement is None:
        raise NotFound(_("There is no such improvement."))
    _check(actor, improvement.workload, role, need)
    return improvement


def report_for(actor: Actor, report_id: UUID, *, need: Action = Action.READ) -> Report:
    """One report with what it is about. That of a portfolio is its person's alone."""
    rows = (
        Report.objects.select_related("workload__organization", "organization", "review__lens")
        .select_related("milestone", "other")
        .defer("milestone__content", "other__content")
        .filter(pk=report_id)
    )
    report, role = _reach(actor, rows.filter(workload__isnull=False), "workload__")
    if report is not None and report.workload is not None:
        _check(actor, report.workload, role, need)
        return report
    own = Report.objects.visible_to(actor).filter(workload=None).values("pk")
    found = rows.filter(pk__in=own).first()
    if found is None:
        raise NotFound(_("There is no such report."))
    policy.require(actor, need)
    return found


def report_file_for(actor: Actor, report_id: UUID) -> Report:
    """A report whose file is open for reading. Conflict until it is ready, NotFound if lost."""
    report = report_for(actor, report_id)
    if report.status == ReportStatus.EXPIRED:
        raise Conflict(
            _("The file of this report was deleted after its time. Ask for a new one."),
            code="report-expired",
        )
    if report.status != ReportStatus.READY or not report.file:
        raise Conflict(
            _("This report is not ready."), code="report-not-ready", report=report.status
        )
    try:
        report.file.open("rb")
    except FileNotFoundError:
        raise NotFound(_("The file of this report is gone. Ask for a new one.")) from None
    return report


def schedules_for(actor: Actor) -> QuerySet[ReportSchedule]:
    """The actor's own schedules of reports. Forbidden for tokens that are restricted to some
    workloads: what comes by itself is made with all their person sees."""
    policy.require(actor, Action.READ)
    if actor.workloads is not None:
        raise Forbidden(_("This token is restricted to some workloads."))
    return ReportSchedule.objects.visible_to(actor)


def schedule_for(
    actor: Actor, schedule_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> ReportSchedule:
    """One of the actor's own schedules of reports, with what it is about."""
    rows = schedules_for(actor).filter(pk=schedule_id)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("workload", "review__lens", "user", "organization").first()
    if found is None:
        raise NotFound(_("There is no such schedule."))
    policy.require(actor, need)
    return found


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    return _count(rows.filter(answer=OuterRef("pk")), by="answer")


def _count(rows: QuerySet[Any], *, by: str = "review") -> Coalesce:
    counted = rows.order_by().values(by)
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def _reach(actor: Actor, rows: QuerySet[M], path: str) -> tuple[M | None, Role]:
    """The row the actor sees, and what they are on its workload, which `path` leads to.

    Nearly always the role alone decides, by a query without teams and shares, several times
    as cheap to build; only who is not let in by it is looked up with all grounds.
    """
    if visibility.is_decided_by_role(actor):
        row = rows.filter(visibility.open_to(actor, path)).order_by().first()
        if row is not None:
            return row, actor.role
    found = rows.filter(visibility.seen_by(actor, path))
    found = found.annotate(**visibility.grounds(actor, path)).order_by()
    row = found.first()
    if row is None and found.query.select_for_update:
        # PostgreSQL leaves out a row that leads to another one, such as a version of the lens,
        # since the lock was waited for. Asked again, it says how it is now.
        row = found.first()
    if row is None:
        return None, Role.VIEWER
    workload: Any = row
    for step in path.split("__")[:-1]:
        workload = getattr(workload, step)
    return row, visibility.role_on(actor, row, workload)


def _check(actor: Actor, workload: Workload, role: Role, need: Action) -> None:
    """What the actor is on the workload goes with it, for pages that offer only what is allowed."""
    workload.role = role
    policy.require(actor.acting_as(workload.role), need)
    if workload.is_archived and need not in _ON_ARCHIVED:
        raise Conflict(
            _("%(name)s is archived. Bring it back to change it.") % {"name": workload.name},
            code="archived",
        )
