"""The places lenses are followed from, over REST. For admins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.access import source_for
from lenses.models import LensSource
from lenses.reads import sources_page
from lenses.services import source_pulls, sources
from wellarch.accounts.policy import Action
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Lens sources"]
_EXAMPLE = OpenApiExample(
    "A file", request_only=True, value={"place": "standards/payments-lens.yaml"}
)


class SourceShape(serializers.ModelSerializer[LensSource]):
    """A place a lens is followed from, and how the last look there went."""

    lens = serializers.SerializerMethodField(
        help_text="The alias of its lens; null until the first document came."
    )

    class Meta:
        model = LensSource
        fields = (
            "id", "kind", "place", "lens", "is_active", "state", "problem",
            "checked_at", "changed_at", "created_at",
        )  # fmt: skip

    def get_lens(self, source: LensSource) -> str | None:
        """Its alias."""
        return source.lens.alias if source.lens else None


class SourceBody(Body):
    """A place to follow."""

    place = serializers.CharField(
        max_length=2048,
        help_text="An https address, or `root/path` below a folder that the server allows.",
    )


class SourceChange(Body):
    """Another place, or whether it is followed."""

    place = serializers.CharField(max_length=2048, required=False, help_text="Where it is now.")
    is_active = serializers.BooleanField(required=False, help_text="Whether it is looked at.")


@extend_schema(tags=_TAGS)
class Sources(Endpoint):
    """The sources of the organization."""

    is_list = True
    filterset_fields = ("kind", "state", "is_active")
    search_fields = ("place",)
    serializer_class = SourceShape
    page_order = "place"

    @extend_schema(operation_id="lens_sources_list", summary="List lens sources")
    def get(self, request: Request) -> Response:
        """Every place lenses are followed from."""
        return self.page(sources_page.listed(self.actor))

    @extend_schema(
        operation_id="lens_sources_create",
        summary="Follow a lens",
        request=SourceBody,
        responses={201: SourceShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Name a place that the server allows. It is read by `pull`, and every few minutes."""
        source = sources.add(self.actor, **self.body(SourceBody))
        where = reverse("api-lens-source", args=[source.pk])
        return self.created(self.get_serializer(source).data, where)


@extend_schema(tags=_TAGS)
class Source(Endpoint):
    """One source."""

    serializer_class = SourceShape

    @extend_schema(operation_id="lens_sources_read", summary="Read a lens source")
    def get(self, request: Request, source_id: UUID) -> Response:
        """Where it is and how the last look went; `problem` says what is wrong, a line each."""
        return self._shown(source_for(self.actor, source_id, need=Action.SOURCE_WRITE))

    @extend_schema(
        operation_id="lens_sources_change",
        summary="Change a lens source",
        request=SourceChange,
        responses={200: SourceShape},
    )
    def patch(self, request: Request, source_id: UUID) -> Response:
        """Follow the lens at another place, or stop and resume following it."""
        body: dict[str, Any] = self.body(SourceChange)
        source = source_for(self.actor, source_id, need=Action.SOURCE_WRITE)
        if "place" in body:
            source = sources.edit(self.actor, source_id, place=body["place"])
        if "is_active" in body:
            turn = sources.resume if body["is_active"] else sources.stop
            source = turn(self.actor, source_id)
        return self._shown(source)

    @extend_schema(operation_id="lens_sources_remove", summary="Remove a lens source")
    def delete(self, request: Request, source_id: UUID) -> Response:
        """Follow it no more. The lens, its versions and its draft stay."""
        sources.remove(self.actor, source_id)
        return Response(status=204)

    def _shown(self, source: LensSource) -> Response:
        return Response(self.get_serializer(source).data)


@extend_schema(tags=_TAGS, request=None, responses={200: SourceShape})
class Pull(Endpoint):
    """Look there now."""

    serializer_class = SourceShape

    @extend_schema(operation_id="lens_sources_pull", summary="Look at a lens source now")
    def post(self, request: Request, source_id: UUID) -> Response:
        """Read the document; a changed one becomes the draft, unless people wrote into it."""
        return Response(self.get_serializer(source_pulls.pull(self.actor, source_id)).data)


@extend_schema(tags=_TAGS, request=None, responses={200: SourceShape})
class Take(Endpoint):
    """The text that waits becomes the draft."""

    serializer_class = SourceShape

    @extend_schema(operation_id="lens_sources_take", summary="Take the text of a lens source")
    def post(self, request: Request, source_id: UUID) -> Response:
        """What people wrote into the draft is replaced. 409 `nothing-waits` if nothing does."""
        return Response(self.get_serializer(source_pulls.take(self.actor, source_id)).data)


@extend_schema(tags=_TAGS, request=None, responses={200: SourceShape})
class Keep(Endpoint):
    """The own draft stays."""

    serializer_class = SourceShape

    @extend_schema(operation_id="lens_sources_keep", summary="Keep the draft beside a lens source")
    def post(self, request: Request, source_id: UUID) -> Response:
        """The source is heard again when its text changes once more."""
        return Response(self.get_serializer(source_pulls.keep(self.actor, source_id)).data)
