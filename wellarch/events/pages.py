"""Pages of what people hear by mail: their choices, and the end of a link in a mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wellarch.accounts.addresses import address_of
from wellarch.events.mailing import digest, preferences
from wellarch.events.models import Delivery, NoticeKind
from wellarch.pages import MemberRequest, member_page

# Short enough for three beside each other on a telephone.
WHEN = {
    Delivery.NOW.value: gettext_lazy("At once"),
    Delivery.DIGEST.value: gettext_lazy("Daily digest"),
    Delivery.NEVER.value: gettext_lazy("Never"),
}


class NotificationsForm(forms.Form):
    """When one wants each kind of notice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=list(WHEN.items()), widget=forms.RadioSelect
            )


@member_page
def notifications(request: MemberRequest) -> HttpResponse:
    """At once, in the daily digest, or never: for each kind of notice."""
    user = request.actor.user
    form = NotificationsForm(
        request.POST if request.method == "POST" else None,
        initial=preferences.of(user) if user else {},
    )
    if request.method == "POST" and form.is_valid():
        preferences.change(request.actor, changes=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account-notifications")
    context = {"form": form, "hour": digest.HOUR, "columns": list(WHEN.values())}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/notifications.html", context, status=status)


@csrf_exempt  # mail programs post here (RFC 8058); the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ends mails of one kind. Looking changes nothing; nobody has to sign in."""
    if request.method == "POST":
        kinds = preferences.stop(token, ip=address_of(request))
    else:
        kinds = preferences.ended_by(token)
    context = {"kinds": [kind.label for kind in kinds], "is_done": request.method == "POST"}
    return render(request, "accounts/mail_stop.html", context)
