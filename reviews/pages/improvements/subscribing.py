"""The secret address a calendar follows: what the buttons of the pages do about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.services import calendar_feeds
from wellarch.pages import MemberRequest


def act(request: MemberRequest, workload_id: UUID | None) -> str:
    """Make or renew the address, or revoke it (`do`); the new one, empty when there is none."""
    if request.POST.get("do") == "revoke":
        calendar_feeds.revoke(request.actor, workload_id)
        messages.success(request, _("The address has ended."))
        return ""
    _feed, secret = calendar_feeds.renew(request.actor, workload_id)
    return request.build_absolute_uri(reverse("improvement-feed", args=[secret]))


def context(request: MemberRequest, workload_id: UUID | None, address: str) -> dict[str, Any]:
    """What reviews/improvements/subscribe.html shows."""
    feed = calendar_feeds.own(request.actor, workload_id)
    return {"feed": feed, "address": address, "action": request.path}
