"""Answers and findings in JSON, and the bodies that change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from reviews.changes import choice_path
from reviews.models import CHOICE_STATUSES, AnswerChange, Finding, Reason, RiskLevel
from wellarch.accounts.roles import Via
from wellarch.rest.endpoint import Body

WRITABLE = frozenset({"choices", "notes", "is_applicable", "reason"})


class ChoiceState(serializers.Serializer[Any]):
    """A choice (best practice) and what the answer says of it."""

    title = serializers.CharField()
    status = serializers.ChoiceField(choices=CHOICE_STATUSES)
    reason = serializers.ChoiceField(choices=Reason.choices)
    note = serializers.CharField()


class AnswerShape(serializers.Serializer[Any]):
    """A question with its answer."""

    question = serializers.CharField(help_text="The id of the question.")
    code = serializers.CharField(help_text="A short name, such as SEC 1.")
    number = serializers.IntegerField(help_text="Its place in the lens, from 1.")
    pillar = serializers.CharField(help_text="The id of its pillar.")
    title = serializers.CharField()
    choices = serializers.DictField(
        child=ChoiceState(), help_text="Every choice by its id, in the order of the lens."
    )
    is_applicable = serializers.BooleanField()
    reason = serializers.ChoiceField(
        choices=Reason.choices, help_text="Why the question does not apply."
    )
    notes = serializers.CharField()
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    risk_since = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField(help_text="Counts the changes; also the ETag.")
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_by = serializers.CharField()


class AnswerList(serializers.Serializer[Any]):
    """All answers of a review at once."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = AnswerShape(many=True)


class ChoiceChange(serializers.Serializer[Any]):
    """What to change about a choice; parts not named stay."""

    status = serializers.ChoiceField(choices=CHOICE_STATUSES, required=False)
    reason = serializers.ChoiceField(choices=Reason.choices, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)


class AnswerPatch(serializers.Serializer[Any]):
    """What to change about an answer; parts and choices not named stay."""

    choices = serializers.DictField(child=ChoiceChange(), required=False)
    is_applicable = serializers.BooleanField(required=False)
    reason = serializers.ChoiceField(choices=Reason.choices, required=False)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class RestoreBody(Body):
    """Which earlier state comes back."""

    revision = serializers.IntegerField(min_value=0, help_text="0 is before the first answer.")


def changes_of(body: Any) -> dict[str, Any]:
    """The paths (reviews/changes.py) a body of AnswerPatch sets.

    Only the shape is checked here: the core names every wrong value at once, under the same
    paths. What an answer shows but nobody sets is left aside, so that one may be sent back.
    """
    if not isinstance(body, Mapping):
        raise ValidationError("Send an object with the fields to change.")
    shown = set(AnswerShape().fields) - WRITABLE
    wanted = {key: value for key, value in body.items() if key not in shown and key != "choices"}
    choices = body.get("choices", {})
    if not isinstance(choices, Mapping):
        raise ValidationError({"choices": "Send an object with choices by their ids."})
    for choice, parts in choices.items():
        if not isinstance(parts, Mapping):
            raise ValidationError({"choices": {choice: "Send an object with the parts to change."}})
        wanted |= {choice_path(choice, part): v for part, v in parts.items() if part != "title"}
    return wanted


class ChangeShape(serializers.ModelSerializer[AnswerChange]):
    """One change of an answer."""

    by = serializers.CharField(source="actor_name")
    via = serializers.ChoiceField(choices=Via.choices)

    class Meta:
        model = AnswerChange
        fields = ("revision", "at", "by", "via", "template_name", "risk_before", "risk_after")

    def get_fields(self) -> dict[str, Any]:
        """Adds `fields`, a name that cannot be declared: DRF keeps it for itself."""
        return super().get_fields() | {
            "fields": serializers.DictField(
                child=serializers.ListField(
                    child=serializers.JSONField(), min_length=2, max_length=2
                ),
                help_text="Path → [before, after].",
            )
        }


class FindingShape(serializers.ModelSerializer[Finding]):
    """What a review says of a pillar as a whole."""

    pillar = serializers.CharField(source="pillar_key")
    lacks_current_state = serializers.BooleanField(
        help_text="Recommendations without a described current state."
    )

    class Meta:
        model = Finding
        fields = (
            "pillar", "current_state", "gaps", "risks", "recommendations", "is_set_aside",
            "set_aside_reason", "lacks_current_state", "revision", "changed_at", "changed_by",
        )  # fmt: skip


class FindingList(serializers.Serializer[Any]):
    """The findings of every pillar at once."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = FindingShape(many=True)


_TEXT: Mapping[str, Any] = {"max_length": 20_000, "allow_blank": True}


@extend_schema_serializer(component_name="Finding")
class FindingBody(Body):
    """A finding. PUT empties what is not named, PATCH keeps it."""

    current_state = serializers.CharField(default="", **_TEXT)
    gaps = serializers.CharField(default="", **_TEXT)
    risks = serializers.CharField(default="", **_TEXT)
    recommendations = serializers.CharField(default="", **_TEXT)
    is_set_aside = serializers.BooleanField(default=False)
    set_aside_reason = serializers.CharField(default="", max_length=5_000, allow_blank=True)
