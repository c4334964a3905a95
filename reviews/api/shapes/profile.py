"""Profiles and their mapping in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.shapes.plan import WhyFirst
from reviews.models import Profile, ProfileVersion
from wellarch.rest.endpoint import Body

_ANSWERS = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
    "example": {"business": ["e-commerce"], "data": ["personal"]},
}


@extend_schema_field(_ANSWERS)
class AnswersField(serializers.JSONField):
    """{question: [option, …]}; what is asked says the mapping."""


class PillarPlaceShape(serializers.Serializer[Any]):
    """A pillar in the order of a profile."""

    pillar = serializers.CharField()
    weight = serializers.IntegerField()
    reasons = WhyFirst(many=True)


class PriorityShape(serializers.Serializer[Any]):
    """A prioritized question."""

    lens = serializers.CharField(help_text="The alias of the lens.")
    question = serializers.CharField()
    reasons = WhyFirst(many=True)


class ProfileOutcome(serializers.Serializer[Any]):
    """What follows from the answers. In lenses not named here, the questions of the first
    pillars are prioritized: a third of the pillars a lens has, and at least one."""

    pillars = PillarPlaceShape(many=True, help_text="The most important pillar first.")
    priorities = PriorityShape(many=True)


class ProfileVersionShape(serializers.ModelSerializer[ProfileVersion]):
    """A version of a profile; it never changes."""

    answers = AnswersField()
    outcome = ProfileOutcome()

    class Meta:
        model = ProfileVersion
        fields = ("number", "created_at", "answers", "outcome")


class ProfileShape(serializers.ModelSerializer[Profile]):
    """A profile with its newest version."""

    organization = serializers.CharField(
        source="organization.name", default="", help_text="Empty for a built-in one."
    )
    is_builtin = serializers.BooleanField()
    version = serializers.IntegerField(source="newest_number", help_text="Of its newest version.")
    answers = AnswersField(source="newest_answers")
    outcome = ProfileOutcome(source="newest_outcome")
    tags = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Profile
        fields = (
            "id", "slug", "name", "description", "organization", "is_builtin", "created_at",
            "version", "answers", "outcome", "tags",
        )  # fmt: skip


class ProfileBody(Body):
    """A profile to make."""

    tags = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)

    name = serializers.CharField(max_length=100)
    description = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    answers = AnswersField(help_text="Question → options; at least one.")


class ProfileChange(Body):
    """What may change; other answers make a new version."""

    tags = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)

    name = serializers.CharField(max_length=100, required=False)
    description = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    answers = AnswersField(required=False)


class ProfileUseBody(Body):
    """Which profile a workload has."""

    profile = serializers.CharField(
        max_length=64, help_text="The id of a profile, or the slug of a built-in one."
    )


class TakeOverBody(Body):
    """How a newer version is taken over."""

    milestone = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        default="",
        help_text="Record a milestone of this name first.",
    )


class ProfileMappingShape(serializers.Serializer[Any]):
    """What the answers of profiles mean in an organization."""

    is_own = serializers.BooleanField(help_text="false: the built-in mapping holds.")
    revision = serializers.IntegerField(help_text="0 for the built-in mapping.")
    document = serializers.DictField()


class MappingBody(Body):
    """A mapping to use instead of the built-in one."""

    document = serializers.JSONField(help_text="The whole mapping, or its text as YAML.")


class AffectedProfile(serializers.Serializer[Any]):
    """A profile by name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class MappingAffects(serializers.Serializer[Any]):
    """The profiles that would have a new version by a mapping."""

    profiles = AffectedProfile(many=True)


class MappingChanged(ProfileMappingShape):
    """The mapping as it is now, and the profiles that have a new version by it."""

    profiles = serializers.ListField(child=serializers.UUIDField())
