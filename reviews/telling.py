"""Marked texts of pure modules (reviews/worksheets/wording.py) in the language of the reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.worksheets.columns import plain
from reviews.worksheets.wording import Month, Said


def words(said: Said | str) -> str:
    """The text with everything that goes into it; decimals with all their digits."""
    if isinstance(said, str):
        return _(said) if said else ""
    params = {key: _shown(value) for key, value in said.params.items()}
    return _(said.text) % params if params else _(said.text)


def _shown(value: Any) -> Any:
    if isinstance(value, Said):
        return words(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Month):
        return date_format(value.first, "F Y")
    return date_format(value, "j F Y") if isinstance(value, date) else value
