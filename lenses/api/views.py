"""Lenses over REST: list, read, import, publish, export."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from lenses import access
from lenses.api.shapes import (
    ImportBody,
    ImportedShape,
    LensChange,
    LensShape,
    PublishBody,
    VersionShape,
    VersionWithDocument,
    WarningShape,
)
from lenses.document import LIMITS
from lenses.models import LensVersion
from lenses.reads import resources
from lenses.services import deletion, drafts, exports, imports, tags, versions
from wellarch.accounts.policy import Action
from wellarch.rest import conditions
from wellarch.rest.endpoint import AnyType, Endpoint, key_of
from wellarch.rest.parsing import StorableJSONParser, TextDocumentParser, YAMLDocumentParser
from wellarch.rest.schema import IF_MATCH

_TAGS = ["Lenses"]
_MEDIA = {"json": "application/json", "yaml": "application/yaml", "aws": "application/json"}
KEY = OpenApiParameter(
    "lens", str, OpenApiParameter.PATH, description="The id of a lens, or its alias."
)


class Lenses(Endpoint):
    """The lenses one may see."""

    is_list = True
    serializer_class = LensShape
    page_order = "alias"
    order_choices = ("alias", "name", "created_at")
    parser_classes = [
        StorableJSONParser, YAMLDocumentParser, TextDocumentParser, MultiPartParser,
    ]  # fmt: skip

    @extend_schema(
        operation_id="lenses_list",
        summary="List lenses",
        tags=_TAGS,
        parameters=[
            OpenApiParameter("q", str, description="Words in the name, alias or description."),
            OpenApiParameter("kind", str, enum=resources.KINDS, description="Whose it is."),
        ],
    )
    def get(self, request: Request) -> Response:
        """The built-in lenses, those of your organization, and those shared with you."""
        asked = request.query_params
        query, kind = asked.get("q", "")[:200], asked.get("kind", "")
        return self.page(resources.lenses(self.actor, query=query, kind=kind))

    @extend_schema(
        operation_id="lenses_import",
        summary="Import a lens document",
        tags=_TAGS,
        request={
            "application/json": ImportBody,
            "application/yaml": OpenApiTypes.BINARY,
            "text/plain": OpenApiTypes.BINARY,
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            },
        },
        responses={201: ImportedShape},
    )
    def post(self, request: Request) -> Response:
        """Make a draft of a document; an older draft of the same alias is replaced, which is an
        edit that can be undone.

        Send `{"document": …}`, or the text itself as YAML or plain text, or a file. All
        errors come at once, each with its JSON pointer (422 `invalid-lens`). Send
        `{"name": …}` instead to begin a new lens.
        """
        version = self._made()
        lens = resources.lens(self.actor, version.lens_id)
        shown = {
            "lens": LensShape(lens).data,
            "version": VersionShape(version).data,
            "warnings": WarningShape(resources.warnings(version), many=True).data,
        }
        return self.created(shown, reverse("api-lens-version", args=[lens.alias, version.number]))

    def _made(self) -> LensVersion:
        sent = self.request.data
        if isinstance(sent, bytes):
            return imports.import_document(self.actor, data=sent)
        if "file" in self.request.FILES:
            file = self.request.FILES["file"]
            # One byte over the limit is enough to be refused with the sentence about the limit.
            data = file.read(LIMITS.size + 1)
            return imports.import_document(self.actor, data=data, filename=str(file.name))
        body = self.body(ImportBody)
        if "document" not in body:
            return drafts.create(self.actor, **body)
        document = body["document"]
        if not isinstance(document, dict | str):
            raise ValidationError({"document": "Send the document as an object or as text."})
        return imports.import_document(self.actor, data=document)


@extend_schema(parameters=[KEY], tags=_TAGS)
class LensEndpoint(Endpoint):
    """One lens."""

    serializer_class = LensShape

    @extend_schema(operation_id="lenses_read", summary="Read a lens")
    def get(self, request: Request, lens: str) -> Response:
        """A lens by id or alias, with its newest published version and its draft."""
        return Response(self.get_serializer(resources.lens(self.actor, key_of(lens))).data)

    @extend_schema(
        operation_id="lenses_change", summary="Change the tags of a lens", request=LensChange
    )
    def patch(self, request: Request, lens: str) -> Response:
        """A lens of your organization. Its name and all it asks are changed in its draft."""
        changed = tags.replace(self.actor, key_of(lens), **self.body(LensChange))
        return Response(self.get_serializer(resources.lens(self.actor, changed.pk)).data)

    @extend_schema(operation_id="lenses_delete", summary="Delete a lens")
    def delete(self, request: Request, lens: str) -> Response:
        """Reviews and templates that use it go on with it; nothing new begins with it."""
        deletion.delete(self.actor, key_of(lens))
        return Response(status=204)


@extend_schema(parameters=[KEY], tags=_TAGS)
class Versions(Endpoint):
    """The versions of a lens."""

    is_list = True
    filterset_fields = ("status",)
    order_choices = ("number",)
    serializer_class = VersionShape
    page_order = "-number"

    @extend_schema(operation_id="lens_versions_list", summary="List versions of a lens")
    def get(self, request: Request, lens: str) -> Response:
        """Every version, newest first, without documents."""
        return self.page(resources.versions(self.actor, key_of(lens)))


@extend_schema(parameters=[KEY], tags=_TAGS)
class Version(Endpoint):
    """One version of a lens."""

    serializer_class = VersionWithDocument

    @extend_schema(operation_id="lens_versions_read", summary="Read a version of a lens")
    def get(self, request: Request, lens: str, number: int) -> Response:
        """A version with its whole document."""
        row = resources.version(self.actor, key_of(lens), number)
        return Response(self.get_serializer(row).data)


@extend_schema(parameters=[KEY], tags=_TAGS)
class Publish(Endpoint):
    """The draft of a lens becomes a version for ever."""

    serializer_class = VersionShape

    @extend_schema(
        operation_id="lenses_publish",
        summary="Publish the draft of a lens",
        parameters=[IF_MATCH],
        request=PublishBody,
        responses={200: VersionShape},
    )
    @conditions.merges
    def post(self, request: Request, lens: str) -> Response:
        """Publish the draft. A published version never changes; new reviews use it.

        With If-Match only the draft of that revision is published (412 otherwise). A draft with
        errors is refused with all of them (422 `invalid-lens`).
        """
        body = self.body(PublishBody)
        access.lens_for(self.actor, key_of(lens), need=Action.LENS_WRITE)
        draft = resources.draft(self.actor, key_of(lens))
        return Response(
            VersionShape(
                versions.publish(self.actor, draft, revision=self.base_revision(), **body)
            ).data
        )


@extend_schema(parameters=[KEY], tags=_TAGS)
class Export(Endpoint):
    """A lens as a document."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="lenses_export",
        summary="Export a lens as a document",
        parameters=[
            OpenApiParameter(
                "as", str, enum=exports.FORMATS, default="json",
                description="`json` and `yaml` lose nothing; `aws` is the reference format.",
            ),
            OpenApiParameter(
                "version", str, description="The name of a version; the newest unless given."
            ),
        ],
        responses={
            (HTTPStatus.OK.value, "application/json"): OpenApiTypes.OBJECT,
            (HTTPStatus.OK.value, "application/yaml"): OpenApiTypes.OBJECT,
        },
    )  # fmt: skip
    def get(self, request: Request, lens: str) -> HttpResponse:
        """The document of the newest published version, or of the draft if it is alone."""
        wanted = request.query_params.get("as", "json")
        text = exports.export(
            self.actor,
            alias=key_of(lens),
            format=wanted,
            version=request.query_params.get("version", ""),
        )
        suffix = "yaml" if wanted == "yaml" else "json"
        return HttpResponse(
            text,
            content_type=f"{_MEDIA[wanted]}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="lens.{suffix}"'},
        )
