"""Names of the places in a document that contents, plan and bookmarks lead to. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reviews.snapshot import SnapshotReview


@dataclass(frozen=True, slots=True)
class Anchors:
    """Place names made of numbers, since ids of lenses may hold any character."""

    reviews: dict[str, str]
    pillars: dict[tuple[str, str], str]
    questions: dict[tuple[str, str], str]

    def review(self, review_id: str) -> str:
        """Where a review begins."""
        return self.reviews[review_id]

    def pillar(self, review_id: str, pillar_id: str) -> str:
        """Where a pillar begins."""
        return self.pillars[review_id, pillar_id]

    def question(self, review_id: str, question_id: str) -> str:
        """Where a question stands."""
        return self.questions[review_id, question_id]


def build(reviews: tuple[SnapshotReview, ...]) -> Anchors:
    """The places of these reviews."""
    pillars: dict[tuple[str, str], str] = {}
    questions: dict[tuple[str, str], str] = {}
    for number, review in enumerate(reviews, start=1):
        for pillar in review.pillars:
            place = f"r{number}-p{len(pillars) + 1}"
            pillars[review.id, pillar.id] = place
        for _pillar, question in review.questions():
            questions[review.id, question.id] = f"r{number}-q{len(questions) + 1}"
    return Anchors(
        reviews={review.id: f"r{number}" for number, review in enumerate(reviews, start=1)},
        pillars=pillars,
        questions=questions,
    )
