"""What a snapshot tells beside the answers, read from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reviews.models import (
    Answer,
    Comment,
    Evidence,
    Improvement,
    Maturity,
    TradeOff,
    Workload,
)
from reviews.snapshot import (
    SnapshotEvidence,
    SnapshotImprovement,
    SnapshotMaturity,
    SnapshotTradeOff,
)
from reviews.snapshot_work import SnapshotEffect, SnapshotLink
from wellarch.accounts.models import User


@dataclass(frozen=True, slots=True)
class Beside:
    """Evidence and the number of open threads, by the id of the answer."""

    evidence: Mapping[int, tuple[SnapshotEvidence, ...]] = field(default_factory=dict)
    open_comments: Mapping[int, int] = field(default_factory=dict)


def beside(workload: Workload) -> Beside:
    """What stands beside the answers of a workload: two queries."""
    evidence: dict[int, list[SnapshotEvidence]] = {}
    rows = Evidence.objects.filter(answer__review__workload=workload).order_by("added_at", "pk")
    for row in rows:
        shown = SnapshotEvidence(row.title, row.kind, row.url, row.name, row.choice_key)
        evidence.setdefault(row.answer_id, []).append(shown)
    threads = Comment.objects.filter(
        answer__review__workload=workload, parent=None, resolved_at=None, deleted_at=None
    )
    return Beside(
        evidence={key: tuple(found) for key, found in evidence.items()},
        open_comments=Counter(threads.order_by().values_list("answer_id", flat=True)),
    )


def improvements(workload: Workload) -> tuple[SnapshotImprovement, ...]:
    """The improvements of a workload by number: one query."""
    rows = Improvement.objects.filter(workload=workload).select_related(
        "owner", "accepted_by", "worksheet_row__worksheet", "game_day_finding__game_day"
    )
    return tuple(
        SnapshotImprovement(
            number=row.number,
            title=row.title,
            state=row.state,
            risk=row.risk,
            impact=row.impact,
            effort=row.effort,
            due=iso(row.due_on),
            owner_name=_name(row.owner),
            owner_id=row.owner_id or 0,
            review=str(row.review_id or ""),
            pillar=row.pillar_key,
            question=row.question_key,
            choices=tuple(row.choices),
            recommendation=row.recommendation,
            created_at=iso(row.created_at),
            done_at=iso(row.done_at),
            accepted_reason=row.accepted_reason,
            accepted_until=iso(row.accepted_until),
            accepted_by_name=_name(row.accepted_by),
            accepted_by_id=row.accepted_by_id or 0,
            steps=row.steps,
            success_criteria=row.success_criteria,
            resources=row.resources,
            links=tuple(SnapshotLink(link["title"], link["url"]) for link in row.links),
            **_source(row),
        )
        for row in rows.order_by("number")
    )


def tradeoffs(workload: Workload) -> tuple[SnapshotTradeOff, ...]:
    """The trade-offs of a workload by number: two queries."""
    links: dict[object, list[tuple[str, str]]] = {}
    linked = TradeOff.answers.through.objects.filter(
        tradeoff__workload=workload, answer__is_asked=True
    )
    found = linked.order_by("answer__review__created_at", "answer__review", "answer__position")
    for key, review, question in found.values_list(
        "tradeoff_id", "answer__review_id", "answer__question_key"
    ):
        links.setdefault(key, []).append((str(review), question))
    rows = TradeOff.objects.filter(workload=workload).select_related("decided_by")
    return tuple(
        SnapshotTradeOff(
            number=row.number,
            title=row.title,
            state=row.state,
            context=row.context,
            alternatives=row.alternatives,
            effects=tuple(
                SnapshotEffect(pillar, said.get("effect", ""), said.get("note", ""))
                for pillar, said in row.effects.items()
            ),
            cost=row.cost,
            benefit=row.benefit,
            savings="" if row.savings is None else str(row.savings),
            revenue="" if row.revenue is None else str(row.revenue),
            currency=row.currency,
            decided_on=iso(row.decided_on),
            decided_by_name=_name(row.decided_by),
            decided_by_id=row.decided_by_id or 0,
            questions=tuple(links.get(row.pk, ())),
        )
        for row in rows.order_by("number")
    )


def maturity(workload: Workload) -> tuple[SnapshotMaturity, ...]:
    """How mature the team says each pillar of an attached review is: one query."""
    rows = Maturity.objects.filter(review__workload=workload, review__removed_at=None)
    return tuple(
        SnapshotMaturity(
            review=str(row.review_id),
            pillar=row.pillar_key,
            level=row.level,
            target=row.target,
            target_on=iso(row.target_on),
            note=row.note,
        )
        for row in rows.order_by("review__created_at", "review", "pk")
    )


def _source(row: Improvement) -> dict[str, Any]:
    """What showed that an improvement is needed, if it was a worksheet or a game day."""
    found: dict[str, Any] = {}
    if (shown := row.worksheet_row) is not None:
        found |= {"worksheet": shown.worksheet.kind, "worksheet_row": shown.number}
    if (finding := row.game_day_finding) is not None:
        found |= {"game_day": finding.game_day.number, "game_day_finding": finding.number}
    return found


def confirmation(answer: Answer) -> dict[str, object]:
    """Who agreed with an answer as it is, as values of a question; nothing if nobody did."""
    if not answer.is_confirmed:
        return {}
    return {
        "confirmed_by_name": _name(answer.confirmed_by),
        "confirmed_by_id": answer.confirmed_by_id or 0,
        "confirmed_at": iso(answer.confirmed_at),
    }


def iso(moment: date | datetime | None) -> str:
    """A day or moment as ISO 8601; empty for none."""
    return moment.isoformat() if moment else ""


def _name(user: User | None) -> str:
    return str(user) if user else ""
