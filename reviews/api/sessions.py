"""Sessions over REST: list, plan, read, change, begin, end, call off, their minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.session import (
    MinutesShape,
    SessionBody,
    SessionChange,
    SessionShape,
    SpentBody,
    minutes_of,
)
from reviews.documents import calendar, minutes_text
from reviews.models import ReviewSession
from reviews.reads import session_minutes, session_pages
from reviews.services import sessions
from wellarch.rest.endpoint import AnyType, Endpoint

_TAGS = ["Sessions"]
_EXAMPLE = OpenApiExample(
    "Scope first, then one pillar",
    request_only=True,
    value={
        "title": "Security, first half",
        "planned_at": "2026-12-01T09:30:00Z",
        "agenda": [
            {"pillar": "", "minutes": 15, "people": "Product owner, architect"},
            {"pillar": "security", "minutes": 60, "people": "Security, platform team"},
        ],
    },
)

_SPENT = OpenApiExample(
    "A minute on security", request_only=True, value={"pillar": "security", "seconds": 60}
)


class _SessionEndpoint(Endpoint):
    serializer_class = SessionShape

    def shown(self, review_id: UUID, meeting_id: UUID) -> dict[str, Any]:
        """A session as it is now."""
        review = access.review_for(self.actor, review_id)
        return SessionShape(session_pages.session_of(review, meeting_id)).data


class Sessions(_SessionEndpoint):
    """The sessions of a review."""

    is_list = True
    search_fields = ("title", "notes")

    @extend_schema(
        operation_id="sessions_list", summary="List the sessions of a review", tags=_TAGS
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """Planned, running and held sessions, the newest first."""
        review = access.review_for(self.actor, review_id)
        rows = ReviewSession.objects.filter(review=review)
        return self.page(rows.select_related("facilitator").prefetch_related("invited"))

    @extend_schema(
        operation_id="sessions_plan",
        summary="Plan a session",
        tags=_TAGS,
        request=SessionBody,
        responses={201: SessionShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """A new session. Without an agenda one is proposed from what is still open."""
        values = self.body(SessionBody)
        invited = values.pop("invited", ())
        made = sessions.plan(self.actor, review_id, values=values, invited=invited)
        where = reverse("api-session", args=[review_id, made.pk])
        return self.created(self.shown(review_id, made.pk), where)


class SessionEndpoint(_SessionEndpoint):
    """One session."""

    @extend_schema(operation_id="sessions_read", summary="Read a session", tags=_TAGS)
    def get(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """The session with its agenda and the time spent so far."""
        return Response(self.shown(review_id, meeting_id))

    @extend_schema(
        operation_id="sessions_change",
        summary="Change a session",
        tags=_TAGS,
        request=SessionChange,
        responses={200: SessionShape},
    )
    def patch(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """Set some parts; what is not named stays. After its end only notes can be written."""
        values = self.body(SessionChange)
        notes, invited = values.pop("notes", None), values.pop("invited", None)
        if values or invited is not None or notes is None:
            sessions.edit(self.actor, review_id, meeting_id, values=values, invited=invited)
        if notes is not None:
            sessions.write_notes(self.actor, review_id, meeting_id, notes=notes)
        return Response(self.shown(review_id, meeting_id))

    @extend_schema(
        operation_id="sessions_delete",
        summary="Call off a session",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """Only one that has not begun; the minutes of others are kept (409)."""
        sessions.delete(self.actor, review_id, meeting_id)
        return Response(status=204)


class Start(_SessionEndpoint):
    """The beginning of a session."""

    @extend_schema(
        operation_id="sessions_start",
        summary="Begin a session",
        tags=_TAGS,
        request=None,
        responses={200: SessionShape},
    )
    def post(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """Begin now. One session of a review runs at a time (409)."""
        sessions.start(self.actor, review_id, meeting_id)
        return Response(self.shown(review_id, meeting_id))


class End(_SessionEndpoint):
    """The end of a session."""

    @extend_schema(
        operation_id="sessions_end",
        summary="End a session",
        tags=_TAGS,
        request=None,
        responses={200: SessionShape},
    )
    def post(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """End now; once more changes nothing."""
        sessions.end(self.actor, review_id, meeting_id)
        return Response(self.shown(review_id, meeting_id))


class SessionMinutes(Endpoint):
    """The minutes of a session."""

    serializer_class = MinutesShape
    pagination_class = None

    @extend_schema(
        operation_id="sessions_minutes", summary="Read the minutes of a session", tags=_TAGS
    )
    def get(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """Who took part, how long, what changed, what is left to do."""
        return Response(minutes_of(session_minutes.build(self.actor, review_id, meeting_id)))


class SessionSpent(_SessionEndpoint):
    """The time a session spends."""

    @extend_schema(
        operation_id="sessions_spend",
        summary="Add time spent on a pillar",
        tags=_TAGS,
        request=SpentBody,
        responses={200: SessionShape},
        examples=[_SPENT],
    )
    def post(self, request: Request, review_id: UUID, meeting_id: UUID) -> Response:
        """For which a pillar was talked about in a running session (409 otherwise); never more
        than has passed since it began."""
        sessions.spend(self.actor, review_id, meeting_id, **self.body(SpentBody))
        return Response(self.shown(review_id, meeting_id))


class SessionCalendar(Endpoint):
    """A session for a calendar."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="sessions_calendar",
        summary="Fetch a session for a calendar",
        tags=_TAGS,
        responses={(200, "text/calendar"): OpenApiTypes.STR},
    )
    def get(self, request: Request, review_id: UUID, meeting_id: UUID) -> HttpResponse:
        """The session as a file that calendars read (iCalendar)."""
        page = session_pages.build(self.actor, review_id, meeting_id)
        address = reverse("session-detail", args=[review_id, meeting_id])
        text = calendar.write(page, url=request.build_absolute_uri(address))
        headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


class SessionMinutesText(Endpoint):
    """The minutes of a session to send around."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="sessions_minutes_text",
        summary="Fetch the minutes of a session as text",
        tags=_TAGS,
        responses={(200, "text/markdown"): OpenApiTypes.STR},
    )
    def get(self, request: Request, review_id: UUID, meeting_id: UUID) -> HttpResponse:
        """The same as Markdown."""
        text = minutes_text.write(session_minutes.build(self.actor, review_id, meeting_id))
        headers = {"Content-Disposition": 'attachment; filename="minutes.md"'}
        return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)
