"""Writing a document: a subject and a format in, a file out. The only way in from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from reviews.documents import workload_report
from reviews.documents.subjects import (
    SECTIONS,
    ComparisonSubject,
    GapRow,
    Options,
    OverdueRow,
    PortfolioRow,
    PortfolioSubject,
    Subject,
    WorkloadSubject,
)

__all__ = [
    "SECTIONS",
    "ComparisonSubject",
    "GapRow",
    "Options",
    "OverdueRow",
    "PortfolioRow",
    "PortfolioSubject",
    "Subject",
    "WorkloadSubject",
    "Written",
    "write",
]

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; pages is 0 for formats without pages."""

    pages: int
    media_type: str
    extension: str


def write(
    subject: Subject, format: str, out: BinaryIO, *, options: Options, progress: Progress
) -> Written:
    """Write a document about `subject` to `out`.

    format: reviews.models.ReportFormat. progress(percent, step) is called for every section and
    now and then while pages are laid out; what it raises (a cancelled report) comes through.
    ValueError for a format that is not known.
    """
    if format == "pdf" and isinstance(subject, WorkloadSubject):
        report = workload_report.build(
            subject.snapshot,
            organization=subject.organization,
            review_id=subject.review_id,
            milestone=subject.milestone,
            at=subject.at,
        )
        pages = workload_report.write_pdf(report, out, progress=progress)
        return Written(pages, "application/pdf", "pdf")
    raise ValueError(f"Nothing writes {format} about a {subject.kind}")
