"""What every endpoint of the REST API is: authenticated, described, its bodies within bounds.

Also what all of them understand, so that no view has to: repeated requests (Idempotency-Key),
conditions (If-Match, If-None-Match), sparse fields, filters, limits, and a refusal of query
parameters that mean nothing. Knows nothing of what is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework import exceptions, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.actor import Actor
from wellarch.rest import conditions, repeating, sparse
from wellarch.rest.contract import EDITS, contract_of, is_tagged
from wellarch.rest.etags import etag, parse_if_match, unchanged
from wellarch.rest.filters import Filters, Search
from wellarch.rest.limits import AddressLimit, CallerLimit, Standing
from wellarch.rest.problems import PreconditionFailed, TooLarge
from wellarch.rest.schema import DescribedSchema

M = TypeVar("M", bound=Model)
ALLOWED = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MOVING = frozenset({"counts", "prioritized_counts", "updated_at", "last_used_at"})
_NONE = "There is no such parameter: this operation has none."


class Endpoint(GenericAPIView[Any]):
    """The base of our views. Views parse, call one service or read, and render."""

    schema = DescribedSchema()
    is_list = False  # GET answers with pages of serializer_class
    page_order = "-created_at"
    order_choices: tuple[str, ...] = ()
    filter_backends = [Filters, Search]
    filterset_class: type[Any] | None = None
    filterset_fields: tuple[str, ...] = ()  # where a filter is no more than a column
    search_fields: tuple[str, ...] = ()
    throttle_classes = [CallerLimit, AddressLimit]
    # Fields that change without anybody editing the resource: If-Match does not mind them.
    moving: frozenset[str] = MOVING
    standing: Standing | None = None
    _finished: HttpResponseBase | None = None
    # Ours write through services; DRF's own queryset machinery has nothing to do here.
    queryset: QuerySet[Any] | None = None

    def __init_subclass__(cls) -> None:
        """What filters says of which model: the description asks for rows of it."""
        super().__init_subclass__()
        shape = getattr(cls.serializer_class, "Meta", None)
        if cls.queryset is not None or not (cls.filterset_class or cls.filterset_fields):
            return
        model = cls.filterset_class._meta.model if cls.filterset_class else shape.model  # type: ignore[union-attr]
        cls.queryset = model._default_manager.none()

    @property
    def actor(self) -> Actor:
        """Who calls; HasActor has made sure that there is one."""
        return cast(Actor, self.request.auth)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """DRF's dispatch, the call of the method replaced by `carried_out`."""
        self.args, self.kwargs = args, kwargs
        asked = self.initialize_request(request, *args, **kwargs)
        self.request, self.headers = asked, self.default_response_headers
        try:
            self.initial(asked, *args, **kwargs)
            method = str(asked.method)
            known = method in ALLOWED and hasattr(self, method.lower())
            name = method.lower() if known else "http_method_not_allowed"
            response = self.carried_out(getattr(self, name))
        except Exception as error:
            response = self.handle_exception(error)
        return self.finished(response)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication and permission first, then what the request may carry."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.body_limit:
            raise TooLarge
        self.check_query(request)

    def check_query(self, request: Request) -> None:
        """ValidationError that names every query parameter the operation does not know."""
        method = "GET" if request.method == "HEAD" else request.method
        if not request.query_params or not hasattr(self, str(method).lower()):
            return
        known = contract_of(type(self), str(method)).query
        if wrong := [name for name in request.query_params if name not in known]:
            sentence = f"There is no such parameter. Known here: {', '.join(sorted(known))}."
            raise ValidationError({name: [sentence if known else _NONE] for name in wrong})

    def carried_out(self, handler: Callable[..., HttpResponseBase]) -> HttpResponseBase:
        """The answer of a method, once, on its condition, with the fields that were asked for."""
        request = self.request
        perform = partial(handler, request, *self.args, **self.kwargs)
        if request.method == "POST" and repeating.HEADER in request.headers:
            return repeating.once(request, self.actor, perform=perform, finish=self.finished)
        if request.method in EDITS and hasattr(self, "get"):
            return self._on_condition(handler, perform)
        response = perform()
        if request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK:
            response = self._read_out(response)
        return response

    def _on_condition(
        self, handler: Callable[..., HttpResponseBase], perform: Callable[[], HttpResponseBase]
    ) -> HttpResponseBase:
        """A change, with If-Match only of the version it names."""
        wanted = self.request.headers.get("If-Match")
        if wanted is None or conditions.is_merging(handler):
            response = perform()
        else:
            read = partial(self.get, self.request, *self.args, **self.kwargs)  # type: ignore[attr-defined]
            response = conditions.carry_out(wanted, read=read, change=perform, moving=self.moving)
        if response.status_code == HTTPStatus.OK and is_tagged(type(self)):
            self._with_tag(response)
        return response

    def _read_out(self, response: HttpResponseBase) -> HttpResponseBase:
        """What was read: 304 for a reader who has it, else the fields that were asked for."""
        tag = self._with_tag(response) if is_tagged(type(self)) else ""
        if tag and unchanged(self.request, tag):
            return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        text = self.request.query_params.get("fields")
        return response if text is None else self._with_fields(response, text)

    def _with_tag(self, response: HttpResponseBase) -> str:
        tag = conditions.tag_of(response, self.moving)
        if tag:
            response.headers["ETag"] = tag
        return tag

    def _with_fields(self, response: HttpResponseBase, text: str) -> HttpResponseBase:
        shape = contract_of(type(self), "GET").shape
        wanted = sparse.parse(text)
        if shape is not None and (wrong := sparse.unknown(wanted, shape)):
            raise ValidationError({"fields": [f"There is no field {path}." for path in wrong]})
        data = conditions.content_of(response)
        is_page = isinstance(data, dict) and set(data) == {"next", "previous", "results"}
        rows = {"results": sparse.pick(data["results"], wanted)} if is_page else {}
        answer = {**data, **rows} if is_page else sparse.pick(data, wanted)
        tag = {"ETag": response.headers["ETag"]} if "ETag" in response.headers else None
        return Response(answer, headers=tag)

    @property
    def body_limit(self) -> int:
        """How many bytes the body of this request may have."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0

    def handle_exception(self, exc: Exception) -> Response:
        """The problem; who failed to sign in is counted as well, by address."""
        if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
            try:
                self.check_throttles(self.request)
            except exceptions.Throttled as throttled:
                exc = throttled
        return super().handle_exception(exc)

    def finished(self, response: HttpResponseBase) -> HttpResponseBase:
        """An answer with all its headers, ready to be rendered; twice is once."""
        if self._finished is None or response is not self._finished:
            self._finished = self.finalize_response(
                self.request, response, *self.args, **self.kwargs
            )
        return self._finished

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Answers are the caller's own: neither proxies nor browsers keep them."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "private, no-store")
        if self.standing is not None:
            for name, value in self.standing.headers.items():
                final.headers[name] = value
        return final

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What may be asked of this address, in `Allow`. The rest stands in the schema."""
        allow = ", ".join(self.allowed_methods)
        return Response(status=HTTPStatus.NO_CONTENT, headers={"Allow": allow})

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
        """The revision the client saw (If-Match), None for any. 412 for a tag never given.

        For methods marked with `conditions.merges` only: in any other it would come too late.
        """
        method = getattr(self, str(self.request.method).lower())
        if not conditions.is_merging(method):
            raise TypeError(f"{type(self).__name__}.{method.__name__} is not marked as merging.")
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
