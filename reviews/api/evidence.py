"""The evidence of a question over REST: list, add a link or a file, fetch, take away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.said import (
    EvidenceBody,
    EvidenceList,
    EvidenceShape,
    EvidenceUpload,
    evidence_of,
)
from reviews.reads import evidence_list
from reviews.services import evidence
from wellarch import files
from wellarch.errors import NotFound
from wellarch.rest.endpoint import AnyType, Endpoint
from wellarch.rest.etags import unchanged, weak
from wellarch.rest.parsing import StorableJSONParser
from wellarch.rest.schema import IF_NONE_MATCH, PROBLEM_TYPE, Problem

_TAGS = ["Evidence"]
_MULTIPART = "multipart/form-data"
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")


class EvidenceOfQuestion(Endpoint):
    """What shows that an answer is true."""

    serializer_class = EvidenceShape
    pagination_class = None
    parser_classes = [StorableJSONParser, MultiPartParser]

    @property
    def body_limit(self) -> int:
        """A file may be larger than other bodies, and its parts take a little room."""
        is_file = (self.request.content_type or "").startswith(_MULTIPART)
        extra = settings.WELLARCH_EVIDENCE_MAX_MB * 1_000_000 if is_file else 0
        return super().body_limit + extra

    @extend_schema(
        operation_id="evidence_list",
        summary="List the evidence of a question",
        tags=_TAGS,
        parameters=[IF_NONE_MATCH],
        responses={200: EvidenceList, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """Links and files, oldest first, on one page."""
        found = evidence_list.build(self.actor, review_id, question)
        tag = weak(found.review.workload.revision)
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        root = request.build_absolute_uri("/").rstrip("/")
        results = [evidence_of(one, review_id, question, root) for one in found.items]
        shown = {"next": None, "previous": None, "results": results}
        return Response(shown, headers={"ETag": tag})

    @extend_schema(
        operation_id="evidence_add",
        summary="Add a link or a file as evidence",
        tags=_TAGS,
        request={"application/json": EvidenceBody, _MULTIPART: EvidenceUpload},
        responses={201: EvidenceShape},
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """A link as JSON; a file as multipart/form-data, told by what is in it, not by its name."""
        if (request.content_type or "").startswith(_MULTIPART):
            made = evidence.add_file(self.actor, review_id, question, **self.body(EvidenceUpload))
        else:
            made = evidence.add_link(self.actor, review_id, question, **self.body(EvidenceBody))
        where = reverse("api-evidence", args=[review_id, question, made.pk])
        return self.created(_one(self, review_id, question, made.pk), where)


class EvidenceEndpoint(Endpoint):
    """One piece of evidence."""

    serializer_class = EvidenceShape

    @extend_schema(operation_id="evidence_read", summary="Read a piece of evidence", tags=_TAGS)
    def get(self, request: Request, review_id: UUID, question: str, evidence_id: UUID) -> Response:
        """The link, or what is known of the file."""
        return Response(_one(self, review_id, question, evidence_id))

    @extend_schema(
        operation_id="evidence_remove",
        summary="Take a piece of evidence away",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(
        self, request: Request, review_id: UUID, question: str, evidence_id: UUID
    ) -> Response:
        """The link, or the file with what is in it. Not undone."""
        _one(self, review_id, question, evidence_id)
        evidence.remove(self.actor, evidence_id)
        return Response(status=204)


class File(Endpoint):
    """The file itself."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="evidence_file",
        summary="Fetch a file",
        tags=_TAGS,
        responses={
            (200, "*/*"): OpenApiTypes.BINARY,  # what it was sent as
            (409, PROBLEM_TYPE): Problem,
        },
    )
    def get(
        self, request: Request, review_id: UUID, question: str, evidence_id: UUID
    ) -> FileResponse:
        """The file as it was sent. 409 `not-clean` until the virus scan says that it is."""
        _one(self, review_id, question, evidence_id)
        row = evidence.open_file(self.actor, evidence_id)
        return files.download(row.file, name=row.name, content_type=row.content_type)


def _one(endpoint: Endpoint, review_id: UUID, question: str, evidence_id: UUID) -> dict[str, Any]:
    """A piece of this very question as JSON. NotFound for one of another question."""
    found = evidence_list.build(endpoint.actor, review_id, question)
    root = endpoint.request.build_absolute_uri("/").rstrip("/")
    for one in found.items:
        if one.id == evidence_id:
            return evidence_of(one, review_id, question, root)
    raise NotFound(_("There is no such evidence."))
