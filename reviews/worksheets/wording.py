"""Texts of pure modules: marked where they are written, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


def _(text: str) -> str:
    """Mark a text for translation; it stays as it is (as gettext_noop does)."""
    return text


@dataclass(frozen=True, slots=True)
class Said:
    """A text with what goes into it: text is a marked format string, params its values.

    A param that is itself Said is translated first.
    """

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, as a param of Said: shown with its name and year. first: its first day."""

    first: date


@dataclass(frozen=True, slots=True)
class Number:
    """A number for people, as a param of Said: thousands in groups, "%" right behind it, any other
    unit after a space. than: "<" or ">" where it is only the nearest that can be said. is_change:
    a gain has its sign, too."""

    value: Decimal
    unit: str = ""
    than: str = ""
    is_change: bool = False

    def __str__(self) -> str:
        """For logs; people read what reviews/telling.py makes of it."""
        digits = f"{self.value:,f}"
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        space = "" if self.unit == "%" else " "
        return f"{self.than} {digits}{space}{self.unit}".strip()


class Wrong(ValueError):
    """A value that cannot be. said: why, for people."""

    def __init__(self, text: str, **params: Any) -> None:
        super().__init__(text % params if params else text)
        self.said = Said(text, params)
