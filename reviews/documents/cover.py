"""The first page and the document's own data: what this is about, from when, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.documents import phrasing
from reviews.models import Milestone
from reviews.scoring import Counts
from reviews.snapshot import Snapshot, SnapshotReview


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; title and created also describe the file."""

    title: str  # of the document, for the window's title
    kind: str
    workload: str
    running: str  # the workload's name, short enough for the head of a page
    organization: str
    lenses: tuple[str, ...]
    milestone: str  # empty when the report shows the workload as it is now
    digest: str
    as_of: str
    created: str  # ISO 8601
    counts: tuple[tuple[str, int], ...]
    questions: str
    classification: str


def build(
    snapshot: Snapshot,
    reviews: Sequence[SnapshotReview],
    *,
    organization: str,
    is_one_review: bool,
    milestone: Milestone | None,
    at: datetime,
) -> Cover:
    """The cover of a report about these reviews."""
    counts = sum((review.counts for review in reviews), Counts())
    kind = _kind(is_one_review, milestone)
    return Cover(
        title=f"{snapshot.name} – {kind}",
        kind=kind,
        workload=snapshot.name,
        running=phrasing.shortened(snapshot.name, 60),
        organization=organization,
        lenses=tuple(
            _("%(lens)s, version %(version)s")
            % {"lens": review.lens_name, "version": review.lens_version}
            for review in reviews
        ),
        milestone=_("Milestone %(number)d · %(name)s")
        % {"number": milestone.number, "name": milestone.name}
        if milestone
        else "",
        digest=milestone.digest if milestone else "",
        as_of=phrasing.moment(milestone.recorded_at if milestone else at),
        created=at.isoformat(timespec="seconds"),
        counts=tuple((risk, number) for risk, number in counts.as_dict().items() if number),
        questions=ngettext(
            "%(answered)d of %(n)d question answered",
            "%(answered)d of %(n)d questions answered",
            counts.total,
        )
        % {"answered": counts.answered, "n": counts.total},
        classification=_("Confidential"),
    )


def _kind(is_one_review: bool, milestone: Milestone | None) -> str:
    if milestone is not None:
        return _("Milestone report")
    return _("Review report") if is_one_review else _("Workload report")
