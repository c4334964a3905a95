"""Documents as JSON: for programs, attached to every PDF, and read back by an import.

One text for one document: sorted keys, no blanks, UTF-8. The format is described by schema.json
beside this file and in docs/report-format.md; VERSION rises when a reader would have to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from reviews import snapshot as snapshots
from reviews.comparing import Comparison, QuestionChange, compare
from reviews.documents import choosing, sheet_data
from reviews.documents.subjects import (
    ComparisonSubject,
    Options,
    PortfolioRow,
    PortfolioSubject,
    Subject,
    WorkloadSubject,
)
from reviews.models import Milestone
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import Snapshot, SnapshotReview, canonical

FORMAT = "wellarch-report"
VERSION = 1
ATTACHED = "review.json"  # what the data inside a PDF is called
SCHEMA = Path(__file__).with_name("schema.json")

Values = dict[str, Any]


def text_of(subject: WorkloadSubject | ComparisonSubject, options: Options) -> str:
    """The document about one workload as one text, with a line break at its end."""
    if isinstance(subject, WorkloadSubject):
        return canonical(_workload(subject, options)) + "\n"
    return canonical(_comparison(subject, options)) + "\n"


def write(subject: Subject, out: BinaryIO, options: Options) -> None:
    """Write the document to `out`; of a portfolio one workload at a time."""
    if isinstance(subject, PortfolioSubject):
        for piece in _portfolio(subject, options):
            out.write(piece.encode())
    else:
        out.write(text_of(subject, options).encode())


def _head(subject: Subject, options: Options) -> Values:
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": subject.kind,
        "created_at": subject.at.isoformat(),
        "organization": {"name": subject.organization.name},
        "options": {
            "sections": list(options.sections),
            "pillars": list(options.pillars),
            "with_notes": options.with_notes,
        },
    }


def _workload(subject: WorkloadSubject, options: Options) -> Values:
    narrowed = choosing.narrow(subject.snapshot, options, review_id=subject.review_id)
    results = sheet_data.results(narrowed, on=subject.on) if options.wants("worksheets") else []
    return (
        _head(subject, options)
        | ({"worksheet_results": results} if results else {})
        | {
            "milestone": _milestone(subject.milestone) if subject.milestone else None,
            "numbers": _numbers(narrowed),
            **_content(narrowed, options),
        }
    )


def _content(narrowed: Snapshot, options: Options) -> Values:
    content = snapshots.to_content(choosing.shared(narrowed, options))
    return {"content": content, "digest": snapshots.digest(content, "")}


def _milestone(milestone: Milestone) -> Values:
    return {
        "number": milestone.number,
        "name": milestone.name,
        "kind": milestone.kind,
        "recorded_at": milestone.recorded_at.isoformat(),
        "recorded_by": milestone.recorded_by,
        "digest": milestone.digest,
        "previous_digest": milestone.previous_digest,
    }


def _numbers(snapshot: Snapshot) -> Values:
    return {
        **_figures(snapshot.counts, snapshot.tally),
        "reviews": [_review_numbers(review) for review in snapshot.reviews],
    }


def _review_numbers(review: SnapshotReview) -> Values:
    return {
        "id": review.id,
        "lens": review.lens_alias,
        **_figures(review.counts, review.tally),
        "score": review.score,
        "pillars": [
            {"id": pillar.id, "name": pillar.name, **_figures(pillar.counts, pillar.tally)}
            for pillar in review.pillars
        ],
    }


def _figures(counts: Counts, tally: PracticeTally) -> Values:
    return {
        "risks": counts.as_dict(),
        "in_place": tally.in_place,
        "applicable": tally.applicable,
        "percent": tally.percent,
    }


def _comparison(subject: ComparisonSubject, options: Options) -> Values:
    before = choosing.narrow(subject.before, options)
    after = choosing.narrow(subject.after, options)
    found = compare(before, after)
    told = _head(subject, options)
    for key, name, at, state in (
        ("before", subject.before_name, subject.before_at, before),
        ("after", subject.after_name, subject.after_at, after),
    ):
        told[key] = {
            "name": name,
            "at": at.isoformat() if at else None,
            "workload": state.name,
            "numbers": _numbers(state),
        }
    if options.wants("questions"):
        told["changes"] = _changes(found)
    if options.wants("worksheets"):
        told["worksheet_changes"] = sheet_data.changes(found, days=subject.days)
    if options.wants("game_days"):
        told["game_day_changes"] = sheet_data.game_days(found)
    return told


def _changes(found: Comparison) -> list[Values]:
    return [_change(each) for each in (*found.moved, *found.edited)]


def _change(of: QuestionChange) -> Values:
    return {
        "move": str(of.move) if of.move else "edited",
        "review": of.review_id,
        "pillar": of.pillar_id,
        "question": of.question_id,
        "code": of.code,
        "title": of.title,
        "before": of.before,
        "after": of.after,
        "gained": list(of.gained),
        "lost": list(of.lost),
        "notes_changed": of.notes_changed,
    }


def _portfolio(subject: PortfolioSubject, options: Options) -> Iterator[str]:
    """Pieces of the text. "workloads" sorts behind all other keys, so it comes last."""
    told = _head(subject, options) | {
        "filters": [{"name": name, "value": value} for name, value in subject.filters],
        "pillars": [{"id": key, "name": name} for key, name in subject.pillars],
        "numbers": {
            "workloads": subject.workloads,
            **_figures(subject.totals, subject.tally),
        },
        "quarters": [{"until": day.isoformat(), "risks": n} for day, n in subject.quarters],
    }
    if options.wants("gaps"):
        told["gaps"] = [asdict(gap) for gap in subject.gaps]
    if options.wants("overdue"):
        told["overdue"] = [_plain(asdict(row)) for row in subject.overdue]
    yield canonical(told)[:-1] + ',"workloads":['
    if options.wants("workloads") or options.wants("heat"):
        for place, row in enumerate(subject.rows):
            yield (",\n" if place else "\n") + canonical(_row(row, options))
    yield "]}\n"


def _row(row: PortfolioRow, options: Options) -> Values:
    return {
        "id": row.workload_id,
        "name": row.name,
        "environment": row.environment,
        "team": row.team,
        "owner": row.owner,
        "industry": row.industry,
        "lenses": list(row.lenses),
        **_figures(row.counts, row.tally),
        "pillars": {
            key: _figures(counts, tally)
            for key, (counts, tally) in row.pillars.items()
            if not options.pillars or key in options.pillars
        },
        "answered_at": _iso(row.answered_at),
        "milestone_at": _iso(row.milestone_at),
        "improvements": {
            "open": row.improvements_open,
            "overdue": row.improvements_overdue,
            "next_due_on": _iso(row.next_due_on),
        },
    }


def _plain(values: Mapping[str, Any]) -> Values:
    return {key: _iso(v) if isinstance(v, date) else v for key, v in values.items()}


def _iso(when: date | datetime | None) -> str | None:
    return when.isoformat() if when else None
