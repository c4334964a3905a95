"""Pages of trade-offs: the matrix, one decision, its form, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.models import Workload
from reviews.pages.clashing import typed_again
from reviews.pages.rendering import render_in
from reviews.pages.tradeoffs.forms import TradeOffForm, clashes
from reviews.pages.workloads.addresses import number_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import cost_decisions, tradeoff_examples
from reviews.reads import tradeoffs as reads
from reviews.services import tradeoffs, worksheet_decisions
from reviews.tradeoff_access import tradeoff_for
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409


@require_safe
@member_page
def listing(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The matrix: a decision per row, a pillar per column."""
    page = reads.matrix(request.actor, workload_id)
    context = {"page": page, "examples": tradeoff_examples.EXAMPLES}
    return render_in(page.workload, request, "reviews/tradeoffs/list.html", context)


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """One decision with what it does, why, and what happened to it."""
    page = reads.page(request.actor, workload_id, number)
    return render_in(page.workload, request, "reviews/tradeoffs/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of a new decision; `?example=` begins with one of the examples, `?option=` with a
    row of the cost worksheet."""
    option = number_in(request.GET, "option", none="none")
    if option is not None:
        return _from_option(request, workload_id, option)
    workload = access.workload_for(request.actor, workload_id, need=Action.IMPROVEMENT_WRITE)
    form = TradeOffForm(
        request.POST if request.method == "POST" else None,
        pillars=reads.pillars(workload),
        groups=reads.question_choices(workload),
        example=tradeoff_examples.example(request.GET.get("example", "")),
        currency=reads.last_currency(workload),
    )
    if form.is_bound and form.is_valid():
        try:
            made = tradeoffs.make(request.actor, workload_id, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("%(title)s is written down.") % {"title": made.title})
            return redirect("tradeoff-detail", workload_id, made.number)
    context = {"form": form, "examples": tradeoff_examples.EXAMPLES}
    return _form_page(request, workload, context, UNPROCESSABLE if form.is_bound else 200)


def _from_option(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    source = cost_decisions.from_option(request.actor, workload_id, number)
    form = TradeOffForm(
        request.POST if request.method == "POST" else None,
        pillars=reads.pillars(source.workload),
        groups=reads.question_choices(source.workload),
        begin=source.begin,
    )
    if source.there is not None and not form.is_bound:
        return redirect("tradeoff-detail", workload_id, source.there)
    try:
        if form.is_bound and form.is_valid():
            made = worksheet_decisions.write_down(request.actor, workload_id, number, **form.values)
            messages.success(request, _("%(title)s is written down.") % {"title": made.title})
            return redirect("tradeoff-detail", workload_id, made.number)
    except Invalid as error:
        fill_errors(form, error)
    except Conflict as error:
        form.add_error(None, error.message)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "option": number}
    return _form_page(request, source.workload, context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The form of a decision. What others changed meanwhile stays; where both changed the same,
    what was typed comes back beside what the other wrote."""
    need = Action.IMPROVEMENT_WRITE
    row = tradeoff_for(request.actor, workload_id, number, need=need)
    asked: dict[str, Any] = {
        "pillars": reads.pillars_with(row),
        "groups": reads.question_choices(row.workload),
        "tradeoff": row,
        "linked": reads.linked(row),
    }
    context: dict[str, Any] = {"number": number, "form": TradeOffForm(**asked)}
    if request.method != "POST":
        return _form_page(request, row.workload, context)
    form = context["form"] = TradeOffForm(request.POST, **asked)
    if not form.is_valid():
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    try:
        tradeoffs.edit(
            request.actor, workload_id, number,
            fields=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        context |= {
            "form": TradeOffForm(again, **asked),
            "clashes": clashes(form, error.data["fields"]),
            "by": error.data["by"],
        }
        return _form_page(request, row.workload, context, CONFLICT)
    except Invalid as error:
        fill_errors(form, error)
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    messages.success(request, _("Your changes are saved."))
    return redirect("tradeoff-detail", workload_id, number)


def _form_page(
    request: MemberRequest, workload: Workload, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render_in(workload, request, "reviews/tradeoffs/form.html", context, status=status)


@require_POST
@member_page
def decide(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """It stands from today on, as the person read it (`revision`)."""
    try:
        tradeoffs.decide(request.actor, workload_id, number, revision=_revision(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is decided."))
    return redirect("tradeoff-detail", workload_id, number)


@require_POST
@member_page
def take_back(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """It stands no more."""
    try:
        tradeoffs.take_back(request.actor, workload_id, number, revision=_revision(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The decision is taken back. It stays to be read."))
    return redirect("tradeoff-detail", workload_id, number)


def _revision(request: MemberRequest) -> int | None:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Ask, then delete for good."""
    row = tradeoff_for(request.actor, workload_id, number, need=Action.IMPROVEMENT_WRITE)
    if request.method == "POST":
        tradeoffs.delete(request.actor, workload_id, number)
        messages.success(request, _("%(title)s is deleted.") % {"title": row.title})
        return redirect("tradeoff-list", workload_id)
    return render_in(row.workload, request, "reviews/tradeoffs/delete.html", {"row": row})
