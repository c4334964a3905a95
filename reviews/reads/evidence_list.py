"""The evidence of a question, as the room shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.models import Evidence, EvidenceKind, Review, ScanStatus
from wellarch.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece. state: open, pending, infected or failed; only what is open can be read."""

    id: UUID
    title: str
    is_file: bool
    url: str  # of a link
    name: str
    size: int
    choice: str
    state: str
    by: str
    at: datetime
    choice_id: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """All evidence of one question, oldest first."""

    review: Review
    asked: CompiledQuestion
    items: tuple[EvidenceView, ...]


def build(actor: Actor, review_id: UUID, question: str) -> EvidenceList:
    """The evidence of a question. Three queries, however much there is."""
    review = access.review_for(actor, review_id)
    answer = access.answer_of(review, question)
    asked = compiled(review.lens_version_id).questions[question]
    rows = Evidence.objects.filter(answer=answer).select_related("added_by").order_by("added_at")
    return EvidenceList(review, asked, tuple(_view(asked, row) for row in rows))


def _view(asked: CompiledQuestion, row: Evidence) -> EvidenceView:
    choice = asked.choice.get(row.choice_key)
    is_readable = row.scan in (ScanStatus.NOT_ASKED, ScanStatus.CLEAN)
    return EvidenceView(
        id=row.pk,
        title=row.title,
        is_file=row.kind == EvidenceKind.FILE,
        url=row.url,
        name=row.name,
        size=row.size,
        choice=choice.title.strip() if choice else "",
        state="open" if is_readable else row.scan,
        by=str(row.added_by) if row.added_by else "",
        at=row.added_at,
        choice_id=row.choice_key,
    )
