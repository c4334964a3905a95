"""Reviews: a lens attached to a workload, removed, completed, reopened."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled, lens_for, newest_published
from lenses.compiled import CompiledLens
from lenses.models import LensVersion
from reviews import access
from reviews.models import Answer, Review, ReviewStatus, RiskLevel, Workload
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

MAX_REVIEWS = 50  # lenses per workload; the reference product allows 20


def attach(actor: Actor, workload_id: UUID, *, lens: str | UUID) -> Review:
    """Review the workload against the newest published version of a lens (alias or id).

    A lens that was removed before comes back with its answers. Conflict when it is attached
    already or has no published version.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE, lock=True)
        found = lens_for(actor, lens)
        review = Review.objects.filter(workload=workload, lens=found).first()
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
            review = _create(workload, found.pk, newest_published(found))
            verb = "review.attached"
        log.record(actor, verb, review, workload_id=workload.pk, data={"lens": found.alias})
        touch.workload(workload)
    return review


def _create(workload: Workload, lens_id: UUID, version: LensVersion | None) -> Review:
    if version is None:
        raise Conflict(_("This lens has no published version yet."), code="not-published")
    review = Review.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        lens_id=lens_id,
        lens_version=version,
    )
    Answer.objects.bulk_create(_blank_answers(review, compiled(review.lens_version_id)))
    return review


def _blank_answers(review: Review, lens: CompiledLens) -> list[Answer]:
    return [
        Answer(
            organization_id=review.organization_id,
            review=review,
            pillar_key=question.pillar_id,
            question_key=question.id,
            position=question.number,
            risk=RiskLevel.UNANSWERED,
        )
        for question in lens.questions.values()
    ]


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
            review.notes = notes
            review.save(update_fields=["notes"])
            log.record(actor, "review.notes_changed", review, workload_id=review.workload_id)
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
    """Open a complete review again, so that answers can change."""
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.REVIEW_COMPLETE, lock=True)
        if review.status == ReviewStatus.OPEN:
            return review
        review.status = ReviewStatus.OPEN
        review.completed_at, review.completed_by = None, ""
        _save_status(actor, review, "review.reopened")
    return review


def _save_status(actor: Actor, review: Review, verb: str) -> None:
    review.save(update_fields=["status", "completed_at", "completed_by"])
    log.record(actor, verb, review, workload_id=review.workload_id)
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
