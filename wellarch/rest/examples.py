"""Examples for every body in the API's description, made of the shapes themselves.

An example that a view gives stays; where there is none, one is made: of the field's own
example, default, choices and help ("such as `…`"), else of its name and type. What is made is
always valid, because it is made of nothing but what the shape allows. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

_SUCH_AS = re.compile(r"[Ss]uch as `([^`]+)`")
_DEPTH = 6
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_MOMENT = "2026-11-21T09:30:00Z"
_UUID = "7b3c1f0e-52a4-4a2a-9d0a-3f8f6f0c9c11"
_FORMATS = {
    "date-time": _MOMENT,
    "date": "2026-11-21",
    "time": "09:30:00",
    "duration": "01:30:00",
    "uuid": _UUID,
    "email": "ada@northwind.example",
    "uri": "https://reviews.example.com/api/v1/",
    "byte": "eyJuYW1lIjoiQ2hlY2tvdXQifQ==",
    "decimal": "99.9",
    "binary": "…",
}
# By the name of a field, the way people of the demo speak; the first that fits is taken.
_WORDS: dict[str, tuple[str, ...]] = {
    "name": ("Checkout",),
    "alias": ("wellarchitected",),
    "lens": ("wellarchitected",),
    "title": ("How do you securely operate your workload?",),
    "description": ("Takes orders and payments.",),
    "notes": ("Looked at with the platform team.",),
    "note": ("Done by the bank.",),
    "pillar": ("security",),
    "question": ("securely-operate",),
    "code": ("SEC 1",),
    "version": ("1.0",),
    "slug": ("northwind",),
    "team": ("Payments",),
    "owner": ("Ben Okafor",),
    "created_by": ("Ada Lindqvist",),
    "changed_by": ("Ada Lindqvist",),
    "by": ("Ada Lindqvist",),
    "review_owner": ("platform@northwind.example",),
    "regions": ("eu-central-1",),
    "account_ids": ("123456789012",),
    "time_zone": ("Europe/Berlin",),
    "path": ("name",),
    "message": ("Use at least 3 letters.",),
    "digest": ("9f86d081884c7d65",),
    "step": ("Drawing the charts",),
}
# For what has a pattern and no telling name.
_PLAIN = ("text", "small", "1", "99.9", "1.5", "A", "a-1", "2026", "123456789012", "#336699")
_NUMBERS = {"progress": 40, "status": 200, "number": 1, "revision": 3, "count": 3, "total": 59}


def fill(document: Schema) -> None:
    """Give every body in an OpenAPI document that has no example one."""
    shapes = document.get("components", {}).get("schemas", {})
    for content, is_request in _bodies(document):
        if "example" not in content and not content.get("examples") and content.get("schema"):
            content["example"] = sample(content["schema"], shapes, is_request=is_request)


def sample(
    schema: Schema, shapes: Mapping[str, Schema], *, name: str = "", is_request: bool = False
) -> Any:
    """A value that this schema allows. shapes: the components it may refer to.

    name: of the field it is the value of. is_request: only what has to be sent, or the first
    two fields where nothing has to.
    """
    return _sample(schema, shapes, name, is_request, 0)


def _bodies(document: Schema) -> Iterator[tuple[Schema, bool]]:
    for item in document["paths"].values():
        for method, operation in item.items():
            if method not in _METHODS:
                continue
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield content, True
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    yield content, False


def _sample(
    schema: Schema, shapes: Mapping[str, Schema], name: str, is_request: bool, depth: int
) -> Any:
    for key in ("example", "const", "default"):
        # An empty default tells a reader nothing of what may stand there.
        if key in schema and (key != "default" or schema[key]):
            return schema[key]
    if isinstance(schema.get("examples"), list) and schema["examples"]:
        return schema["examples"][0]
    if "$ref" in schema:
        inner = shapes[schema["$ref"].rpartition("/")[2]]
        return _sample(inner, shapes, name, is_request, depth + 1)
    if "enum" in schema:
        return next((value for value in schema["enum"] if value not in ("", None)), "")
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return _sample(_telling(schema[key]), shapes, name, is_request, depth)
    if "allOf" in schema:
        parts = [_sample(each, shapes, name, is_request, depth) for each in schema["allOf"]]
        if all(isinstance(part, dict) for part in parts):
            return {key: value for part in parts for key, value in part.items()}
        return parts[0]
    return _of_type(schema, shapes, name, is_request, depth)


def _telling(choices: list[Schema]) -> Schema:
    """The choice that says most: null and empty ones only when there is nothing else."""
    plain = [each for each in choices if each.get("type") != "null" and each]
    blank = [each for each in plain if not each.get("$ref", "").endswith(("/BlankEnum", "/Null"))]
    return (blank or plain or choices)[0]


def _of_type(
    schema: Schema, shapes: Mapping[str, Schema], name: str, is_request: bool, depth: int
) -> Any:
    kinds = schema.get("type", "object" if "properties" in schema else None)
    kind = next((each for each in kinds if each != "null"), "null") if isinstance(
        kinds, list
    ) else kinds  # fmt: skip
    if kind == "object":
        return _object(schema, shapes, is_request, depth)
    if kind == "array":
        return _array(schema, shapes, name, is_request, depth)
    if kind == "string":
        return _text(schema, name)
    if kind in ("integer", "number"):
        return _number(schema, name)
    return {"boolean": True, "null": None}.get(str(kind), {})


def _object(
    schema: Schema, shapes: Mapping[str, Schema], is_request: bool, depth: int
) -> dict[str, Any]:
    fields: dict[str, Schema] = schema.get("properties", {})
    required = schema.get("required", [])
    chosen = list(fields)
    if is_request:
        chosen = [name for name in fields if name in required] or list(fields)[:2]
    if depth > _DEPTH:
        chosen = [name for name in fields if name in required]
    found = {
        name: _sample(fields[name], shapes, name, is_request, depth + 1)
        for name in chosen
        if not (is_request and fields[name].get("readOnly"))
    }
    more = schema.get("additionalProperties")
    if not fields and isinstance(more, dict) and depth <= _DEPTH:
        found["team"] = _sample(more, shapes, "", is_request, depth + 1)
    return found


def _array(
    schema: Schema, shapes: Mapping[str, Schema], name: str, is_request: bool, depth: int
) -> list[Any]:
    least = int(schema.get("minItems", 0))
    if depth > _DEPTH and not least:
        return []
    item = _sample(schema.get("items", {}), shapes, name, is_request, depth + 1)
    return [item] * max(least, 1 if schema.get("maxItems", 1) else 0)


def _text(schema: Schema, name: str) -> str:
    if told := _FORMATS.get(schema.get("format", "")):
        return told
    such = _SUCH_AS.findall(schema.get("description", ""))
    return next((each for each in (*such, *_WORDS.get(name, ()), *_PLAIN) if _fits(each, schema)),
                _padded(schema))  # fmt: skip


def _fits(text: str, schema: Schema) -> bool:
    if not int(schema.get("minLength", 0)) <= len(text) <= int(schema.get("maxLength", 10**9)):
        return False
    pattern = schema.get("pattern")
    return pattern is None or bool(re.search(pattern.replace(r"\Z", "$"), text))


def _padded(schema: Schema) -> str:
    least = int(schema.get("minLength", 0))
    return ("text" * (least // 4 + 1))[: max(least, min(4, int(schema.get("maxLength", 4))))]


def _number(schema: Schema, name: str) -> float:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    value = _NUMBERS.get(name, 7)
    if least is not None and value < least:
        value = int(least) + (1 if "exclusiveMinimum" in schema else 0)
    if most is not None and value > most:
        value = int(most) - (1 if "exclusiveMaximum" in schema else 0)
    return value
