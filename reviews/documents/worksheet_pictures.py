"""What a document draws of a worksheet, from what its page draws: shapes that say themselves in
words, for who does not see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reviews.reads.panels import availability
from reviews.worksheets.availability_result import Details
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Outcome


@dataclass(frozen=True, slots=True)
class Picture:
    """A shape. template: what draws it, as `chart`; note: what to know when reading it."""

    template: str
    chart: Any
    title: str
    note: str = ""


Draws = Callable[[Content, Outcome, date], tuple[Picture, ...]]


def of(kind: str, content: Content, outcome: Outcome, on: date) -> tuple[Picture, ...]:
    """The pictures of a worksheet; none for most kinds."""
    draws = _DRAWS.get(kind)
    return draws(content, outcome, on) if draws else ()


def _availability(content: Content, outcome: Outcome, _on: date) -> tuple[Picture, ...]:
    if not isinstance(outcome.details, Details):
        return ()
    chart = availability.diagram(content, outcome.details, width=availability.PAPER)
    if not chart.is_drawable:
        return ()
    note = _("Left to right all must work; what stands above each other stands in for each other.")
    return (Picture("charts/block_diagram.svg", chart, _("How the parts make the whole"), note),)


_DRAWS: Mapping[str, Draws] = {"availability": _availability}
