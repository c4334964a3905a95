"""What may stand in a cell of a spreadsheet. Pure.

A text that begins like a formula is a text: whoever opens the file must run nothing that
somebody typed into a note.
"""

from __future__ import annotations

import re
from datetime import date, datetime

Cell = str | int | float | date | datetime | None

LONGEST = 32_767  # characters that a cell of a spreadsheet holds
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: str) -> str:
    """The text without what no spreadsheet can hold, cut where a cell ends."""
    return _CONTROL.sub("", text)[:LONGEST]


def inert(text: str) -> str:
    """The text for a CSV file: with an apostrophe before it when a program could run it."""
    kept = _CONTROL.sub("", text)
    return f"'{kept}" if kept.lstrip(" \n").startswith(_FORMULA) else kept


def for_csv(value: Cell) -> str:
    """A value as the text of a CSV file: ISO dates, numbers as they are, texts that run nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return inert(value) if isinstance(value, str) else str(value)
