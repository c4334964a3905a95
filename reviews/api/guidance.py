"""What a lens says beside a question of a review, for people who fill it in elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.reads import question_side
from wellarch.rest.endpoint import Endpoint


class GuidanceLink(serializers.Serializer[Any]):
    """A text and where it leads."""

    text = serializers.CharField()
    url = serializers.CharField()


class GuidancePractice(serializers.Serializer[Any]):
    """A best practice, with how to put it in place."""

    id = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    improvement = serializers.CharField()
    anti_patterns = serializers.ListField(child=serializers.CharField())
    links = GuidanceLink(many=True)


class GuidanceShape(serializers.Serializer[Any]):
    """The guidance of a question, from the version of the lens that the review uses."""

    question = serializers.CharField(source="asked.id")
    title = serializers.CharField(source="asked.title")
    description = serializers.CharField(source="asked.description")
    conversation = serializers.CharField(
        source="asked.conversation", help_text="How to begin to talk about it."
    )
    evidence = serializers.ListField(source="asked.evidence", child=serializers.CharField())
    anti_patterns = serializers.ListField(
        source="asked.anti_patterns", child=serializers.CharField()
    )
    url = serializers.CharField(help_text="The helpful page of the lens; empty without one.")
    practices = GuidancePractice(many=True)


class Guidance(Endpoint):
    """The guidance of a question."""

    serializer_class = GuidanceShape

    @extend_schema(
        operation_id="answers_guidance",
        summary="Read the guidance of a question",
        tags=["Answers"],
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """How to know that it is done, what goes wrong without it, how to get there. Guests read
        it too, to whom the lens itself is not shared."""
        return Response(GuidanceShape(question_side.guidance(self.actor, review_id, question)).data)
