"""Sparse fields: `?fields=id,name,counts.high` answers these and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

# Name of a field → what is wanted of it; an empty mapping is all of it.
Wanted = dict[str, Any]


def parse(text: str) -> Wanted:
    """The wanted fields of `a,b.c`. Naming a field and a part of it means the whole field."""
    wanted: Wanted = {}
    for path in sorted((each.strip() for each in text.split(",")), key=len):
        _add(wanted, path.split(".")) if path else None
    return wanted


def unknown(wanted: Wanted, shape: serializers.BaseSerializer[Any], path: str = "") -> list[str]:
    """The paths that no object of this shape has. What is free JSON may have any."""
    fields = getattr(shape, "fields", {})
    found = []
    for name, inner in wanted.items():
        where = f"{path}{name}"
        if name not in fields:
            found.append(where)
        elif inner:
            found += _unknown_inside(inner, fields[name], where)
    return found


def pick(data: Any, wanted: Wanted) -> Any:
    """The wanted part of an object, or of every object in a list."""
    if not wanted:
        return data
    if isinstance(data, list | tuple):
        return [pick(each, wanted) for each in data]
    if not isinstance(data, Mapping):
        return data
    return {name: pick(data[name], inner) for name, inner in wanted.items() if name in data}


def _add(wanted: Wanted, steps: list[str]) -> None:
    for depth, step in enumerate(steps):
        if step in wanted and not wanted[step]:
            return  # all of it is wanted already
        wanted = wanted.setdefault(step, {})
        if depth == len(steps) - 1:
            wanted.clear()


def _unknown_inside(inner: Wanted, field: Any, where: str) -> list[str]:
    child = field.child if isinstance(field, serializers.ListSerializer) else field
    if isinstance(child, serializers.Serializer):
        return unknown(inner, child, f"{where}.")
    is_open = isinstance(
        child, serializers.JSONField | serializers.DictField | serializers.SerializerMethodField
    )
    is_open |= isinstance(child, serializers.ListField | serializers.ReadOnlyField)
    return [] if is_open else [f"{where}.{name}" for name in inner]
