"""Mails leave the house: each notice once, again after a while when it did not work.

No lock and no transaction is held while a mail server is spoken to. Who sends a notice first
claims it, by moving its next attempt into the future; a worker that dies with it leaves it to
the sweeper. The one gap, a worker that dies after the server took the mail, sends a copy with
the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.db.models import F, Q

from wellarch import clock
from wellarch.accounts.models import Membership, Share
from wellarch.accounts.roles import ShareStatus
from wellarch.events.mailing import letters, notices
from wellarch.events.models import Delivery, Notice, NoticeKind
from wellarch.outgoing import breakers
from wellarch.outgoing.mail import is_down

LEASE = timedelta(minutes=3)  # longer than a task that sends may take
WAITS = (1, 5, 15, 60, 180, 360, 720)  # minutes before the next attempt: about a day in all
MAX_ATTEMPTS = len(WAITS) + 1
KEPT = timedelta(days=90)
_GRACE = timedelta(seconds=15)  # in which the message of the task may still arrive
_SWEEP_AT_ONCE = 50

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """How an attempt ended. DOWN: not this mail's fault, the next one would fare the same."""

    NOTHING = "nothing"
    SENT = "sent"
    FAILED = "failed"
    DOWN = "down"


def send(notice_id: UUID, connection: Any = None) -> Outcome:
    """Mail one notice, unless it is sent, being sent, or wanted no more."""
    if not _claim(notice_id):
        return Outcome.NOTHING
    notice = Notice.objects.select_related("user").get(pk=notice_id)
    if not still_wanted(notice):
        drop([notice])
        return Outcome.NOTHING
    try:
        mail = letters.compose(notice)
        mail.connection = connection
        mail.send()
    except Exception as error:  # of a template or of a server: it is tried again, and written down
        if not isinstance(error, breakers.Open):
            logger.warning("Notice %s was not sent.", notice_id, exc_info=True)
        return failed([notice], error)
    sent([notice])
    return Outcome.SENT


def sweep() -> int:
    """Send what was lost or is due again, over one connection; returns how many were sent.

    Stops at the first sign that the server is down: the others are found by the next sweep.
    """
    due = _due().filter(next_attempt_at__lte=clock.now() - _GRACE)
    give_up(due.filter(attempts__gte=MAX_ATTEMPTS))
    ids = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:_SWEEP_AT_ONCE])
    count = 0
    connection = get_connection() if ids else None
    for notice_id in ids:
        outcome = send(notice_id, connection)
        count += outcome == Outcome.SENT
        if outcome == Outcome.DOWN:
            break
    if connection is not None:
        connection.close()
    return count


def forget() -> int:
    """Delete notices that were sent or given up long ago; returns how many."""
    old = Notice.objects.filter(created_at__lt=clock.now() - KEPT, next_attempt_at=None)
    return old.delete()[0]


def still_wanted(notice: Notice) -> bool:
    """Whether the person is still there, still wants it, and still belongs to whose matter it is.

    Hours may have passed since it was written; nobody hears of an organization they have left.
    """
    person = notice.user
    if person is None:
        return bool(notice.email)
    is_here = person.is_active and person.erased_at is None
    if not is_here or notices.preference(person, notice.kind) == Delivery.NEVER:
        return False
    if notice.organization_id is None or notice.kind == NoticeKind.INVITATION:
        return True
    mine = Membership.objects.filter(user=person)
    if mine.filter(organization=notice.organization_id).exists():
        return True
    shared = Share.objects.filter(
        Q(target_user=person)
        | Q(target_organization__in=mine.values("organization"))
        | Q(target_team__members__membership__user=person),
        organization=notice.organization_id,
        status=ShareStatus.ACCEPTED,
    )
    return shared.exists()


def sent(found: Sequence[Notice]) -> None:
    """Note that these are mailed. Their data goes: a link in it may be a secret."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in found])
    rows.update(sent_at=clock.now(), next_attempt_at=None, data={}, error="")


def drop(found: Sequence[Notice]) -> None:
    """Note that nobody wants these any more."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in found])
    rows.update(next_attempt_at=None, data={}, error="not wanted any more")


def failed(found: Sequence[Notice], error: Exception) -> Outcome:
    """Plan the next attempt at these, or give them up when there were enough."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in found])
    if isinstance(error, breakers.Open):  # not even tried: it waits, and that counts as nothing
        later = clock.now() + timedelta(seconds=error.retry_after)
        rows.update(attempts=F("attempts") - 1, next_attempt_at=later)
        return Outcome.DOWN
    rows.update(error=f"{type(error).__name__}: {error}"[:200])
    if _is_refused(error):
        give_up(rows)
        return Outcome.FAILED
    give_up(rows.filter(attempts__gte=MAX_ATTEMPTS))
    for notice in found:
        wait = WAITS[min(notice.attempts, len(WAITS)) - 1]
        Notice.objects.filter(pk=notice.pk, attempts__lt=MAX_ATTEMPTS).update(
            next_attempt_at=clock.now() + timedelta(minutes=wait)
        )
    return Outcome.DOWN if is_down(error) else Outcome.FAILED


def give_up(rows: Any) -> None:
    """Try these no more; what they told is gone, the error stays."""
    rows.update(next_attempt_at=None, data={})


def _is_refused(error: Exception) -> bool:
    """True if the server says that this address will never take a mail."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )


def _due() -> Any:
    return Notice.objects.filter(
        delivery=Delivery.NOW, sent_at=None, next_attempt_at__lte=clock.now()
    )


def _claim(notice_id: UUID) -> bool:
    mine = _due().filter(pk=notice_id, attempts__lt=MAX_ATTEMPTS)
    return bool(mine.update(attempts=F("attempts") + 1, next_attempt_at=clock.now() + LEASE))
