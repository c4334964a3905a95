"""The sessions of a review: listed, planned, changed, called off, put into a calendar."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.documents import calendar
from reviews.pages.rendering import render_in
from reviews.pages.room import session_forms
from reviews.pages.room.forms import fill_errors
from reviews.pages.room.session_forms import SessionForm
from reviews.pages.workloads.addresses import number_in
from reviews.reads import session_pages
from reviews.reads.session_pages import Planning
from reviews.services import sessions
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def session_list(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """All sessions of a review, and what is left to do."""
    page = session_pages.listing(request.actor, review_id)
    workload = page.review.workload
    return render_in(workload, request, "reviews/session/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def session_plan(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """The form of a new session, filled with a proposal; `?planned=` says for which planned
    review it is, `?title=` how it may be called."""
    page = session_pages.planning(request.actor, review_id)
    return _form(request, page, planned=number_in(request.GET, "planned", none="none"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def session_edit(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The form of a session that has not ended."""
    page = session_pages.planning(request.actor, review_id, meeting_id)
    return _form(request, page)


@require_safe
@member_page
def session_detail(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """One session with its agenda, as it is shown when everybody has arrived."""
    page = session_pages.build(request.actor, review_id, meeting_id)
    context = {"page": page, "back": request.path}
    return render_in(page.review.workload, request, "reviews/session/agenda.html", context)


@require_POST
@member_page
def session_delete(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Call off a session that has not begun."""
    try:
        sessions.delete(request.actor, review_id, meeting_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("session-detail", review_id, meeting_id)
    messages.success(request, _("The session was called off."))
    return redirect("session-list", review_id)


@require_safe
@member_page
def session_calendar(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The session as a file that calendars read."""
    page = session_pages.build(request.actor, review_id, meeting_id)
    url = request.build_absolute_uri(request.path.removesuffix("calendar.ics"))
    answer = HttpResponse(calendar.write(page, url=url), content_type="text/calendar")
    answer["Content-Disposition"] = 'attachment; filename="session.ics"'
    return answer


def _form(request: MemberRequest, page: Planning, *, planned: int | None = None) -> HttpResponse:
    lines, form = page.lines, SessionForm(None, page=page, title=request.GET.get("title", ""))
    status = 200
    if request.method == "POST":
        form = SessionForm(request.POST, page=page)
        lines = session_forms.rows(page.lines, request.POST)
        if not request.POST.get("move"):
            saved = _saved(request, page, form, session_forms.items(lines), planned)
            if saved is not None:
                return saved
            status = 422
        else:
            form.is_valid()  # what was typed stays as it is; moving a row judges nothing
            form.errors.clear()
    context = {
        "page": page,
        "form": form,
        "lines": lines,
        "total": sum(line.minutes for line in lines),
    }
    workload = page.review.workload
    return render_in(workload, request, "reviews/session/form.html", context, status=status)


def _saved(
    request: MemberRequest,
    page: Planning,
    form: SessionForm,
    agenda: list[dict[str, object]],
    planned: int | None,
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    values = {**form.values, "agenda": agenda}
    try:
        if page.session is None:
            session = sessions.plan(
                request.actor,
                page.review.pk,
                values=values,
                invited=form.people,
                planned=planned,
            )
        else:
            session = sessions.edit(
                request.actor,
                page.review.pk,
                page.session.pk,
                values=values,
                invited=form.people,
            )
    except Invalid as error:
        fill_errors(form, error)
        return None
    except Conflict as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, _("The session is planned."))
    return redirect("session-detail", page.review.pk, session.pk)
