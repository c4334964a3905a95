"""Lenses over REST as something to read: found by words, a question, warnings, what uses them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.reading_shapes import (
    AwsNotes,
    AwsNoteShape,
    LensHits,
    LensQuestionShape,
    LensUses,
    WarnedList,
    hits_of,
    question_of,
    warnings_of,
)
from lenses.api.views import KEY
from lenses.reads import anti_patterns, deletion_page, question_page, search
from lenses.services import exports
from wellarch.rest.endpoint import Endpoint, key_of

_TAGS = ["Lenses"]
_VERSION = OpenApiParameter(
    "version",
    str,
    description="The name of a version, or `draft` for an own draft; the newest unless given.",
)
_FOUND = OpenApiExample(
    "A best practice",
    response_only=True,
    value={
        "query": "rotate keys",
        "results": [
            {
                "kind": "practice",
                "lens": "wellarchitected",
                "lens_name": "AWS Well-Architected Framework",
                "version": "1",
                "pillar": "security",
                "question": "identities",
                "choice": "sec_identities_audit",
                "code": "SEC02-BP05",
                "title": "Audit and rotate credentials periodically",
                "text": "Audit and rotate credentials to limit how long they can be used.",
            }
        ],
        "more": False,
    },
)


class HitsQuery(serializers.Serializer[Any]):
    """What is looked for."""

    q = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="Words."
    )
    limit = serializers.IntegerField(
        required=False, default=search.LIMIT, min_value=1, max_value=search.LIMIT
    )


class SearchLenses(Endpoint):
    """A search in what lenses ask and advise."""

    serializer_class = LensHits
    pagination_class = None

    @extend_schema(
        operation_id="lenses_search",
        summary="Search questions and best practices of all lenses",
        tags=_TAGS,
        parameters=[HitsQuery],
        responses={200: LensHits},
        examples=[_FOUND],
    )
    def get(self, request: Request) -> Response:
        """In the newest published version of every lens you see, best first."""
        query = HitsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        return Response(hits_of(search.search(self.actor, asked["q"], limit=asked["limit"])))


@extend_schema(parameters=[KEY], tags=_TAGS)
class LensQuestion(Endpoint):
    """One question of a lens."""

    serializer_class = LensQuestionShape
    also_refuses = {"GET": {409}}  # a draft with errors

    @extend_schema(
        operation_id="lenses_question",
        summary="Read a question of a lens",
        parameters=[_VERSION],
        responses={200: LensQuestionShape},
    )
    def get(self, request: Request, lens: str, question: str) -> Response:
        """Its best practices with their advice, its rules in words, the smallest ways to a lower
        risk. 409 `draft-errors` for a draft that cannot be read."""
        version = request.query_params.get("version", "")[:32]
        return Response(question_of(question_page.build(self.actor, lens, question, version)))


@extend_schema(parameters=[KEY], tags=_TAGS)
class AntiPatterns(Endpoint):
    """What people often do wrong."""

    serializer_class = WarnedList
    pagination_class = None
    also_refuses = {"GET": {409}}

    @extend_schema(
        operation_id="lenses_anti_patterns",
        summary="List what people often do wrong",
        parameters=[_VERSION],
        responses={200: WarnedList},
    )
    def get(self, request: Request, lens: str) -> Response:
        """Every question of a lens that warns of something, in its order."""
        version = request.query_params.get("version", "")[:32]
        _book, chapters = anti_patterns.build(self.actor, lens, version)
        return Response({"next": None, "previous": None, "results": warnings_of(chapters)})


@extend_schema(parameters=[KEY], tags=_TAGS)
class ExportNotes(Endpoint):
    """What an export loses."""

    serializer_class = AwsNotes
    pagination_class = None
    also_refuses = {"GET": {409}}

    @extend_schema(
        operation_id="lenses_export_notes",
        summary="List what an export in the reference format changes",
        parameters=[_VERSION],
        responses={200: AwsNotes},
    )
    def get(self, request: Request, lens: str) -> Response:
        """What it leaves out, shortens or renames; errors are what is refused there."""
        version = request.query_params.get("version", "")[:32]
        notes = exports.aws_notes(self.actor, alias=key_of(lens), version=version)
        results = AwsNoteShape(notes, many=True).data
        return Response({"next": None, "previous": None, "results": results})


@extend_schema(parameters=[KEY], tags=_TAGS)
class Uses(Endpoint):
    """What hangs on a lens."""

    serializer_class = LensUses

    @extend_schema(operation_id="lenses_uses", summary="Count what uses a lens of yours")
    def get(self, request: Request, lens: str) -> Response:
        """What goes on with it, and what ends, if it is deleted."""
        return Response(LensUses(deletion_page.build(self.actor, lens)).data)
