"""Pages of profiles: listed, read, made, edited, deleted."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.pages.workloads.addresses import uuid_in
from reviews.profile_access import profile_for
from reviews.reads import profile_page, profile_rows
from reviews.services import profiles
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

_ANSWER = "a."  # the fields of answers begin so


@require_safe
@member_page
def listing(request: MemberRequest) -> HttpResponse:
    """Every profile one may choose."""
    return render(
        request, "reviews/profiles/list.html", {"profiles": profile_rows.listed(request.actor)}
    )


@require_safe
@member_page
def detail(request: MemberRequest, profile_id: UUID) -> HttpResponse:
    """A profile: the answers, what follows, and why; an older version by `?version=`."""
    number = None
    with suppress(ValueError):
        number = int(request.GET.get("version", ""))
    page = profile_page.detail(request.actor, profile_id, number=number)
    return render(request, "reviews/profiles/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """The questions about the business, and what would follow; `?from=` begins with a copy."""
    policy.require(request.actor, Action.PROFILE_WRITE)
    if request.method != "POST":
        first: dict[str, Any] = {"name": "", "description": "", "answers": {}}
        source = uuid_in(request.GET, "from")
        if source:
            profile, version = profile_page.answers_of(request.actor, source)
            name = _("%(name)s, ours") % {"name": profile.name}
            first = {"name": name, "description": profile.description, "answers": version.answers}
        return _form(request, first)
    sent = _sent(request.POST)
    if "preview" in request.POST:
        return _form(request, sent)
    try:
        made = profiles.create(request.actor, **sent)
    except Invalid as error:
        return _form(request, sent, errors=error.fields)
    except Conflict as error:
        return _form(request, sent, errors={"": [error.message]})
    messages.success(request, _("%(name)s is here. Workloads can use it.") % {"name": made.name})
    return redirect("profile-detail", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, profile_id: UUID) -> HttpResponse:
    """Other answers become a new version; workloads take it over when their people want to."""
    profile = profile_for(request.actor, profile_id, need=Action.PROFILE_WRITE)
    _profile, newest = profile_page.answers_of(request.actor, profile_id)
    about: dict[str, Any] = {"profile": profile, "base": newest.number}
    if request.method != "POST":
        texts = {"name": profile.name, "description": profile.description}
        return _form(request, {**texts, "answers": newest.answers}, **about)
    sent = _sent(request.POST)
    base = request.POST.get("base", "")
    about["base"] = int(base) if base.isdecimal() and len(base) < 9 else newest.number
    if "preview" in request.POST:
        return _form(request, sent, **about)
    try:
        profiles.edit(request.actor, profile_id, values=sent, base_version=about["base"])
    except Invalid as error:
        return _form(request, sent, errors=error.fields, **about)
    except Conflict as error:
        # What was typed stays; sent again, it goes over what the other one saved.
        about["base"] = newest.number
        return _form(request, sent, errors={"": [error.message]}, status=409, **about)
    messages.success(request, _("Your changes are saved."))
    return redirect("profile-detail", profile_id)


@require_POST
@member_page
def delete(request: MemberRequest, profile_id: UUID) -> HttpResponse:
    """Nobody can choose it any more."""
    profiles.delete(request.actor, profile_id)
    messages.success(request, _("The profile is deleted. Workloads that have it keep it."))
    return redirect("profile-list")


def _sent(data: QueryDict) -> dict[str, Any]:
    return {
        "name": data.get("name", ""),
        "description": data.get("description", "").replace("\r\n", "\n"),
        "answers": {
            key.removeprefix(_ANSWER): [one for one in data.getlist(key) if one]
            for key in data
            if key.startswith(_ANSWER) and any(data.getlist(key))
        },
    }


def _form(
    request: MemberRequest,
    values: dict[str, Any],
    *,
    errors: dict[str, list[str]] | None = None,
    status: int = 422,
    **about: Any,
) -> HttpResponse:
    found = errors or {}
    context = {
        "values": values,
        "questions": profile_page.form_of(request.actor, values["answers"], errors=found),
        "outcome": profile_page.preview(request.actor, values["answers"]),
        "errors": found,
        "general": [*found.get("", ()), *found.get("answers", ())],
        **about,
    }
    return render(request, "reviews/profiles/form.html", context, status=status if errors else 200)
