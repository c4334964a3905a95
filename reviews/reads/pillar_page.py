"""One pillar of a review: its finding, its questions, and what the lens says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledPillar
from reviews import access
from reviews.models import Answer, Finding, Review, ReviewStatus
from reviews.reads import room_nav
from reviews.reads.question_page import Clash, Conflict
from reviews.reads.review_page import tally_in
from reviews.reads.room_nav import Nav, NavPillar
from reviews.scoring import PracticeTally
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound, Stale

LABELS = {
    "current_state": gettext_lazy("Current state"),
    "gaps": gettext_lazy("Gaps"),
    "risks": gettext_lazy("Risks"),
    "recommendations": gettext_lazy("Recommendations"),
    "is_set_aside": gettext_lazy("Set aside"),
    "set_aside_reason": gettext_lazy("Why it is set aside"),
}


_TALLIED = ("question_key", "choices", "is_applicable")  # columns the tally reads


@dataclass(frozen=True, slots=True)
class PillarPage:
    """Everything the page of a pillar shows. `values` are the fields of the finding."""

    review: Review
    lens: CompiledLens
    asked: CompiledPillar
    pillar: NavPillar
    nav: Nav
    values: Mapping[str, str | bool]
    revision: int
    lacks_current_state: bool
    tally: PracticeTally
    changed_by: str
    changed_at: datetime | None

    @property
    def is_complete(self) -> bool:
        """The review is complete: findings rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE

    @property
    def is_open(self) -> bool:
        """Whether the finding may change, for those whose role allows it."""
        return not self.is_complete and not self.review.workload.is_archived

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """(label, text) of the four parts, in the order in which they are written."""
        names = ("current_state", "gaps", "risks", "recommendations")
        return tuple((str(LABELS[name]), str(self.values[name])) for name in names)


def build(actor: Actor, review_id: UUID, pillar: str) -> PillarPage:
    """The page of a pillar. Four queries; NotFound for a pillar the lens does not have."""
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    asked = lens.pillar.get(pillar)
    if asked is None:
        raise NotFound(_("There is no such pillar in this lens."))
    nav = room_nav.build(lens, room_nav.standing_of(review, viewer=actor.user_id))
    finding = Finding.objects.filter(review=review, pillar_key=pillar).first() or Finding()
    rows = Answer.objects.filter(review=review, pillar_key=pillar).order_by()
    answers = {row.question_key: row for row in rows.only(*_TALLIED)}
    return PillarPage(
        review=review,
        lens=lens,
        asked=asked,
        pillar=next(line for line in nav.pillars if line.id == pillar),
        nav=nav,
        values={name: getattr(finding, name) for name in LABELS},
        revision=finding.revision,
        lacks_current_state=finding.lacks_current_state,
        tally=tally_in(asked.questions, answers),
        changed_by=finding.changed_by,
        changed_at=finding.changed_at,
    )


def conflict_of(error: Stale) -> Conflict:
    """Both versions of every field of the finding that clashed."""
    return Conflict(
        by=str(error.data["by"]),
        clashes=tuple(
            Clash(
                path=name,
                label=str(LABELS[name]),
                is_text=not isinstance(both["mine"], bool),
                mine=_raw(both["mine"]),
                theirs=_raw(both["theirs"]),
                mine_words=_words(both["mine"]),
                theirs_words=_words(both["theirs"]),
            )
            for name, both in error.data["fields"].items()
        ),
    )


def _raw(value: str | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else value


def _words(value: str | bool) -> str:
    if isinstance(value, bool):
        return _("Set aside") if value else _("Not set aside")
    return value
