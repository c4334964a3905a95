"""How mature the team says each pillar of a review is: its level, its target, what levels mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.access import compiled
from lenses.compiled import CompiledPillar
from reviews import access
from reviews.models import Maturity, Review, Workload
from reviews.models.maturity import HIGHEST
from wellarch.accounts.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# Seed 000, section 2, "Operational Maturity Model": for pillars whose lens has no model of its own.
MODEL: tuple[tuple[StrPromise, StrPromise, StrPromise], ...] = (
    (
        gettext_lazy("Manual"),
        gettext_lazy("Everything is done by hand."),
        gettext_lazy("SSH into servers, manual deployments"),
    ),
    (
        gettext_lazy("Repeatable"),
        gettext_lazy("Procedures are documented."),
        gettext_lazy("Written runbooks, basic CI/CD"),
    ),
    (
        gettext_lazy("Defined"),
        gettext_lazy("Processes are standardized."),
        gettext_lazy("Infrastructure as code, automated testing, monitoring"),
    ),
    (
        gettext_lazy("Managed"),
        gettext_lazy("It is measured and controlled."),
        gettext_lazy("SLOs, error budgets, capacity planning"),
    ),
    (
        gettext_lazy("Optimizing"),
        gettext_lazy("It is improved continuously."),
        gettext_lazy("Chaos engineering, automated remediation"),
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A level and what it means. mark: reached, wanted or left."""

    number: int
    name: str
    description: str
    examples: tuple[str, ...]
    mark: str

    @property
    def value(self) -> str:
        """What the form sends."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class PillarMaturity:
    """One pillar. row is blank (revision 0) while nobody has said anything."""

    key: str
    name: str
    row: Maturity
    revision: int
    steps: tuple[Step, ...]
    is_late: bool

    @property
    def level_name(self) -> str:
        """The level in words; empty before it is set."""
        return self._name(self.row.level)

    @property
    def target_name(self) -> str:
        """The target in words; empty without one."""
        return self._name(self.row.target)

    @property
    def is_said(self) -> bool:
        """Somebody said something of it."""
        return bool(self.row.level or self.row.target or self.row.note)

    @property
    def label(self) -> str:
        """What the drawing says, for who does not see it."""
        level = self.row.level or 0
        said = _("Level %(n)d of 5") % {"n": level} if level else _("No level yet")
        if self.row.target:
            said += ", " + _("target %(n)d") % {"n": self.row.target}
        return said

    def _name(self, number: int | None) -> str:
        return next((each.name for each in self.steps if each.number == number), "")


@dataclass(frozen=True, slots=True)
class MaturityPage:
    """All pillars of a review, in the order of the lens."""

    review: Review
    pillars: tuple[PillarMaturity, ...]

    @property
    def workload(self) -> Workload:
        """The workload of the review."""
        return self.review.workload

    @property
    def said(self) -> int:
        """Of how many pillars somebody gave a level."""
        return sum(each.row.level is not None for each in self.pillars)


def build(actor: Actor, review_id: UUID) -> MaturityPage:
    """The maturity of every pillar of a review. Two queries."""
    review = access.review_for(actor, review_id)
    there = {row.pillar_key: row for row in review.maturity.select_related("user")}
    today = timezone.localdate()
    return MaturityPage(
        review,
        tuple(
            _pillar(review, pillar, there.get(pillar.id), today)
            for pillar in compiled(review.lens_version_id).pillars
        ),
    )


def _pillar(
    review: Review, pillar: CompiledPillar, row: Maturity | None, today: date
) -> PillarMaturity:
    revision = row.revision if row else 0
    row = row or Maturity(review=review, pillar_key=pillar.id, revision=0)
    return PillarMaturity(
        key=pillar.id,
        name=pillar.name,
        row=row,
        revision=revision,
        steps=_steps(pillar, row),
        is_late=bool(
            row.target_on and row.target_on < today and (row.level or 0) < (row.target or 0)
        ),
    )


def _steps(pillar: CompiledPillar, row: Maturity) -> tuple[Step, ...]:
    """The model of the lens where it has five steps, else that of the seed."""
    level, target = row.level or 0, row.target or 0
    if len(pillar.maturity) == HIGHEST:
        told = [(each.name, each.description, each.examples) for each in pillar.maturity]
    else:
        told = [(str(name), str(text), (str(such),)) for name, text, such in MODEL]
    return tuple(
        Step(
            number,
            name,
            description,
            tuple(examples),
            "reached" if number <= level else "wanted" if number <= target else "left",
        )
        for number, (name, description, examples) in enumerate(told, start=1)
    )
