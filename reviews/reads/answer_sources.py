"""Where answers can be copied from: another review of the same lens, or an earlier milestone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access, changes, snapshot
from reviews.models import Answer, Milestone, Review, RiskLevel, visibility
from reviews.services import answers
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid

MAX_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of one question. choices: what it was asked; revision: of its answer."""

    state: changes.State
    choices: frozenset[str]
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Answers to copy, by question; unanswered ones are not in it.

    origin names it in the log of changes. version: of the lens, for a milestone as it was then.
    """

    name: str
    version: str
    said: Mapping[str, Said]
    review_id: UUID | None = None
    milestone: int | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A review of the same lens that the actor sees. organization: empty for their own."""

    review_id: UUID
    workload: str
    organization: str
    version: str
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """A milestone of the same workload."""

    number: int
    name: str
    recorded_at: datetime


def find(
    actor: Actor, review: Review, *, from_review: UUID | None = None, milestone: int | None = None
) -> Source:
    """One source, exactly one of the two being given.

    NotFound for what the actor does not see; Invalid `from` for the review itself, another
    lens, or a milestone from before the lens was attached.
    """
    if (from_review is None) == (milestone is None):
        raise Invalid(fields={"from": [_("Choose one review or one milestone to copy from.")]})
    if from_review is not None:
        return _of_review(actor, review, from_review)
    return _of_milestone(actor, review, milestone or 0)


def candidates(actor: Actor, review: Review) -> tuple[Candidate, ...]:
    """Reviews of the same lens that the actor sees, by name. One query."""
    answered = Answer.objects.filter(review=OuterRef("pk")).order_by().values("review")
    rows = (
        Review.objects.visible_to(actor)
        .attached()
        .filter(lens=review.lens_id)
        .exclude(pk=review.pk)
        .annotate(
            total=Subquery(answered.annotate(n=Count("pk")).values("n")),
            answered=Subquery(
                answered.annotate(n=Count("pk", filter=~Q(risk=RiskLevel.UNANSWERED))).values("n")
            ),
        )
        .order_by("workload__normalized_name", "pk")
        .values_list(
            "pk",
            "workload__name",
            "workload__organization",
            "workload__organization__name",
            "lens_version__name",
            "answered",
            "total",
        )[:MAX_CANDIDATES]
    )
    return tuple(
        Candidate(
            key, name, "" if owner == actor.organization.pk else called, version, n or 0, total or 0
        )
        for key, name, owner, called, version, n, total in rows
    )


def frozen(review: Review) -> tuple[Frozen, ...]:
    """The milestones of the review's workload, newest first. One query."""
    rows = Milestone.objects.filter(workload=review.workload_id).order_by("-number")
    return tuple(
        Frozen(number, name, at)
        for number, name, at in rows.values_list("number", "name", "recorded_at")
    )


def answerable(actor: Actor, review: Review) -> list[Review]:
    """The reviews of the same lens that the actor sees, each with what they are on it.

    `workload.role` is set; whether they may answer is to be asked. One query.
    """
    rows = list(
        Review.objects.visible_to(actor)
        .attached()
        .filter(lens=review.lens_id)
        .exclude(pk=review.pk)
        .select_related("workload__organization", "lens_version")
        .defer("lens_version__document")
        .annotate(**visibility.grounds(actor, "workload__"))
        .order_by("workload__normalized_name", "pk")[:MAX_CANDIDATES]
    )
    for row in rows:
        row.workload.role = visibility.role_on(actor, row, row.workload)
    return rows


def may_answer(actor: Actor, review: Review) -> bool:
    """Whether the actor's role on this workload lets them answer."""
    role = review.workload.role
    return role is not None and policy.allows(actor.acting_as(role), Action.ANSWER)


def _of_review(actor: Actor, review: Review, key: UUID) -> Source:
    other = access.review_for(actor, key)
    if other.pk == review.pk or other.lens_id != review.lens_id:
        raise Invalid(fields={"from": [_("Choose another review of the same lens.")]})
    lens = compiled(other.lens_version_id)
    rows = Answer.objects.filter(review=other).exclude(risk=RiskLevel.UNANSWERED)
    return Source(
        name=other.workload.name,
        version=other.lens_version.name,
        said={
            row.question_key: Said(
                answers.state_of(row),
                frozenset(lens.questions[row.question_key].choice),
                row.revision,
            )
            for row in rows
            if row.question_key in lens.questions
        },
        review_id=other.pk,
        origin={"copied_from": str(other.pk)},
    )


def _of_milestone(actor: Actor, review: Review, number: int) -> Source:
    milestone = access.milestone_for(actor, review.workload_id, number)
    then = snapshot.from_content(milestone.content)
    found = next((row for row in then.reviews if row.id == str(review.pk)), None)
    if found is None:
        raise Invalid(fields={"from": [_("This lens was not attached at that milestone.")]})
    return Source(
        name=milestone.name,
        version=found.lens_version,
        said={
            one.id: Said(_state_of(one), frozenset(choice.id for choice in one.choices))
            for _pillar, one in found.questions()
            if one.risk != RiskLevel.UNANSWERED
        },
        milestone=number,
        origin={"copied_from_milestone": number},
    )


def _state_of(one: snapshot.SnapshotQuestion) -> changes.State:
    choices = {
        choice.id: {"status": choice.status, "reason": choice.reason, "note": choice.note}
        for choice in one.choices
    }
    return changes.flatten(choices, one.is_applicable, one.reason, one.notes)
