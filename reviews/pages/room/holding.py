"""Holding a session: begun, timed, noted, ended, told of; scope written down on the way."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import access
from reviews.documents import minutes_text
from reviews.pages.rendering import render_in
from reviews.pages.room.parsing import text
from reviews.pages.room.session_forms import ScopeForm
from reviews.reads import session_minutes, session_pages
from reviews.services import agenda, sessions, workloads
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page, status_of


@require_POST
@member_page
def session_start(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Begin, and lead to the first thing on the agenda."""
    try:
        session = sessions.start(request.actor, review_id, meeting_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("session-detail", review_id, meeting_id)
    if session.agenda[0]["pillar"] == agenda.SCOPING:
        return redirect("present-scope", review_id)
    page = session_pages.build(request.actor, review_id, meeting_id)
    entry = next((line.entry for line in page.lines if line.entry), "")
    return redirect("present", review_id, entry) if entry else redirect("present-scope", review_id)


@require_POST
@member_page
def session_end(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """End, and lead to the minutes."""
    try:
        sessions.end(request.actor, review_id, meeting_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("session-detail", review_id, meeting_id)
    messages.success(request, _("The session has ended. Here is what came of it."))
    return redirect("session-minutes", review_id, meeting_id)


@require_POST
@member_page
def session_spent(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The timer of presenter mode: `seconds` more for `pillar`. 204, or 409 when it is over."""
    sent = request.POST.get("seconds", "")
    seconds = int(sent) if sent.isdecimal() and len(sent) < 6 else -1
    pillar = request.POST.get("pillar", "")
    try:
        sessions.spend(request.actor, review_id, meeting_id, pillar=pillar, seconds=seconds)
    except Invalid:
        return HttpResponse(status=422)
    except Conflict:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
@member_page
def session_notes(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Write the notes of a session."""
    notes, seen = text(request.POST.get("notes", "")), text(request.POST.get("seen", ""))
    try:
        sessions.write_notes(request.actor, review_id, meeting_id, notes=notes, seen=seen)
    except (Invalid, Stale) as error:
        page = session_minutes.build(request.actor, review_id, meeting_id)
        context = {"page": page, "typed": notes, "refused": error.message}
        context["theirs"] = page.session.notes if isinstance(error, Stale) else ""
        status = status_of(error)
        workload = page.review.workload
        template = "reviews/session/minutes.html"
        return render_in(workload, request, template, context, status=status)
    messages.success(request, _("Notes saved."))
    return redirect("session-minutes", review_id, meeting_id)


@require_POST
@member_page
def session_scope(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Write down what the scoping questions brought, and go `back`."""
    review = access.review_for(request.actor, review_id)
    form = ScopeForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("Use at most 5000 characters."))
        workloads.edit(request.actor, review.workload_id, values=form.values)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Written down."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/reviews/"):
        return redirect(back)
    return redirect("session-list", review_id)


@require_safe
@member_page
def minutes(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """What came of a session."""
    page = session_minutes.build(request.actor, review_id, meeting_id)
    return render_in(page.review.workload, request, "reviews/session/minutes.html", {"page": page})


@require_safe
@member_page
def minutes_file(request: MemberRequest, review_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The same as Markdown, to send around."""
    page = session_minutes.build(request.actor, review_id, meeting_id)
    answer = HttpResponse(minutes_text.write(page), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="minutes.md"'
    return answer
