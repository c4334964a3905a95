"""Pages of game days: their list, the library, a plan, its form, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.game_day_access import game_day_for
from reviews.models import Workload
from reviews.pages.clashing import typed_again
from reviews.pages.game_days.forms import PlanForm, clashes
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import (
    game_day_page,
    game_day_scenarios,
    game_days,
    people,
    worksheet_evidence,
)
from reviews.services import game_days as services
from reviews.worksheets.evidence import GAME_DAYS
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409


@require_safe
@member_page
def listing(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """What runs, what comes, what was held and found."""
    page = game_days.listing(request.actor, workload_id)
    evidence = worksheet_evidence.for_beside(page.workload, GAME_DAYS)
    context = {"page": page, "evidence": evidence}
    return render_in(page.workload, request, "reviews/game_days/list.html", context)


@require_safe
@member_page
def scenario_list(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Failures to begin with: the workload's own, then everybody's."""
    page = game_day_scenarios.offered(request.actor, workload_id)
    return render_in(page.workload, request, "reviews/game_days/library.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of a new plan; `?scenario=` and `?mode=` begin with something."""
    workload = access.workload_for(request.actor, workload_id, need=Action.GAME_DAY_WRITE)
    asked = request.POST if request.method == "POST" else request.GET
    scenario = asked.get("scenario_key", "") or request.GET.get("scenario", "")
    mode = asked.get("mode", "")
    begin = game_day_scenarios.beginning(workload, scenario=scenario, mode=mode)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=list(people.who_sees(workload)),
        begin=begin,
    )
    if form.is_bound and form.is_valid():
        try:
            made = services.plan(
                request.actor, workload_id, scenario_key=scenario,
                failure_mode=int(mode) if mode else None, **form.values,
            )  # fmt: skip
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("%(title)s is planned.") % {"title": made.title})
            return redirect("game-day-detail", workload_id, made.number)
    context = {"form": form, "scenario_key": scenario, "mode": mode, "is_begun": bool(begin)}
    return _form_page(request, workload, context, UNPROCESSABLE if form.is_bound else 200)


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The plan, to be read together and to be printed."""
    page = game_day_page.build(request.actor, workload_id, number)
    context = {"page": page, "step": "plan"}
    return render_in(page.workload, request, "reviews/game_days/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The form of a plan. What others changed meanwhile stays; where both changed the same,
    what was typed comes back beside what the other wrote."""
    row = game_day_for(request.actor, workload_id, number, need=Action.GAME_DAY_WRITE)
    asked: dict[str, Any] = {"people": list(people.who_sees(row.workload)), "game_day": row}
    context: dict[str, Any] = {"row": row, "form": PlanForm(**asked)}
    if request.method != "POST":
        return _form_page(request, row.workload, context)
    form = context["form"] = PlanForm(request.POST, **asked)
    if not form.is_valid():
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    try:
        services.edit(
            request.actor, workload_id, number,
            fields=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        context |= {
            "form": PlanForm(again, **asked),
            "clashes": clashes(form, error.data["fields"]),
            "by": error.data["by"],
        }
        return _form_page(request, row.workload, context, CONFLICT)
    except (Invalid, Conflict) as error:
        fill_errors(form, error if isinstance(error, Invalid) else Invalid(error.message))
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    messages.success(request, _("Your changes are saved."))
    return redirect("game-day-detail", workload_id, number)


def _form_page(
    request: MemberRequest, workload: Workload, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render_in(workload, request, "reviews/game_days/form.html", context, status=status)


@require_POST
@member_page
def call_off(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """It will not be held."""
    try:
        services.call_off(request.actor, workload_id, number)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The game day is called off. Its plan stays to be read."))
    return redirect("game-day-detail", workload_id, number)


@require_POST
@member_page
def again(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The same once more; leads to its form, where the date is set."""
    made = services.again(request.actor, workload_id, number)
    messages.success(request, _("The same plan, once more. Look at the date and the people."))
    return redirect("game-day-edit", workload_id, made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Ask, then delete for good."""
    row = game_day_for(request.actor, workload_id, number, need=Action.GAME_DAY_WRITE)
    if request.method == "POST":
        services.delete(request.actor, workload_id, number)
        messages.success(request, _("%(title)s is deleted.") % {"title": row.title})
        return redirect("game-day-list", workload_id)
    return render_in(row.workload, request, "reviews/game_days/delete.html", {"row": row})
