"""Marked texts of pure modules (reviews/worksheets/wording.py) in the language of the reader."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from reviews.worksheets.columns import plain
from reviews.worksheets.wording import Said


def words(said: Said | str) -> str:
    """The text with everything that goes into it; decimals with all their digits."""
    if isinstance(said, str):
        return _(said) if said else ""
    params = {
        key: words(value)
        if isinstance(value, Said)
        else plain(value)
        if isinstance(value, Decimal)
        else value
        for key, value in said.params.items()
    }
    return _(said.text) % params if params else _(said.text)
