"""Being written: read(). Stub so that others can import the name."""

from __future__ import annotations

from typing import Any

from lenses.document.problems import LIMITS, Limits, Reading


def read(
    data: str | bytes | dict[str, Any], *, strict: bool = False, limits: Limits = LIMITS
) -> Reading:
    """Reads a lens document; every problem at once."""
    raise NotImplementedError
