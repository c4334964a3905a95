"""Pages of a game day that runs: its clock and timeline, notes, its end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.game_day_access import entry_of, game_day_for
from reviews.models import EntryKind
from reviews.pages.game_days.forms import EntryForm
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import game_day_page
from reviews.services import game_day_run
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, DomainError, Invalid, Stale
from wellarch.pages import MemberRequest, member_page, status_of

UNPROCESSABLE = 422


@require_safe
@member_page
def run(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The clock, the stop conditions, the timeline. Once it is over: what was learned."""
    page = game_day_page.build(request.actor, workload_id, number)
    if page.is_done:
        return redirect("game-day-learn", workload_id, number)
    if not page.is_running:
        return redirect("game-day-detail", workload_id, number)
    context = {"page": page, "step": "run"}
    return render_in(page.workload, request, "reviews/game_days/run.html", context)


@require_safe
@never_cache
@member_page
def news(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The parts of the running page as they are now, and the pass for asking on."""
    return _news(request, workload_id, number)


def _news(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    page = game_day_page.build(request.actor, workload_id, number)
    return render_in(page.workload, request, "reviews/game_days/news.html", {"page": page})


@require_POST
@member_page
def start(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Begin what the person read (`revision`)."""
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 10 else None
    try:
        game_day_run.start(request.actor, workload_id, number, revision=revision)
    except (Conflict, Stale) as error:
        messages.error(request, error.message)
        return redirect("game-day-detail", workload_id, number)
    return redirect("game-day-run", workload_id, number)


@require_POST
@member_page
def note(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """One line of the timeline. A script gets the parts that are new, or why it was refused."""
    sent = request.POST
    try:
        game_day_run.note(
            request.actor, workload_id, number,
            text=sent.get("text", ""), kind=sent.get("kind") or EntryKind.NOTE,
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        said = _sentence(error)
        if request.htmx:
            return HttpResponse(said, content_type="text/plain", status=status_of(error))
        messages.error(request, said)
    else:
        if request.htmx:
            return _news(request, workload_id, number)
    return redirect("game-day-run", workload_id, number)


def _sentence(error: DomainError) -> str:
    """What is wrong, in one sentence."""
    fields: dict[str, list[str]] = getattr(error, "fields", {})
    return next((each for found in fields.values() for each in found), error.message)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def entry(request: MemberRequest, workload_id: UUID, number: int, entry_id: int) -> HttpResponse:
    """The form in which somebody corrects what they wrote."""
    row = game_day_for(request.actor, workload_id, number, need=Action.GAME_DAY_WRITE)
    found = entry_of(row, entry_id)
    form = EntryForm(request.POST if request.method == "POST" else None, found)
    if form.is_bound and form.is_valid():
        try:
            game_day_run.correct(request.actor, workload_id, number, entry_id, changes=form.changes)
        except (Invalid, Conflict) as error:
            fill_errors(form, error if isinstance(error, Invalid) else Invalid(error.message))
        else:
            messages.success(request, _("The entry is corrected."))
            return redirect("game-day-run", workload_id, number)
    context = {"row": row, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render_in(row.workload, request, "reviews/game_days/entry.html", context, status=status)


@require_POST
@member_page
def end(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """It is over as planned."""
    try:
        game_day_run.end(request.actor, workload_id, number)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("game-day-detail", workload_id, number)
    messages.success(
        request, _("The game day has ended. Write down what you learned while it is fresh.")
    )
    return redirect("game-day-learn", workload_id, number)


@require_POST
@member_page
def stop(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """A stop condition is met: it ends at once."""
    try:
        game_day_run.stop(request.actor, workload_id, number, text=request.POST.get("text", ""))
    except (Conflict, Invalid) as error:
        messages.error(request, _sentence(error))
        return redirect("game-day-run", workload_id, number)
    messages.success(
        request, _("The game day was stopped. Bring everything back first, then learn from it.")
    )
    return redirect("game-day-learn", workload_id, number)
