"""Snapshots of every shape, for tests of what is pure.

Made from one number each: drawn value by value, a workload takes Hypothesis too long.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import strategies as st

from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotEvidence,
    SnapshotFinding,
    SnapshotImprovement,
    SnapshotMaturity,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
    SnapshotTradeOff,
)
from reviews.snapshot_sheets import (
    SnapshotEntry,
    SnapshotGameDay,
    SnapshotGameDayFinding,
    SnapshotPart,
    SnapshotPlannedReview,
)
from reviews.snapshot_work import SnapshotEffect, SnapshotLink
from reviews.worksheets.content import Content, Measured, Row

RISKS = ("high", "medium", "low", "none", "unanswered", "not_applicable")
STATES = ("open", "planned", "in_progress", "done", "accepted")
STATUSES = ("selected", "unselected", "not_applicable")
TEXTS = ("", "", "a", "Soon.", 'Später "oder" nie\n\u2028', "\U0001f600 \x00\\")


def snapshots(*, with_work: bool = True) -> st.SearchStrategy[Snapshot]:
    """Workloads with up to two reviews, answered in any way."""
    return st.integers(0, 2**64).map(lambda seed: snapshot(Random(seed), with_work=with_work))


def snapshot(random: Random, *, with_work: bool) -> Snapshot:
    """Any workload."""
    reviews = tuple(
        _review(random, key, with_work) for key in ("r1", "r2") if random.random() < 0.8
    )
    properties = {"name": "Checkout", "pillar_priorities": [], "tags": {"owner": "payments"}}
    if not with_work:
        return Snapshot("w", properties, reviews)
    return Snapshot(
        "w",
        properties,
        reviews,
        improvements=tuple(_improvement(random, n) for n in range(1, 6) if random.random() < 0.6),
        tradeoffs=tuple(_tradeoff(random, n) for n in range(1, 3) if random.random() < 0.5),
        maturity=tuple(
            SnapshotMaturity(
                review, pillar, random.choice((None, 1, 3)), random.choice((None, 4)), _text(random)
            )
            for review, pillar in (("r1", "p"), ("r1", "q"), ("r2", "p"))
            if random.random() < 0.5
        ),
        worksheets=tuple(
            _worksheet(random, kind)
            for kind in ("availability", "performance")
            if random.random() < 0.5
        ),
        game_days=tuple(_game_day(random, n) for n in (1, 2) if random.random() < 0.5),
        planned_reviews=random.choice(
            ((), (SnapshotPlannedReview(1, "regular", _text(random), note=_text(random)),))
        ),
    )


def _review(random: Random, key: str, with_work: bool) -> SnapshotReview:
    return SnapshotReview(
        id=key,
        lens_alias=f"lens-{key}",
        lens_name=f"Lens {key}",
        lens_version=random.choice("12"),
        lens_digest="",
        scoring=random.choice(("", "percent")),
        status=random.choice(("open", "complete")),
        notes=_text(random),
        pillars=tuple(
            SnapshotPillar(
                pillar,
                pillar.title(),
                SnapshotFinding(current_state=_text(random), is_set_aside=random.random() < 0.2),
                tuple(
                    _question(random, f"{pillar}{n}", with_work)
                    for n in range(3)
                    if random.random() < 0.8
                ),
            )
            for pillar in "pq"
            if random.random() < 0.8
        ),
    )


def _question(random: Random, key: str, with_work: bool) -> SnapshotQuestion:
    return SnapshotQuestion(
        id=key,
        code=key.upper(),
        title=f"About {key}?",
        description="",
        url="",
        risk=random.choice(RISKS),
        is_applicable=random.random() < 0.8,
        reason=random.choice(("none", "out_of_scope")),
        notes=_text(random),
        changed_by=_text(random),
        changed_at="",
        risk_since="",
        rules=(("default", "HIGH"),),
        choices=(
            *(
                SnapshotChoice(
                    choice,
                    f"Practice {choice}",
                    status=random.choice(STATUSES),
                    reason=random.choice(("none", "out_of_scope")),
                    note=_text(random),
                )
                for choice in "abc"
                if random.random() < 0.9
            ),
            SnapshotChoice("no", "None of these", is_none=True, status=random.choice(STATUSES[:2])),
        ),
        **(_beside(random) if with_work else {}),
    )


def _beside(random: Random) -> dict[str, Any]:
    shown = SnapshotEvidence(_text(random), random.choice(("link", "file")), _text(random))
    return {
        "evidence": random.choice(((), (shown,))),
        "is_parked": random.random() < 0.3,
        "parked_note": _text(random),
        "open_comments": random.randint(0, 2),
        "confirmed_by_name": _text(random),
        "confirmed_by_id": random.randint(0, 3),
        "confirmed_at": random.choice(("", "2026-11-21T09:30:00+00:00")),
    }


def _improvement(random: Random, number: int) -> SnapshotImprovement:
    return SnapshotImprovement(
        number=number,
        title=_text(random),
        state=random.choice(STATES),
        risk=random.choice(("", "high", "medium")),
        impact="high",
        effort="low",
        owner_name=_text(random),
        owner_id=random.randint(0, 3),
        choices=tuple(choice for choice in "abc" if random.random() < 0.5),
        accepted_by_id=random.randint(0, 3),
        steps=_text(random),
        success_criteria=random.choice(("", _text(random))),
        links=random.choice(((), (SnapshotLink(_text(random), "https://wiki.example.com"),))),
        **random.choice(
            ({}, {"worksheet": "recovery", "worksheet_row": 1},
             {"game_day": 1, "game_day_finding": 1})
        ),
    )  # fmt: skip


def _tradeoff(random: Random, number: int) -> SnapshotTradeOff:
    return SnapshotTradeOff(
        number=number,
        title=_text(random),
        state="decided",
        effects=random.choice(((), (SnapshotEffect("p", "improves", _text(random)),))),
        decided_by_id=random.randint(0, 3),
        questions=random.choice(((), (("r1", "p0"),))),
    )


def _worksheet(random: Random, kind: str) -> Content:
    table, called = ("components", "name") if kind == "availability" else ("metrics", "metric")
    measured = Measured("2026-10-01T00:00:00Z", "12.5", random.choice(("", "100")), _text(random))
    return Content(
        kind,
        random.choice(({}, {"target": "99.9"})),
        tuple(
            Row(
                number, table, {called: _text(random)}, random.choice((None, 1)), _text(random),
                random.randint(0, 3), random.choice(((), (measured,))),
            )
            for number in range(1, 5)
            if random.random() < 0.7
        ),
    )  # fmt: skip


def _game_day(random: Random, number: int) -> SnapshotGameDay:
    at = "2026-10-01T09:00:00+00:00"
    part = SnapshotPart(_text(random), random.randint(0, 3), "Lead")
    entry = SnapshotEntry(at, "note", _text(random), _text(random), random.randint(0, 3))
    finding = SnapshotGameDayFinding(1, _text(random), "high", random.choice(((), (2,))))
    return SnapshotGameDay(
        number, _text(random), random.choice(("planned", "done")), planned_at=at,
        started_at=random.choice(("", at)), broke=_text(random), planned_minutes=90,
        was_confirmed=random.choice((None, False, True)), parts=random.choice(((), (part,))),
        entries=random.choice(((), (entry,))), findings=random.choice(((), (finding,))),
    )  # fmt: skip


def _text(random: Random) -> str:
    return random.choice(TEXTS)


def content_of_old() -> tuple[dict[str, Any], str]:
    """A milestone's content as it was stored before there were improvements, and its digest."""
    return json.loads(_OLD), _OLD_DIGEST


