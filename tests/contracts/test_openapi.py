"""The REST API is described, validly, and does not change by accident."""

from __future__ import annotations

import difflib
import inspect
from typing import Any

import pytest
import yaml
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema
from openapi_spec_validator import validate

from tests.contracts.house import ROOT

STORED = ROOT / "tests" / "contracts" / "openapi.yaml"
REFRESH = f".venv/bin/python manage.py spectacular --file {STORED.relative_to(ROOT)}"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
    ]


def test_the_schema_is_the_stored_one(schema):
    now = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    stored = STORED.read_text(encoding="utf-8") if STORED.exists() else ""
    changed = list(
        difflib.unified_diff(stored.splitlines(), now.splitlines(), "stored", "now", lineterm="")
    )
    assert now == stored, "\n".join(
        [
            "The REST API is described differently now. If that is meant, and breaks no client,",
            f"store it: {REFRESH}",
            *changed[:60],
        ]
    )


def test_the_schema_is_valid_openapi(schema):
    assert schema["openapi"] == "3.1.0"
    plain = yaml.safe_load(
        yaml.safe_dump(yaml.safe_load(OpenApiYamlRenderer().render(schema, None, {})))
    )
    validate(plain)
    validate_schema(schema)


def test_every_operation_says_what_it_does_and_is_named_once(schema):
    names = [operation["operationId"] for _where, operation in operations(schema)]
    assert sorted(names) == sorted(set(names))
    silent = [
        where
        for where, operation in operations(schema)
        if not (operation.get("summary") and operation.get("description") and operation.get("tags"))
    ]
    assert not silent


def test_every_operation_that_reads_if_match_says_so(schema):
    """What asks for the version that was seen can refuse with 412, and programs have to know."""
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    reading = [
        (path, method)
        for path, _regex, method, view in generator.endpoints
        if "base_revision()" in inspect.getsource(getattr(view.cls, method.lower()))
    ]
    assert len(reading) > 10
    silent = [
        f"{method} {path}"
        for path, method in reading
        if "412" not in schema["paths"][path][method.lower()]["responses"]
    ]
    assert not silent


def test_every_operation_describes_its_refusals(schema):
    missing = []
    for where, operation in operations(schema):
        if not operation.get("security"):
            continue
        wanted = {"401", "403"}
        wanted |= {"404"} if "{" in where else set()
        wanted |= {"400", "415", "422"} if "requestBody" in operation else set()
        missing += [f"{where}: {code}" for code in sorted(wanted - set(operation["responses"]))]
    assert not missing


def test_every_answer_with_a_body_has_a_shape(schema):
    shapeless = [
        f"{where} {status} {media}"
        for where, operation in operations(schema)
        for status, answer in operation["responses"].items()
        for media, content in answer.get("content", {}).items()
        if not content.get("schema")
    ]
    assert not shapeless


def test_only_the_index_is_open_to_everybody(schema):
    public = [where for where, operation in operations(schema) if not operation.get("security")]
    assert public == ["GET /api/v1/"]
