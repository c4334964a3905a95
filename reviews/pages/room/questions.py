"""The pages of one question: shown, saved as a whole, saved change by change, its history."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reviews import access
from reviews.models import Reason
from reviews.pages.rendering import render_in
from reviews.pages.room.parsing import AnswerForm, answer_form, number
from reviews.reads import answer_history, live, question_page
from reviews.reads.question_page import QuestionPage
from reviews.services import answers
from wellarch.errors import Conflict, DomainError, Invalid, NotFound, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_detail(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """One question; POST saves the whole form (no script needed)."""
    if request.method == "POST":
        return _save_whole(request, review_id, question)
    try:
        page = question_page.build(request.actor, review_id, question)
    except NotFound:
        return _gone(request, review_id, question)
    return _show(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def answer_change(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Save some paths at once and return the parts of the page that follow from them.

    409 with both versions when somebody else changed the same, 422 when it was refused, 401 when
    `person` names another than who is signed in now. GET changes nothing and returns the parts as
    they are now.
    """
    if request.method != "POST":
        return _saved(request, question_page.current(request.actor, review_id, question))
    if request.POST.get("person", _person(request)) != _person(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    form = answer_form(request.POST)
    try:
        answer = answers.record(
            request.actor,
            review_id=review_id,
            question=question,
            changes_wanted=form.wanted,
            base_revision=form.base_revision,
            none_is_exclusive=True,
        )
    except Stale as error:
        part = question_page.contested(request.actor, review_id, question, error)
        return _saved(request, part, HTTPStatus.CONFLICT)
    except (Invalid, Conflict) as error:
        context = {"sentences": _sentences(error)}
        return render(request, "reviews/room/refused_answer.html", context, status=422)
    shown = request.POST.get("shown", "")
    part = question_page.saved(
        request.actor, answer, shown_risk=shown, base_revision=form.base_revision
    )
    return _saved(request, part)


@require_GET
@member_page
def history(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Every change of an answer, newest first; for a part of the room only the last few."""
    number = request.GET.get("page", "1")
    page = answer_history.build(request.actor, review_id, question, number=number)
    if request.htmx:
        context = {"page": page, "entries": page.entries[: question_page.RECENT]}
        template = "reviews/room/history_side.html"
    else:
        template, context = "reviews/room/history.html", {"page": page, "entries": page.entries}
    return render_in(page.review.workload, request, template, context)


@require_POST
@member_page
def restore(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Bring back the state the answer had at `revision`."""
    sent = {key: request.POST.get(key, "") for key in ("revision", "base_revision")}
    numbers = {key: number(value, -1) for key, value in sent.items()}
    try:
        answers.restore(request.actor, review_id=review_id, question=question, **numbers)
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The earlier state is back."))
    return redirect("question-detail", review_id, question)


def _gone(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Where a link leads to a question that an upgrade took away: to the review, which says so."""
    review = access.review_for(request.actor, review_id)
    if not access.is_set_aside_by_upgrade(review, question):
        raise NotFound(_("There is no such question in this review."))
    messages.info(
        request,
        _("This question is not asked any more in version %(version)s. What was said is kept.")
        % {"version": review.lens_version.name},
    )
    return redirect("review-detail", review_id)


def _save_whole(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    form = answer_form(request.POST)
    try:
        answers.set_whole(
            request.actor,
            review_id=review_id,
            question=question,
            wanted=form.wanted,
            base_revision=form.base_revision,
        )
    except (Stale, Invalid, Conflict) as error:
        page = question_page.build(request.actor, review_id, question)
        return _show_refused(request, page, form, error)
    messages.success(request, _("Answer saved."))
    go = request.POST.get("go", "")
    return redirect("question-detail", review_id, question if "/" in go else go or question)


def _show_refused(
    request: MemberRequest, page: QuestionPage, form: AnswerForm, error: DomainError
) -> HttpResponse:
    typed, base = form.wanted, form.base_revision
    if isinstance(error, Stale):
        page = question_page.disputed(request.actor, page, error, typed=typed, base_revision=base)
        return _show(request, page, HTTPStatus.CONFLICT)
    page = question_page.refused(
        page,
        typed=typed,
        base_revision=base,
        wrong=_sentences(error),
        errors=error.fields if isinstance(error, Invalid) else {},
    )
    return _show(request, page, HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(request: MemberRequest, page: QuestionPage, status: int = 200) -> HttpResponse:
    live_pass = live.pass_for(request.actor, page.review)
    context: dict[str, Any] = {"page": page, "reasons": Reason.choices, "live_pass": live_pass}
    workload = page.review.workload
    return render_in(workload, request, "reviews/room/question.html", context, status=status)


def _saved(
    request: MemberRequest, part: question_page.SavedAnswer, status: int = 200
) -> HttpResponse:
    return render(request, "reviews/room/saved_answer.html", {"page": part}, status=status)


def _person(request: MemberRequest) -> str:
    # What was typed as one person is not sent as the next one at the same browser.
    return f"{request.actor.user_id}.{request.actor.organization.pk}"


def _sentences(error: DomainError) -> tuple[str, ...]:
    found = [text for texts in getattr(error, "fields", {}).values() for text in texts]
    return tuple(found or [error.message])
