"""Six decisions to begin with: the trade-off matrix of seed 000, section 12, as data.

The seed says what each improves, worsens and leaves as it is; its words in brackets are notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reviews.contexts import (
    COST,
    OPERATIONS,
    PERFORMANCE,
    RELIABILITY,
    SECURITY,
    SUSTAINABILITY,
)
from reviews.trading import IMPROVES, NEUTRAL, WORSENS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True, slots=True)
class Example:
    """A decision; effects: {pillar: (effect, note)}."""

    key: str
    title: StrPromise
    effects: dict[str, tuple[str, StrPromise | str]]


EXAMPLES: tuple[Example, ...] = (
    Example(
        "caching",
        _("Add a caching layer"),
        {
            PERFORMANCE: (IMPROVES, ""),
            COST: (WORSENS, _("Slightly")),
            OPERATIONS: (WORSENS, _("More complexity to operate")),
            SECURITY: (NEUTRAL, ""),
            RELIABILITY: (NEUTRAL, ""),
        },
    ),
    Example(
        "serverless",
        _("Move to serverless"),
        {
            COST: (IMPROVES, ""),
            SUSTAINABILITY: (IMPROVES, ""),
            OPERATIONS: (IMPROVES, ""),
            PERFORMANCE: (WORSENS, _("Cold starts")),
            SECURITY: (NEUTRAL, ""),
        },
    ),
    Example(
        "multi-region",
        _("Run in several regions"),
        {
            RELIABILITY: (IMPROVES, ""),
            PERFORMANCE: (IMPROVES, ""),
            COST: (WORSENS, _("Twice as much or more")),
            OPERATIONS: (WORSENS, _("More complexity to operate")),
            SECURITY: (NEUTRAL, ""),
        },
    ),
    Example(
        "waf",
        _("Add a web application firewall"),
        {
            SECURITY: (IMPROVES, ""),
            COST: (WORSENS, ""),
            PERFORMANCE: (WORSENS, _("Slightly more latency")),
            RELIABILITY: (NEUTRAL, ""),
        },
    ),
    Example(
        "graviton",
        _("Move to Graviton processors"),
        {
            COST: (IMPROVES, ""),
            SUSTAINABILITY: (IMPROVES, ""),
            PERFORMANCE: (NEUTRAL, _("Usually better")),
        },
    ),
    Example(
        "spot",
        _("Use spot instances"),
        {
            COST: (IMPROVES, ""),
            SUSTAINABILITY: (IMPROVES, ""),
            RELIABILITY: (WORSENS, _("Unless the architecture expects interruptions")),
            SECURITY: (NEUTRAL, ""),
        },
    ),
)


def example(key: str) -> Example | None:
    """The example of this key; None for any other."""
    return next((each for each in EXAMPLES if each.key == key), None)
