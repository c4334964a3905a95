"""What people hear of their workloads by mail: a report is ready, a lens has a new version,
something is due. Said through wellarch/events/mailing/notices.py, each occasion once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import address_of
from lenses.models import LensVersion
from reviews.models import (
    Answer,
    PlannedReview,
    Report,
    ReportFormat,
    ReportKind,
    ReportSchedule,
    Review,
    Rhythm,
    Workload,
)
from reviews.scoring import due_on
from wellarch import clock
from wellarch.accounts.actor import member_actor
from wellarch.accounts.models import Membership, TeamMember
from wellarch.accounts.roles import Via
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

AHEAD = 7  # days before a date in which people hear of it
_CLASSES = ("high", "medium", "low")


def report_ready(report: Report) -> None:
    """Tell who asked for a report that it is there. In the transaction that finishes it."""
    if report.user is None:
        return
    name = report.workload.name if report.workload else ""
    about = "" if report.kind == ReportKind.WORKLOAD else report.about
    notices.write(
        NoticeKind.REPORT_READY,
        user=report.user,
        organization=report.organization,
        once=f"report {report.pk}",
        data={
            "title": " · ".join(part for part in (name, about) if part),
            "workload": name,
            "format": str(ReportFormat(report.format).label),
            "pages": report.pages,
            "size": report.size,
            "rhythm": str(Rhythm(report.schedule.rhythm).label) if report.schedule else "",
            "url": reverse("report-detail", args=[report.pk]),
        },
    )


def report_skipped(schedule: ReportSchedule, problem: str, *, is_seen: bool) -> None:
    """Tell whose report did not come that it did not, and why.

    is_seen: whether they may (still) know how the workload is called.
    """
    name = schedule.workload.name if schedule.workload and is_seen else ""
    notices.write(
        NoticeKind.REPORT_READY,
        user=schedule.user,
        organization=schedule.organization,
        once=f"schedule {schedule.pk} {schedule.next_on}",
        data={
            "title": name or (_("a workload") if schedule.workload_id else _("Portfolio")),
            "workload": name,
            "problem": problem,
            "rhythm": str(Rhythm(schedule.rhythm).label),
            "url": reverse("report-schedule", args=[schedule.pk]),
        },
    )


def lens_upgraded(version_id: UUID) -> int:
    """Tell who cares for workloads that are reviewed with an older version of a lens.

    Returns how many were told; a version that is not there (any more) tells nobody.
    """
    version = LensVersion.objects.select_related("lens").defer("document").filter(pk=version_id)
    newest = version.published().first()
    if newest is None:
        return 0
    told: dict[Membership, list[dict[str, str]]] = defaultdict(list)
    for review, membership in _behind(newest):
        told[membership].append(
            {
                "name": review.workload.name,
                "version": review.lens_version.name,
                "url": reverse("review-upgrade", args=[review.pk]),
            }
        )
    count = 0
    for membership, workloads in told.items():
        actor = member_actor(membership, Via.TASK)
        if not LensVersion.objects.visible_to(actor).filter(pk=newest.pk).exists():
            continue  # it was shared with them, and is no more
        made = notices.write(
            NoticeKind.LENS_UPGRADED,
            user=membership.user,
            organization=membership.organization,
            once=f"lens {newest.pk} {membership.organization_id}",
            data={
                "lens": newest.lens.name,
                "version": newest.name,
                "notes": newest.notes,
                "workloads": workloads,
                "url": reverse("lens-detail", args=[address_of(actor, newest.lens)]),
            },
        )
        count += made is not None
    return count


def _behind(newest: LensVersion) -> Iterator[tuple[Review, Membership]]:
    """The reviews with an older version, and who cares for their workloads."""
    older = (
        Review.objects.attached()
        .filter(lens=newest.lens_id, workload__archived_at=None)
        .exclude(lens_version=newest)
        .select_related("workload__organization", "lens_version")
        .defer("lens_version__document")
        .order_by("workload__name")
    )
    used = {review.workload: review for review in older}
    for workload, membership in keepers(used):
        yield used[workload], membership


def due_soon() -> int:
    """Tell what is due within AHEAD days: next reviews, and risks by their class's days.

    Once per person, thing and date, so it may run as often as it likes. Returns how many.
    """
    today = clock.now().date()
    return _reviews_due(today) + _risks_due(today)


def _reviews_due(today: date) -> int:
    until = today + timedelta(days=AHEAD)
    # A review that is planned for that day is told of by itself (review_plan_tidings).
    planned = PlannedReview.objects.filter(
        workload=OuterRef("pk"), planned_on=OuterRef("next_review_on")
    )
    due = Workload.objects.filter(
        ~Exists(planned), archived_at=None, next_review_on__range=(today, until)
    )
    return sum(
        _tell_due(
            membership,
            workload,
            once=f"review {workload.pk} {workload.next_review_on}",
            what="review",
            title=_("Next review"),
            due=workload.next_review_on,
            url=reverse("workload-detail", args=[workload.pk]),
        )
        for workload, membership in keepers(due.select_related("organization"))
    )


def _risks_due(today: date) -> int:
    found: dict[tuple[Workload, date], int] = defaultdict(int)
    for answer in _answers_due(today):
        workload = answer.review.workload
        days = workload.organization.due_days
        since = answer.risk_since.date() if answer.risk_since else None
        if on := due_on(answer.risk, since, days):
            found[workload, on] += 1
    told: dict[Workload, list[Membership]] = defaultdict(list)
    for workload, membership in keepers({workload for workload, _on in found}):
        told[workload].append(membership)
    return sum(
        _tell_due(
            membership,
            workload,
            once=f"risks {workload.pk} {on}",
            what="improvement",
            title=ngettext("%(n)d risk", "%(n)d risks", n) % {"n": n},
            due=on,
            url=reverse("plan", args=[workload.pk]),
        )
        for (workload, on), n in found.items()
        for membership in told[workload]
    )


def _answers_due(today: date) -> Iterable[Answer]:
    """The answers whose risk is due soon, found by when it arose: one query per days in use."""
    at_risk = Answer.objects.filter(
        review__removed_at=None, review__workload__archived_at=None, risk__in=_CLASSES
    )
    wanted = Q(pk__in=[])
    for risk in _CLASSES:
        column = f"review__workload__organization__{risk}_risk_days"
        for days in at_risk.filter(risk=risk).values_list(column, flat=True).order_by().distinct():
            if days is None:
                continue
            first = _midnight(today - timedelta(days=days))
            span = Q(risk_since__gte=first, risk_since__lt=first + timedelta(days=AHEAD + 1))
            wanted |= Q(risk=risk, **{column: days}) & span
    return at_risk.filter(wanted).select_related("review__workload__organization")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _tell_due(membership: Membership, workload: Workload, *, once: str, **data: Any) -> bool:
    made = notices.write(
        NoticeKind.DUE_SOON,
        user=membership.user,
        organization=membership.organization,
        once=once,
        data={"workload": workload.name, **data},
    )
    return made is not None


def keepers(workloads: Iterable[Workload]) -> Iterator[tuple[Workload, Membership]]:
    """Who cares for each workload: the members of its team, else who made it and is still there.

    Two queries for all of them.
    """
    rows = list(workloads)
    teams: dict[UUID, list[Membership]] = defaultdict(list)
    in_teams = TeamMember.objects.filter(team__in={row.team_id for row in rows if row.team_id})
    for each in in_teams.select_related("membership__user", "membership__organization"):
        teams[each.team_id].append(each.membership)
    made = Membership.objects.filter(
        user__in={row.created_by_id for row in rows if row.created_by_id},
        organization__in={row.organization_id for row in rows},
    ).select_related("user", "organization")
    makers: dict[tuple[int | None, UUID], Membership] = {
        (each.user_id, each.organization_id): each for each in made
    }
    for row in rows:
        maker = makers.get((row.created_by_id, row.organization_id))
        members = teams.get(row.team_id) if row.team_id else None
        for membership in members or ([maker] if maker else []):
            yield row, membership
