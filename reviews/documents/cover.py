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

LONG = 36  # characters of a name that stand in the largest letters
LENSES = 8  # lenses named on the cover


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; title and created also describe the file."""

    title: str  # of the document, for the window's title
    kind: str
    workload: str
    is_long: bool  # too long for the largest letters
    running: str  # the workload's name, short enough for the head of a page
    organization: str
    logo: str  # its picture inside a data: address, empty without one
    accent: str  # its colour as #rrggbb, empty for ours
    lenses: tuple[str, ...]
    more_lenses: str
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
    logo: str = "",
    accent: str = "",
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
        is_long=len(snapshot.name) > LONG,
        running=phrasing.shortened(snapshot.name, 60),
        organization=organization,
        logo=logo,
        accent=accent,
        lenses=tuple(
            _("%(lens)s, version %(version)s")
            % {
                "lens": phrasing.shortened(review.lens_name, 100),
                "version": review.lens_version,
            }
            for review in reviews[:LENSES]
        ),
        more_lenses=_more(len(reviews) - LENSES),
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


def _more(rest: int) -> str:
    if rest <= 0:
        return ""
    return ngettext("and %(n)d more lens", "and %(n)d more lenses", rest) % {"n": rest}


def _kind(is_one_review: bool, milestone: Milestone | None) -> str:
    if milestone is not None:
        return _("Milestone report")
    return _("Review report") if is_one_review else _("Workload report")
