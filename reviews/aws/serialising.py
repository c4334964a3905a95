"""What a handler gives, as JSON of the output's shape (rest-json). Knows no operation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import Shape


class NotInShape(TypeError):
    """A handler gave what the model does not know: an error of ours, never of the caller."""


def body(shape: Shape | None, result: Mapping[str, Any] | None) -> str:
    """The JSON of an answer; empty for an operation without an output.

    Members that are None are left out. Raises NotInShape for what the shape does not hold.
    """
    if shape is None:
        return ""
    return json.dumps(_plain(shape, result or {}, shape.name), ensure_ascii=False)


def _plain(shape: Shape, value: Any, path: str) -> Any:
    kind = shape.type_name
    if kind == "structure":
        if unknown := set(value) - set(shape.members):
            raise NotInShape(f"{path} has no {', '.join(sorted(unknown))}")
        return {
            name: _plain(shape.members[name], item, f"{path}.{name}")
            for name, item in value.items()
            if item is not None
        }
    if kind == "list":
        return [_plain(shape.member, item, f"{path}[{n}]") for n, item in enumerate(value)]
    if kind == "map":
        return {
            str(name): _plain(shape.value, item, f"{path}.{name}")
            for name, item in value.items()
            if item is not None
        }
    if kind == "timestamp":
        return _epoch(value)
    return _scalar(kind, value, path)


def _scalar(kind: str, value: Any, path: str) -> Any:
    if kind == "string":
        return str(value)
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise NotInShape(f"{path}: {value!r} is no {kind}")


def _epoch(moment: datetime) -> float | int:
    """Seconds since 1970, with milliseconds, as the service writes them."""
    seconds = round(moment.timestamp(), 3)
    return int(seconds) if seconds.is_integer() else seconds
