"""The report of a workload, one review or one milestone: what it says, chapter by chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import planning
from reviews.documents import (
    accents,
    anchors,
    appendix,
    chapters,
    choosing,
    cover,
    html,
    movements,
    pdf,
    plan,
    priorities,
    rehearsals,
    scope,
    scores,
    summary,
    work,
    worksheet_tables,
)
from reviews.documents.appendix import Appendix
from reviews.documents.chapters import Chapter
from reviews.documents.cover import Cover
from reviews.documents.html import Entry, Paper, Part
from reviews.documents.movements import Movements
from reviews.documents.plan import Plan
from reviews.documents.priorities import Priorities
from reviews.documents.rehearsals import Rehearsals, ReviewPlan
from reviews.documents.scope import Scope
from reviews.documents.scores import Scores
from reviews.documents.subjects import Options
from reviews.documents.summary import Summary
from reviews.documents.work import Work
from reviews.documents.worksheet_tables import PaperSheet
from reviews.models import Milestone
from reviews.snapshot import Snapshot
from wellarch.accounts.models import Organization
from wellarch.accounts.tenancy import logos

TEXT_BEGINS, TEXT_ENDS = 15, 30  # percent
# Layout keeps every page in memory, about 3 MB each. From so many questions on, paper tells only
# so many in full, the highest risks first; other formats and the attached data tell all.
MANY, IN_FULL, PLANNED = 250, 150, 80


@dataclass(frozen=True, slots=True)
class WorkloadReport:
    """Everything the templates show, in the order of the pages."""

    cover: Cover
    summary: Summary
    changes: Movements | None
    scope: Scope
    priorities: Priorities | None
    scores: Scores
    chapters: tuple[Chapter, ...]
    plan: Plan
    work: Work
    worksheets: tuple[PaperSheet, ...]
    rehearsals: Rehearsals | None
    review_plan: ReviewPlan | None
    appendix: Appendix
    options: Options
    is_brief: bool


def build(
    snapshot: Snapshot,
    *,
    organization: Organization,
    review_id: str | None,
    milestone: Milestone | None,
    at: datetime,
    previous: Milestone | None = None,
    options: Options | None = None,
    on_paper: bool = False,
) -> WorkloadReport:
    """What the report says. Queries nothing; reads the file of the logo.

    review_id narrows it to one review of the snapshot; milestone is where the snapshot comes
    from, or None when it was taken now. Dates are judged from the day of either. previous: the
    milestone of which changes are told. on_paper: a very large one is told in brief.
    """
    options = options or Options()
    asked = _Asked(organization, review_id, milestone, at, previous, options, on_paper)
    return _told(choosing.narrow(snapshot, options, review_id=review_id), asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `build` was called with, beside the snapshot."""

    organization: Organization
    review_id: str | None
    milestone: Milestone | None
    at: datetime
    previous: Milestone | None
    options: Options
    on_paper: bool

    @property
    def on(self) -> date:
        """The day from which dates are judged."""
        return timezone.localtime(self.milestone.recorded_at if self.milestone else self.at).date()


def _told(snapshot: Snapshot, asked: _Asked) -> WorkloadReport:
    reviews, options, on = snapshot.reviews, asked.options, asked.on
    due_days = asked.organization.due_days
    items = planning.build(snapshot, due_days)
    places = anchors.build(reviews)
    told = summary.build(reviews, items, due_days=due_days, anchors=places, on=on)
    counts = snapshot.counts
    is_brief = asked.on_paper and counts.total > MANY
    full = {places.question(i.review_id, i.question.id) for i in items[:IN_FULL]}
    return WorkloadReport(
        cover=_cover(snapshot, asked),
        summary=told,
        changes=movements.since(asked.previous, snapshot, options, asked.review_id, on=on)
        if asked.previous
        else None,
        scope=scope.build(snapshot),
        priorities=priorities.build(snapshot, reviews, places),
        scores=scores.build(reviews, places, with_questions=not is_brief),
        chapters=tuple(
            chapters.build(review, figures, places, full=full if is_brief else None)
            for review, figures in zip(reviews, told.reviews, strict=True)
        ),
        plan=plan.build(
            items, counts, anchors=places, on=on, with_lens=len(reviews) > 1,
            most=PLANNED if is_brief else None,
        ),
        work=work.build(snapshot, options, on=on),
        worksheets=worksheet_tables.build(snapshot.worksheets, on=on),
        rehearsals=rehearsals.build(snapshot),
        review_plan=rehearsals.plan(snapshot, on=on),
        appendix=appendix.build(
            snapshot, reviews, due_days=due_days, anchors=places, milestone=asked.milestone,
            with_questions=not is_brief,
        ),
        options=options,
        is_brief=is_brief,
    )  # fmt: skip


