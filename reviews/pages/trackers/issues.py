"""What one does with an improvement's issues: send, try again, let go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews import access
from reviews.services import tracker_links
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def push(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Have an issue made in the tracker that was chosen."""
    access.improvement_for(request.actor, workload_id, number, need=Action.IMPROVEMENT_WRITE)
    try:
        tracker_id = UUID(request.POST.get("tracker", ""))
        tracker_links.push(request.actor, workload_id, number, tracker_id=tracker_id)
    except (ValueError, NotFound):
        messages.error(request, _("Choose a tracker."))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is on its way to the tracker."))
    return redirect("improvement-detail", workload_id, number)


@require_POST
@member_page
def act(request: MemberRequest, workload_id: UUID, number: int, link_id: UUID) -> HttpResponse:
    """What a button says (`do`): retry, let_go."""
    if request.POST.get("do") == "let_go":
        tracker_links.let_go(request.actor, workload_id, number, link_id)
        messages.success(request, _("The issue is no longer followed. It stays in the tracker."))
    else:
        tracker_links.retry(request.actor, workload_id, number, link_id)
        messages.success(request, _("It is on its way to the tracker."))
    return redirect("improvement-detail", workload_id, number)
