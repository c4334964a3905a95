"""What a template can be made from: the reviews of a workload that its owner may copy."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from reviews import access
from reviews.models import Review, RiskLevel
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One review of the workload. is_refused: its lens belongs to somebody else."""

    key: str
    name: str
    version: str
    answered: int
    total: int
    is_refused: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The reviews beside the one somebody came from."""

    review: Review
    rows: tuple[SourceRow, ...]


def build(actor: Actor, review_id: UUID) -> SourcePage:
    """The page of saving a review as a template. Two queries.

    Forbidden for who makes no templates here; guests are among them.
    """
    review = access.review_for(actor, review_id, need=Action.TEMPLATE_WRITE)
    rows = (
        Review.objects.attached()
        .filter(workload=review.workload_id)
        .select_related("lens", "lens_version")
        .defer("lens_version__document")
        .annotate(
            total=Count("answers", filter=Q(answers__is_asked=True)),
            done=Count(
                "answers",
                filter=Q(answers__is_asked=True) & ~Q(answers__risk=RiskLevel.UNANSWERED),
            ),
        )
        .order_by("lens__name", "pk")
    )
    mine = actor.organization.pk
    return SourcePage(
        review=review,
        rows=tuple(
            SourceRow(
                key=str(row.pk),
                name=row.lens.name,
                version=row.lens_version.name,
                answered=getattr(row, "done", 0),
                total=getattr(row, "total", 0),
                is_refused=row.lens.organization_id not in (None, mine),
            )
            for row in rows
        ),
    )
