"""What people hear by mail of planned reviews: one comes within a week. Each once, as they prefer
(wellarch/events/mailing); a review that is put on another day is told of anew."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from reviews.models import PlannedReview
from reviews.reads import people
from reviews.services import tidings
from wellarch import clock
from wellarch.accounts.models import User
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

AHEAD = 7  # days before its day in which people hear of it


def due_soon() -> int:
    """Tell who is to hold the reviews that come within AHEAD days.

    Those are who leads its sessions, who planned it, and who cares for the workload, as long as
    they see it. Once per review and day, so it may run as often as it likes. Returns how many
    were told.
    """
    today = clock.now().date()
    rows = list(
        PlannedReview.objects.filter(
            milestone=None,
            reminded_on=None,
            planned_on__range=(today, today + timedelta(days=AHEAD)),
            workload__archived_at=None,
        )
        .select_related("workload__organization")
        .prefetch_related("sessions")
        .order_by("planned_on", "pk")
    )
    keepers: dict[UUID, set[int]] = defaultdict(set)
    for workload, membership in tidings.keepers({row.workload for row in rows}):
        keepers[workload.pk].add(membership.user_id)
    return sum(_tell(row, keepers[row.workload_id], today) for row in rows)


def _tell(row: PlannedReview, keepers: set[int], today: date) -> int:
    named = [row.created_by_id, *(each.facilitator_id for each in row.sessions.all())]
    wanted = keepers | {key for key in named if key is not None}
    told = people.who_sees(row.workload).filter(pk__in=wanted)
    with transaction.atomic():
        PlannedReview.objects.filter(pk=row.pk, revision=row.revision).update(reminded_on=today)
        return sum(_write(row, person) for person in told)


def _write(row: PlannedReview, person: User) -> bool:
    made = notices.write(
        NoticeKind.DUE_SOON,
        user=person,
        organization=row.workload.organization,
        once=f"planned review {row.pk} {row.planned_on}",
        data={
            "workload": row.workload.name,
            "what": "review",
            "title": row.title,
            "due": row.planned_on,
            "url": reverse("review-plan", args=[row.workload_id]),
        },
    )
    return made is not None
