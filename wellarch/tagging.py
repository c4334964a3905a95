"""Tags: pairs of a key and a value that organizations sort their things by. What may be one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

# The reference product's limits, so that tags can go there and come from there.
MAX_TAGS = 50
MAX_KEY = 128
MAX_VALUE = 256
RESERVED = "aws:"


def wrong(tags: Any) -> str:
    """What is wrong with the tags of one thing, as a sentence; empty for nothing."""
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        return _("Use pairs of texts.")
    if len(tags) > MAX_TAGS or any(len(k) > MAX_KEY or len(v) > MAX_VALUE for k, v in tags.items()):
        return _("Use at most 50 tags, with names up to 128 and values up to 256 characters.")
    if not all(key.strip() for key in tags):
        return _("A tag needs a name.")
    if any(key.lower().startswith(RESERVED) for key in tags):
        return _("Names of tags that begin with aws: are reserved.")
    return ""


def changed(
    tags: Mapping[str, str], *, put: Mapping[str, str] | None = None, drop: Collection[str] = ()
) -> dict[str, str]:
    """The tags after putting some (a key that is there gets the new value) and dropping others."""
    kept = {key: value for key, value in tags.items() if key not in drop}
    return kept | dict(put or {})
