"""Errors of the REST API as RFC 9457 problem documents: one translation for all of them.

Knows the errors of the core and of DRF; no view writes an error of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import DataError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from wellarch.errors import DomainError, Invalid, Stale
from wellarch.pages import status_of
from wellarch.rest.conditions import Changed
from wellarch.rest.etags import etag

CONTENT_TYPE = "application/problem+json"
_RESERVED = frozenset({"type", "title", "status", "code", "detail", "errors"})
# Sentences that DRF words for developers of a browser form.
_CODES: dict[type[Exception], str] = {Http404: "not-found", PermissionDenied: "forbidden"}
_RENAMED = {
    "permission-denied": "forbidden",
    "error": "malformed",
    "parse-error": "malformed",
    "unsupported-media-type": "unsupported-media-type",
}

logger = logging.getLogger("django.request")


class PreconditionFailed(exceptions.APIException):
    """If-Match names a version that this resource never had."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "stale"
    default_detail = "If-Match does not name a version of this resource. Read it again."


class TooLarge(exceptions.APIException):
    """The body is larger than the server reads."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"
    default_detail = "The body of this request is too large."


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: what the core refused, what DRF refused, and what broke."""
    if isinstance(error, OverflowError | DataError):
        # The last wall: a number beyond what a column holds, where no shape names a limit.
        error = Invalid("A value is larger than can be kept.")
    if isinstance(error, DomainError):
        return _domain(error)
    response = exception_handler(error, context)
    if response is None:
        return _broken(context)
    body = _body(response.status_code, _code(error), _sentence(response.data))
    if isinstance(error, exceptions.ValidationError):
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        body = _body(response.status_code, "invalid", "")
        body["errors"] = _flat(response.data)
        body["detail"] = _summary(body["errors"])
    if isinstance(error, Changed):
        body["current"] = error.now
        response.headers["ETag"] = error.tag
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def _domain(error: DomainError) -> Response:
    if isinstance(error, Invalid) and "base_revision" in error.fields:
        # The core's word for the version in If-Match, which is the only way to send one here.
        error = Stale(PreconditionFailed.default_detail)
    # In a browser two versions collide (409); a program said If-Match, and it failed (412).
    is_stale = isinstance(error, Stale)
    status = HTTPStatus.PRECONDITION_FAILED if is_stale else status_of(error)
    body = _body(status, error.code, error.message)
    body |= {key: value for key, value in error.data.items() if key not in _RESERVED}
    if isinstance(error, Invalid):
        body["errors"] = [
            {"path": path, "message": str(message)}
            for path, messages in error.fields.items()
            for message in messages
        ]
    headers = {"ETag": etag(error.data["revision"])} if "revision" in error.data else None
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def _broken(context: dict[str, Any]) -> Response | None:
    """A 500 that is a problem document too; logged and signalled as Django does."""
    if settings.DEBUG:
        return None
    request = context["request"]._request
    got_request_exception.send(sender=type(context["view"]), request=request)
    logger.exception("Internal Server Error: %s", request.path)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    body = _body(status, "internal", "Something went wrong on the server. It was logged.")
    return Response(body, status=status, content_type=CONTENT_TYPE)


def _body(status: int, code: str, detail: str) -> dict[str, Any]:
    # RFC 9457: with "about:blank" the title is the phrase of the status; `code` says the rest.
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
    }


def _code(error: Exception) -> str:
    if not isinstance(error, exceptions.APIException):
        return next((c for kind, c in _CODES.items() if isinstance(error, kind)), "refused")
    if "CSRF" in str(error.detail):
        return "csrf"
    codes = error.get_codes()
    code = codes.replace("_", "-") if isinstance(codes, str) else "invalid"
    return _RENAMED.get(code, code)


def _sentence(data: Any) -> str:
    if isinstance(data, Mapping) and "detail" in data:
        return str(data["detail"])
    return "The request could not be carried out."


def _summary(errors: list[dict[str, str]]) -> str:
    if len(errors) == 1:
        path, message = errors[0]["path"], errors[0]["message"]
        return f"{path}: {message}" if path else message
    return f"{len(errors)} things are not valid; see errors."


def _flat(data: Any, path: str = "") -> list[dict[str, str]]:
    """DRF's nested errors as a list of {path, message}; errors of the whole have path ""."""
    if isinstance(data, Mapping):
        return [
            found
            for key, value in data.items()
            for found in _flat(value, path if key == "non_field_errors" else _join(path, key))
        ]
    if isinstance(data, list):
        if all(not isinstance(item, Mapping | list) for item in data):
            return [{"path": path, "message": str(item)} for item in data]
        return [found for n, value in enumerate(data) for found in _flat(value, _join(path, n))]
    return [{"path": path, "message": str(data)}]


def _join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)
