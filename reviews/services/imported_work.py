"""What an import brings beside the answers: evidence that is a link, improvements, decisions,
maturity, the profile, and (imported_sheets.py) worksheets, game days and the review plan. In the
transaction that makes the workload.

A file says what it likes. So nobody but the importer accepts a risk or decides by it, and nobody
confirms an answer; who did so in the report is told in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.document import web_address
from reviews.models import (
    Answer,
    Evidence,
    EvidenceKind,
    Improvement,
    ImprovementState,
    Maturity,
    Profile,
    ProfileVersion,
    Review,
    TradeOff,
    TradeOffState,
    Workload,
)
from reviews.services import imported_sheets
from reviews.snapshot import Snapshot, SnapshotImprovement, SnapshotTradeOff
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User

_REASON, _CONTEXT = 2000, 5000  # characters of a reason and of why something was decided
Made = Mapping[str, Review]  # the review here, by its id in the report


def bring(actor: Actor, workload: Workload, told: Snapshot, made: Made) -> None:
    """Write everything of a snapshot that its answers do not hold.

    Owners are found among the members of the organization, by id and name together; whoever is
    not found is left out.
    """
    members = _members(actor, told)
    answers = {
        (answer.review_id, answer.question_key): answer
        for answer in Answer.objects.filter(review__workload=workload)
    }
    _profile(actor, workload, told)
    # Numbers go on behind what came, also once the last of it is deleted.
    workload.last_improvement = max((each.number for each in told.improvements), default=0)
    workload.last_tradeoff = max((each.number for each in told.tradeoffs), default=0)
    workload.save(update_fields=["last_improvement", "last_tradeoff"])
    _evidence(actor, workload, told, made, answers)
    imported_sheets.bring(actor, workload, told, members)
    rows, findings = imported_sheets.rows_of(workload), imported_sheets.findings_of(workload)
    Improvement.objects.bulk_create(
        _improvement(
            actor, workload, each, made, members, imported_sheets.source_of(each, rows, findings)
        )
        for each in told.improvements
    )
    Maturity.objects.bulk_create(
        Maturity(
            organization_id=workload.organization_id,
            review=made[each.review],
            pillar_key=each.pillar,
            level=each.level,
            target=each.target,
            target_on=day(each.target_on),
            note=each.note,
            user=actor.user,
        )
        for each in told.maturity
        if each.review in made
    )
    for tradeoff in told.tradeoffs:
        row = _tradeoff(actor, workload, tradeoff)
        row.answers.set(
            answers[key]
            for review, question in tradeoff.questions
            if review in made and (key := (made[review].pk, question)) in answers
        )


def day(text: str) -> date | None:
    """A day of a snapshot."""
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _members(actor: Actor, told: Snapshot) -> dict[tuple[int, str], User]:
    """The members that own something or took part in it, by (id, name)."""
    wanted = {each.owner_id for each in told.improvements} | imported_sheets.wanted_people(told)
    rows = User.objects.filter(memberships__organization=actor.organization, pk__in=wanted - {0})
    return {(row.pk, str(row)): row for row in rows}


def _profile(actor: Actor, workload: Workload, told: Snapshot) -> None:
    """The profile in the version that was applied, if it is here under this name."""
    if told.profile is None:
        return
    version = ProfileVersion.objects.filter(
        profile__name=told.profile.name,
        number=told.profile.version,
        profile__in=Profile.objects.visible_to(actor),
    ).first()
    if version is not None:
        workload.profile_version = version
        workload.save(update_fields=["profile_version"])


def _evidence(
    actor: Actor,
    workload: Workload,
    told: Snapshot,
    made: Made,
    answers: Mapping[tuple[UUID, str], Answer],
) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            organization_id=workload.organization_id,
            answer=answer,
            choice_key=each.choice,
            kind=EvidenceKind.LINK,
            title=each.title,
            url=each.url,
            added_by=actor.user,
        )
        for review in told.reviews
        for _pillar, question in review.questions()
        if (answer := answers.get((made[review.id].pk, question.id))) is not None
        for each in question.evidence
        if each.kind == EvidenceKind.LINK and web_address(each.url)
    )


def _in_words(actor: Actor, text: str, sentence: str, name: str, limit: int) -> str:
    """A text with a sentence about who the report names; without it for the importer."""
    if not name or name == actor.name:
        return text
    said = sentence % {"name": name}
    return f"{text[: limit - len(said) - 1]}\n{said}".strip()


def _improvement(
    actor: Actor,
    workload: Workload,
    told: SnapshotImprovement,
    made: Made,
    members: Mapping[tuple[int, str], User],
    source: Mapping[str, Any],
) -> Improvement:
    return Improvement(
        **source,
        organization_id=workload.organization_id,
        workload=workload,
        number=told.number,
        review=made.get(told.review),
        pillar_key=told.pillar,
        question_key=told.question,
        choices=list(told.choices),
        title=told.title,
        recommendation=told.recommendation,
        steps=told.steps,
        success_criteria=told.success_criteria,
        resources=told.resources,
        links=[
            {"title": link.title, "url": link.url} for link in told.links if web_address(link.url)
        ],
        risk=told.risk,
        impact=told.impact,
        effort=told.effort,
        owner=members.get((told.owner_id, told.owner_name)),
        due_on=day(told.due),
        has_own_date=bool(told.due),
        state=told.state,
        done_at=_moment(told.done_at),
        accepted_reason=_in_words(
            actor,
            told.accepted_reason,
            _("The report says that %(name)s accepted it."),
            told.accepted_by_name,
            _REASON,
        ),
        accepted_until=day(told.accepted_until),
        accepted_by=actor.user if told.state == ImprovementState.ACCEPTED else None,
        rank=told.number * 1024,
        created_at=_moment(told.created_at) or clock.now(),
        created_by=actor.user,
    )


def _tradeoff(
    actor: Actor,
    workload: Workload,
    told: SnapshotTradeOff,
) -> TradeOff:
    return TradeOff.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        number=told.number,
        title=told.title,
        context=_in_words(
            actor,
            told.context,
            _("The report says that %(name)s decided it."),
            told.decided_by_name,
            _CONTEXT,
        ),
        alternatives=told.alternatives,
        effects={each.pillar: {"effect": each.effect, "note": each.note} for each in told.effects},
        cost=told.cost,
        benefit=told.benefit,
        savings=Decimal(told.savings) if told.savings else None,
        revenue=Decimal(told.revenue) if told.revenue else None,
        currency=told.currency,
        state=told.state,
        decided_on=day(told.decided_on),
        decided_by=None if told.state == TradeOffState.PROPOSED else actor.user,
        created_by=actor.user,
    )
