"""What people hear of improvements by mail: one is theirs now, an accepted risk is open again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from reviews.models import Improvement
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind


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


def address(workload_id: UUID, number: int) -> str:
    """The page of an improvement."""
    return f"/workloads/{workload_id}/improvements/{number}/"
