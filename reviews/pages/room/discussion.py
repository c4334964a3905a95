"""The discussion of a question: read, said, answered, edited, taken back, resolved."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews import access
from reviews.pages.rendering import render_in
from reviews.reads import discussion
from reviews.services import comments
from wellarch.errors import Conflict, DomainError, Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_discussion(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """All threads; POST says something new, or answers one (`parent`)."""
    if request.method != "POST":
        return _show(request, review_id, question)
    text = request.POST.get("text", "")
    try:
        comments.write(
            request.actor,
            review_id,
            question,
            text=text,
            choice=request.POST.get("choice", ""),
            parent=_key(request.POST.get("parent", "")),
        )
    except Invalid as error:
        return _show(request, review_id, question, refused=error, typed=text)
    return _done(request, review_id, question, _("Said."))


@require_POST
@member_page
def comment_change(
    request: MemberRequest, review_id: UUID, question: str, comment_id: UUID
) -> HttpResponse:
    """Edit (`text`), take back (`delete`), resolve or reopen (`resolved` 1 or 0) a comment."""
    access.require_beside(request.actor, review_id, question, kind="comments", id=comment_id)
    sent = request.POST
    try:
        if "delete" in sent:
            comments.delete(request.actor, comment_id)
        elif "resolved" in sent:
            comments.resolve(request.actor, comment_id, resolved=sent["resolved"] == "1")
        else:
            comments.edit(request.actor, comment_id, text=sent.get("text", ""))
    except (Invalid, Conflict) as error:
        return _show(request, review_id, question, refused=error)
    return _done(request, review_id, question, _("Done."))


def _key(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such comment.")) from None


def _done(request: MemberRequest, review_id: UUID, question: str, said: str) -> HttpResponse:
    if request.htmx:
        return _show(request, review_id, question)
    messages.success(request, said)
    return redirect("question-discussion", review_id, question)


def _show(
    request: MemberRequest,
    review_id: UUID,
    question: str,
    *,
    refused: DomainError | None = None,
    typed: str = "",
) -> HttpResponse:
    page = discussion.build(request.actor, review_id, question)
    template = "discussion.html" if request.htmx else "discussion_page.html"
    context = {"page": page, "refused": refused.message if refused else "", "typed": typed}
    # htmx shows an answer only when it is not an error.
    status = 422 if refused and not request.htmx else 200
    workload = page.review.workload
    return render_in(workload, request, f"reviews/room/{template}", context, status=status)
