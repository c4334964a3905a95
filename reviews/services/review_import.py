"""A workload made from a report's data: the same lenses, answers and work, under new ids.

What people wrote stays as the report tells it; risks are determined anew, never believed. A file
must not speak for somebody: who imports it is the author of its answers from now on, and nobody
has confirmed them. How long a risk has been there is kept. Files, threads of discussions and who
may see the workload are no part of a report. Needs every lens in the version that was reviewed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.models import LensVersion, VersionStatus
from reviews import changes, scoring
from reviews.documents import reading
from reviews.models import (
    Answer,
    AnswerChange,
    Finding,
    Review,
    ReviewStatus,
    RiskLevel,
    Workload,
)
from reviews.services import answer_checks, imported_work, moving, reviews, touch, workloads
from reviews.snapshot import Snapshot, SnapshotQuestion, SnapshotReview
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Team
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import teams
from wellarch.errors import Conflict
from wellarch.events import log

_DATES = ("design_review_on", "go_live_on", "next_review_on")


def from_report(actor: Actor, content: bytes, *, name: str = "") -> Workload:
    """Make a workload of a report as JSON (reviews/documents/schema.json) or as PDF.

    name: what it is called here, else as in the report. Invalid `file` when it cannot be read,
    `name` when there is such a workload; Conflict `lens-missing` names the lens that is not
    here in that version. All of it, or nothing of it.
    """
    policy.require(actor, Action.WORKLOAD_CREATE)
    told = reading.snapshot_of(content)
    if len(told.reviews) > reviews.MAX_REVIEWS:
        raise Conflict(_("This workload has more lenses than one can have."))
    versions = {review.id: _version(actor, review) for review in told.reviews}
    with transaction.atomic():
        workload = workloads.create(actor, values=_values(actor, told, name))
        made = {r.id: _review(actor, workload, r, versions[r.id]) for r in told.reviews}
        imported_work.bring(actor, workload, told, made)
        log.record(
            actor,
            "workload.imported",
            workload,
            workload_id=workload.pk,
            data={"name": workload.name, "reviews": len(made)},
        )
        touch.workload(workload)
    return workload


def _version(actor: Actor, review: SnapshotReview) -> LensVersion:
    """The very version that was reviewed: by its digest, of a lens the actor may use."""
    found = (
        LensVersion.objects.visible_to(actor)
        .filter(lens__alias=review.lens_alias, digest=review.lens_digest)
        .exclude(status=VersionStatus.DRAFT)
        .select_related("lens")
        .defer("document")
        .order_by("-number")
        .first()
    )
    if found is None:
        raise _missing(review)
    return found


def _missing(review: SnapshotReview) -> Conflict:
    return Conflict(
        _(
            "The lens %(lens)s (%(alias)s) is not here in version %(version)s as it was "
            "reviewed. Import that version first."
        )
        % {
            "lens": review.lens_name,
            "alias": review.lens_alias,
            "version": review.lens_version,
        },
        code="lens-missing",
    )


def _values(actor: Actor, told: Snapshot, name: str) -> dict[str, Any]:
    """The properties of the workload; a team that is not here is left out."""
    values = {
        key: value
        for key, value in told.properties.items()
        if key in workloads.EDITABLE and key not in ("profile", "visibility")
    }
    for key in _DATES:
        if key in values:
            values[key] = values[key] or None
    team = str(values.get("team") or "")
    if not Team.objects.filter(
        organization=actor.organization, normalized_name=teams.normalize(team)
    ).exists():
        values["team"] = ""
    if name.strip():
        values["name"] = name
    return values


def _review(actor: Actor, workload: Workload, told: SnapshotReview, version: LensVersion) -> Review:
    now = clock.now()
    is_complete = told.status == ReviewStatus.COMPLETE
    review = Review.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        lens=version.lens,
        lens_version=version,
        status=told.status,
        notes=told.notes,
        created_at=now,
        completed_at=now if is_complete else None,
        completed_by=actor.name if is_complete else "",
    )
    lens = compiled(version.pk)
    said = {question.id: question for _pillar, question in told.questions()}
    rows, deltas = [], {}
    for row in moving.blank(review, lens.questions.values()):
        if (question := said.get(row.question_key)) is not None:
            asked = lens.questions[row.question_key]
            deltas[row.question_key] = _fill(actor, row, asked, question)
        rows.append(row)
    Answer.objects.bulk_create(rows)
    AnswerChange.objects.bulk_create(
        _history(actor, row, delta) for row in rows if (delta := deltas.get(row.question_key))
    )
    _findings(actor, review, told, {pillar.id for pillar in lens.pillars})
    log.record(
        actor,
        "review.attached",
        review,
        workload_id=workload.pk,
        data={"lens": version.lens.alias},
    )
    return review


def _fill(
    actor: Actor, row: Answer, asked: CompiledQuestion, told: SnapshotQuestion
) -> changes.Delta:
    """Put into a blank answer what was said; returns what that changed."""
    wanted: dict[str, Any] = changes.flatten(
        {c.id: {"status": c.status, "reason": c.reason, "note": c.note} for c in told.choices},
        told.is_applicable,
        told.reason,
        told.notes,
    )
    state, delta = changes.apply({}, answer_checks.checked(asked, wanted))
    row.parked_at = clock.now() if told.is_parked else None
    row.parked_note = told.parked_note
    if not delta and not told.changed_at:
        return {}
    row.choices = changes.nest(state)
    row.is_applicable, row.reason, row.notes = told.is_applicable, told.reason, told.notes
    row.risk = scoring.risk_of(asked, state).value
    row.revision = 1
    row.changed_at = clock.now()
    row.changed_by = actor.name
    if row.risk != RiskLevel.UNANSWERED:
        known = moment(told.risk_since) if row.risk == told.risk else None
        row.risk_since = known or clock.now()
    elif told.risk_since:
        row.risk_since = moment(told.risk_since)
    return delta


def _history(actor: Actor, row: Answer, delta: changes.Delta) -> AnswerChange:
    return AnswerChange(
        answer=row,
        revision=row.revision,
        at=clock.now(),
        user=actor.user,
        actor_name=actor.name,
        via=actor.via,
        fields={path: list(pair) for path, pair in delta.items()},
        risk_before=RiskLevel.UNANSWERED,
        risk_after=row.risk,
    )


def _findings(actor: Actor, review: Review, told: SnapshotReview, known: set[str]) -> None:
    Finding.objects.bulk_create(
        Finding(
            organization_id=review.organization_id,
            review=review,
            pillar_key=pillar.id,
            current_state=pillar.finding.current_state,
            gaps=pillar.finding.gaps,
            risks=pillar.finding.risks,
            recommendations=pillar.finding.recommendations,
            is_set_aside=pillar.finding.is_set_aside,
            set_aside_reason=pillar.finding.set_aside_reason,
            revision=1,
            changed_at=clock.now(),
            changed_by=actor.name,
        )
        for pillar in told.pillars
        if pillar.id in known and not pillar.finding.is_empty
    )


def moment(text: str) -> datetime | None:
    """A moment of a snapshot."""
    return datetime.fromisoformat(text) if text else None
