"""A program written against the stored description goes on working."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from tests.contracts.breaking_changes import REASONS
from tests.contracts.compatibility import compare
from tests.contracts.house import ROOT
from tests.rest.described import schema as described

STORED = ROOT / "tests" / "contracts" / "openapi.yaml"

OLD: dict[str, Any] = {
    "paths": {
        "/things/": {
            "post": {
                "operationId": "things_create",
                "parameters": [{"in": "query", "name": "dry", "schema": {"type": "boolean"}}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/c/ThingRequest"}}}
                },
                "responses": {
                    "201": {
                        "content": {"application/json": {"schema": {"$ref": "#/c/Thing"}}},
                        "headers": {"Location": {}},
                    },
                    "422": {},
                },
            },
            "get": {"operationId": "things_list", "responses": {"204": {}}},
        }
    },
    "components": {
        "schemas": {
            "ThingRequest": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 100},
                    "kind": {"type": "string", "enum": ["a", "b"]},
                    "size": {"type": ["integer", "null"], "minimum": 0},
                },
            },
            "Thing": {
                "type": "object",
                "required": ["name", "kind"],
                "properties": {
                    "name": {"type": "string"},
                    "kind": {"type": "string", "enum": ["a", "b"]},
                    "inside": {"type": "array", "items": {"$ref": "#/c/Thing"}},
                },
            },
        }
    },
}
_ASKED = ("components", "schemas", "ThingRequest")
_GIVEN = ("components", "schemas", "Thing")
_POST = ("paths", "/things/", "post")
_GONE = object()


def changed(path: tuple[Any, ...], value: Any) -> list[tuple[str, bool]]:
    """(what, is it breaking) of the changes, after one value of OLD is another."""
    new = copy.deepcopy(OLD)
    place: Any = new
    for step in path[:-1]:
        place = place[step]
    if value is _GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return [(change.what, change.is_breaking) for change in compare(OLD, new)]


def test_what_is_the_same_is_no_change():
    assert compare(OLD, copy.deepcopy(OLD)) == []


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("paths", "/things/", "get"), _GONE, "removed"),
        ((*_POST, "operationId"), "make", "operationId was things_create"),
        ((*_POST, "parameters"), [], "parameter removed"),
        ((*_POST, "parameters", 0, "required"), True, "parameter became required"),
        ((*_POST, "parameters", 0, "schema"), {"type": "string"}, "type narrowed: boolean"),
        ((*_POST, "responses", "201"), _GONE, "answer removed"),
        ((*_POST, "responses", "201", "headers"), {}, "removed"),
        ((*_POST, "requestBody", "required"), True, "body became required"),
        ((*_ASKED, "required"), ["name", "kind"], "became required"),
        ((*_ASKED, "properties", "size"), _GONE, "field removed"),
        ((*_ASKED, "properties", "size", "type"), "integer", "type narrowed: null"),
        ((*_ASKED, "properties", "size", "minimum"), 1, "minimum is 1 now"),
        ((*_ASKED, "properties", "name", "maxLength"), 50, "maxLength is 50 now"),
        ((*_ASKED, "properties", "name", "pattern"), "^a", "another pattern"),
        ((*_ASKED, "properties", "name", "format"), "email", "format narrowed: email"),
        ((*_ASKED, "properties", "kind", "enum"), ["a"], "value narrowed: b"),
        ((*_GIVEN, "properties", "name"), _GONE, "field removed"),
        ((*_GIVEN, "properties", "name", "type"), ["string", "null"], "type widened: null"),
        ((*_GIVEN, "properties", "name", "type"), "integer", "type widened: integer"),
        ((*_GIVEN, "required"), ["name"], "is no longer always there"),
    ],
)
def test_what_a_program_could_notice_is_breaking(path, value, what):
    assert (what, True) in changed(path, value)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("paths", "/more/"), {"get": {"operationId": "m", "responses": {}}}, "added"),
        ((*_POST, "responses", "422"), _GONE, "answer removed"),
        ((*_POST, "responses", "429"), {}, "answer added"),
        ((*_ASKED, "required"), [], None),
        ((*_ASKED, "properties", "more"), {"type": "string"}, "field added"),
        ((*_ASKED, "properties", "name", "maxLength"), 200, None),
        ((*_ASKED, "properties", "kind", "enum"), ["a", "b", "c"], "value widened: c"),
        ((*_GIVEN, "properties", "more"), {"type": "string"}, "field added"),
        ((*_GIVEN, "properties", "kind", "enum"), ["a", "b", "c"], "value widened: c"),
        ((*_GIVEN, "required"), ["name", "kind", "inside"], None),
        ((*_GIVEN, "description"), "Other words.", None),
    ],
)
def test_an_addition_breaks_nobody(path, value, what):
    found = changed(path, value)
    assert [each for each in found if each[1]] == []
    assert what is None or (what, False) in found


def test_a_shape_may_get_another_name():
    new = copy.deepcopy(OLD)
    new["components"]["schemas"]["Item"] = new["components"]["schemas"].pop("Thing")
    new["components"]["schemas"]["Item"]["properties"]["inside"]["items"] = {"$ref": "#/c/Item"}
    answer = new["paths"]["/things/"]["post"]["responses"]["201"]["content"]
    answer["application/json"]["schema"] = {"$ref": "#/c/Item"}
    assert compare(OLD, new) == []


def test_no_program_written_against_the_stored_schema_breaks():
    stored = yaml.safe_load(STORED.read_text(encoding="utf-8"))
    breaking = [str(change) for change in compare(stored, described()) if change.is_breaking]
    unexplained = [each for each in breaking if each not in REASONS]
    assert not unexplained, "\n".join(
        [
            "These changes break programs. Make them otherwise, or give each its reason in",
            "tests/contracts/breaking_changes.py:",
            *unexplained,
        ]
    )
    assert not REASONS.keys() - set(breaking), "These reasons explain nothing any more."
