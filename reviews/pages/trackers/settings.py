"""Pages of the organization's trackers, for admins."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.models import Tracker
from reviews.pages.trackers.forms import TrackerForm
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import trackers_page
from reviews.services import trackers
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_safe
@member_page
def tracker_list(request: MemberRequest) -> HttpResponse:
    """All trackers and how each stands."""
    rows = trackers_page.build(request.actor)
    return render(request, "reviews/trackers/list.html", {"rows": rows})


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """A new tracker. The secret of its webhook is in the answer to the form and never again."""
    policy.require(request.actor, Action.TRACKER_WRITE)
    form = TrackerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tracker, clear = trackers.create(request.actor, values=form.values)
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            return _made(request, tracker, clear, is_new=True)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reviews/trackers/new.html", {"form": form}, status=status)


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def detail(request: MemberRequest, tracker_id: UUID) -> HttpResponse:
    """One tracker: how it stands, what waits or failed; POST changes it."""
    page = trackers_page.detail(request.actor, tracker_id)
    form = TrackerForm(request.POST if request.method == "POST" else None, tracker=page.row.tracker)
    if form.is_bound and form.is_valid():
        try:
            trackers.edit(request.actor, tracker_id, values=form.values)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("The tracker is saved."))
            return redirect("tracker-detail", tracker_id)
    context = {
        "page": page,
        "tracker": page.row.tracker,
        "form": form,
        "hook": _hook(page.row.tracker),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reviews/trackers/detail.html", context, status=status)


@never_cache
@require_POST
@member_page
def act(request: MemberRequest, tracker_id: UUID) -> HttpResponse:
    """What a button says (`do`): test, pause, resume, webhook, remove."""
    actor, wanted = request.actor, request.POST.get("do", "test")
    if wanted == "remove":
        trackers.remove(actor, tracker_id)
        messages.success(request, _("The tracker is gone. The issues in it stay."))
        return redirect("tracker-list")
    if wanted == "webhook":
        return _made(request, *trackers.renew_webhook_secret(actor, tracker_id), is_new=False)
    if wanted == "pause":
        trackers.pause(actor, tracker_id)
    elif wanted == "resume":
        trackers.resume(actor, tracker_id)
    else:
        _test(request, tracker_id)
    return redirect("tracker-detail", tracker_id)


def _test(request: MemberRequest, tracker_id: UUID) -> None:
    """Ask the tracker and say what it said."""
    try:
        standing = trackers.test(request.actor, tracker_id)
    except Conflict as error:
        messages.error(request, error.message)
        return
    for problem in standing.problems:
        messages.warning(request, problem)
    if not standing.problems:
        text = _("It works: we are %(name)s there and may make issues.")
        messages.success(request, text % {"name": standing.name})


def _made(request: MemberRequest, tracker: Tracker, clear: str, *, is_new: bool) -> HttpResponse:
    context = {"tracker": tracker, "clear": clear, "hook": _hook(tracker), "is_new": is_new}
    return render(request, "reviews/trackers/secret.html", context)


def _hook(tracker: Tracker) -> str:
    return f"{settings.WELLARCH_URL}{reverse('tracker-hook', args=[tracker.pk])}"
