"""The numbers of a milestone: what charts over time need without reading what it holds. Pure.

They follow from the content, which the digest covers; `manage.py verify_milestones` checks that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviews.scoring import Counts, PracticeTally, checklist_score
from reviews.sealing import people
from reviews.snapshot import Snapshot, SnapshotReview, from_content
from reviews.snapshot_work import UNFINISHED, SnapshotMaturity


@dataclass(frozen=True, slots=True)
class PillarNumbers:
    """A pillar of a review: questions by risk, practices in place, level and target (1 to 5)."""

    id: str
    name: str
    counts: Counts
    tally: PracticeTally
    level: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewNumbers:
    """A review and its pillars."""

    id: str
    lens_alias: str
    lens_name: str
    lens_version: str
    pillars: tuple[PillarNumbers, ...]

    @property
    def counts(self) -> Counts:
        """Its questions by risk."""
        return sum((pillar.counts for pillar in self.pillars), Counts())

    @property
    def tally(self) -> PracticeTally:
        """Its practices in place."""
        return sum((pillar.tally for pillar in self.pillars), PracticeTally())

    @property
    def score(self) -> int | None:
        """Its checklist score (reviews/scoring.py)."""
        return checklist_score({pillar.id: pillar.tally for pillar in self.pillars})


@dataclass(frozen=True, slots=True)
class Numbers:
    """A whole workload. improvements: {state: how many}."""

    reviews: tuple[ReviewNumbers, ...] = ()
    improvements: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """All questions by risk."""
        return sum((review.counts for review in self.reviews), Counts())

    @property
    def tally(self) -> PracticeTally:
        """All practices in place."""
        return sum((review.tally for review in self.reviews), PracticeTally())

    @property
    def unfinished(self) -> int:
        """Improvements that are still to be done."""
        return sum(n for state, n in self.improvements.items() if state in UNFINISHED)

    @property
    def has_maturity(self) -> bool:
        """The team said of some pillar how mature it is."""
        return any(p.level is not None for review in self.reviews for p in review.pillars)


def of(snapshot: Snapshot) -> Numbers:
    """The numbers of a snapshot."""
    said = {(each.review, each.pillar): each for each in snapshot.maturity}
    return Numbers(
        reviews=tuple(_review(review, said) for review in snapshot.reviews),
        improvements=dict(Counter(each.state for each in snapshot.improvements)),
    )


def stored(content: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of stored content as JSON values, with the ids of people it names."""
    numbers = of(from_content(content))
    return {
        "reviews": [
            {
                "id": review.id,
                "lens": review.lens_alias,
                "name": review.lens_name,
                "version": review.lens_version,
                "score": review.score,
                "pillars": [
                    {
                        "id": pillar.id,
                        "name": pillar.name,
                        "counts": pillar.counts.as_dict(),
                        "practices": [pillar.tally.in_place, pillar.tally.applicable],
                        "level": pillar.level,
                        "target": pillar.target,
                    }
                    for pillar in review.pillars
                ],
            }
            for review in numbers.reviews
        ],
        "improvements": dict(numbers.improvements),
        "people": list(people(content)),
    }


def read(values: Mapping[str, Any]) -> Numbers:
    """From stored JSON values; nothing for an empty object."""
    return Numbers(
        reviews=tuple(
            ReviewNumbers(
                id=review["id"],
                lens_alias=review["lens"],
                lens_name=review["name"],
                lens_version=review["version"],
                pillars=tuple(_read_pillars(review["pillars"])),
            )
            for review in values.get("reviews", ())
        ),
        improvements=dict(values.get("improvements", {})),
    )


def _read_pillars(values: Iterable[Mapping[str, Any]]) -> Iterable[PillarNumbers]:
    for pillar in values:
        yield PillarNumbers(
            id=pillar["id"],
            name=pillar["name"],
            counts=Counts.of(pillar["counts"]),
            tally=PracticeTally(*pillar["practices"]),
            level=pillar["level"],
            target=pillar["target"],
        )


def _review(
    review: SnapshotReview, said: Mapping[tuple[str, str], SnapshotMaturity]
) -> ReviewNumbers:
    blank = SnapshotMaturity(review.id, "")
    return ReviewNumbers(
        id=review.id,
        lens_alias=review.lens_alias,
        lens_name=review.lens_name,
        lens_version=review.lens_version,
        pillars=tuple(
            PillarNumbers(
                pillar.id,
                pillar.name,
                pillar.counts,
                pillar.tally,
                level=said.get((review.id, pillar.id), blank).level,
                target=said.get((review.id, pillar.id), blank).target,
            )
            for pillar in review.pillars
        ),
    )
