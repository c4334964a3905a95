"""Every way to break an input of an operation, read from the model: what the generated tests send.

Also makes inputs that are right by the model, to start from.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from reviews.aws import model, routes, validation

HEX = "0123456789abcdef" * 2
ACCOUNT = "123456789012"
_TEMPLATE = f"arn:aws:wellarchitected:us-east-1:{ACCOUNT}:review-template/{HEX}"
# A text that fits each pattern of the model.
FITTING = {
    "ApplicationArn": f"arn:aws:servicecatalog:us-east-1:{ACCOUNT}:/applications/abc1",
    "AwsAccountId": ACCOUNT,
    "ClientRequestToken": "token",
    "JiraProjectKey": "WA",
    "NextToken": "dG9rZW4=",
    "ProfileArn": f"arn:aws:wellarchitected:us-east-1:{ACCOUNT}:profile/{HEX}",
    "ProfileVersion": "1-0",
    "ResourceArn": _TEMPLATE,
    "ShareId": HEX,
    "ShareInvitationId": HEX,
    "TagKey": "Kostenträger 2",
    "TemplateArn": _TEMPLATE,
    "TemplateDescription": "For shops",
    "TemplateName": "Shops",
    "TemplateNamePrefix": "Sh",
    "WorkloadArchitecturalDesign": "https://example.com/design",
    "WorkloadId": HEX,
}
_TYPES: dict[str, tuple[Any, ...]] = {
    "string": (7, True, ["a"], {"a": "b"}),
    "integer": ("seven", True, 1.5, [1]),
    "boolean": ("yes", 1, []),
    "list": ("text", 7, {"a": 1}),
    "map": ("text", 7, ["a"]),
    "structure": ("text", 7, ["a"]),
}


@dataclass(frozen=True)
class Broken:
    """An input that breaks one constraint, by name, at one member (of any depth)."""

    operation: str
    member: str
    constraint: str
    given: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.operation}-{self.member}-{self.constraint}"


def valid(shape: Shape, known: Mapping[str, Any] = FITTING) -> Any:
    """The smallest value the model allows, with every member, so that each can be broken.

    known: name of a shape → the text that stands for it.
    """
    kind = shape.type_name
    if kind == "structure":
        return {name: valid(member, known) for name, member in shape.members.items()}
    if kind == "list":
        least = max(1, shape.metadata.get("min", 0))
        return [valid(shape.member, known) for _n in range(least)]
    if kind == "map":
        return {valid(shape.key, known): valid(shape.value, known)}
    if kind == "integer":
        return shape.metadata.get("min", 1)
    if kind == "boolean":
        return True
    if shape.enum:
        return shape.enum[0]
    return known.get(shape.name) or "a" * max(1, shape.metadata.get("min", 1))


def shape_of(operation: str) -> Any:
    """The shape of an operation's input."""
    return model.operations()[operation].input_shape


def right(operation: str, known: Mapping[str, Any] = FITTING) -> dict[str, Any]:
    """A valid input of an operation; without `known` it names nothing that exists."""
    shape = shape_of(operation)
    return valid(shape, known) if shape else {}


def request_for(operation: str, given: dict[str, Any]) -> tuple[str, str, bytes]:
    """Method, path with query, and body of a call, as rest-json writes them."""
    shape, http = shape_of(operation), model.operations()[operation].http
    path, query, body = http["requestUri"], [], {}
    for name, value in given.items():
        place = shape.members[name].serialization
        if place.get("location") == "uri":
            path = path.replace(f"{{{place['name']}}}", routes.encoded(str(value)))
        elif place.get("location") == "querystring":
            values = value if isinstance(value, list) else [value]
            texts = [json.dumps(v) if isinstance(v, bool) else str(v) for v in values]
            query += [f"{place['name']}={routes.encoded(text)}" for text in texts]
        else:
            body[name] = value
    return http["method"], f"{path}?{'&'.join(query)}", json.dumps(body).encode()


def all_of(operation: str) -> Iterator[Broken]:
    """Every constraint of an operation's input, broken alone."""
    shape, start = shape_of(operation), right(operation)
    if shape is None:
        return
    for path, member, required in _members(shape, ()):
        name = ".".join(map(str, path))
        if required:
            yield Broken(operation, name, "required", _without(start, path))
        for constraint, value in _breaking(member):
            yield Broken(operation, name, constraint, _with(start, path, value))


def _members(shape: Shape, path: tuple[Any, ...]) -> Iterator[tuple[Any, Shape, bool]]:
    """(path, shape, whether it is required) of every value inside, at any depth."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield (*path, name), member, name in shape.required_members
            yield from _members(member, (*path, name))
    elif shape.type_name == "list":
        yield (*path, 0), shape.member, False
        yield from _members(shape.member, (*path, 0))
    elif shape.type_name == "map":
        key = valid(shape.key)
        yield (*path, key), shape.value, False
        yield from _members(shape.value, (*path, key))


def _breaking(shape: Shape) -> Iterator[tuple[str, Any]]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    for n, value in enumerate(_TYPES[shape.type_name]):
        yield f"type{n}", value
    if shape.type_name == "integer":
        if low is not None:
            yield "low", low - 1
        if high is not None:
            yield "high", high + 1
    elif shape.type_name == "string":
        yield from _breaking_text(shape, low, high)
    elif shape.type_name == "list":
        yield from _breaking_list(shape, low, high)
    elif shape.type_name == "map":
        yield from _breaking_map(shape, low, high)


def _breaking_text(shape: Shape, low: int | None, high: int | None) -> Iterator[tuple[str, Any]]:
    text = valid(shape)
    if low:
        yield "short", text[: low - 1]
    if high is not None:
        yield "long", text + text[-1] * (high + 1 - len(text))
    if shape.enum:
        yield "enum", "SOMETHING_ELSE"
    java = shape.metadata.get("pattern")
    if java:
        yield from _off_pattern(java, text)
    yield "NUL", text[:-1] + "\0"
    yield "surrogate", text[:-1] + "\ud800"


def _off_pattern(java: str, text: str) -> Iterator[tuple[str, Any]]:
    """Of the same length, so that nothing but the pattern is broken; and fitting but for an end."""
    fits = validation.pattern(java)
    wrong = next(c for c in "!\u20ac\x7f " if not fits.fullmatch(text[:-1] + c))
    yield "pattern", text[:-1] + wrong
    yield "pattern-begin", wrong + text[1:]
    if not fits.fullmatch("a\n"):
        yield "pattern-newline", text + "\n"


def _breaking_list(shape: Shape, low: int | None, high: int | None) -> Iterator[tuple[str, Any]]:
    item = valid(shape.member)
    yield "null-item", [None]
    if low:
        yield "short", [item] * (low - 1)
    if high is not None:
        yield "long", [item] * (high + 1)


def _breaking_map(shape: Shape, low: int | None, high: int | None) -> Iterator[tuple[str, Any]]:
    key, item = valid(shape.key), valid(shape.value)
    yield "null-value", {key: None}
    if low:
        yield "short", {}
    if high is not None:
        yield "long", {f"{key[:8]}{n}": item for n in range(high + 1)}
    for constraint, broken in _breaking(shape.key):
        if isinstance(broken, str):
            yield f"key-{constraint}", {broken: item}


def _with(start: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(start)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def _without(start: Any, path: tuple[Any, ...]) -> Any:
    changed = copy.deepcopy(start)
    place = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed
