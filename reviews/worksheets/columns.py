"""Columns and settings of worksheets: their types, and what may stand in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from reviews.worksheets.wording import Number, Wrong, _

MOST = Decimal(10) ** 15
MAX_YEAR = 2199
_HTTP = re.compile(r"https?://[^\s/]+\S*")


class Type(StrEnum):
    """What a column holds, and how it is stored in a row's values."""

    TEXT = "text"  # one line
    LONG = "long"  # several lines
    NUMBER = "number"  # decimal as text, "99.95"
    CHOICE = "choice"  # one of its choices
    DAY = "day"  # ISO 8601
    DURATION = "duration"  # as people write it, "30-60 s"; see durations.py
    FLAG = "flag"  # true or false
    LINK = "link"  # http(s) address


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a setting of a worksheet.

    label and help are marked texts. choices: ((value, label), …). suggestions: what is often
    written there, offered while typing. least, most: of a number. places: its decimals at most.
    unit: shown beside a number. is_wide: it needs the room of a sentence. only: this column is
    asked for only where another column has one of these values, {column: values}. is_kept:
    services write it, forms do not ask for it; programs may send back what they read.
    """

    key: str
    label: str
    type: Type = Type.TEXT
    help: str = ""
    is_required: bool = False
    limit: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 6
    unit: str = ""
    default: Any = ""
    is_wide: bool = False
    only: Mapping[str, tuple[str, ...]] | None = None
    is_kept: bool = False

    def checked(self, value: Any) -> Any:
        """The value as it is stored; "" for none (False for a flag). Wrong says what is not."""
        if self.type is Type.FLAG:
            return _flag(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            if self.is_required:
                raise Wrong(_("Fill this in."))
            return ""
        return _CHECKS[self.type](self, value)

    def reads(self, value: Any) -> bool:
        """Whether a stored value is of this column's type; one of an older version may not be."""
        if self.type is Type.FLAG:
            return isinstance(value, bool)
        if not isinstance(value, str):
            return False
        if self.type is Type.CHOICE:
            return value == "" or any(value == key for key, _label in self.choices)
        try:
            _READS.get(self.type, str)(value)
        except (ValueError, InvalidOperation):
            return False
        return True


def understood(values: Mapping[str, Any], columns: Iterable[Column]) -> dict[str, Any]:
    """The stored values that these columns know and can read; the others are kept, not shown."""
    return {
        column.key: values[column.key]
        for column in columns
        if column.key in values and column.reads(values[column.key])
    }


def number(value: Any) -> Decimal | None:
    """The decimal of a stored number; None where there is none."""
    return Decimal(value) if value not in (None, "") else None


def day(value: Any) -> date | None:
    """The date of a stored day; None where there is none."""
    return date.fromisoformat(value) if value else None


def plain(value: Decimal) -> str:
    """A decimal as it is stored: all its digits, no exponent, no idle zeros.

    >>> plain(Decimal("99.950"))
    '99.95'
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _flag(value: Any) -> bool:
    if value in (None, "", False, 0):
        return False
    if value is True or value in ("true", "on", "1", 1):
        return True
    raise Wrong(_("Use true or false."))


def _text(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(_("Use a text."))
    lines = value.replace("\r\n", "\n").strip()
    text = lines if column.type is Type.LONG else " ".join(lines.split())
    if "\x00" in text:
        raise Wrong(_("Use a text."))
    if len(text) > column.limit:
        raise Wrong(_("Use at most %(n)d characters."), n=column.limit)
    return text


def _number(column: Column, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise Wrong(_("Use a number."))
    try:
        found = Decimal(str(value).strip().replace("−", "-"))
    except InvalidOperation:
        raise Wrong(_("Use a number.")) from None
    if not found.is_finite() or abs(found) >= MOST:
        raise Wrong(_("Use a number below 1,000,000,000,000,000."))
    if column.least is not None and found < column.least:
        raise Wrong(_("Use a number from %(n)s."), n=Number(column.least))
    if column.most is not None and found > column.most:
        raise Wrong(_("Use a number up to %(n)s."), n=Number(column.most))
    if not found:
        return "0"
    # written out only when it is not too small: 1E-999999999 would be a gigabyte of zeros
    stored = plain(found) if found.adjusted() >= -column.places else None
    if stored is None or len(stored.partition(".")[2]) > column.places:
        if column.places == 0:
            raise Wrong(_("Use a whole number."))
        raise Wrong(_("Use at most %(n)d decimals."), n=column.places)
    return stored


def _choice(column: Column, value: Any) -> str:
    if value not in [key for key, _label in column.choices]:  # a list: it may be no hashable
        raise Wrong(
            _("Choose one of these: %(all)s."), all=", ".join(k for k, _l in column.choices)
        )
    return str(value)


def _day(_column: Column, value: Any) -> str:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Wrong(_("Use a date.")) from None
    if not 1970 <= found.year <= MAX_YEAR:
        raise Wrong(_("Use a date."))
    return found.isoformat()[:10]


def _link(column: Column, value: Any) -> str:
    text = _text(column, value)
    if not _HTTP.fullmatch(text):
        raise Wrong(_("Use an address that begins with https:// or http://."))
    return text


_READS: dict[Type, Callable[[str], Any]] = {Type.NUMBER: number, Type.DAY: day}
_CHECKS = {
    Type.TEXT: _text,
    Type.LONG: _text,
    Type.DURATION: _text,
    Type.NUMBER: _number,
    Type.CHOICE: _choice,
    Type.DAY: _day,
    Type.LINK: _link,
}
