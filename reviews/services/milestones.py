"""Milestones: a workload frozen in time, chained by digests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access, milestone_numbers, snapshot
from reviews.models import Milestone, MilestoneKind
from reviews.reads import snapshots
from reviews.services import review_plan_links, touch
from reviews.services.workloads import normalize
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

MAX_MILESTONES = 1000  # per workload; the reference product allows 100
MAX_NOTE = 2000


def record(
    actor: Actor,
    workload_id: UUID,
    *,
    name: str,
    kind: str = MilestoneKind.OTHER,
    note: str = "",
    planned: int | None = None,
) -> Milestone:
    """Freeze the workload under a name that is unique in it, ignoring case and blanks.

    kind: on which occasion. note: why. planned: the planned review at whose end it is, by its
    number; else the next of its kind. Invalid names what is wrong with the first three.
    The workload's row is locked, so numbers have no gaps and what is frozen is consistent.
    """
    with transaction.atomic():
        milestone = _freeze(actor, workload_id, name.strip(), kind, note.strip(), clock.now())
        review_plan_links.recorded(actor, milestone, planned)
    return milestone


def bring(actor: Actor, workload_id: UUID, *, name: str, recorded_at: datetime) -> Milestone:
    """Freeze the workload as `record` does, for a milestone that was recorded elsewhere, with the
    time it was recorded there.

    The workload must have been brought to what it was then. Invalid as for `record`, and for a
    time that is to come or lies before the milestone that is there.
    """
    with transaction.atomic():
        access.workload_for(actor, workload_id, need=Action.MILESTONE_RECORD, lock=True)
        last = Milestone.objects.filter(workload=workload_id).order_by("number").last()
        if recorded_at > clock.now() or (last and recorded_at < last.recorded_at):
            wrong = [_("Milestones follow each other in time, none is to come.")]
            raise Invalid(fields={"recorded_at": wrong})
        return _freeze(actor, workload_id, name.strip(), MilestoneKind.OTHER, "", recorded_at)


def _freeze(
    actor: Actor, workload_id: UUID, name: str, kind: str, note: str, at: datetime
) -> Milestone:
    """One more milestone, in a transaction."""
    workload = access.workload_for(actor, workload_id, need=Action.MILESTONE_RECORD, lock=True)
    last = Milestone.objects.filter(workload=workload).order_by("number").last()
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    _check(workload.pk, name, kind, note)
    if number > MAX_MILESTONES:
        raise Conflict(_("This workload has as many milestones as one can have."))
    taken = snapshots.take(workload)
    if not taken.reviews:
        message = _("Attach a lens first: there is nothing to record yet.")
        raise Conflict(message, code="nothing-to-record")
    content = snapshot.to_content(taken)
    milestone = Milestone.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        number=number,
        name=name,
        normalized_name=normalize(name),
        kind=kind,
        note=note,
        recorded_at=at,
        recorded_by=actor.name,
        user=actor.user,
        counts=taken.counts.as_dict(),
        numbers=milestone_numbers.stored(content),
        content=content,
        previous_digest=previous,
        digest=snapshot.digest(content, previous),
    )
    about = {"number": number, "name": name, "kind": kind, "digest": milestone.digest}
    log.record(actor, "milestone.recorded", milestone, workload_id=workload.pk, data=about)
    touch.workload(workload)
    return milestone


def _check(workload_id: UUID, name: str, kind: str, note: str) -> None:
    wrong: dict[str, list[str]] = {}
    if len(normalize(name)) < 3 or len(name) > 100:
        wrong["name"] = [_("Use 3 to 100 characters.")]
    elif Milestone.objects.filter(
        workload_id=workload_id, normalized_name=normalize(name)
    ).exists():
        wrong["name"] = [_("There is a milestone of this name already.")]
    if kind not in MilestoneKind.values:
        wrong["kind"] = [_("Choose one of the kinds.")]
    if len(note) > MAX_NOTE:
        wrong["note"] = [_("Use at most 2,000 characters.")]
    if wrong:
        raise Invalid(fields=wrong)
