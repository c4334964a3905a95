"""The page that shows what a newer version of the lens does to a review, and upgrades it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reviews.pages.rendering import render_in
from reviews.pages.room.forms import UpgradeForm, fill_errors
from reviews.reads import upgrade_page
from reviews.services import upgrades
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def review_upgrade(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """The preview (`?to=` names a version, the newest unless given); POST upgrades."""
    sent = request.POST if request.method == "POST" else request.GET
    to = _version(sent.get("to", ""))
    form = UpgradeForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            done = upgrades.upgrade(request.actor, review_id, to=to, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:
            messages.warning(request, error.message)
            return redirect("review-detail", review_id)
        else:
            _tell(request, done)
            return redirect("review-detail", review_id)
    page = upgrade_page.build(request.actor, review_id, to=to)
    first = {"milestone": page.milestone, "to": page.version and page.version.pk,
             "seen_revision": page.revisions}  # fmt: skip
    context: dict[str, Any] = {"page": page, "form": form or UpgradeForm(initial=first)}
    status = 422 if form is not None else 200
    workload = page.review.workload
    return render_in(workload, request, "reviews/room/upgrade.html", context, status=status)


def _version(named: str) -> UUID | None:
    try:
        return UUID(named) if named else None
    except ValueError:
        raise NotFound(_("There is no such published version of this lens.")) from None


def _tell(request: MemberRequest, done: upgrades.Upgraded) -> None:
    messages.success(
        request,
        _("The review uses version %(version)s now. Milestone %(number)d keeps how it was.")
        % {"version": done.review.lens_version.name, "number": done.milestone.number},
    )
    if done.changed_since:
        messages.info(
            request,
            ngettext(
                "%(n)d change of an answer came after your preview; it was carried too.",
                "%(n)d changes of answers came after your preview; they were carried too.",
                done.changed_since,
            )
            % {"n": done.changed_since},
        )
    if done.is_reopened:
        messages.warning(
            request,
            _("The review is open again: the new version leaves something to look at."),
        )
