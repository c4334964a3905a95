"""Upgrades: a review goes on with a newer version of its lens.

A major version waits for who owns the review: they see what changes for their answers
(reads/upgrade_page.py), name a milestone of how it was, and upgrade. Minor versions are
followed without asking, by a task; whatever rests then (complete, archived, removed) follows
when it wakes (services/moving.py). There is no way back, as in the reference product: the
milestone is what shows how it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lenses.access import minor_lines, newest_published
from lenses.models import LensVersion
from reviews import access
from reviews.models import Milestone, MilestoneKind, Review, ReviewStatus
from reviews.services import milestones, moving, reviews
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, DomainError, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did.

    counts: {fate: number of questions} (reviews/carrying.py). is_reopened: the review was
    complete and something in it is open now. changed_since: how many changes of answers came
    after what the actor had been shown; they were carried as well.
    """

    review: Review
    milestone: Milestone
    counts: dict[str, int]
    is_reopened: bool
    changed_since: int


def upgrade(
    actor: Actor,
    review_id: UUID,
    *,
    milestone: str,
    to: UUID | None = None,
    seen_revision: int | None = None,
) -> Upgraded:
    """Record a milestone of the workload, then carry the review to a newer version of its lens.

    to: a published version of the lens, the newest one unless given. seen_revision: the
    `revisions` of the preview. Invalid at `milestone` for a name that is not free, and then
    nothing is written; Conflict when there is nothing newer, or the lens is no longer there
    for this workload. A complete review in which something is open now is reopened.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.WORKLOAD_WRITE, lock=True)
        version = target(review, to)
        recorded = _record(actor, review, milestone)
        moved = moving.move(review, version, by=actor, milestone=recorded.number)
        is_reopened = review.status == ReviewStatus.COMPLETE and _is_open_again(moved)
        if is_reopened:
            reviews.mark_open(review, by=actor)
    since = 0 if seen_revision is None else max(0, moved.revisions - seen_revision)
    return Upgraded(review, recorded, moved.counts, is_reopened, since)


def target(review: Review, to: UUID | None = None) -> LensVersion:
    """The version a review would be upgraded to. Raises as `upgrade` does; two queries."""
    if moving.is_closed(review):
        raise Conflict(
            _("%(lens)s is no longer there for this workload. The review goes on as it is.")
            % {"lens": review.lens.name},
            code="lens-closed",
        )
    if to is None:
        version = newest_published(review.lens)
    else:
        rows = LensVersion.objects.published().filter(lens=review.lens_id, pk=to)
        version = rows.defer("document").first()
        if version is None:
            raise NotFound(_("There is no such published version of this lens."))
    if version is None or version.number <= review.lens_version.number:
        raise Conflict(
            _("This review uses version %(version)s already; there is nothing newer to go to.")
            % {"version": review.lens_version.name},
            code="lens-current",
        )
    return version


def follow(version_id: UUID) -> int:
    """Have open reviews follow a minor version of their lens; returns how many did.

    Each in its own transaction: whoever is stopped between two goes on with the rest, and
    again changes nothing. What rests now follows when it wakes.
    """
    version = LensVersion.objects.defer("document").filter(pk=version_id).first()
    return _follow_lens(version.lens_id) if version else 0


def sweep() -> int:
    """Have those follow whose task was lost or stopped; returns how many reviews did."""
    behind = moving.behind(_awake())
    lenses = list(behind.order_by().values_list("lens_id", flat=True).distinct())
    return sum(_follow_lens(lens_id) for lens_id in lenses)


def _follow_lens(lens_id: UUID) -> int:
    lines = minor_lines(lens_id)
    behind = _awake().filter(lens=lens_id, lens_version__in=lines)
    rows = behind.order_by("workload_id").values_list("pk", flat=True)
    return sum(_follow(review_id) for review_id in list(rows))


def _follow(review_id: UUID) -> bool:
    with transaction.atomic():
        row = Review.objects.select_related("organization").filter(pk=review_id).first()
        if row is None:
            return False
        actor = system_actor(row.organization)
        try:
            review = access.review_for(actor, review_id, need=Action.WORKLOAD_WRITE, lock=True)
        except DomainError:
            return False  # removed, archived or deleted since a moment ago
        return moving.catch_up(review) is not None


def _awake() -> QuerySet[Review]:
    """The reviews that follow at once."""
    return Review.objects.attached().filter(
        Q(status=ReviewStatus.OPEN), workload__archived_at=None, lens__deleted_at=None
    )


def _record(actor: Actor, review: Review, name: str) -> Milestone:
    try:
        return milestones.record(
            actor, review.workload_id, name=name, kind=MilestoneKind.LENS_UPGRADE
        )
    except Invalid as error:
        raise Invalid(fields={"milestone": error.fields.get("name", [error.message])}) from error


def _is_open_again(moved: moving.Moved) -> bool:
    if any(one.is_at_another_risk for one in moved.carried):
        return True
    return bool(reviews.unreviewed_pillars(moved.review))
