"""The pages of one question: shown, saved as a whole, saved change by change, its history."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reviews.models import Reason
from reviews.pages.room.parsing import AnswerForm, answer_form
from reviews.reads import answer_history, question_page
from reviews.reads.question_page import QuestionPage
from reviews.services import answers
from wellarch.errors import Conflict, DomainError, Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_detail(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """One question; POST saves the whole form (no script needed)."""
    if request.method == "POST":
        return _save_whole(request, review_id, question)
    return _show(request, question_page.build(request.actor, review_id, question))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def answer_change(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Save some paths at once and return the parts of the page that follow from them.

    409 with both versions when somebody else changed the same, 422 when it was refused. GET
    changes nothing and returns the parts as they are now.
    """
    if request.method != "POST":
        return _saved(request, question_page.current(request.actor, review_id, question))
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
        context = {"entries": page.entries[: question_page.RECENT]}
        return render(request, "reviews/room/history_list.html", context)
    return render(request, "reviews/room/history.html", {"page": page})


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
    context: dict[str, Any] = {"page": page, "reasons": Reason.choices}
    return render(request, "reviews/room/question.html", context, status=status)


def _saved(
    request: MemberRequest, part: question_page.SavedAnswer, status: int = 200
) -> HttpResponse:
    return render(request, "reviews/room/saved_answer.html", {"page": part}, status=status)


def _sentences(error: DomainError) -> tuple[str, ...]:
    found = [text for texts in getattr(error, "fields", {}).values() for text in texts]
    return tuple(found or [error.message])
