"""What of a report is wanted: checked when it is asked for, read again when it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reviews.documents.writing import SECTIONS, Options
from reviews.models import ReportFormat, ReportKind
from wellarch.errors import Invalid

MAX_FILTERS = 2000  # characters of the portfolio's address, as in a saved view
_KNOWN = ("sections", "pillars", "notes", "filters")


def checked(
    kind: ReportKind,
    format: str,
    wanted: Mapping[str, Any],
    *,
    offered: Callable[[], Collection[str]],
) -> dict[str, Any]:
    """The options as they are kept. Invalid names everything that is wrong with them.

    wanted: sections and pillars (keys; empty: all), notes (whether they are in it), filters (the
    parameters of the portfolio's address). offered: the pillars there are, asked only if some
    are named. What is chosen whole is kept as empty, so that what is new later is in it too.
    """
    fields = {key: [_("Unknown field.")] for key in wanted if key not in _KNOWN}
    if format not in ReportFormat.values:
        fields["format"] = [_("Choose one of the formats.")]
    sections, pillars = list(wanted.get("sections") or ()), list(wanted.get("pillars") or ())
    known = list(SECTIONS[kind.value])
    if any(section not in known for section in sections):
        fields["sections"] = [_("This report has no such section.")]
    there = list(offered()) if pillars else []
    if any(pillar not in there for pillar in pillars):
        fields["pillars"] = [_("What the report is about has no such pillar.")]
    filters = str(wanted.get("filters") or "").lstrip("?")
    if len(filters) > MAX_FILTERS:
        fields["filters"] = [_("These filters are too long.")]
    if fields:
        raise Invalid(fields=fields)
    kept: dict[str, Any] = {
        "sections": _in_order(sections, known),
        "pillars": _in_order(pillars, there),
        "notes": bool(wanted.get("notes", True)),
    }
    return kept | {"filters": filters} if kind == ReportKind.PORTFOLIO else kept


def of(kept: Mapping[str, Any]) -> Options:
    """Options that were kept, as documents want them. Rows of before there were any have all."""
    return Options(
        sections=tuple(kept.get("sections", ())),
        pillars=tuple(kept.get("pillars", ())),
        with_notes=bool(kept.get("notes", True)),
    )


def _in_order(chosen: list[str], known: list[str]) -> list[str]:
    """What was chosen in the order of the document; nothing when it is all there is."""
    found = [key for key in known if key in chosen]
    return [] if len(found) == len(known) else found
