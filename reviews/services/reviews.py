"""Reviews: a lens attached to a workload, removed, completed, reopened."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled, lens_for, newest_published
from lenses.models import Lens, LensVersion, VersionStatus
from reviews import access
from reviews.models import Answer, Review, ReviewStatus, RiskLevel, Workload
from reviews.services import moving, touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log

MAX_REVIEWS = 50  # lenses per workload; the reference product allows 20


def attach(
    actor: Actor, workload_id: UUID, *, lens: str | UUID, version_id: UUID | None = None
) -> Review:
    """Review the workload against the newest published version of a lens (alias or id).

    version_id: another version of it, for a review that began elsewhere in its time. A lens that
    was removed before comes back with its answers, in the version it had and the minor ones
    since; a major one waits for an upgrade. Conflict when it is attached already or has no
    published version.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE, lock=True)
        found = _lens(actor, workload, lens)
        review = (
            Review.objects.filter(workload=workload, lens=found)
            .select_related("workload__organization", "lens", "lens_version")
            .defer("lens_version__document")
            .first()
        )
        if review is not None and review.removed_at is None:
            raise Conflict(
                _("%(lens)s is attached already.") % {"lens": found.name}, code="already-attached"
            )
        if Review.objects.filter(workload=workload).attached().count() >= MAX_REVIEWS:
            raise Conflict(_("This workload has as many lenses as one can have."))
        if review is not None:
            review.removed_at = None
            review.save(update_fields=["removed_at"])
            verb = "review.reattached"
        else:
            review = _create(workload, found, _first_version(found, version_id))
            verb = "review.attached"
        log.record(actor, verb, review, workload_id=workload.pk, data={"lens": found.alias})
        touch.workload(workload)
        if verb == "review.reattached":
            moving.catch_up(review)
    return review


def _lens(actor: Actor, workload: Workload, key: str | UUID) -> Lens:
    """The lens to attach. Conflict for one that was on the workload and is deleted by now."""
    try:
        return lens_for(actor, key)
    except NotFound:
        before = Review.objects.filter(workload=workload).exclude(lens__deleted_at=None)
        if any(str(key) in (str(row.lens_id), row.lens.alias) for row in before):
            raise Conflict(
                _("This lens was deleted by its owner, so no review can begin with it."),
                code="lens-deleted",
            ) from None
        raise


def _first_version(lens: Lens, version_id: UUID | None) -> LensVersion | None:
    if version_id is None:
        return newest_published(lens)
    rows = LensVersion.objects.filter(lens=lens, pk=version_id).defer("document")
    return rows.exclude(status=VersionStatus.DRAFT).first()


def _create(workload: Workload, lens: Lens, version: LensVersion | None) -> Review:
    if version is None:
        if lens.versions.filter(status=VersionStatus.RETIRED).exists():
            message = _("Every version of this lens is retired, so no review can begin with it.")
            raise Conflict(message, code="lens-retired")
        raise Conflict(_("This lens has no published version yet."), code="not-published")
    review = Review.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        lens=lens,
        lens_version=version,
    )
    Answer.objects.bulk_create(moving.blank(review, compiled(review.lens_version_id)))
    return review


def remove(actor: Actor, review_id: UUID) -> None:
    """Take a lens off the workload. Its answers are kept for a later return."""
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.WORKLOAD_WRITE, lock=True)
        review.removed_at = clock.now()
        review.save(update_fields=["removed_at"])
        log.record(
            actor,
            "review.removed",
            review,
            workload_id=review.workload_id,
            data={"lens": review.lens.alias},
        )
        touch.workload(review.workload)


def write_notes(actor: Actor, review_id: UUID, *, notes: str) -> Review:
    """Set the notes of a review as a whole."""
    if len(notes) > 20_000:
        raise Invalid(fields={"notes": [_("Use at most 20,000 characters.")]})
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.ANSWER, lock=True)
        if review.notes != notes:
            before, review.notes = review.notes, notes
            review.save(update_fields=["notes"])
            log.record(
                actor,
                "review.notes_changed",
                review,
                workload_id=review.workload_id,
                changes={"notes": (before, notes)},
                hidden=("notes",),
                data={"lens": review.lens.alias},
            )
            touch.workload(review.workload)
    return review


def complete(actor: Actor, review_id: UUID) -> Review:
    """Call a review complete. Conflict names the pillars that were not reviewed.

    A pillar was reviewed when all its questions are answered, or when it was set aside with
    a written reason (seed 001: review all pillars, never skip one silently).
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.REVIEW_COMPLETE, lock=True)
        if review.status == ReviewStatus.COMPLETE:
            return review
        open_pillars = unreviewed_pillars(review)
        if open_pillars:
            names = ", ".join(name for _key, name, _open in open_pillars)
            raise Conflict(
                _("These pillars are not reviewed yet: %(names)s.") % {"names": names},
                code="pillars-open",
                pillars=[
                    {"pillar": key, "name": name, "unanswered": unanswered}
                    for key, name, unanswered in open_pillars
                ],
            )
        review.status = ReviewStatus.COMPLETE
        review.completed_at, review.completed_by = clock.now(), actor.name
        _save_status(actor, review, "review.completed")
    return review


def reopen(actor: Actor, review_id: UUID) -> Review:
    """Open a complete review again, so that answers can change.

    Minor versions of its lens that came meanwhile are followed at once.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.REVIEW_COMPLETE, lock=True)
        if review.status == ReviewStatus.OPEN:
            return review
        mark_open(review, by=actor)
        moving.catch_up(review)
    return review


def mark_open(review: Review, *, by: Actor) -> None:
    """Open a review that is locked and complete."""
    review.status = ReviewStatus.OPEN
    review.completed_at, review.completed_by = None, ""
    _save_status(by, review, "review.reopened")


def _save_status(actor: Actor, review: Review, verb: str) -> None:
    review.save(update_fields=["status", "completed_at", "completed_by"])
    log.record(
        actor,
        verb,
        review,
        workload_id=review.workload_id,
        data={"lens": review.lens.alias},
    )
    touch.workload(review.workload)


def unreviewed_pillars(review: Review) -> list[tuple[str, str, int]]:
    """(id, name, unanswered questions) of pillars neither answered nor set aside. 2 queries."""
    set_aside = set(review.findings.filter(is_set_aside=True).values_list("pillar_key", flat=True))
    unanswered: dict[str, int] = {}
    rows = review.answers.filter(risk=RiskLevel.UNANSWERED).values_list("pillar_key", flat=True)
    for pillar in rows:
        unanswered[pillar] = unanswered.get(pillar, 0) + 1
    return [
        (pillar.id, pillar.name, unanswered[pillar.id])
        for pillar in compiled(review.lens_version_id).pillars
        if pillar.id in unanswered and pillar.id not in set_aside
    ]
