"""The question of a template: shown, saved as a whole, saved change by change."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.models import Reason
from reviews.pages.room.parsing import answer_form
from reviews.reads import template_question
from reviews.reads.template_question import TemplateQuestion
from reviews.services import template_answers
from wellarch.errors import Conflict, DomainError, Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_detail(
    request: MemberRequest, template_id: UUID, template_lens: str, question: str
) -> HttpResponse:
    """One question; POST saves the whole form (no script needed)."""
    where = (template_id, template_lens, question)
    if request.method != "POST":
        return _show(request, template_question.build(request.actor, *where))
    form = answer_form(request.POST)
    try:
        template_answers.record(
            request.actor,
            *where,
            changes_wanted=form.wanted,
            base_revision=form.base_revision,
            none_is_exclusive=True,
        )
    except Stale as error:
        page = template_question.build(request.actor, *where)
        disputed = template_question.contested(page, error, form.wanted)
        return _show(request, disputed, HTTPStatus.CONFLICT)
    except (Invalid, Conflict) as error:
        page = template_question.build(request.actor, *where)
        errors = error.fields if isinstance(error, Invalid) else {}
        again = template_question.refused(
            page, typed=form.wanted, wrong=_sentences(error), errors=errors
        )
        return _show(request, again, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Answer saved."))
    go = request.POST.get("go", "")
    return redirect(
        "template-question", template_id, template_lens, question if "/" in go else go or question
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def change(
    request: MemberRequest, template_id: UUID, template_lens: str, question: str
) -> HttpResponse:
    """Save some paths at once and return the parts of the page that follow from them.

    409 with both versions when somebody else changed the same, 422 when it was refused, 401 when
    `person` names another than who is signed in now. GET returns the parts as they are.
    """
    where = (template_id, template_lens, question)
    if request.method != "POST":
        return _saved(request, template_question.build(request.actor, *where))
    if request.POST.get("person", _person(request)) != _person(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    form = answer_form(request.POST)
    try:
        answer = template_answers.record(
            request.actor,
            *where,
            changes_wanted=form.wanted,
            base_revision=form.base_revision,
            none_is_exclusive=True,
        )
    except Stale as error:
        page = template_question.build(request.actor, *where)
        disputed = template_question.contested(page, error, {})
        return _saved(request, disputed, HTTPStatus.CONFLICT)
    except (Invalid, Conflict) as error:
        context = {"sentences": _sentences(error)}
        return render(request, "reviews/room/refused_answer.html", context, status=422)
    asked = template_answers.asked_in(answer.review, question)
    page = template_question.with_answer(request.actor, asked, answer, address=template_lens)
    return _saved(request, page)


def _show(request: MemberRequest, page: TemplateQuestion, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "reasons": Reason.choices}
    return render(request, "reviews/templates/question.html", context, status=status)


def _saved(request: MemberRequest, page: TemplateQuestion, status: int = 200) -> HttpResponse:
    return render(request, "reviews/templates/saved_answer.html", {"page": page}, status=status)


def _person(request: MemberRequest) -> str:
    # What was typed as one person is not sent as the next one at the same browser.
    return f"{request.actor.user_id}.{request.actor.organization.pk}"


def _sentences(error: DomainError) -> tuple[str, ...]:
    found = [text for texts in getattr(error, "fields", {}).values() for text in texts]
    return tuple(found or [error.message])
