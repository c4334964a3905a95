"""What a report is about, read from its row when it is made."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import snapshot
from reviews.documents.writing import ComparisonSubject, Subject, WorkloadSubject
from reviews.models import Milestone, Report, ReportKind, Workload
from reviews.reads import snapshots
from reviews.services import report_portfolio
from reviews.snapshot import Snapshot
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership
from wellarch.accounts.roles import Via
from wellarch.errors import Conflict

Side = tuple[Snapshot, str, datetime | None]


def build(report: Report) -> Subject:
    """The subject of a report whose row is loaded with all it points to.

    Conflict, whose sentence is what people then read, when it cannot be read (any more).
    """
    if report.kind == ReportKind.PORTFOLIO or report.workload is None:
        return report_portfolio.build(eyes_of(report), report.options, at=timezone.now())
    if report.kind == ReportKind.COMPARISON:
        return _comparison(report, report.workload)
    frozen = report.milestone
    taken = (
        snapshot.from_content(frozen.content)
        if frozen is not None
        else snapshots.take(report.workload)
    )
    return WorkloadSubject(
        snapshot=taken,
        organization=report.workload.organization,
        review_id=str(report.review_id) if report.review_id else None,
        milestone=frozen,
        at=timezone.now(),
        previous=_before(report.workload, frozen),
    )


def eyes_of(report: Report) -> Actor:
    """Who a report of a portfolio is for, as they are now. Conflict when they are gone.

    Their second factor is not asked for: nobody signs in here.
    """
    membership = (
        Membership.objects.select_related("user", "organization")
        .filter(organization=report.organization_id, user=report.user_id, user__is_active=True)
        .first()
    )
    if membership is None:
        raise Conflict(_("Who asked for it is no longer a member."), code="no-member")
    return member_actor(membership, Via.TASK)


def _comparison(report: Report, workload: Workload) -> ComparisonSubject:
    """Told forwards in time, whichever of the two was asked for first."""
    sides = [_side(each) for each in (report.milestone, report.other) if each is not None]
    if report.other is None:
        sides.append((snapshots.to_compare(workload), _("Now"), None))
    elif report.milestone is not None and report.other.number < report.milestone.number:
        sides.reverse()
    (before, before_name, before_at), (after, after_name, after_at) = sides
    return ComparisonSubject(
        before=before,
        after=after,
        before_name=before_name,
        after_name=after_name,
        organization=workload.organization,
        at=timezone.now(),
        before_at=before_at,
        after_at=after_at,
    )


def _side(milestone: Milestone) -> Side:
    name = f"{milestone.number} · {milestone.name}"
    return snapshot.from_content(milestone.content), name, milestone.recorded_at


def _before(workload: Workload, milestone: Milestone | None) -> Milestone | None:
    """The milestone of which changes are told: the one before, or the last one."""
    rows = Milestone.objects.filter(workload=workload)
    if milestone is not None:
        rows = rows.filter(number__lt=milestone.number)
    return rows.order_by("-number").first()
