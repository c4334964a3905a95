"""Errors of the REST API as RFC 9457 problem documents: one translation for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from wellarch.errors import DomainError, Invalid
from wellarch.pages import status_of

CONTENT_TYPE = "application/problem+json"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: what the core refused, and what DRF itself refused."""
    if isinstance(error, DomainError):
        return _domain(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    body = _body(response.status_code, _code(error), _sentence(response.data))
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = _flat(response.data)
        body["detail"] = "Some fields are not valid."
    return Response(
        body,
        status=response.status_code,
        headers=dict(response.items()),
        content_type=CONTENT_TYPE,
    )


def _domain(error: DomainError) -> Response:
    status = status_of(error)
    body = _body(status, error.code, error.message)
    body.update(error.data)
    if isinstance(error, Invalid):
        body["errors"] = [
            {"path": path, "message": message}
            for path, messages in error.fields.items()
            for message in messages
        ]
    return Response(body, status=status, content_type=CONTENT_TYPE)


def _body(status: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"/api/v1/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
    }


def _code(error: Exception) -> str:
    codes = error.get_codes() if isinstance(error, exceptions.APIException) else "not_found"
    return codes.replace("_", "-") if isinstance(codes, str) else "invalid"


def _sentence(data: Any) -> str:
    if isinstance(data, Mapping) and "detail" in data:
        return str(data["detail"])
    return "The request could not be carried out."


def _flat(data: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(data, Mapping):
        return [e for key, value in data.items() for e in _flat(value, f"{path}.{key}".lstrip("."))]
    if isinstance(data, list):
        if all(not isinstance(item, Mapping | list) for item in data):
            return [{"path": path, "message": str(item)} for item in data]
        return [e for n, value in enumerate(data) for e in _flat(value, f"{path}.{n}".lstrip("."))]
    return [{"path": path, "message": str(data)}]
