"""What programs send of worksheets. What reading one gives can be sent back as it is: keys that
only tell (a revision, a result, the name of an owner) are taken and ignored."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.services import worksheet_contents
from wellarch.rest.endpoint import Body

_DECIMAL = {"type": ["string", "number"], "example": "182.5"}
_TOTAL = {"type": ["string", "number"], "example": "100000"}
_MOMENT = {"type": "string", "format": "date-time", "example": "2026-11-21T09:00:00Z"}
_OWNER = {
    "oneOf": [
        {"type": "integer"},
        {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
        },
        {"type": "null"},
    ],
    "description": "Somebody who sees the workload, by their id; null for nobody.",
}


@extend_schema_field(_OWNER)
class OwnerField(serializers.Field[Any, Any, Any, Any]):
    """A person as reading shows them, or their id alone."""

    default_error_messages = {"wrong": "Use the id of a person, or null."}

    def to_internal_value(self, data: Any) -> int:
        """The id."""
        key = data.get("id") if isinstance(data, dict) else data
        if not isinstance(key, int) or isinstance(key, bool):
            self.fail("wrong")
        return key

    def to_representation(self, value: Any) -> Any:
        """As it is."""
        return value


@extend_schema_field(_DECIMAL)
class NumberField(serializers.JSONField):
    """A number, as text or as JSON has it; the core checks it."""


@extend_schema_field(_TOTAL)
class MaybeNumberField(serializers.JSONField):
    """The same, or nothing."""


@extend_schema_field(_MOMENT)
class MomentField(serializers.CharField):
    """A moment; without a zone it is in UTC. The core checks it."""


class ReadingBody(Body):
    """What was measured at a moment; another value of the same moment takes its place."""

    at = MomentField()
    value = NumberField()
    total = MaybeNumberField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)
    by = serializers.CharField(read_only=True)
    via = serializers.CharField(read_only=True)


class ReadingsBody(Body):
    """What was measured of a row."""

    readings = ReadingBody(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=worksheet_contents.MAX_READINGS
    )


class WorksheetRowBody(Body):
    """A row of a whole worksheet."""

    number = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Of a row that is there, or was; without one the row is new.",
    )
    table = serializers.CharField()
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False, allow_null=True, min_value=1
    )
    values = serializers.DictField(required=False)
    owner = OwnerField(required=False, allow_null=True)
    readings = ReadingBody(
        many=True,
        required=False,
        help_text="All there are from now on; without it they stay as they are.",
    )
    due_on = serializers.DateField(read_only=True)
    derived = serializers.DictField(read_only=True)
    marks = serializers.ListField(read_only=True)


class WorksheetBody(Body):
    """All of a worksheet."""

    settings = serializers.DictField(required=False)
    rows = WorksheetRowBody(many=True, required=False)
    workload = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    revision = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    changed_at = serializers.DateTimeField(read_only=True)
    result = serializers.DictField(read_only=True)


class WorksheetStartBody(Body):
    """How a worksheet begins."""

    with_rows = serializers.BooleanField(
        required=False, default=True, help_text="With the rows that its kind proposes, or empty."
    )


class WorksheetSettingsBody(Body):
    """Some settings of a worksheet."""

    settings = serializers.DictField()


class WorksheetRowAddBody(Body):
    """A new row."""

    table = serializers.CharField()
    values = serializers.DictField(required=False, default=dict)
    owner = OwnerField(required=False, allow_null=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False, allow_null=True, min_value=1, help_text="The row it is nested in."
    )
    after = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text="The row it stands behind; 0: first; without it: last.",
    )


class WorksheetRowChangeBody(Body):
    """Some columns of a row; what is not named stays."""

    values = serializers.DictField(required=False, default=dict)
    owner = OwnerField(required=False, allow_null=True)


class WorksheetRowMoveBody(Body):
    """Where a row goes."""

    after = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text="The row it stands behind; 0: first; without it: last.",
    )
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False,
        allow_null=True,
        min_value=1,
        help_text="The row it is nested in from now on, null for none; without it, as before.",
    )
