"""A request into the members of an operation's input: path, query and JSON body (rest-json)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn
from urllib.parse import unquote

from botocore.model import OperationModel, Shape, StructureShape

from reviews.aws import validation
from reviews.aws.errors import NotValid

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS = {"true": True, "false": False}
_LEVELS = 100  # far below where Python stops to recurse


@dataclass(frozen=True)
class _Places:
    """Member → its name in the path, the query or the body."""

    path: dict[str, str]
    query: dict[str, str]
    body: dict[str, str]


def parse(
    operation: OperationModel, labels: Mapping[str, str], query: str, body: bytes
) -> dict[str, Any]:
    """The input of an operation, valid for the model. Raises NotValid with all that is wrong."""
    shape = operation.input_shape
    if shape is None:
        return {}
    places = _places(shape)
    given: dict[str, Any] = {
        member: _from_text(shape.members[member], [labels[name]])
        for member, name in places.path.items()
    }
    sent = _query(query)
    for member, name in places.query.items():
        if name in sent:
            given[member] = _from_text(shape.members[member], sent[name])
    if places.body:
        data = _json(body)
        given |= {m: data[name] for m, name in places.body.items() if data.get(name) is not None}
    validation.require(shape, given)
    return {member: _pruned(shape.members[member], value) for member, value in given.items()}


@cache
def _places(shape: StructureShape) -> _Places:
    places = _Places({}, {}, {})
    rooms = {"uri": places.path, "querystring": places.query, None: places.body}
    for member, inner in shape.members.items():
        room = rooms[inner.serialization.get("location")]
        room[member] = inner.serialization.get("name", member)
    return places


def _query(text: str) -> dict[str, list[str]]:
    """Name → values. A plus sign is one: AWS clients write a blank as %20."""
    found: dict[str, list[str]] = {}
    for part in text.split("&"):
        if part:
            name, _equals, value = part.partition("=")
            found.setdefault(unquote(name), []).append(unquote(value))
    return found


def _from_text(shape: Shape, values: list[str]) -> Any:
    """What the text stands for; left as it is when it cannot, for the check to refuse."""
    if shape.type_name == "list":
        return values
    text = values[-1]
    if shape.type_name == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if shape.type_name == "boolean":
        return _BOOLEANS.get(text, text)
    return text


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        data = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _unreadable("The body is not valid JSON.") from error
    if not isinstance(data, dict):
        raise _unreadable("The body has to be a JSON object.")
    return data


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _unreadable(message: str) -> NotValid:
    return NotValid(message, reason="CANNOT_PARSE")


def _pruned(shape: Shape, value: Any) -> Any:
    """Without the members the model does not know and those that are null."""
    if shape.type_name == "structure":
        return {
            name: _pruned(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if shape.type_name == "list":
        return [_pruned(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {name: _pruned(shape.value, item) for name, item in value.items()}
    return value
