"""What changed between two descriptions of the API, and whether a program could notice. Pure.

A program that was written against the old description must go on working with the new one. So
what it sends must still be taken (nothing narrower, nothing new that is required) and what it
reads must still be there (nothing removed, no type it never saw). Everything else is an
addition. Words, examples and the names of shapes do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

_METHODS = ("get", "put", "post", "patch", "delete")
# A text is bytes: who sends or reads one notices nothing.
_BYTES = frozenset({"binary"})
_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


@dataclass(frozen=True, order=True)
class Change:
    """One difference. where: operation and place in it; is_breaking: a program could notice."""

    where: str
    what: str
    is_breaking: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def compare(old: Schema, new: Schema) -> list[Change]:
    """Every difference between two OpenAPI documents that matters to programs."""
    before, after = _operations(old), _operations(new)
    found = [Change(where, "removed", True) for where in before.keys() - after.keys()]
    found += [Change(where, "added") for where in after.keys() - before.keys()]
    for where in before.keys() & after.keys():
        found += _operation(where, _Pair(old, new), before[where], after[where])
    return sorted(set(found))


@dataclass(frozen=True)
class _Pair:
    """The two documents, to look references up in."""

    old: Schema
    new: Schema


def _operations(document: Schema) -> dict[str, Schema]:
    return {
        f"{method.upper()} {path}": item[method]
        for path, item in document.get("paths", {}).items()
        for method in _METHODS
        if method in item
    }


def _operation(where: str, documents: _Pair, old: Schema, new: Schema) -> Iterator[Change]:
    if old.get("operationId") != new.get("operationId"):
        yield Change(where, f"operationId was {old.get('operationId')}", True)
    yield from _parameters(where, documents, old, new)
    yield from _request(f"{where} request", documents, old, new)
    yield from _answers(where, documents, old, new)


def _parameters(where: str, documents: _Pair, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    for key in before.keys() - after.keys():
        yield Change(f"{where} {key}", "parameter removed", True)
    for key in after.keys() - before.keys():
        is_required = bool(after[key].get("required"))
        said = "required parameter added" if is_required else "parameter added"
        yield Change(f"{where} {key}", said, is_required)
    for key in before.keys() & after.keys():
        place = f"{where} {key}"
        if after[key].get("required") and not before[key].get("required"):
            yield Change(place, "parameter became required", True)
        yield from _sent(place, documents, before[key]["schema"], after[key]["schema"])


def _named(operation: Schema) -> dict[str, Schema]:
    # Parameters of the path have their place, not their name.
    return {
        f"{each['in']} {each['name']}": each
        for each in operation.get("parameters", [])
        if each["in"] != "path"
    }


def _request(where: str, documents: _Pair, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = old.get("requestBody"), new.get("requestBody")
    if before is None and after is None:
        return
    if before is None or after is None:
        is_breaking = after is None or bool(after.get("required"))
        yield Change(where, "body removed" if after is None else "body added", is_breaking)
        return
    if after.get("required") and not before.get("required"):
        yield Change(where, "body became required", True)
    yield from _contents(where, documents, before, after, _sent)


def _answers(where: str, documents: _Pair, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = old["responses"], new["responses"]
    for status in before.keys() - after.keys():
        # Fewer ways to be refused harm nobody.
        yield Change(f"{where} {status}", "answer removed", status.startswith("2"))
    for status in after.keys() - before.keys():
        yield Change(f"{where} {status}", "answer added", status.startswith("2"))
    for status in before.keys() & after.keys():
        place = f"{where} {status}"
        yield from _contents(place, documents, before[status], after[status], _read)
        headers = before[status].get("headers", {}).keys() - after[status].get("headers", {}).keys()
        yield from (Change(f"{place} header {name}", "removed", True) for name in headers)


def _contents(
    where: str, documents: _Pair, old: Schema, new: Schema, compared: Any
) -> Iterator[Change]:
    before, after = old.get("content", {}), new.get("content", {})
    for media in before.keys() - after.keys():
        yield Change(f"{where} {media}", "media type removed", True)
    for media in after.keys() - before.keys():
        yield Change(f"{where} {media}", "media type added")
    for media in before.keys() & after.keys():
        yield from compared(where, documents, before[media]["schema"], after[media]["schema"])


def _sent(
    where: str, documents: _Pair, old: Schema, new: Schema, seen: frozenset[Any] = frozenset()
) -> Iterator[Change]:
    """What a program sends: nothing it may send now may be refused later."""
    if (pair := (old.get("$ref"), new.get("$ref"))) in seen:
        return
    seen |= {pair} if pair[0] else set()
    old, new = _plain(documents.old, old), _plain(documents.new, new)
    yield from _types(where, old, new, is_sent=True)
    for key in new.get("required", []):
        if key not in old.get("required", []):
            yield Change(f"{where}.{key}", "became required", True)
    yield from _limits(where, old, new)
    yield from _inside(where, documents, old, new, _sent, seen)


def _read(
    where: str, documents: _Pair, old: Schema, new: Schema, seen: frozenset[Any] = frozenset()
) -> Iterator[Change]:
    """What a program reads: everything it finds now must be there later."""
    if (pair := (old.get("$ref"), new.get("$ref"))) in seen:
        return
    seen |= {pair} if pair[0] else set()
    old, new = _plain(documents.old, old), _plain(documents.new, new)
    yield from _types(where, old, new, is_sent=False)
    for key in old.get("required", []):
        if key in new.get("properties", {}) and key not in new.get("required", []):
            yield Change(f"{where}.{key}", "is no longer always there", True)
    yield from _inside(where, documents, old, new, _read, seen)


def _inside(
    where: str, documents: _Pair, old: Schema, new: Schema, compared: Any, seen: frozenset[Any]
) -> Iterator[Change]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for key in before.keys() - after.keys():
        yield Change(f"{where}.{key}", "field removed", True)
    for key in after.keys() - before.keys():
        yield Change(f"{where}.{key}", "field added")
    for key in before.keys() & after.keys():
        yield from compared(f"{where}.{key}", documents, before[key], after[key], seen)
    for key in ("items", "additionalProperties"):
        inner = old.get(key), new.get(key)
        if isinstance(inner[0], dict) and isinstance(inner[1], dict):
            yield from compared(f"{where}[]", documents, *inner, seen)
    one, other = _choices(old), _choices(new)
    if len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from compared(where, documents, first, second, seen)
    elif one or other:
        yield Change(where, "has other alternatives", True)


def _types(where: str, old: Schema, new: Schema, *, is_sent: bool) -> Iterator[Change]:
    for what, before, after in (
        ("type", _set(old.get("type")), _set(new.get("type"))),
        ("value", _set(old.get("enum")), _set(new.get("enum"))),
        ("format", _set(old.get("format")) - _BYTES, _set(new.get("format")) - _BYTES),
    ):
        # Nothing said is everything allowed.
        gone = before - after if after else set()
        come = after - before if before else set()
        if not before and after:
            come = after
        opened = bool(before) and not after
        if gone or (is_sent and come and not before):
            is_breaking = is_sent or (what == "type" and not after & before)
            yield Change(where, f"{what} narrowed: {_words(gone or come)}", is_breaking)
        if (come and before) or opened:
            # A new word in a list of choices is an addition; a new type is not.
            is_breaking = not is_sent and what != "value"
            yield Change(where, f"{what} widened: {_words(come) or 'anything'}", is_breaking)


def _limits(where: str, old: Schema, new: Schema) -> Iterator[Change]:
    for names, is_narrower in ((_LEAST, lambda a, b: b > a), (_MOST, lambda a, b: b < a)):
        for name in names:
            if name in new and (name not in old or is_narrower(old[name], new[name])):
                # That a text may not be empty was always so where it had to be sent.
                yield Change(where, f"{name} is {new[name]} now", True)
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield Change(where, "another pattern", True)


def _plain(document: Schema, schema: Schema) -> Schema:
    """A schema without reference: what it says itself beside what it refers to."""
    while "$ref" in schema or len(schema.get("allOf", [])) == 1:
        inner = schema["allOf"][0] if "allOf" in schema else None
        if inner is None:
            inner = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        rest = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        schema = {**inner, **rest}
    return schema


def _choices(schema: Schema) -> list[Schema]:
    found = [*schema.get("oneOf", []), *schema.get("anyOf", []), *schema.get("allOf", [])]
    return [] if {} in found else found  # one of them is anything


def _set(value: Any) -> set[Any]:
    if value is None:
        return set()
    return set(value) if isinstance(value, list) else {value}


def _words(values: set[Any]) -> str:
    return ", ".join(sorted(map(str, values)))
