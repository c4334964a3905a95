"""The audit log and the state of its chain over REST, for admins."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.roles import Via
from wellarch.events.auditing import reading as audit
from wellarch.events.auditing.sentences import Group
from wellarch.events.models import Event
from wellarch.rest.endpoint import AnyType, Body, Endpoint

_TAGS = ["Audit log"]


class AuditQuery(serializers.Serializer[Any]):
    """What of the log is wanted."""

    person = serializers.IntegerField(required=False, help_text="The id of who did it.")
    group = serializers.ChoiceField(
        choices=Group.choices, required=False, help_text="What it is about."
    )
    verb = serializers.CharField(required=False, max_length=64, help_text="Exactly this verb.")
    via = serializers.ChoiceField(choices=Via.choices, required=False, help_text="The door.")
    workload = serializers.UUIDField(required=False, help_text="The id of a workload.")
    since = serializers.DateTimeField(required=False, help_text="From this moment on.")
    until = serializers.DateTimeField(required=False, help_text="Before this moment.")
    text = serializers.CharField(
        required=False, max_length=100, help_text="Words of the sentence or name of a verb."
    )


class AuditFilters(AuditQuery, Body):
    """What of the log is wanted; all of it unless something is named."""


_EXPORT = OpenApiExample(
    "One quarter",
    request_only=True,
    value={"since": "2026-07-01T00:00:00Z", "until": "2026-10-01T00:00:00Z"},
)


class EventShape(serializers.ModelSerializer[Event]):
    """One thing that happened."""

    who = serializers.CharField(help_text="The name of who did it, as they are called now.")
    user = serializers.IntegerField(
        source="user_id", allow_null=True, help_text="Their id; null for WellArch itself."
    )
    guest_of = serializers.CharField(help_text="Their organization, if they were a guest.")
    credential = serializers.CharField(help_text="The visible part of the token or key used.")
    ip = serializers.CharField(allow_null=True)
    changes = serializers.DictField(
        help_text=(
            'Field → `{"before": …, "after": …}`, or `{"hidden": true}` for secrets and texts, '
            "which the log does not keep."
        )
    )
    data = serializers.DictField(help_text="What else is known; its keys depend on the verb.")  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = (
            "id", "at", "who", "user", "guest_of", "via", "credential", "ip", "verb",
            "subject_type", "subject_id", "workload_id", "changes", "data",
        )  # fmt: skip


class ChainShape(serializers.Serializer[Any]):
    """How far the log is sealed."""

    number = serializers.IntegerField(help_text="The number of the last sealed event.")
    head = serializers.CharField(
        help_text="`number:digest`, to be kept elsewhere and given to `verify_audit --head`."
    )
    sealed_until = serializers.DateTimeField(allow_null=True)
    waiting = serializers.IntegerField(help_text="New events that are not sealed yet.")
    is_sound_end = serializers.BooleanField(
        help_text="False if the end of the chain is not what WellArch wrote."
    )


_EXAMPLE = OpenApiExample(
    "A role that changed",
    {
        "id": 4711,
        "at": "2026-03-02T09:30:00.123456Z",
        "who": "Ada Lindqvist",
        "user": 1,
        "guest_of": "",
        "via": "api",
        "credential": "wa_3fJ9",
        "ip": "203.0.113.7",
        "verb": "member.role_changed",
        "subject_type": "user",
        "subject_id": "2",
        "workload_id": None,
        "changes": {"role": {"before": "viewer", "after": "architect"}},
        "data": {},
    },
    response_only=True,
)


class AuditLog(Endpoint):
    """What happened in the organization."""

    is_list = True
    serializer_class = EventShape
    page_order = "-at"

    @extend_schema(
        operation_id="audit_list",
        summary="List what happened",
        tags=_TAGS,
        parameters=[AuditQuery],
        examples=[_EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        """The audit log, newest first. For admins, with a token of scope admin."""
        query = AuditQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return self.page(audit.events(self.actor, audit.Filters(**query.validated_data)))


class AuditExport(Endpoint):
    """The log as a file."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="audit_export",
        summary="Fetch the audit log as CSV",
        tags=_TAGS,
        request=AuditFilters,
        responses={(200, "text/csv"): OpenApiTypes.STR},
        examples=[_EXPORT],
    )
    def post(self, request: Request) -> StreamingHttpResponse:
        """All events the body wants, newest first, however many. A POST, because the export is
        itself an event."""
        filters = audit.Filters(**self.body(AuditFilters))
        lines = audit.export(self.actor, filters)
        return StreamingHttpResponse(
            (line.encode() for line in lines),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
        )


class AuditChain(Endpoint):
    """The state of the chain."""

    serializer_class = ChainShape

    @extend_schema(operation_id="audit_chain", summary="Read the head of the chain", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """How far the log is sealed, and the head to keep elsewhere."""
        return Response(ChainShape(audit.state(self.actor)).data)
