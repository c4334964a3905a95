"""Marked texts of pure modules (reviews/worksheets/wording.py) in the language of the reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from reviews.worksheets.columns import plain
from reviews.worksheets.wording import Month, Number, Said


def words(said: Said | Number | str) -> str:
    """The text with everything that goes into it."""
    if isinstance(said, str):
        return _(said) if said else ""
    if isinstance(said, Number):
        return _number(said)
    params = {key: _shown(value) for key, value in said.params.items()}
    return _(said.text) % params if params else _(said.text)


def _shown(value: Any) -> Any:
    if isinstance(value, Said):
        return words(value)
    if isinstance(value, Decimal):
        return _number(Number(value))
    if isinstance(value, Number):
        return _number(value)
    if isinstance(value, Month):
        return date_format(value.first, "F Y")
    return date_format(value, "j F Y") if isinstance(value, date) else value


def _number(number: Number) -> str:
    """The only place where it is decided how numbers look: "1,200 ms", "99.9%", "< 0.01", "−3"."""
    digits = str(number_format(plain(number.value), force_grouping=True)).replace("-", "−")
    sign = "+" if number.is_change and number.value > 0 else ""
    than = f"{number.than} " if number.than else ""
    space = "" if number.unit in ("", "%") else " "
    return f"{than}{sign}{digits}{space}{words(number.unit)}"
