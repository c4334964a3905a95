"""Answers held against the model, more strictly than any client does."""

from __future__ import annotations

import json
import uuid
from typing import Any

from botocore.model import Shape

from reviews.aws import model, validation

# Texts the reference itself gives in full, longer than its own model says (it was measured):
# no test may hold them against the model's length.
LONGER_THAN_SAID = frozenset(
    {
        "ChoiceContentDisplayText",
        "ChoiceDescription",
        "ChoiceTitle",
        "DisplayText",
        "LensDescription",
        "ProfileDescription",
        "QuestionDescription",
        "QuestionTitle",
    }
)


def require(operation: str, response: Any) -> None:
    """AssertionError when an answer is not what the model says of this operation."""
    assert response["Content-Type"] == "application/json"
    assert uuid.UUID(response["x-amzn-RequestId"])
    code = response.headers.get("x-amzn-ErrorType")
    if code:
        return _require_error(code, response)
    assert response.status_code == model.operations()[operation].http["responseCode"]
    found = problems_of(operation, response)
    assert not found, found
    return None


def problems_of(operation: str, response: Any) -> list[str]:
    """Where the body of a good answer is not what the model says of this operation."""
    shape = model.operations()[operation].output_shape
    if shape is None:
        return ["there is a body"] if response.content else []
    return problems(shape, json.loads(response.content), operation)


def _require_error(code: str, response: Any) -> None:
    data = json.loads(response.content)
    assert data["Message"]
    shape = model.errors().get(code)
    if shape is None:
        assert set(data) == {"Message"}
        return
    assert response.status_code == shape.metadata["error"]["httpStatusCode"]
    found = problems(shape, data, code)
    assert not found, found


def problems(shape: Shape, value: Any, path: str) -> list[str]:
    """Where a value is not of its shape: members, types, enumerations, lengths, patterns."""
    return list(_CHECKS[shape.type_name](shape, value, path))


def _structure(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no object"
        return
    for name in set(value) - set(shape.members):
        yield f"{path}: {name} is unknown"
    for name in set(shape.required_members) - set(value):
        yield f"{path}: {name} is missing"
    for name in set(shape.members) & set(value):
        yield from problems(shape.members[name], value[name], f"{path}.{name}")


def _list(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, list):
        yield f"{path}: {value!r} is no list"
        return
    yield from _length(shape, value, path)
    for n, item in enumerate(value):
        yield from problems(shape.member, item, f"{path}[{n}]")


def _map(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no map"
        return
    yield from _length(shape, value, path)
    for name, item in value.items():
        yield from problems(shape.key, name, f"{path}.{name}")
        yield from problems(shape.value, item, f"{path}.{name}")


def _string(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, str):
        yield f"{path}: {value!r} is no string"
        return
    if shape.name not in LONGER_THAN_SAID:
        yield from _length(shape, value, path)
    if shape.enum and value not in shape.enum:
        yield f"{path}: {value!r} is not in {shape.enum}"
    java = shape.metadata.get("pattern")
    if java and not validation.pattern(java).fullmatch(value):
        yield f"{path}: {value!r} does not fit {java}"


def _length(shape: Any, value: Any, path: str) -> Any:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    if len(value) < low or (high is not None and len(value) > high):
        yield f"{path}: length {len(value)} is not within {low} and {high} ({shape.name})"


def _integer(shape: Any, value: Any, path: str) -> Any:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{path}: {value!r} is no integer"
    elif (low is not None and value < low) or (high is not None and value > high):
        yield f"{path}: {value} is not within {low} and {high}"


def _boolean(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, bool):
        yield f"{path}: {value!r} is no boolean"


def _timestamp(shape: Any, value: Any, path: str) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e10:
        yield f"{path}: {value!r} are no seconds since 1970"


_CHECKS = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "timestamp": _timestamp,
}
