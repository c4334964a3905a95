"""What the team still has to do about a question: park, assign, confirm.

With the script each answers with the part of the page it changed; without, it leads back: to the
question, or with `back=open` to the list of what is left to do.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.pages.rendering import render_in
from reviews.pages.room.forms import AssignForm, fill_errors
from reviews.pages.room.parsing import number
from reviews.reads import attention, question_page
from reviews.services import questions
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def park(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Put the question on the list to talk about (`note`), or take it off (`done=1`)."""
    if request.POST.get("done"):
        questions.unpark(request.actor, review_id, question)
        return _changed(request, review_id, question, _("Taken off the list."))
    note = request.POST.get("note", "")
    try:
        questions.park(request.actor, review_id, question, note=note)
    except Invalid as error:
        return _changed(request, review_id, question, error.message, is_refused=True)
    return _changed(request, review_id, question, _("On the list to talk about."))


@require_POST
@member_page
def confirm(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Agree with the answer as it is at `revision`, or take that back (`undo=1`)."""
    sent = request.POST.get("revision", "")
    try:
        if request.POST.get("undo"):
            questions.unconfirm(request.actor, review_id, question)
            said = _("No longer confirmed.")
        else:
            questions.confirm(request.actor, review_id, question, revision=number(sent, -1))
            said = _("Confirmed.")
    except Conflict as error:
        return _changed(request, review_id, question, error.message, is_refused=True)
    return _changed(request, review_id, question, said)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def assign(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """The form that gives the question to somebody, and what it sends."""
    page = attention.assigning(request.actor, review_id, question)
    form = AssignForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            questions.assign(request.actor, review_id, question, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        else:
            return _changed(request, review_id, question, _("Saved."))
    template = "assign_form.html" if request.htmx else "assign.html"
    context = {"page": page, "form": form, "label": questions.label(page.answer)}
    workload = page.answer.review.workload
    status = 422 if form.is_bound else 200
    return render_in(workload, request, f"reviews/room/{template}", context, status=status)


def _changed(
    request: MemberRequest, review_id: UUID, question: str, said: str, *, is_refused: bool = False
) -> HttpResponse:
    if not request.htmx:
        (messages.error if is_refused else messages.success)(request, said)
        if request.POST.get("back") == "open":
            return redirect("open-points", review_id)
        return redirect("question-detail", review_id, question)
    page = question_page.build(request.actor, review_id, question)
    context = {"page": page, "said": said, "is_refused": is_refused}
    workload = page.review.workload
    return render_in(workload, request, "reviews/room/attention_changed.html", context)
