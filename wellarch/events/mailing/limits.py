"""How many mails to strangers one organization may cause: this server writes to no crowds."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from wellarch import clock
from wellarch.accounts.models import Organization
from wellarch.events.models import Event

# The mails behind these go to whoever was named, without having been asked for.
_TO_STRANGERS = Q(verb__in=("invitation.sent", "invitation.resent")) | Q(
    verb__in=("share.offered", "share.resent"), data__to__in=("address", "organization")
)


def is_reached(organization: Organization) -> bool:
    """Whether it invited as many today as it may (WELLARCH_INVITATIONS_PER_DAY). One query.

    Counted in the log, so that taking an invitation back does not make room for another one.
    """
    since = clock.now() - timedelta(days=1)
    sent = Event.objects.filter(_TO_STRANGERS, organization=organization, at__gt=since)
    return sent.count() >= settings.WELLARCH_INVITATIONS_PER_DAY
