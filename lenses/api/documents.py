"""Lens documents over REST that belong to no lens yet: checked, or one to begin from."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.draft_shapes import DocumentBody
from lenses.reads import document_check, starter
from wellarch.rest.endpoint import AnyType, Endpoint
from wellarch.rest.parsing import StorableJSONParser, TextDocumentParser, YAMLDocumentParser

_TAGS = ["Lenses"]
_MEDIA = {"json": "application/json", "yaml": "application/yaml"}
_DOCUMENT = OpenApiExample(
    "A lens of one question",
    request_only=True,
    media_type="application/json",
    value={
        "document": {
            "schemaVersion": "2021-11-01",
            "name": "House rules",
            "pillars": [
                {
                    "id": "doors",
                    "name": "Doors",
                    "questions": [
                        {
                            "id": "locks",
                            "title": "How do you lock the doors?",
                            "choices": [
                                {"id": "locks_key", "title": "With a key"},
                                {"id": "locks_no", "title": "None of these"},
                            ],
                            "riskRules": [
                                {"condition": "locks_key", "risk": "NO_RISK"},
                                {"condition": "default", "risk": "HIGH_RISK"},
                            ],
                        }
                    ],
                }
            ],
        }
    },
)


class CheckQuery(serializers.Serializer[Any]):
    """How strictly."""

    strict = serializers.BooleanField(
        required=False,
        default=False,
        help_text="What the reference product does not accept is an error as well.",
    )


class DocumentProblem(serializers.Serializer[Any]):
    """Something that is wrong in a document, or legal but probably not meant."""

    level = serializers.ChoiceField(choices=["error", "warning"])
    code = serializers.CharField()
    message = serializers.CharField()
    pointer = serializers.CharField(help_text="JSON pointer into the document.")
    line = serializers.IntegerField(allow_null=True, help_text="In text that was sent, from 1.")
    column = serializers.IntegerField(allow_null=True)


class CheckedShape(serializers.Serializer[Any]):
    """What is in a document and everything that is wrong with it, errors first."""

    error_count = serializers.IntegerField(help_text="With 0 it can be imported.")
    warning_count = serializers.IntegerField()
    name = serializers.CharField(source="lens.name", default="")
    pillar_count = serializers.IntegerField()
    question_count = serializers.IntegerField()
    problems = DocumentProblem(many=True)


class CheckDocument(Endpoint):
    """A document that is not kept."""

    serializer_class = CheckedShape
    pagination_class = None
    parser_classes = [StorableJSONParser, YAMLDocumentParser, TextDocumentParser]

    @extend_schema(
        operation_id="lenses_check_document",
        summary="Check a lens document",
        tags=_TAGS,
        parameters=[CheckQuery],
        request={
            "application/json": DocumentBody,
            "application/yaml": OpenApiTypes.BINARY,
            "text/plain": OpenApiTypes.BINARY,
        },
        responses={200: CheckedShape},
        examples=[_DOCUMENT],
    )
    def post(self, request: Request) -> Response:
        """Every error and everything that looks wrong, with its place. Nothing is stored, so a
        pipeline may ask before it imports."""
        query = CheckQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = document_check.check(self.actor, data=text_of(self), **query.validated_data)
        return Response(CheckedShape(found).data)


class Starter(Endpoint):
    """A document to begin from."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="lenses_starter",
        summary="Fetch a lens document to begin from",
        tags=_TAGS,
        parameters=[
            OpenApiParameter(
                "as", str, enum=list(_MEDIA), default="yaml",
                description="YAML has comments that say what goes where.",
            )
        ],
        responses={
            (HTTPStatus.OK.value, "application/json"): OpenApiTypes.OBJECT,
            (HTTPStatus.OK.value, "application/yaml"): OpenApiTypes.OBJECT,
        },
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """One of each: a pillar, a question, practices, rules."""
        wanted = request.query_params.get("as", "yaml")
        if wanted not in _MEDIA:
            raise ValidationError({"as": f"Use one of {', '.join(_MEDIA)}."})
        headers = {"Content-Disposition": f'attachment; filename="lens.{wanted}"'}
        media = f"{_MEDIA[wanted]}; charset=utf-8"
        return HttpResponse(starter.text(wanted), content_type=media, headers=headers)


def text_of(endpoint: Endpoint) -> str | bytes:
    """The document a request sends: as text, or inside `{"document": …}` as text or object."""
    sent = endpoint.request.data
    if isinstance(sent, bytes):
        return sent
    document: Any = endpoint.body(DocumentBody)["document"]
    if not isinstance(document, dict | str):
        raise ValidationError({"document": "Send the document as an object or as text."})
    return document if isinstance(document, str) else json.dumps(document)
