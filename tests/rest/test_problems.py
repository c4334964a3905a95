"""Whatever goes wrong is a problem document."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from reviews.services import workloads
from tests.rest.described import PROBLEM, problem

WORKLOADS = "/api/v1/workloads/"


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/workloads/not-an-id/", "/api/v1/nothing"],
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_leads_nowhere_is_a_problem(db, method, path):
    response = getattr(APIClient(), method)(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == PROBLEM
    assert response.json()["code"] == "not-found"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_missing_slash_is_forgiven_and_keeps_the_method(db, method):
    response = getattr(APIClient(), method)("/api/v1/workloads?page_size=2")
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/workloads/?page_size=2"


def test_a_method_that_is_not_there_is_named(api_of, cast):
    response = api_of(cast.ada).put(WORKLOADS, {})
    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")
    assert "POST" in response.headers["Allow"]


def test_a_body_of_another_type_is_415(api_of, cast):
    response = api_of(cast.ada).post(WORKLOADS, "name=x", content_type="text/csv")
    problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"name": NaN}',
        b'{"name": "a\\u0000b"}',
        b'{"name": "\\ud800"}',
        b'{"tags": {"\\udc00": "x"}}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_cannot_be_kept_is_400(api_of, cast, body):
    response = api_of(cast.ada).post(WORKLOADS, body, content_type="application/json")
    problem(response, 400, "malformed")


@pytest.mark.parametrize("levels", [101, 300, 900])
@pytest.mark.parametrize("text", [b"x", b"\\u00e9"], ids=["plain", "escaped"])
def test_what_is_nested_further_than_any_layer_can_walk_is_400(api_of, cast, levels, text):
    """Parsed, it would break whatever walks it: the search for NULs, the log, the database."""
    deep = b"[" * levels + b'"' + text + b'"' + b"]" * levels
    body = b'{"name": "Checkout", "tags": ' + deep + b"}"
    response = api_of(cast.ada).post(WORKLOADS, body, content_type="application/json")
    problem(response, 400, "malformed")


def test_escapes_that_are_characters_are_welcome(api_of, cast):
    body = b'{"name": "Caf\\u00e9 \\ud83d\\ude80", "description": "\\\\u0000"}'
    response = api_of(cast.ada).post(WORKLOADS, body, content_type="application/json")
    assert response.json()["name"] == "Café 🚀"
    assert response.json()["description"] == "\\u0000"


def test_a_body_that_is_too_large_is_not_read(api_of, cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(api_of(cast.ada).post(WORKLOADS, {"name": "x" * 200}), 413, "too-large")


@pytest.mark.parametrize("body", [[], "text", 1, None])
def test_a_body_that_is_no_object_is_422(api_of, cast, body):
    problem(api_of(cast.ada).post(WORKLOADS, body), 422, "invalid")


def test_all_wrong_fields_are_named_at_once(api_of, cast):
    body = {"nmae": "x", "environment": "moon", "regions": "eu", "tags": {"a": []}}
    found = problem(api_of(cast.ada).post(WORKLOADS, body), 422, "invalid")
    paths = {error["path"] for error in found["errors"]}
    assert paths == {"name", "nmae", "environment", "regions", "tags.a"}


def test_rules_of_the_core_name_their_fields_too(api_of, cast, workload):
    body = {"name": workload.name.upper(), "account_ids": ["?"]}
    found = problem(api_of(cast.ada).post(WORKLOADS, body), 422, "invalid")
    assert {error["path"] for error in found["errors"]} == {"name", "account_ids"}


def test_what_breaks_inside_is_logged_and_a_problem(api_of, cast, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("out of order")

    monkeypatch.setattr(workloads, "create", broken)
    api = api_of(cast.ada)
    api.raise_request_exception = False
    response = api.post(WORKLOADS, {"name": "Checkout"})
    assert response.status_code == 500
    assert response.headers["Content-Type"] == PROBLEM
    assert response.json()["code"] == "internal"
    assert "out of order" not in response.content.decode()
    assert "out of order" in caplog.text


@pytest.mark.parametrize("kind", ["application/json", "application/yaml", "text/plain"])
def test_a_body_larger_than_a_server_should_read_is_refused(api_of, cast, settings, kind):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = b'{"document": "' + b"x" * 1000 + b'"}'
    answer = api_of(cast.ben).post("/api/v1/lenses/", body, content_type=kind)
    problem(answer, 413, "too-large")
