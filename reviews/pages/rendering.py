"""How every page of one workload is rendered: with what this person may do on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from reviews.models import Workload
from wellarch.pages import May, MemberRequest


def render_in(
    workload: Workload,
    request: MemberRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page, or a part of one, about `workload` (loaded through reviews/access.py).

    `may` answers for what the person is on this workload, which for a guest or the receiver of
    a share is not their role, so that no button leads to a refusal. `is_guest` tells templates
    that its organization is another one.
    """
    own = {
        "workload": workload,
        "may": may_in(workload, request),
        "is_guest": workload.organization_id != request.actor.organization.pk,
    }
    return render(request, template, {**own, **context}, status=status)


def may_in(workload: Workload, request: MemberRequest) -> May:
    """What the person may do on `workload`."""
    return May(request.actor.acting_as(workload.role or request.actor.role))
