"""Ids and numbers read from the query of an address."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from wellarch.errors import NotFound


def uuid_in(query: Mapping[str, str], key: str) -> UUID | None:
    """The id under `key`, None without one; NotFound when it is no id."""
    text = query.get(key, "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("This address leads nowhere.")) from None


def number_in(query: Mapping[str, str], key: str, *, none: str) -> int | None:
    """The number under `key`; None without one or for the word `none`; else NotFound."""
    text = query.get(key, "") or none
    if text == none:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound(_("This address leads nowhere."))
    return int(text)
