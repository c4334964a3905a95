"""Pages of an organization's webhooks and of its outgoing calls, for admins."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events.models import WebhookEndpoint, WebhookState
from wellarch.events.webhook_forms import ReplayForm, WebhookForm
from wellarch.events.webhooks import endpoints, reading, replaying
from wellarch.outgoing import tending
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_safe
@member_page
def webhook_list(request: MemberRequest) -> HttpResponse:
    """All webhooks and how each stands."""
    rows = reading.build(request.actor)
    return render(request, "outgoing/webhooks.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """A new webhook. Its secret is in the answer to the form and never again."""
    policy.require(request.actor, Action.WEBHOOK_WRITE)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            endpoint, clear = endpoints.create(request.actor, values=form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            return _made(request, endpoint, clear, is_new=True)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "outgoing/webhook_new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def detail(request: MemberRequest, endpoint_id: UUID) -> HttpResponse:
    """One webhook: how it stands, what was sent and every try; POST changes it."""
    only = request.GET.get("state", "")
    only = only if only in WebhookState.values else ""
    page = reading.detail(request.actor, endpoint_id, only=only)
    endpoint = page.row.endpoint
    form = WebhookForm(request.POST if request.method == "POST" else None, endpoint=endpoint)
    if form.is_bound and form.is_valid():
        try:
            endpoints.edit(request.actor, endpoint_id, values=form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The webhook is saved."))
            return redirect("webhook-detail", endpoint_id)
    context = {
        "page": page,
        "endpoint": endpoint,
        "form": form,
        "replay": ReplayForm(now=clock.now() - timedelta(days=1)),
        "chosen": only,
        "states": WebhookState.choices,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "outgoing/webhook.html", context, status=status)


@never_cache
@require_POST
@member_page
def act(request: MemberRequest, endpoint_id: UUID) -> HttpResponse:
    """What a button says (`do`): test, pause, resume, secret, since, remove."""
    actor, wanted = request.actor, request.POST.get("do", "test")
    if wanted == "remove":
        endpoints.remove(actor, endpoint_id)
        messages.success(request, _("The webhook is gone."))
        return redirect("webhook-list")
    if wanted == "secret":
        return _made(request, *endpoints.renew_secret(actor, endpoint_id), is_new=False)
    if wanted == "pause":
        endpoints.pause(actor, endpoint_id)
    elif wanted == "resume":
        endpoints.resume(actor, endpoint_id)
        messages.success(request, _("It goes on, with what happened meanwhile."))
    elif wanted == "since":
        _replay_since(request, endpoint_id)
    else:
        _test(request, endpoint_id)
    return redirect("webhook-detail", endpoint_id)


@require_POST
@member_page
def replay(request: MemberRequest, delivery_id: UUID) -> HttpResponse:
    """Send one message again."""
    delivery = reading.delivery(request.actor, delivery_id)
    try:
        replaying.replay(request.actor, delivery_id)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is on its way again."))
    return redirect("webhook-detail", delivery.endpoint_id)


@require_safe
@member_page
def outgoing_list(request: MemberRequest) -> HttpResponse:
    """How calls to other servers fare: every breaker."""
    return render(request, "outgoing/breakers.html", {"rows": tending.build(request.actor)})


@require_POST
@member_page
def outgoing_try(request: MemberRequest, breaker_id: UUID) -> HttpResponse:
    """Have calls try before their time."""
    tending.try_now(request.actor, breaker_id)
    messages.success(request, _("The next call tries."))
    return redirect("outgoing-list")


def _test(request: MemberRequest, endpoint_id: UUID) -> None:
    try:
        replaying.test(request.actor, endpoint_id)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A test event is on its way. Look below how it went."))


def _replay_since(request: MemberRequest, endpoint_id: UUID) -> None:
    form = ReplayForm(request.POST, now=clock.now())
    if not form.is_valid():
        messages.error(request, _("Say since when."))
        return
    try:
        count = replaying.replay_since(request.actor, endpoint_id, **form.cleaned_data)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        text = ngettext(
            "%(n)d message is on its way again.", "%(n)d messages are on their way again.", count
        )
        messages.success(request, text % {"n": count})


def _made(
    request: MemberRequest, endpoint: WebhookEndpoint, clear: str, *, is_new: bool
) -> HttpResponse:
    context = {"endpoint": endpoint, "clear": clear, "is_new": is_new}
    return render(request, "outgoing/webhook_secret.html", context)
