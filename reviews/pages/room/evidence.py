"""The evidence of a question: listed, added as link or file, read, taken away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.pages.rendering import render_in
from reviews.reads import evidence_list
from reviews.services import evidence
from wellarch.errors import Conflict, DomainError, Invalid
from wellarch.files import download
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_evidence(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """What shows that the answer is true; POST adds a file (`file`) or a link (`url`)."""
    if request.method != "POST":
        return _show(request, review_id, question)
    more = {"title": request.POST.get("title", ""), "choice": request.POST.get("choice", "")}
    file = request.FILES.get("file")
    try:
        if file is not None:
            evidence.add_file(request.actor, review_id, question, file=file, **more)
        else:
            url = request.POST.get("url", "")
            evidence.add_link(request.actor, review_id, question, url=url, **more)
    except (Invalid, Conflict) as error:
        return _show(request, review_id, question, refused=error)
    return _done(request, review_id, question, _("Added."))


@require_POST
@member_page
def evidence_remove(
    request: MemberRequest, review_id: UUID, question: str, evidence_id: UUID
) -> HttpResponse:
    """Take a piece of evidence away."""
    access.require_beside(request.actor, review_id, question, kind="evidence", id=evidence_id)
    evidence.remove(request.actor, evidence_id)
    return _done(request, review_id, question, _("Taken away."))


@require_safe
@member_page
def evidence_file(
    request: MemberRequest, review_id: UUID, question: str, evidence_id: UUID
) -> FileResponse:
    """The file itself, to save; browsers neither show nor run it."""
    access.require_beside(request.actor, review_id, question, kind="evidence", id=evidence_id)
    row = evidence.open_file(request.actor, evidence_id)
    return download(row.file, name=row.name, content_type=row.content_type)


def _done(request: MemberRequest, review_id: UUID, question: str, said: str) -> HttpResponse:
    if request.htmx:
        return _show(request, review_id, question)
    messages.success(request, said)
    return redirect("question-evidence", review_id, question)


def _show(
    request: MemberRequest, review_id: UUID, question: str, *, refused: DomainError | None = None
) -> HttpResponse:
    page = evidence_list.build(request.actor, review_id, question)
    template = "evidence.html" if request.htmx else "evidence_page.html"
    context = {
        "page": page,
        "refused": refused.message if refused else "",
        "typed": request.POST if refused else {},
    }
    # htmx shows an answer only when it is not an error.
    status = 422 if refused and not request.htmx else 200
    workload = page.review.workload
    return render_in(workload, request, f"reviews/room/{template}", context, status=status)
