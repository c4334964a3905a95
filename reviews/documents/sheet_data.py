"""What follows from worksheets, as JSON: beside their content, so that a program that reads a
report need not work it out again."""

from __future__ import annotations

from datetime import date
from typing import Any

from reviews.comparing import Comparison
from reviews.documents import worksheet_tables
from reviews.documents.worksheet_tables import Worked
from reviews.reads import comparison_sheets
from reviews.reads.comparison_sheets import Pair
from reviews.snapshot import Snapshot
from reviews.telling import words

Values = dict[str, Any]


def results(snapshot: Snapshot, *, on: date) -> list[Values]:
    """The result of every worksheet, in words, as of a day."""
    return [_result(each) for each in worksheet_tables.worked(snapshot.worksheets, on=on)]


def _result(of: Worked) -> Values:
    outcome = of.outcome
    return {
        "kind": of.kind.key,
        "title": words(of.kind.title),
        "headline": words(outcome.headline) if outcome.headline else "",
        "tone": outcome.tone,
        "summary": [
            {
                "label": words(fact.label),
                "value": words(fact.value),
                "tone": fact.tone,
                "note": words(fact.note) if fact.note else "",
            }
            for fact in outcome.summary
        ],
        "derived": {
            str(number): {key: words(said) for key, said in found.items()}
            for number, found in outcome.derived.items()
        },
        "marks": [
            {
                "row": mark.row,
                "column": mark.column,
                "tone": mark.tone,
                "text": words(mark.text),
            }
            for mark in outcome.marks
        ],
    }


def changes(found: Comparison, *, days: tuple[date, date]) -> list[Values]:
    """The worksheets that differ, in words, each side as of its day."""
    return [
        {
            "kind": each.kind,
            "title": each.title,
            "result": _pair(each.result),
            "facts": [_pair(pair) for pair in each.facts],
            "settings": [_pair(pair) for pair in each.settings],
            "rows": [
                {
                    "move": row.move,
                    "number": row.number,
                    "label": row.label,
                    "values": [_pair(pair) for pair in row.values],
                }
                for row in each.rows
            ],
        }
        for each in comparison_sheets.sheets(found, before=days[0], after=days[1])
    ]


def game_days(found: Comparison) -> list[Values]:
    """The game days in another state; null where one was not there."""
    return [
        {
            "number": each.number,
            "title": each.title,
            "before": each.before,
            "after": each.after,
            "findings": each.findings,
        }
        for each in found.game_days
    ]


def _pair(of: Pair) -> Values:
    return {"label": of.label, "before": of.before, "after": of.after, "state": of.state}
