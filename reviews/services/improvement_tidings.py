"""What people hear of improvements by mail: one is theirs now, is due soon or overdue, or its
risk is no longer accepted. Each occasion once, as they prefer (wellarch/events/mailing)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.models import UNFINISHED, Improvement
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, User
from wellarch.accounts.roles import Via
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

AHEAD = 7  # days before its date in which the owner hears of it


def assigned(actor: Actor, improvement: Improvement) -> None:
    """Tell the owner that it is theirs now, unless they took it themselves. In the transaction."""
    if improvement.owner is None:
        return
    notices.write(
        NoticeKind.ASSIGNMENT,
        user=improvement.owner,
        organization=improvement.workload.organization,
        by=actor.user,
        data={
            "title": improvement.title,
            "workload": improvement.workload.name,
            "due": improvement.due_on,
            "risk": improvement.risk,
            "url": address(improvement.workload_id, improvement.number),
        },
    )


def acceptance_ended(improvement: Improvement, approver: User | None, until: date) -> None:
    """Tell the owner, and who accepted the risk, that it is open again. In the transaction."""
    told = {person.pk: person for person in (improvement.owner, approver) if person is not None}
    for person in told.values():
        notices.write(
            NoticeKind.DUE_SOON,
            user=person,
            organization=improvement.workload.organization,
            once=f"accepted {improvement.pk} {until}",
            data={
                "workload": improvement.workload.name,
                "what": "improvement",
                "title": _("%(title)s (its risk is no longer accepted)")
                % {"title": improvement.title},
                "due": until,
                "overdue": True,
                "url": address(improvement.workload_id, improvement.number),
            },
        )


def due_soon() -> int:
    """Tell owners what of theirs is due within AHEAD days, and what is overdue.

    Once per improvement and date, and once more when the date has passed; so it may run as often
    as it likes. Whoever sees a workload no more hears nothing of it. Returns how many were told.
    """
    today = clock.now().date()
    rows = (
        Improvement.objects.filter(
            state__in=UNFINISHED,
            due_on__lte=today + timedelta(days=AHEAD),
            owner__is_active=True,
            workload__archived_at=None,
        )
        .select_related("owner", "workload__organization")
        .order_by("due_on", "pk")
    )
    of_owner: dict[int, list[Improvement]] = defaultdict(list)
    for row in rows.iterator(chunk_size=1000):
        of_owner[row.owner_id or 0].append(row)
    return sum(
        _tell_due(row, today) for owner, found in of_owner.items() for row in _seen(owner, found)
    )


def _seen(owner: int, rows: list[Improvement]) -> Iterable[Improvement]:
    """Those that the owner still sees, through any organization they are in."""
    members = Membership.objects.filter(user=owner).select_related("user", "organization")
    keys = [row.pk for row in rows]
    seen: set[UUID] = set()
    for membership in members:
        actor = member_actor(membership, Via.TASK)
        visible = Improvement.objects.visible_to(actor).filter(pk__in=keys)
        seen |= set(visible.values_list("pk", flat=True))
    return [row for row in rows if row.pk in seen]


def _tell_due(row: Improvement, today: date) -> bool:
    is_late = row.due_on is not None and row.due_on < today
    made = notices.write(
        NoticeKind.DUE_SOON,
        user=row.owner,
        organization=row.workload.organization,
        once=f"improvement {row.pk} {row.due_on}{' overdue' if is_late else ''}",
        data={
            "workload": row.workload.name,
            "what": "improvement",
            "title": row.title,
            "due": row.due_on,
            "overdue": is_late,
            "url": address(row.workload_id, row.number),
        },
    )
    return made is not None


def address(workload_id: UUID, number: int) -> str:
    """The page of an improvement."""
    return reverse("improvement-detail", args=[workload_id, number])
