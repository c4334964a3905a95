"""A template's notes come along when it is applied: on the whole, on a lens, on its pillars.

They fill what is empty here; what a team wrote itself always stays. Notes on a pillar are what
its finding says of the current state.
"""

from __future__ import annotations

from lenses.access import compiled
from reviews.models import Finding, Review, ReviewStatus, Template, TemplateReview, Workload
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.events import log


def copy_to_workload(actor: Actor, template: Template, workload: Workload) -> None:
    """The template's own notes, where the workload has none and the actor may edit it.

    In a transaction that has the workload locked, as everything here.
    """
    here = actor.acting_as(workload.role or actor.role)
    if not template.notes or workload.notes or not policy.allows(here, Action.WORKLOAD_WRITE):
        return
    workload.notes = template.notes
    workload.save(update_fields=["notes"])
    log.record(
        actor,
        "workload.changed",
        workload,
        workload_id=workload.pk,
        changes={"notes": ("", template.notes)},
        hidden=("notes",),
    )


def copy(actor: Actor, part: TemplateReview, review: Review) -> None:
    """The notes on a lens and its pillars, where the review has none and is not complete."""
    if review.status == ReviewStatus.COMPLETE:
        return
    if part.notes and not review.notes:
        review.notes = part.notes
        review.save(update_fields=["notes"])
        log.record(
            actor,
            "review.notes_changed",
            review,
            workload_id=review.workload_id,
            changes={"notes": ("", part.notes)},
            hidden=("notes",),
        )
    asked = {pillar.id for pillar in compiled(review.lens_version_id).pillars}
    for pillar, text in part.pillar_notes.items():
        if text and pillar in asked:
            _copy_to_finding(actor, review, pillar, text)


def _copy_to_finding(actor: Actor, review: Review, pillar: str, text: str) -> None:
    finding, _new = Finding.objects.select_for_update().get_or_create(
        review=review, pillar_key=pillar, defaults={"organization_id": review.organization_id}
    )
    if finding.current_state:
        return
    finding.current_state = text
    finding.revision += 1
    finding.changed_at, finding.changed_by = clock.now(), actor.name
    finding.save(update_fields=["current_state", "revision", "changed_at", "changed_by"])
    log.record(
        actor,
        "finding.changed",
        finding,
        workload_id=review.workload_id,
        changes={"current_state": ("", text)},
        hidden=("current_state",),
        data={"pillar": pillar},
    )
