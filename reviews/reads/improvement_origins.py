"""What showed that an improvement is needed: a row of a worksheet, or what a game day found.
Rows in, no query of its own."""

from __future__ import annotations

from dataclasses import dataclass

from reviews.models import Improvement
from reviews.telling import words
from reviews.worksheets.kinds import KINDS

LOADED = ("worksheet_row__worksheet", "game_day_finding__game_day")
# The columns of these that `of` reads.
COLUMNS = (
    "worksheet_row__number", "worksheet_row__table", "worksheet_row__values",
    "worksheet_row__worksheet__kind", "game_day_finding__number", "game_day_finding__text",
    "game_day_finding__game_day__number", "game_day_finding__game_day__title",
)  # fmt: skip
MAX_LABEL = 160


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an improvement comes from. what: "row" or "finding".

    sheet: the kind of the worksheet; number: of the row, or of the game day; finding: of what it
    found. title: of the worksheet or the game day; label: of the row, or what was found.
    """

    what: str
    number: int
    title: str
    label: str
    sheet: str = ""
    finding: int = 0


def of(improvement: Improvement) -> Origin | None:
    """Its origin; None for one that comes from a question or stands for itself. Wants LOADED."""
    row, finding = improvement.worksheet_row, improvement.game_day_finding
    if row is not None and (spec := KINDS.get(row.worksheet.kind)) is not None:
        table = spec.table(row.table)
        label = table.name_of(row.values) if table else ""
        return Origin(
            "row", row.number, words(spec.title), label[:MAX_LABEL] or str(row.number), spec.key
        )
    if finding is not None:
        day = finding.game_day
        label = " ".join(finding.text.split())
        label = label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"
        return Origin("finding", day.number, day.title, label, finding=finding.number)
    return None
