"""Answers of the API held against what the API says of itself."""

from __future__ import annotations

import functools
import re
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker
from rest_framework.response import Response

PROBLEM = "application/problem+json"


@functools.cache
def schema() -> dict[str, Any]:
    """The OpenAPI document, made once per process."""
    return SchemaGenerator().get_schema(request=None, public=True)


def _operation(method: str, path: str) -> tuple[str, dict[str, Any]]:
    found = [
        (template, item[method])
        for template, item in schema()["paths"].items()
        if method in item and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), path)
    ]
    assert found, f"{method.upper()} {path} is not described"
    return min(found, key=lambda pair: pair[0].count("{"))


def check(response: Response) -> Any:
    """The JSON of a response, once it is what its operation promises. Returns it."""
    asked = response.wsgi_request
    template, operation = _operation(asked.method.lower(), asked.path)
    where = f"{asked.method} {template} {response.status_code}"
    promised = operation["responses"].get(str(response.status_code))
    assert promised is not None, f"{where} is not described"
    if response.status_code in (204, 304):
        assert not response.content
        return None
    media = response.headers["Content-Type"].partition(";")[0]
    assert media in promised.get("content", {}), f"{where} answers {media}"
    if media not in ("application/json", PROBLEM):
        return response.content
    body = response.json()
    checker = Draft202012Validator(
        {**promised["content"][media]["schema"], "components": schema()["components"]},
        format_checker=FormatChecker(),
    )
    wrong = [f"{where} {list(e.absolute_path)}: {e.message}" for e in checker.iter_errors(body)]
    assert not wrong, "\n".join(wrong)
    return body


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, described, of this status and code."""
    assert response.status_code == status, response.content.decode()
    body = check(response)
    assert response.headers["Content-Type"] == PROBLEM
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank"), body
    assert body["detail"]
    return body
