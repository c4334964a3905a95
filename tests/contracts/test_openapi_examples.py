"""Every operation is shown by example, and every example is one that would work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.rest.described import schema as described
from wellarch.rest.examples import sample

_JSON = ("application/json", "application/problem+json")
_PROBLEMS = {"400", "401", "403", "404", "409", "412", "422", "429"}


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(where, media type, content) of every body in the description."""
    for path, item in described()["paths"].items():
        for method, operation in item.items():
            where = f"{method.upper()} {path}"
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{where} request", media, content
            for status, answer in operation["responses"].items():
                for media, content in answer.get("content", {}).items():
                    yield f"{where} {status}", media, content


def examples_of(content: dict[str, Any]) -> list[Any]:
    """The values of all examples of a body."""
    found = [each["value"] for each in content.get("examples", {}).values()]
    return [*found, content["example"]] if "example" in content else found


def test_every_body_has_an_example():
    without = [where for where, _media, content in bodies() if not examples_of(content)]
    assert not without


def test_every_refusal_has_an_example():
    shown = {where for where, _media, content in bodies() if examples_of(content)}
    without = [
        f"{method.upper()} {path} {status}"
        for path, item in described()["paths"].items()
        for method, operation in item.items()
        for status in _PROBLEMS & set(operation["responses"])
        if f"{method.upper()} {path} {status}" not in shown
    ]
    assert not without


def test_every_example_is_what_its_schema_allows():
    wrong = []
    checked = 0
    for where, media, content in bodies():
        if media not in _JSON:
            continue
        rules = {**content["schema"], "components": described()["components"]}
        validator = Draft202012Validator(rules, format_checker=FormatChecker())
        for value in examples_of(content):
            checked += 1
            wrong += [
                f"{where} {list(error.absolute_path)}: {error.message[:200]}"
                for error in validator.iter_errors(value)
            ]
    assert not wrong, "\n".join(wrong)
    assert checked > 1000  # or it no longer finds what it looks for


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "example": "mine"}, "mine"),
        ({"type": "string", "default": "usual"}, "usual"),
        ({"type": "string", "default": "", "description": "Such as `eu-1`."}, "eu-1"),
        ({"type": "string", "enum": ["", "a", "b"]}, "a"),
        ({"type": ["string", "null"], "format": "date"}, "2026-11-21"),
        ({"type": "string", "maxLength": 2, "description": "Such as `abc`."}, "1"),
        ({"type": "string", "pattern": r"^\d{12}$"}, "123456789012"),
        ({"type": "string", "minLength": 6}, "123456789012"),
        ({"type": "integer", "minimum": 20}, 20),
        ({"type": "integer", "exclusiveMinimum": 20}, 21),
        ({"type": "integer", "maximum": 2}, 2),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 2}, [True, True]),
        ({"oneOf": [{"type": "null"}, {"type": "boolean"}]}, True),
        ({"$ref": "#/components/schemas/A"}, {"a": 7}),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"team": 7}),
        ({}, {}),
    ],
)
def test_an_example_is_made_of_what_the_shape_says(schema, value):
    shapes = {"A": {"type": "object", "properties": {"a": {"type": "integer"}}}}
    assert sample(schema, shapes) == value


def test_a_request_shows_what_has_to_be_sent():
    fields = {name: {"type": "boolean"} for name in "abc"}
    shape = {"type": "object", "properties": fields, "required": ["b"]}
    assert sample(shape, {}, is_request=True) == {"b": True}
    del shape["required"]
    assert sample(shape, {}, is_request=True) == {"a": True, "b": True}


def test_a_shape_inside_itself_comes_to_an_end():
    tree = {"type": "object", "properties": {"inside": {"type": "array", "items": {}}}}
    tree["properties"]["inside"]["items"] = {"$ref": "#/components/schemas/Tree"}
    shown = sample(tree, {"Tree": tree})
    Draft202012Validator({**tree, "components": {"schemas": {"Tree": tree}}}).validate(shown)
