"""The page on which people learn from a game day: its timeline, what held, findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.game_day_access import finding_of, game_day_for
from reviews.pages.clashing import typed_again
from reviews.pages.game_days.forms import FindingForm, LearnForm, clashes
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import game_day_page
from reviews.services import game_day_findings
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, DomainError, Invalid, NotFound, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def learn(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """What was learned; POST saves what was changed of it."""
    need = Action.GAME_DAY_WRITE if request.method == "POST" else Action.READ
    row = game_day_for(request.actor, workload_id, number, need=need)
    if request.method != "POST":
        return _page(request, workload_id, number, LearnForm(None, row))
    form = LearnForm(request.POST, row)
    if not form.is_valid():
        return _page(request, workload_id, number, form, status=UNPROCESSABLE)
    try:
        game_day_findings.learn(
            request.actor, workload_id, number,
            fields=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        said: dict[str, Any] = {
            "clashes": clashes(form, error.data["fields"]), "by": error.data["by"],
        }  # fmt: skip
        form = LearnForm(again, row)
        return _page(request, workload_id, number, form, status=CONFLICT, **said)
    except Invalid as error:
        fill_errors(form, error)
        return _page(request, workload_id, number, form, status=UNPROCESSABLE)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your changes are saved."))
    return redirect("game-day-learn", workload_id, number)


def _page(
    request: MemberRequest,
    workload_id: UUID,
    number: int,
    form: LearnForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = game_day_page.build(request.actor, workload_id, number)
    if not page.is_done:
        return redirect("game-day-detail", workload_id, number)
    context = {"page": page, "step": "learn", "form": form, "finding_form": FindingForm(), **more}
    template = "reviews/game_days/learn.html"
    return render_in(page.workload, request, template, context, status=status)


@require_POST
@member_page
def finding_add(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Something that is to become better."""
    sent = request.POST
    try:
        game_day_findings.add(
            request.actor, workload_id, number,
            text=sent.get("text", ""), impact=sent.get("impact") or "medium",
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        messages.error(request, _sentence(error))
    else:
        messages.success(request, _("The finding is written down."))
    return _back(workload_id, number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def finding(request: MemberRequest, workload_id: UUID, number: int, finding: int) -> HttpResponse:
    """The form of one finding."""
    row = game_day_for(request.actor, workload_id, number, need=Action.GAME_DAY_WRITE)
    found = finding_of(row, finding)
    initial = {"text": found.text, "impact": found.impact}
    form = FindingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            game_day_findings.edit(
                request.actor, workload_id, number, finding, changes=form.cleaned_data
            )
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Your changes are saved."))
            return _back(workload_id, number)
    context = {"row": row, "finding": found, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    template = "reviews/game_days/finding.html"
    return render_in(row.workload, request, template, context, status=status)


@require_POST
@member_page
def finding_remove(
    request: MemberRequest, workload_id: UUID, number: int, finding: int
) -> HttpResponse:
    """Take a finding back."""
    game_day_findings.remove(request.actor, workload_id, number, finding)
    messages.success(request, _("The finding is taken back."))
    return _back(workload_id, number)


@require_POST
@member_page
def improve(request: MemberRequest, workload_id: UUID, number: int, finding: int) -> HttpResponse:
    """Make an improvement of a finding."""
    try:
        made = game_day_findings.improve(request.actor, workload_id, number, finding)
    except (Conflict, Invalid) as error:
        messages.error(request, _sentence(error))
    else:
        said = _("Improvement %(number)d is there: give it an owner and a date.")
        messages.success(request, said % {"number": made.number})
    return _back(workload_id, number)


@require_POST
@member_page
def tested(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The failure mode was tested on the day of this game day."""
    row = game_day_for(request.actor, workload_id, number, need=Action.GAME_DAY_WRITE)
    try:
        game_day_findings.mark_tested(request.actor, workload_id, row.number)
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The failure mode says now when it was tested."))
    return _back(workload_id, number)


def _back(workload_id: UUID, number: int) -> HttpResponse:
    return redirect(f"{reverse('game-day-learn', args=[workload_id, number])}#findings")


def _sentence(error: DomainError) -> str:
    fields: dict[str, list[str]] = getattr(error, "fields", {})
    return next((each for found in fields.values() for each in found), error.message)
