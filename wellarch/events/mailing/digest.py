"""The daily digest: what waited, in one mail, in the morning where the person is."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from typing import Any

from django.core.mail import get_connection
from django.db.models import F, Min, Q, QuerySet

from wellarch import clock
from wellarch.accounts.models import User
from wellarch.events.mailing import letters
from wellarch.events.mailing import sending as mail
from wellarch.events.mailing.sending import Outcome
from wellarch.events.models import Delivery, Notice
from wellarch.outgoing import breakers

TASK = "wellarch.send_digests"
HOUR = time(7)

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Mail everybody whose morning has come what waited for it; returns how many mails.

    Missed mornings are made up for, whenever this runs again. Stops when the server is down.
    """
    count = 0
    connection = get_connection()
    for person in _people():
        if (today := _morning(person)) is None:
            continue
        outcome = _send(person, today, connection)
        count += outcome == Outcome.SENT
        if outcome == Outcome.DOWN:
            break
    connection.close()
    return count


def _people() -> list[User]:
    """Those for whom something waits, with `waits_since`: one query."""
    waiting = Q(
        notices__delivery=Delivery.DIGEST,
        notices__sent_at=None,
        notices__next_attempt_at__lte=clock.now(),
    )
    found = User.objects.filter(waiting).annotate(waits_since=Min("notices__created_at"))
    return list(found.order_by("pk"))


def _morning(person: Any) -> date | None:
    """The person's date, if their hour has come since something waits and today had no digest."""
    zone = letters.zone_of(person)
    today = clock.now().astimezone(zone).date()
    hour = datetime.combine(today, HOUR, tzinfo=zone)
    is_time = person.waits_since <= hour <= clock.now()
    had_one = person.digest_sent_on is not None and person.digest_sent_on >= today
    return today if is_time and not had_one else None


def _send(person: User, today: date, connection: Any) -> Outcome:
    before = person.digest_sent_on
    # Of two workers, the one that moves the date sends. If it dies, tomorrow's mail has it all.
    mine = User.objects.filter(pk=person.pk, digest_sent_on=before)
    if not mine.update(digest_sent_on=today):
        return Outcome.NOTHING
    waiting = _waiting(person)
    waiting.update(attempts=F("attempts") + 1)
    found = list(waiting.order_by("created_at"))
    for notice in found:
        notice.user = person
    wanted = [notice for notice in found if mail.still_wanted(notice)]
    mail.drop([notice for notice in found if notice not in wanted])
    if not wanted:
        User.objects.filter(pk=person.pk).update(digest_sent_on=before)
        return Outcome.NOTHING
    try:
        letter = letters.compose_digest(person, wanted, today)
        letter.connection = connection
        letter.send()
    except Exception as error:  # as in mail.send: tried again, and written down
        if not isinstance(error, breakers.Open):
            logger.warning("The digest of user %s was not sent.", person.pk, exc_info=True)
        User.objects.filter(pk=person.pk).update(digest_sent_on=before)
        return mail.failed(wanted, error)
    mail.sent(wanted)
    return Outcome.SENT


def _waiting(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(
        user=person,
        delivery=Delivery.DIGEST,
        sent_at=None,
        next_attempt_at__lte=clock.now(),
    )