def _cover(snapshot: Snapshot, asked: _Asked) -> Cover:
    return cover.build(
        snapshot,
        snapshot.reviews,
        organization=asked.organization.name,
        logo=logos.data_url_of(asked.organization),
        accent=asked.organization.accent,
        is_one_review=asked.review_id is not None,
        milestone=asked.milestone,
        at=asked.at,
    )


def paper(report: WorkloadReport) -> Paper:
    """The report as a document: the chapters that are wanted, in their order."""
    is_whole = not report.options.sections and not report.is_brief
    return Paper(report.cover, tuple(_parts(report)), is_whole=is_whole)


def write_html(report: WorkloadReport) -> str:
    """The report as one HTML document, without its stylesheets."""
    return html.write(paper(report), progress=lambda _percent, _step: None, begin=0, end=0)


def write_pdf(
    report: WorkloadReport, target: BinaryIO, *, progress: Callable[[int, str], None]
) -> int:
    """Write the report as PDF; returns its number of pages.

    progress(percent, step) is called when a chapter begins and while pages are laid out.
    """
    text = html.write(paper(report), progress=progress, begin=TEXT_BEGINS, end=TEXT_ENDS)
    styles = (accents.rules(report.cover.accent),)
    return pdf.render_pdf(text, target, progress=progress, styles=styles)


def _parts(report: WorkloadReport) -> Iterator[Part]:
    wants = report.options.wants
    if wants("summary"):
        yield Part("summary", {"summary": report.summary}, Entry(_("Summary"), "summary"))
    if report.changes and wants("changes"):
        title = _("Changes since the last milestone")
        yield Part("changes", {"changes": report.changes}, Entry(title, "changes"))
    if wants("scope"):
        yield Part("scope", {"scope": report.scope}, Entry(_("Scope"), "scope"))
        if report.priorities:
            yield Part("priorities", {"priorities": report.priorities})
    if wants("scores"):
        yield Part("scores", {"scores": report.scores}, Entry(_("Scores"), "scores"))
    if wants("maturity") and report.work.maturity:
        yield Part("maturity", {"rows": report.work.maturity}, Entry(_("Maturity"), "maturity"))
    if wants("answers"):
        yield from (
            Part("chapter", {"chapter": chapter}, _entry(chapter)) for chapter in report.chapters
        )
    if wants("plan"):
        yield Part("plan", {"plan": report.plan}, Entry(_("Improvement plan"), "plan"))
    yield from _work(report)
    yield from _sheets(report)
    if wants("appendix"):
        yield Part("appendix", {"appendix": report.appendix}, _appendix(report.is_brief))


def _work(report: WorkloadReport) -> Iterator[Part]:
    if report.options.wants("improvements") and report.work.improvements.groups:
        shown = {"improvements": report.work.improvements}
        yield Part("improvements", shown, Entry(_("Improvements"), "improvements"))
    if report.options.wants("tradeoffs") and report.work.tradeoffs:
        shown_too = {"tradeoffs": report.work.tradeoffs}
        yield Part("tradeoffs", shown_too, Entry(_("Trade-offs"), "tradeoffs"))


def _sheets(report: WorkloadReport) -> Iterator[Part]:
    wants = report.options.wants
    if wants("worksheets") and report.worksheets:
        yield worksheets_part(report.worksheets)
    if wants("game_days") and report.rehearsals:
        yield game_days_part(report.rehearsals)
    if wants("review_plan") and report.review_plan:
        entry = Entry(_("Review plan"), "review_plan")
        yield Part("review_plan", {"plan": report.review_plan}, entry)


def worksheets_part(sheets: tuple[PaperSheet, ...]) -> Part:
    """The chapter of worksheets."""
    children = tuple(Entry(sheet.title, sheet.anchor) for sheet in sheets)
    return Part("worksheets", {"sheets": sheets}, Entry(_("Worksheets"), "worksheets", children))


def game_days_part(found: Rehearsals) -> Part:
    """The chapter of game days."""
    children = tuple(Entry(f"{day.number}. {day.title}", day.anchor) for day in found.days)
    return Part("game_days", {"rehearsals": found}, Entry(_("Game days"), "game_days", children))


def _entry(chapter: Chapter) -> Entry:
    pillars = tuple(Entry(pillar.name, pillar.anchor) for pillar in chapter.pillars)
    return Entry(chapter.title, chapter.anchor, pillars)


def _appendix(is_brief: bool) -> Entry:
    answered = Entry(_("Who answered what, and when"), "appendix-answers")
    children = (
        Entry(_("How risk is determined"), "appendix-risk"),
        *(() if is_brief else (answered,)),
        Entry(_("Properties of the workload"), "appendix-workload"),
        Entry(_("Versions and digests"), "appendix-sources"),
    )
    return Entry(_("Appendix"), "appendix", children)