_OLD = """{"workload_id": "w", "format": 2,
 "properties": {"name": "Checkout", "review_owner": "Ada", "pillar_priorities": [],
  "tags": {"owner_id": "payments", "confirmed_by_name": "x"}},
 "reviews": [{"id": "r1", "lens_alias": "small", "lens_name": "Small", "lens_version": "1",
  "lens_digest": "", "scoring": "", "status": "open", "notes": "", "pillars": [{"id": "p",
   "name": "P", "finding": {"current_state": "", "gaps": "", "risks": "", "recommendations": "",
    "is_set_aside": false, "set_aside_reason": ""}, "questions": [{"id": "q1", "code": "Q1",
    "title": "Q?", "description": "", "url": "", "risk": "high", "is_applicable": true,
    "reason": "none", "notes": "n", "changed_by": "Ada", "changed_at": "", "risk_since": "",
    "rules": [["default", "HIGH"]], "choices": [{"id": "a", "title": "A", "code": "",
     "description": "", "improvement": "", "improvement_url": "", "effort": "", "is_none": false,
     "status": "selected", "reason": "none", "note": ""}]}]}]}]}"""
_OLD_DIGEST = "c6b118227013b112f0862658ed8e2fc33194c7bf7d59b7ca1ed8cbdad4db98ec"
