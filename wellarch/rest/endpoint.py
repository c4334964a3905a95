"""What every endpoint of the REST API is: authenticated, described, its bodies within bounds.

Knows nothing of what is asked for.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.actor import Actor
from wellarch.rest.etags import etag, parse_if_match
from wellarch.rest.problems import PreconditionFailed, TooLarge
from wellarch.rest.schema import DescribedSchema

M = TypeVar("M", bound=Model)


class Endpoint(GenericAPIView[Any]):
    """The base of our views. Views parse, call one service or read, and render."""

    schema = DescribedSchema()
    is_list = False  # GET answers with pages of serializer_class
    page_order = "-created_at"
    order_choices: tuple[str, ...] = ()
    # Ours write through services; DRF's own queryset machinery has nothing to do here.
    queryset: QuerySet[Any] | None = None

    @property
    def actor(self) -> Actor:
        """Who calls; HasActor has made sure that there is one."""
        return cast(Actor, self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication and permission first, then the size of the body."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.body_limit:
            raise TooLarge

    @property
    def body_limit(self) -> int:
        """How many bytes the body of this request may have."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Answers are the caller's own: neither proxies nor browsers keep them."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "private, no-store")
        return final

    def body(self, shape: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        """The validated body of the request. ValidationError (422) names every wrong field."""
        serializer = shape(data=self.request.data, **options)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)

    def page(self, rows: QuerySet[M]) -> Response:
        """One page of rows, filtered and ordered as the request asks."""
        found = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

    def created(self, data: Any, location: str, **headers: str) -> Response:
        """201 with the new resource and where it is."""
        where = self.request.build_absolute_uri(location)
        return Response(data, status=HTTPStatus.CREATED, headers={"Location": where, **headers})

    def base_revision(self) -> int | None:
        """The revision the client saw (If-Match), None for any. 412 for a tag never given."""
        try:
            return parse_if_match(self.request.headers.get("If-Match"))
        except ValueError:
            raise PreconditionFailed from None


def key_of(text: str) -> UUID | str:
    """What is named by its id or by a word (a lens by its alias)."""
    try:
        return UUID(text)
    except ValueError:
        return text


def with_etag(data: Any, revision: int) -> Response:
    """A response that names the revision it shows."""
    return Response(data, headers={"ETag": etag(revision)})


class Body(serializers.Serializer[Any]):
    """A body of a request. Keys that nobody asked for are errors: mostly they are misspelt."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The validated values; all errors at once."""
        errors: dict[str, Any] = {}
        if isinstance(data, dict):
            unknown = [str(key) for key in data if key not in self.fields]
            errors = {key: ["There is no such field."] for key in unknown}
        try:
            values = cast(dict[str, Any], super().to_internal_value(data))
        except ValidationError as error:
            raise ValidationError({**cast(dict[str, Any], error.detail), **errors}) from None
        if errors:
            raise ValidationError(errors)
        return values


class AnyType(DefaultContentNegotiation):
    """For files: what there is, whatever Accept says (RFC 9110 allows it)."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer, always; it writes the problems."""
        return renderers[0], renderers[0].media_type
