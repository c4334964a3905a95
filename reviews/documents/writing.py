"""Writing a document: a subject and a format in, a file out. The only way in from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from django.utils.translation import gettext as _

from reviews.documents import (
    accents,
    compared_sheets,
    comparison_report,
    data,
    delimited,
    html,
    markdown_report,
    pdf,
    portfolio_report,
    sheet_tables,
    sheets,
    webpage,
    workload_report,
    xlsx,
)
from reviews.documents.html import Paper
from reviews.documents.sheets import Sheet
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

_BEGIN, _TEXT, _END = 15, 30, 95  # percent

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
    known = _WRITERS.get(format)
    if known is None:
        raise ValueError(f"Nothing writes {format}")
    writer, media_type = known
    pages = writer(subject, out, options, progress)
    return Written(pages, media_type, format)


def paper_of(subject: Subject, options: Options, *, on_paper: bool = False) -> Paper:
    """The chapters of a document about the subject; on paper large ones are told in brief."""
    if isinstance(subject, PortfolioSubject):
        return portfolio_report.paper(subject, options)
    if isinstance(subject, ComparisonSubject):
        return comparison_report.paper(subject, options)
    return workload_report.paper(_report(subject, options, on_paper=on_paper))


def _report(
    subject: WorkloadSubject, options: Options, *, on_paper: bool = False
) -> workload_report.WorkloadReport:
    return workload_report.build(
        subject.snapshot,
        organization=subject.organization,
        review_id=subject.review_id,
        milestone=subject.milestone,
        at=subject.at,
        previous=subject.previous,
        options=options,
        on_paper=on_paper,
    )


def _pdf(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    paper = paper_of(subject, options, on_paper=True)
    text = html.write(paper, progress=progress, begin=_BEGIN, end=_TEXT)
    # A portfolio's rows are read once, and its data is a file of its own.
    attached = (
        None
        if isinstance(subject, PortfolioSubject)
        else pdf.Attached(
            data.ATTACHED,
            data.text_of(subject, options),
            _("The data of this report, as JSON"),
            subject.at,
        )
    )
    styles = (accents.rules(paper.cover.accent),)
    return pdf.render_pdf(text, out, progress=progress, attached=attached, styles=styles)


def _html(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    paper = paper_of(subject, options)
    paper = replace(paper, style=webpage.style(accents.rules(paper.cover.accent)))
    out.write(html.write(paper, progress=progress, begin=_BEGIN, end=_END).encode())
    return 0


def _xlsx(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    xlsx.write(
        _sheets(subject, options),
        out,
        title=_title(subject),
        author=subject.organization.name,
        at=subject.at,
        progress=progress,
    )
    return 0


def _sheets(subject: Subject, options: Options) -> Iterator[Sheet]:
    if isinstance(subject, PortfolioSubject):
        return compared_sheets.of_portfolio(subject, options)
    if isinstance(subject, ComparisonSubject):
        changes = comparison_report.told(subject, options)
        return compared_sheets.of_comparison(subject, changes, options)
    return chain(sheets.of_workload(subject, options), sheet_tables.of_workload(subject, options))


def _csv(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    progress(_BEGIN, _("Questions"))
    if isinstance(subject, PortfolioSubject):
        sheet = compared_sheets.workloads(subject, options)
    elif isinstance(subject, ComparisonSubject):
        sheet = compared_sheets.changed(comparison_report.told(subject, options))
    else:
        own = sheet_tables.only_of(subject, options)
        sheet = own or sheets.questions(subject, options)
    delimited.write(sheet, out)
    return 0


def _json(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    progress(_BEGIN, _("Data"))
    data.write(subject, out, options)
    return 0


def _markdown(subject: Subject, out: BinaryIO, options: Options, progress: Progress) -> int:
    percent = iter(range(_BEGIN, _END))

    def tell(step: str) -> None:
        progress(next(percent, _END), step)

    for piece in _markdown_pieces(subject, options, tell):
        out.write(piece.encode())
    return 0


def _markdown_pieces(
    subject: Subject, options: Options, tell: Callable[[str], None]
) -> Iterator[str]:
    if isinstance(subject, WorkloadSubject):
        yield from markdown_report.of_workload(_report(subject, options), tell)
        return
    if isinstance(subject, PortfolioSubject):
        told = portfolio_report.told(subject, options)
        head = portfolio_report.cover_of(subject)
        yield from markdown_report.of_portfolio(told, head, options, tell)
        return
    changes = comparison_report.told(subject, options)
    yield from markdown_report.cover(comparison_report.cover_of(subject, changes))
    tell(_("Summary"))
    yield from markdown_report.movements(changes, options)
    yield from markdown_report.work(comparison_report.work_of(subject, options), options)


def _title(subject: Subject) -> str:
    if isinstance(subject, PortfolioSubject):
        return subject.organization.name
    return subject.after.name if isinstance(subject, ComparisonSubject) else subject.snapshot.name


Writer = Callable[[Subject, BinaryIO, Options, Progress], int]

_WRITERS: dict[str, tuple[Writer, str]] = {
    "pdf": (_pdf, "application/pdf"),
    "html": (_html, "text/html; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_csv, "text/csv; charset=utf-8"),
    "json": (_json, "application/json"),
    "md": (_markdown, "text/markdown; charset=utf-8"),
}
