"""Frozen dataclasses of pure modules as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from reviews.telling import words
from reviews.worksheets.columns import plain
from reviews.worksheets.wording import Said


class _Unsayable(ValueError):
    """There is something in it that JSON has no word for."""


def plainly(value: Any) -> Any:
    """A dataclass of plain values as JSON: decimals as text, marked texts in words; None when it
    holds something else."""
    try:
        return _plain(value)
    except _Unsayable:
        return None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Said):
        return words(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(each) for each in value), key=str)
    raise _Unsayable(type(value).__name__)
