"""How the API describes itself: security, problems of every operation, tags. OpenAPI 3.1."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.filters import SearchFilter

from wellarch.rest import examples
from wellarch.rest.contract import EDITS, answered, is_tagged

PROBLEM_TYPE = "application/problem+json"
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=(
        "The `ETag` of the version this change is based on. If somebody changed the same "
        "field since, nothing is written and the answer is 412 with what is there now; where "
        "fields merge, other changes do. Without it the change applies to whatever is there."
    ),
)
ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The version of this resource, for If-Match.",
    response=[200],
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="An `ETag` you have: the answer is an empty 304 if nothing changed.",
)


FIELDS = OpenApiParameter(
    "fields",
    str,
    description=(
        "The fields to answer, separated by commas, parts of them with dots: `id,name`, "
        "`id,counts.high`. Of a list, the fields of its rows."
    ),
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=(
        "A word of yours, unique per request, such as a UUID. Sent again within a day with the "
        "same request, the first answer comes again with `Idempotency-Replayed: true` and "
        "nothing is done twice; with another request it is refused (422 "
        "`idempotency-key-reused`)."
    ),
)


class FieldProblem(serializers.Serializer[Any]):
    """One thing that is wrong with the input."""

    path = serializers.CharField(
        help_text="The field, nested ones with dots; a JSON pointer in lens documents."
    )
    message = serializers.CharField(help_text="A sentence for people.")


class Problem(serializers.Serializer[Any]):
    """An error (RFC 9457). Some codes have members of their own beside these."""

    type = serializers.CharField(help_text="`about:blank`: `code` tells errors apart.")
    title = serializers.CharField(help_text="The phrase of the status.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="A stable word for programs, such as `stale`.")
    detail = serializers.CharField(help_text="A sentence for people.")
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


_MEANINGS = {
    400: "The body cannot be read.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "Your role or the scope of your token does not allow this.",
    404: "It does not exist, or not for you.",
    409: "Its state does not allow this; `code` says why.",
    412: "Somebody changed the same field since the version in If-Match.",
    413: "The body is too large.",
    415: "The server does not read bodies of this type.",
    422: "Some values are wrong; `errors` names all of them.",
    429: "Too many requests; `Retry-After` says for how many seconds to wait.",
}

_CODES = {
    400: "malformed",
    401: "not-authenticated",
    403: "forbidden",
    404: "not-found",
    409: "conflict",
    412: "stale",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "throttled",
}


class DescribedSchema(AutoSchema):
    """Adds to each operation the problems it can answer with, and plain names."""

    def get_override_parameters(self) -> list[Any]:
        """Own parameters, and those that every operation of this kind understands."""
        parameters = list(super().get_override_parameters())
        if self.method == "POST" and self.view.permission_classes:
            parameters.append(IDEMPOTENCY_KEY)
        if self.method == "GET" and answered(cast(Any, type(self.view)), "GET") is not None:
            parameters.append(FIELDS)
        if is_tagged(type(self.view)):
            parameters += {
                "GET": [ETAG, IF_NONE_MATCH],
                "DELETE": [IF_MATCH],
            }.get(self.method, [IF_MATCH, ETAG] if self.method in EDITS else [])
        choices = getattr(self.view, "order_choices", ())
        if choices and self._is_list_view():
            enum = [sign + name for name in choices for sign in ("", "-")]
            parameters.append(
                OpenApiParameter("ordering", str, enum=enum, description="The order of the rows.")
            )
        return parameters

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`Workload`, not `WorkloadShape`; `WorkloadRequest`, not `WorkloadBodyRequest`."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.replace("BodyRequest", "Request").removesuffix("Shape").removesuffix("Body")

    def get_filter_backends(self) -> list[Any]:
        """The filters of the view, for reading; also where the list has one page only."""
        if self.method != "GET":
            return []
        needs = (
            (
                DjangoFilterBackend,
                getattr(self.view, "filterset_class", None)
                or getattr(self.view, "filterset_fields", ()),
            ),
            (SearchFilter, getattr(self.view, "search_fields", ())),
        )
        unused = tuple(kind for kind, declared in needs if not declared)
        found = getattr(self.view, "filter_backends", ())
        return [backend for backend in found if not issubclass(backend, unused)]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.method == "GET" and getattr(self.view, "is_list", False)

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for code, body in bodies.items():
            body["description"] = body.get("description") or HTTPStatus(int(code)).phrase
        if "200" in bodies and self.method == "GET" and is_tagged(type(self.view)):
            bodies.setdefault("304", {"description": "Nothing changed since the version you have."})
        for status in self._problem_statuses():
            bodies.setdefault(str(status), self._problem(status))
        return bodies

    def _problem_statuses(self) -> list[int]:
        if not self.view.permission_classes:
            return []
        found = {401, 403, 429}
        parameters = self._get_parameters()
        if "{" in self.path:
            found.add(404)
        if self.method in _UNSAFE:
            found.add(409)
        # A parameter that means nothing here is one that is misspelt.
        found.add(422)
        if self._get_request_body():  # type: ignore[no-untyped-call]
            found |= {400, 413, 415, 422}
        if any(each["name"] == "If-Match" for each in parameters):
            found.add(412)
        return sorted(found | getattr(self.view, "also_refuses", {}).get(self.method, set()))

    def _problem(self, status: int) -> dict[str, Any]:
        component = self.resolve_serializer(Problem, "response")
        return {
            "description": _MEANINGS[status],
            "content": {PROBLEM_TYPE: {"schema": component.ref, "example": _example(status)}},
        }


def _example(status: int) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": _CODES[status],
        "detail": _MEANINGS[status],
    }
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        shown["errors"] = [{"path": "name", "message": "Use at least 3 letters."}]
    return shown


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A bearer token."""

    target_class = "wellarch.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "wa_…",
            "description": "A token made under Account → Tokens or by `manage.py token create`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a signed-in browser."""

    target_class = "wellarch.rest.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The security scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of a browser; changes need the CSRF token as well.",
        }


def with_examples(
    result: dict[str, Any], generator: object, request: object, public: bool
) -> dict[str, Any]:
    """spectacular's very last step: every body has an example."""
    examples.fill(result)
    return result


def without_database_limits(
    result: dict[str, Any], generator: object, request: object, public: bool
) -> dict[str, Any]:
    """spectacular's last step but one: forget the integer ranges of the database it runs on.

    SQLite and PostgreSQL differ in them, and neither is a promise of the API. Also says plainly
    that what may be anything may be null.
    """
    _forget_limits(result)
    return result


_BLANK = {"type": "string", "maxLength": 0}
_DATABASE_LIMITS = frozenset({2**15 - 1, 2**31 - 1, 2**63 - 1})


def _forget_limits(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("oneOf") == [{}, {"type": "null"}]:
            del part["oneOf"]  # anything, which null is one of
        if _BLANK in part.get("oneOf", ()):
            part["anyOf"] = part.pop("oneOf")  # not every checker knows that "" is no address
        is_number = part.get("type") in ("integer", ["integer", "null"])
        if is_number and part.get("maximum") in _DATABASE_LIMITS:
            del part["maximum"]
            part.pop("format", None)
        for value in part.values():
            _forget_limits(value)
    elif isinstance(part, list):
        for value in part:
            _forget_limits(value)
