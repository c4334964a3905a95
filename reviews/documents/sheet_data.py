"""What follows from worksheets, as JSON: beside their content, so that a program that reads a
report need not work it out again."""

from __future__ import annotations

from datetime import date
from typing import Any

from reviews.documents import worksheet_tables
from reviews.documents.worksheet_tables import Worked
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
