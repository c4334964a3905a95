"""Reports that come by themselves: set up, changed and stopped by the person they are for, and
made with the eyes that person has on the day."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from reviews import access, rhythms
from reviews.models import ReportFormat, ReportKind, ReportSchedule, Rhythm
from reviews.services import reports, tidings
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Via
from wellarch.errors import Conflict, DomainError, Invalid, NotFound
from wellarch.events import log
from wellarch.events.mailing import letters

MOST = 50  # schedules of a person in an organization
HOUR = 5  # of the morning where its person is, from which a report of that day is made
_FARTHEST = timedelta(hours=14)  # that a clock anywhere is ahead of UTC
_AT_ONCE = 200

logger = logging.getLogger(__name__)


class _Taken(Exception):
    """Somebody else made the report of this day."""


def set_up(
    actor: Actor,
    *,
    workload_id: UUID | None = None,
    review_id: UUID | None = None,
    rhythm: str,
    first_on: date | None = None,
    format: str = ReportFormat.PDF,
    options: Mapping[str, Any] | None = None,
) -> ReportSchedule:
    """Have a workload, one of its reviews, or the portfolio (neither) reported regularly.

    first_on: the first day, tomorrow unless given; its day of the week or month is kept. Each
    report is made from early morning on where the actor is. Invalid names what is wrong,
    Conflict `too-many-schedules` says that there are MOST.
    """
    with transaction.atomic():
        schedule = _about(actor, workload_id, review_id)
        if access.schedules_for(actor).count() >= MOST:
            raise Conflict(
                _("You have %(n)d reports that come by themselves. Stop one first.") % {"n": MOST},
                code="too-many-schedules",
            )
        first = first_on or _today(schedule) + timedelta(days=1)
        _set(schedule, rhythm=rhythm, first_on=first, format=format, options=options or {})
        schedule.save(force_insert=True)
        log.record(
            actor,
            "report_schedule.set_up",
            schedule,
            workload_id=schedule.workload_id,
            data={"kind": schedule.kind, "rhythm": rhythm},
        )
    return schedule


def change(actor: Actor, schedule_id: UUID, *, changes: Mapping[str, Any]) -> ReportSchedule:
    """Set some of rhythm, next_on, format and options; what is not named stays."""
    fields = {
        key: [_("Unknown field.")]
        for key in changes
        if key not in ("rhythm", "next_on", "format", "options")
    }
    with transaction.atomic():
        schedule = access.schedule_for(actor, schedule_id, need=Action.REPORT_REQUEST, lock=True)
        if fields:
            raise Invalid(fields=fields)
        if schedule.workload_id is not None:  # they may see it no more
            access.workload_for(actor, schedule.workload_id, need=Action.REPORT_REQUEST)
        before = _told(schedule)
        _set(
            schedule,
            rhythm=changes.get("rhythm", schedule.rhythm),
            first_on=changes.get("next_on", schedule.next_on),
            format=changes.get("format", schedule.format),
            options=changes.get("options", schedule.options),
        )
        after = _told(schedule)
        changed = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
        if changed:
            schedule.problem = ""
            schedule.save()
            log.record(
                actor,
                "report_schedule.changed",
                schedule,
                workload_id=schedule.workload_id,
                changes=changed,
            )
    return schedule


def stop(actor: Actor, schedule_id: UUID) -> None:
    """Have no more reports of this schedule made. What it made stays. One may always stop."""
    with transaction.atomic():
        schedule = access.schedule_for(actor, schedule_id, need=Action.VIEW_WRITE, lock=True)
        log.record(
            actor,
            "report_schedule.stopped",
            schedule,
            workload_id=schedule.workload_id,
            data={"kind": schedule.kind, "rhythm": schedule.rhythm},
        )
        schedule.delete()


def run_due() -> int:
    """Ask for the reports whose day has come; returns how many were asked for.

    May run as often as it likes, and twice at once: each schedule is done once for its day, and
    days that were missed while nothing ran are made up for once.
    """
    now = clock.now()
    due = ReportSchedule.objects.filter(next_on__lte=(now + _FARTHEST).date())
    count = 0
    for key in list(due.order_by("next_on").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            count += _run(key, now)
        except Exception:  # of one schedule: the others are still due
            logger.exception("The schedule %s was not run.", key)
    return count


def _run(schedule_id: UUID, now: datetime) -> bool:
    rows = ReportSchedule.objects.select_related("workload", "review", "user", "organization")
    schedule = rows.filter(pk=schedule_id).first()
    if schedule is None or not _is_due(schedule, now):
        return False
    membership = (
        Membership.objects.select_related("user", "organization")
        .filter(user=schedule.user_id, organization=schedule.organization_id, user__is_active=True)
        .first()
    )
    if membership is None:
        schedule.delete()  # they have left, and what was theirs with them
        return False
    try:
        with transaction.atomic():
            # The workload is locked first, as everywhere; then it is seen whether it is still due.
            _ask(member_actor(membership, Via.TASK), schedule)
            _move_on(schedule, now, problem="", last_on=F("next_on"))
    except _Taken:
        return False
    except DomainError as error:
        _skip(schedule, now, error)
        return False
    return True


def _ask(actor: Actor, schedule: ReportSchedule) -> None:
    if schedule.workload_id is None:
        reports.request_portfolio(
            actor, format=schedule.format, options=schedule.options, schedule=schedule
        )
        return
    if schedule.workload is not None and schedule.workload.is_archived:
        raise Conflict(_("The workload is archived."), code="archived")
    reports.request(
        actor,
        schedule.workload_id,
        review_id=schedule.review_id,
        format=schedule.format,
        options=schedule.options,
        schedule=schedule,
    )


def _skip(schedule: ReportSchedule, now: datetime, error: DomainError) -> None:
    """Nothing is made this time. Its person hears of it when it begins, not every time."""
    with transaction.atomic():
        try:
            _move_on(schedule, now, problem=error.message[:300])
        except _Taken:
            return
        if not schedule.problem:
            is_seen = not isinstance(error, NotFound)
            tidings.report_skipped(schedule, error.message, is_seen=is_seen)


def _move_on(schedule: ReportSchedule, now: datetime, **values: Any) -> None:
    """Set the next day, unless somebody else did meanwhile (_Taken)."""
    today = _where_they_are(schedule, now).date()
    following = rhythms.first_after(schedule.rhythm, schedule.next_on, schedule.day, today)
    still = ReportSchedule.objects.filter(pk=schedule.pk, next_on=schedule.next_on)
    if not still.update(next_on=following, **values):
        raise _Taken


def _about(actor: Actor, workload_id: UUID | None, review_id: UUID | None) -> ReportSchedule:
    """A new schedule that knows what it is about. Forbidden or NotFound if that may not be."""
    review = access.review_for(actor, review_id) if review_id else None
    if review is not None and workload_id is not None and review.workload_id != workload_id:
        raise Invalid(fields={"review": [_("This review belongs to another workload.")]})
    about = review.workload_id if review is not None else workload_id
    if about is None:
        reports.require_portfolio(actor)
        kind, workload = ReportKind.PORTFOLIO, None
    else:
        workload = access.workload_for(actor, about, need=Action.REPORT_REQUEST, lock=True)
        kind = ReportKind.REVIEW if review is not None else ReportKind.WORKLOAD
        if actor.user is None:
            raise Invalid(_("A schedule is for a person."))
    return ReportSchedule(
        organization=actor.organization,
        user=actor.user,
        workload=workload,
        review=review,
        kind=kind,
    )


def _set(
    schedule: ReportSchedule,
    *,
    rhythm: str,
    first_on: date,
    format: str,
    options: Mapping[str, Any],
) -> None:
    """Set what was chosen, all problems at once."""
    fields: dict[str, list[str]] = {}
    if rhythm not in Rhythm.values:
        fields["rhythm"] = [_("Choose how often it comes.")]
    if first_on != schedule.next_on and first_on < _today(schedule):
        fields["next_on"] = [_("Choose today or a later day.")]
    try:
        schedule.options = reports.check(
            ReportKind(schedule.kind),
            format,
            options,
            workload=schedule.workload,
            review=schedule.review,
        )
    except Invalid as error:
        fields |= error.fields
    if fields:
        raise Invalid(fields=fields)
    if first_on != schedule.next_on:
        schedule.day = first_on.day
    schedule.rhythm, schedule.next_on, schedule.format = rhythm, first_on, format


def _told(schedule: ReportSchedule) -> dict[str, Any]:
    """What the log says of a change."""
    return {
        "rhythm": schedule.rhythm,
        "next_on": schedule.next_on.isoformat(),
        "format": schedule.format,
        "options": schedule.options,
    }


def _is_due(schedule: ReportSchedule, now: datetime) -> bool:
    there = _where_they_are(schedule, now)
    return (schedule.next_on, HOUR) <= (there.date(), there.hour)


def _today(schedule: ReportSchedule) -> date:
    return _where_they_are(schedule, clock.now()).date()


def _where_they_are(schedule: ReportSchedule, now: datetime) -> datetime:
    return now.astimezone(letters.zone_of(schedule.user))
