"""Colours that an organization chooses: written as #rrggbb, and dark enough for text on white."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST = 4.5  # contrast of text, WCAG 2.2, 1.4.3
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_KNEE = 0.04045  # of the sRGB curve


def normalized(text: str) -> str:
    """A colour as #rrggbb in lower case, also from "ABC" or "#AABBCC"; other text as it is."""
    found = _HEX.fullmatch(text.strip().lower())
    if found is None:
        return text.strip()
    digits = found[1]
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == len("rgb") else digits)


def contrast_with_white(colour: str) -> float:
    """The contrast of #rrggbb with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> None:
    """ValidationError unless it is #rrggbb and reads on white paper."""
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValidationError(_("Write a colour like #2b519c."))
    contrast = contrast_with_white(colour)
    if contrast < LEAST:
        raise ValidationError(
            _(
                "This colour is too light to be read on white: its contrast is %(found).1f to 1, "
                "and text needs 4.5 to 1. Choose a darker one."
            ),
            params={"found": int(contrast * 10) / 10},
        )


def _linear(share: float) -> float:
    return share / 12.92 if share <= _KNEE else float(((share + 0.055) / 1.055) ** 2.4)
