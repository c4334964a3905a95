"""The report of a workload, one review or one milestone: what it says, and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import planning
from reviews.documents import (
    anchors,
    appendix,
    chapters,
    cover,
    html,
    pdf,
    plan,
    priorities,
    scope,
    summary,
)
from reviews.documents.appendix import Appendix
from reviews.documents.chapters import Chapter
from reviews.documents.cover import Cover
from reviews.documents.plan import Plan
from reviews.documents.priorities import Priorities
from reviews.documents.scope import Scope
from reviews.documents.summary import Summary
from reviews.models import Milestone
from reviews.scoring import Counts
from reviews.snapshot import Snapshot
from wellarch.accounts.models import Organization
from wellarch.accounts.tenancy import logos

TEMPLATE = "documents/workload_report.html"


@dataclass(frozen=True, slots=True)
class WorkloadReport:
    """Everything the templates show, in the order of the pages."""

    cover: Cover
    summary: Summary
    scope: Scope
    priorities: Priorities | None
    chapters: tuple[Chapter, ...]
    plan: Plan
    appendix: Appendix


def build(
    snapshot: Snapshot,
    *,
    organization: Organization,
    review_id: str | None,
    milestone: Milestone | None,
    at: datetime,
) -> WorkloadReport:
    """What the report says. Queries nothing; reads the file of the logo.

    review_id narrows it to one review of the snapshot; milestone is where the snapshot comes
    from, or None when it was taken now. Dates are judged from the day of either.
    """
    reviews = tuple(r for r in snapshot.reviews if review_id in (None, r.id))
    on = timezone.localtime(milestone.recorded_at if milestone else at).date()
    due_days = organization.due_days
    items = planning.build(snapshot, due_days, review_id=review_id)
    places = anchors.build(reviews)
    told = summary.build(reviews, items, due_days=due_days, anchors=places, on=on)
    counts = sum((review.counts for review in reviews), Counts())
    return WorkloadReport(
        cover=cover.build(
            snapshot,
            reviews,
            organization=organization.name,
            logo=logos.data_url_of(organization),
            is_one_review=review_id is not None,
            milestone=milestone,
            at=at,
        ),
        summary=told,
        scope=scope.build(snapshot),
        priorities=priorities.build(snapshot, reviews, places),
        chapters=tuple(
            chapters.build(review, figures, places)
            for review, figures in zip(reviews, told.reviews, strict=True)
        ),
        plan=plan.build(items, counts, anchors=places, on=on, with_lens=len(reviews) > 1),
        appendix=appendix.build(
            snapshot, reviews, due_days=due_days, anchors=places, milestone=milestone
        ),
    )


def write_html(report: WorkloadReport) -> str:
    """The report as one HTML document, without its stylesheets."""
    return html.write(TEMPLATE, report)


def write_pdf(
    report: WorkloadReport, target: BinaryIO, *, progress: Callable[[int, str], None]
) -> int:
    """Write the report as PDF; returns its number of pages.

    progress(percent, step) is called when a step begins and while pages are laid out.
    """
    progress(15, _("Writing the text"))
    text = write_html(report)
    return pdf.render_pdf(text, target, progress=progress)
