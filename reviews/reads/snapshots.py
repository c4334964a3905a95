"""Taking a snapshot of a workload as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from reviews.models import Answer, Finding, Review, Workload
from reviews.profile_access import marks_of, outcome_of
from reviews.reads import snapshot_rows, snapshot_sheets
from reviews.reads.snapshot_rows import Beside, iso
from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotFinding,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
)
from wellarch.accounts.models import Team

PROPERTIES = (
    "name", "description", "environment", "review_owner", "team", "regions", "other_sites",
    "account_ids", "industry_type", "industry", "architecture_url", "applications", "tags",
    "notes", "business_objectives", "in_scope", "out_of_scope", "compliance_requirements",
    "pain_points", "design_review_on", "go_live_on", "next_review_on", "pillar_priorities",
    "improvement_status",
)  # fmt: skip


def take(workload: Workload, *, work: bool = True) -> Snapshot:
    """The workload as it is now, with its attached reviews.

    Nineteen queries at most, whatever the size. Three without `work`: then nothing is told of
    evidence, comments, confirmations, improvements, trade-offs, maturity, worksheets, game days
    and the review plan.
    """
    reviews = (
        Review.objects.filter(workload=workload)
        .attached()
        .select_related("lens", "lens_version")
        .defer("lens_version__document")
        .order_by("created_at", "pk")
    )
    rows = Answer.objects.filter(review__workload=workload)
    answers: dict[object, dict[str, Answer]] = {}
    for answer in rows.select_related("confirmed_by") if work else rows:
        answers.setdefault(answer.review_id, {})[answer.question_key] = answer
    findings: dict[object, dict[str, Finding]] = {}
    for finding in Finding.objects.filter(review__workload=workload):
        findings.setdefault(finding.review_id, {})[finding.pillar_key] = finding
    beside = snapshot_rows.beside(workload) if work else None
    return Snapshot(
        workload_id=str(workload.pk),
        properties={key: _plain(getattr(workload, key)) for key in PROPERTIES}
        | _profile(workload, reviews),
        reviews=tuple(
            _review(review, answers.get(review.pk, {}), findings.get(review.pk, {}), beside)
            for review in reviews
        ),
        improvements=snapshot_rows.improvements(workload) if work else (),
        tradeoffs=snapshot_rows.tradeoffs(workload) if work else (),
        maturity=snapshot_rows.maturity(workload) if work else (),
        worksheets=snapshot_sheets.worksheets(workload) if work else (),
        game_days=snapshot_sheets.game_days(workload) if work else (),
        planned_reviews=snapshot_sheets.planned_reviews(workload) if work else (),
    )


def to_compare(workload: Workload) -> Snapshot:
    """What a comparison with now needs: answers, findings, improvements, worksheets and game
    days. Twelve queries at most."""
    return replace(
        take(workload, work=False),
        improvements=snapshot_rows.improvements(workload),
        worksheets=snapshot_sheets.worksheets(workload),
        game_days=snapshot_sheets.game_days(workload),
    )


def of_review(review: Review) -> SnapshotReview:
    """One review as it is now, that access has given. Two queries."""
    answers = {row.question_key: row for row in Answer.objects.filter(review=review)}
    written = {row.pillar_key: row for row in Finding.objects.filter(review=review)}
    return _review(review, answers, written, None)


def _profile(workload: Workload, reviews: Iterable[Review]) -> dict[str, Any]:
    """The profile, if there is one: with the reasons, so that it stays readable."""
    version = workload.profile_version
    if version is None:
        return {}
    return {
        "profile": {
            "name": version.profile.name,
            "version": version.number,
            "pillars": list(outcome_of(version.pk).order),
            "prioritized": {
                str(review.pk): {
                    question: [[reason.answer, reason.why] for reason in reasons]
                    for question, reasons in marks_of(version.pk, review.lens_version_id).items()
                }
                for review in reviews
            },
        }
    }


def _review(
    review: Review,
    answers: Mapping[str, Answer],
    findings: Mapping[str, Finding],
    beside: Beside | None,
) -> SnapshotReview:
    lens: CompiledLens = compiled(review.lens_version_id)
    return SnapshotReview(
        id=str(review.pk),
        lens_alias=review.lens.alias,
        lens_name=lens.name,
        lens_version=review.lens_version.name,
        lens_digest=review.lens_version.digest,
        scoring=lens.lens.scoring,
        status=review.status,
        notes=review.notes,
        pillars=tuple(
            _pillar(pillar, answers, findings.get(pillar.id), beside) for pillar in lens.pillars
        ),
    )


def _pillar(
    pillar: CompiledPillar,
    answers: Mapping[str, Answer],
    finding: Finding | None,
    beside: Beside | None,
) -> SnapshotPillar:
    return SnapshotPillar(
        id=pillar.id,
        name=pillar.name,
        finding=SnapshotFinding(
            current_state=finding.current_state,
            gaps=finding.gaps,
            risks=finding.risks,
            recommendations=finding.recommendations,
            is_set_aside=finding.is_set_aside,
            set_aside_reason=finding.set_aside_reason,
        )
        if finding
        else SnapshotFinding(),
        questions=tuple(
            question_of(question, answers[question.id], beside)
            for question in pillar.questions
            if question.id in answers
        ),
    )


def question_of(
    asked: CompiledQuestion, answer: Answer, beside: Beside | None = None
) -> SnapshotQuestion:
    """One question with its answer as plain values; with `beside`, what people do about it."""
    more = _more(answer, beside) if beside is not None else {}
    return SnapshotQuestion(
        id=asked.id,
        code=asked.code,
        title=asked.title,
        description=asked.description,
        url=asked.helpful_resource.url if asked.helpful_resource else "",
        risk=answer.risk,
        is_applicable=answer.is_applicable,
        reason=answer.reason,
        notes=answer.notes,
        changed_by=answer.changed_by,
        changed_at=iso(answer.changed_at),
        risk_since=iso(answer.risk_since),
        rules=tuple((rule.condition, rule.risk.name) for rule in asked.rules.rules),
        choices=tuple(
            _choice(choice, answer.choices.get(choice.id, {})) for choice in asked.choices
        ),
        **more,
    )


def _more(answer: Answer, beside: Beside) -> dict[str, Any]:
    return {
        "evidence": beside.evidence.get(answer.pk, ()),
        "is_parked": answer.parked_at is not None,
        "parked_note": answer.parked_note if answer.parked_at else "",
        "open_comments": beside.open_comments.get(answer.pk, 0),
        **snapshot_rows.confirmation(answer),
    }


def _choice(choice: Any, state: Mapping[str, str]) -> SnapshotChoice:
    plan = choice.improvement_plan
    return SnapshotChoice(
        id=choice.id,
        title=choice.title.strip(),
        code=choice.code,
        description=choice.description.strip(),
        improvement=plan.text.strip() if plan else "",
        improvement_url=plan.url if plan else "",
        effort=choice.effort,
        is_none=choice.is_none,
        status=state.get("status", "unselected"),
        reason=state.get("reason", "none"),
        note=state.get("note", ""),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Team) or value is None:
        return value.name if value else ""
    return value.isoformat() if isinstance(value, date) else value
