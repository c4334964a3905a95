"""What a workload puts first: its profile, the order of pillars, the prioritized questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.documents import phrasing
from reviews.documents.anchors import Anchors
from reviews.reads.profile_rows import pillar_names
from reviews.scoring import count
from reviews.snapshot import Snapshot, SnapshotReview


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A prioritized question with why it is one."""

    anchor: str
    code: str
    title: str
    risk: str
    why: str


@dataclass(frozen=True, slots=True)
class Priorities:
    """The profile of a workload."""

    profile: str
    sentence: str
    rows: tuple[PriorityRow, ...]


def build(
    snapshot: Snapshot, reviews: Sequence[SnapshotReview], anchors: Anchors
) -> Priorities | None:
    """What the profile says of these reviews; None for a workload without one."""
    profile = snapshot.profile
    if profile is None:
        return None
    rows = tuple(
        PriorityRow(
            anchors.question(review.id, question.id),
            question.code,
            question.title,
            question.risk,
            " ".join(why for _answer, why in reasons),
        )
        for review in reviews
        for _pillar, question in review.questions()
        if (reasons := profile.reasons(review.id, question.id))
    )
    named = {pillar.id: pillar.name for review in reviews for pillar in review.pillars}
    order = snapshot.pillar_order
    titles = [named.get(key, name) for key, name in zip(order, pillar_names(order), strict=True)]
    sentences = []
    if titles:
        sentences.append(_("Pillars come in this order: %(names)s.") % {"names": ", ".join(titles)})
    if rows:
        numbers = count(row.risk for row in rows)
        sentences.append(
            _("Of %(total)d prioritized questions %(done)d are answered, %(risk)d show a risk.")
            % {"total": numbers.total, "done": numbers.answered, "risk": numbers.at_risk}
        )
    return Priorities(
        profile=_("%(name)s, version %(number)d")
        % {"name": phrasing.shortened(profile.name, 100), "number": profile.version},
        sentence=" ".join(sentences),
        rows=rows,
    )
