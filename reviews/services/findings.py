"""Findings: what a review says of a pillar as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Finding, Review, ReviewStatus
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log

TEXTS = ("current_state", "gaps", "risks", "recommendations", "set_aside_reason")
MAX_TEXT = 20_000


def write(
    actor: Actor,
    review_id: UUID,
    pillar: str,
    *,
    values: Mapping[str, Any],
    base_revision: int | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Finding:
    """Set some parts of a pillar's finding. Setting a pillar aside needs a written reason.

    Stale when somebody else wrote since base_revision; nothing is written then. With `seen`,
    the parts as the actor saw them, only a part that both sides changed to different values is
    a conflict; all else merges.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.ANSWER, lock=True)
        if review.status == ReviewStatus.COMPLETE:
            raise Conflict(
                _("This review is complete. Reopen it to change findings."), code="review-complete"
            )
        finding = _locked(review, pillar)
        if base_revision is not None and base_revision != finding.revision:
            _refuse_clashes(finding, values, seen)
        changed = _assign(finding, values)
        if changed:
            _save(actor, review, finding, changed)
    return finding


def _refuse_clashes(
    finding: Finding, values: Mapping[str, Any], seen: Mapping[str, Any] | None
) -> None:
    fields = {
        key: {"mine": value, "theirs": theirs}
        for key, value in values.items()
        if key in (*TEXTS, "is_set_aside")
        and (theirs := getattr(finding, key)) != value
        and (seen is None or seen.get(key) != theirs)
    }
    if seen is None or fields:
        raise Stale(
            _("%(name)s changed this finding a moment ago.") % {"name": finding.changed_by},
            by=finding.changed_by,
            revision=finding.revision,
            fields=fields,
        )


def _locked(review: Review, pillar: str) -> Finding:
    if pillar not in {p.id for p in compiled(review.lens_version_id).pillars}:
        raise NotFound(_("There is no such pillar in this lens."))
    finding, _new = Finding.objects.select_for_update().get_or_create(
        review=review,
        pillar_key=pillar,
        defaults={"organization_id": review.organization_id},
    )
    return finding


def _assign(finding: Finding, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields that changed, with their values before and after."""
    problems: dict[str, list[str]] = {}
    before = {key: getattr(finding, key) for key in (*TEXTS, "is_set_aside")}
    for key, value in values.items():
        if key in TEXTS and isinstance(value, str):
            if len(value) > MAX_TEXT:
                problems[key] = [_("Use at most 20,000 characters.")]
            setattr(finding, key, value.strip())
        elif key == "is_set_aside" and isinstance(value, bool):
            finding.is_set_aside = value
        else:
            problems[key] = [_("There is no such field, or its value has the wrong type.")]
    if finding.is_set_aside and not finding.set_aside_reason:
        problems["set_aside_reason"] = [_("Write down why this pillar is set aside.")]
    if problems:
        raise Invalid(fields=problems)
    return {
        key: (value, getattr(finding, key))
        for key, value in before.items()
        if getattr(finding, key) != value
    }


def _save(actor: Actor, review: Review, finding: Finding, changed: log.Changes) -> None:
    finding.revision += 1
    finding.changed_at, finding.changed_by = clock.now(), actor.name
    finding.save(update_fields=[*changed, "revision", "changed_at", "changed_by"])
    log.record(
        actor,
        "finding.changed",
        finding,
        workload_id=review.workload_id,
        changes=changed,
        hidden=TEXTS,
        data={"pillar": finding.pillar_key},
    )
    touch.workload(review.workload)
