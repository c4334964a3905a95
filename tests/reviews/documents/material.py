"""Snapshots to report about, made from the built-in lenses without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from lenses.compiled import CompiledQuestion, compile_lens
from lenses.document.catalog_reader import read_folder
from lenses.rules import Selection, evaluate
from lenses.services.catalog import FOLDER
from reviews.documents.writing import GapRow, OverdueRow, PortfolioRow, PortfolioSubject
from reviews.models import Answer, Milestone
from reviews.reads.snapshots import PROPERTIES, question_of
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import (
    Snapshot,
    SnapshotFinding,
    SnapshotImprovement,
    SnapshotMaturity,
    SnapshotPillar,
    SnapshotReview,
    SnapshotTradeOff,
    to_content,
)
from reviews.snapshot_work import SnapshotEffect, SnapshotLink
from wellarch.accounts.models import Organization

NOTE = (
    "Agreed in the session; the runbook is in the team space.\n"
    "Evidence: https://wiki.example.com/spaces/checkout/pages/123456789/"
    "a-rather-long-address-that-has-to-wrap"
)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LISTS = ("regions", "other_sites", "account_ids", "applications", "pillar_priorities")


def organization(**values: Any) -> Organization:
    return Organization(name="Northwind Traders", slug="northwind", **values)


def properties(**values: Any) -> dict[str, Any]:
    """The properties of a workload of which only the name is known."""
    blank: dict[str, Any] = {key: [] if key in LISTS else "" for key in PROPERTIES}
    return {**blank, "name": "Checkout", "tags": {}, "environment": "production", **values}


def snapshot(*reviews: SnapshotReview, **values: Any) -> Snapshot:
    return Snapshot("7b1c1c1e-0000-4000-8000-000000000001", properties(**values), reviews)


def milestone() -> Milestone:
    return Milestone(
        number=2,
        name="Before go-live",
        recorded_at=AT - timedelta(days=40),
        recorded_by="Ada Example",
        previous_digest="a" * 64,
        digest="b" * 64,
        counts={},
        content={},
    )


@lru_cache(maxsize=4)
def review_of(alias: str, seed: int = 7, open_share: float = 0.06) -> SnapshotReview:
    """A built-in lens answered at random, the same for the same seed."""
    lens = read_folder(FOLDER / alias).lens
    assert lens is not None
    compiled, random = compile_lens(lens), Random(seed)
    pillars = tuple(
        SnapshotPillar(
            id=pillar.id,
            name=pillar.name,
            finding=_finding(place),
            questions=tuple(
                question_of(asked, _answer(asked, random, open_share)) for asked in pillar.questions
            ),
        )
        for place, pillar in enumerate(compiled.pillars)
    )
    return SnapshotReview(
        id=f"00000000-0000-4000-8000-{alias[:12]:0<12}",
        lens_alias=alias,
        lens_name=compiled.name,
        lens_version="2026.1",
        lens_digest="c" * 64,
        scoring=lens.scoring,
        status="open",
        notes="Held over two afternoons with the team that builds and runs the checkout.",
        pillars=pillars,
    )


def framework_snapshot(**values: Any) -> Snapshot:
    """The framework lens, answered, on a described workload."""
    return snapshot(review_of("wellarchitected"), **{**SCOPE, **values})


def with_question(review: SnapshotReview, **values: Any) -> SnapshotReview:
    """The review with other values in its first question."""
    first, *others = review.pillars
    question, *rest = first.questions
    changed = replace(first, questions=(replace(question, **values), *rest))
    return replace(review, pillars=(changed, *others))


def _answer(asked: CompiledQuestion, random: Random, open_share: float) -> Answer:
    fate = random.random()
    since = AT - timedelta(days=random.randint(1, 80), minutes=random.randint(0, 600))
    if fate < open_share:
        return Answer(question_key=asked.id)
    if fate < open_share + 0.04:
        return Answer(
            question_key=asked.id,
            is_applicable=False,
            reason="out_of_scope",
            risk="not_applicable",
            changed_by="Ben Example",
            changed_at=since,
            risk_since=since,
        )
    maturity = random.choice((0.55, 0.8, 0.97))
    choices: dict[str, dict[str, str]] = {}
    for choice in asked.practices:
        if random.random() < maturity:
            choices[choice.id] = {"status": "selected"}
        elif random.random() < 0.15:
            choices[choice.id] = {
                "status": "not_applicable", "reason": "architecture_constraints",
                "note": "The platform team provides this for all workloads.",
            }  # fmt: skip
    if not choices and asked.none_choice:
        choices[asked.none_choice.id] = {"status": "selected"}
    selection = Selection(
        frozenset(k for k, v in choices.items() if v["status"] == "selected"),
        frozenset(k for k, v in choices.items() if v["status"] == "not_applicable"),
    )
    notes = random.choice(("", "", NOTE))
    return Answer(
        question_key=asked.id, choices=choices, notes=notes,
        risk=str(evaluate(asked.rules, selection).risk),
        changed_by=random.choice(("Ada Example", "Ben Example", "Cleo Example")),
        changed_at=since, risk_since=since,
    )  # fmt: skip


def _finding(place: int) -> SnapshotFinding:
    if place == 0:
        return SnapshotFinding(
            current_state="Deployments are automated with a pipeline per service."
            " Runbooks exist for the five most frequent incidents.",
            gaps="No game days. Alarms go to a shared mailbox nobody reads at night.",
            risks="An outage at night is noticed by customers first.",
            recommendations="Send alarms to the on-call rota.\nHold a game day per quarter.",
        )
    if place == 1:
        return SnapshotFinding(recommendations="Enable threat detection in all accounts.")
    if place == 5:
        return SnapshotFinding(
            is_set_aside=True, set_aside_reason="Reported by the group for all workloads together."
        )
    return SnapshotFinding()


SCOPE: dict[str, Any] = {
    "name": "Checkout and payments",
    "description": "Takes orders from web and app, reserves stock and charges the customer.",
    "business_objectives": "Sell without interruption in the season.\nCut the cost per order.",
    "in_scope": "Cart, checkout, payment and order services with their data stores.",
    "out_of_scope": "Catalogue and search; the data platform.",
    "pain_points": "Slow releases, alarms without owners.",
    "review_owner": "Ada Example",
    "team": "Orders",
    "regions": ["eu-central-1", "eu-west-1"],
    "account_ids": ["111122223333"],
    "industry": "Retail",
    "architecture_url": "https://wiki.example.com/checkout/architecture",
    "go_live_on": "2024-03-01",
    "next_review_on": "2027-02-01",
    "improvement_status": "in_progress",
    "tags": {"cost-center": "4711", "tier": "1"},
    "pillar_priorities": ["security", "reliability"],
}


def worked_on(**values: Any) -> Snapshot:
    """The framework lens with everything a snapshot can tell beside the answers."""
    review = review_of("wellarchitected")
    pillars = {pillar.id: pillar for pillar in review.pillars}
    security, reliability = pillars["security"], pillars["reliability"]
    first, second = security.questions[0], reliability.questions[0]
    return replace(
        snapshot(review, **{**SCOPE, **values}),
        improvements=(
            SnapshotImprovement(
                1, "Turn on sign-in with a second factor", "in_progress", "high", "high", "low",
                due="2026-10-30", owner_name="Ben Example", review=review.id, pillar="security",
                question=first.id, recommendation="Start with administrators.",
                steps="1. Administrators\n2. Everybody else",
                success_criteria="Nobody signs in with a password alone.",
                resources="A day of Ben", links=(SnapshotLink("Plan", "https://wiki.example.com"),),
            ),
            SnapshotImprovement(
                2, "Hold a game day", "planned", "medium", "medium", "medium", due="2027-01-15",
                owner_name="Cleo Example", review=review.id, pillar="reliability",
                question=second.id,
            ),
            SnapshotImprovement(3, "Draw the architecture again", "done", "", "low", "low",
                                done_at="2026-11-01T10:00:00+00:00"),
            SnapshotImprovement(
                4, "=HYPERLINK(\"http://evil.example\")", "accepted", "medium", "low", "high",
                review=review.id, pillar="reliability", question=second.id,
                accepted_reason="The shop closes at night, so an hour without it costs nothing.",
                accepted_until="2027-06-30", accepted_by_name="Ada Example",
            ),
        ),
        tradeoffs=(
            SnapshotTradeOff(
                1, "Read from replicas", "decided", context="Reports slowed the checkout down.",
                alternatives="A larger machine.",
                effects=(
                    SnapshotEffect("performance", "improves", "Twice the reads"),
                    SnapshotEffect("costOptimization", "worsens"),
                    SnapshotEffect("reliability", "neutral"),
                ),
                cost="Two more machines", benefit="Reports at any time", savings="-420.00",
                revenue="1900.50", currency="EUR", decided_on="2026-09-01",
                decided_by_name="Ada Example", questions=((review.id, second.id),),
            ),
        ),
        maturity=(
            SnapshotMaturity(review.id, "security", 2, 4, "2027-03-31", "Held back by the move."),
            SnapshotMaturity(review.id, "reliability", 3),
        ),
    )  # fmt: skip


def milestone_of(content: Snapshot, *, days: int = 40, number: int = 2) -> Milestone:
    """A milestone with this content."""
    frozen = milestone()
    frozen.number, frozen.recorded_at = number, AT - timedelta(days=days)
    frozen.content = to_content(content)
    return frozen


def portfolio(workloads: int, *, lenses: int = 2) -> PortfolioSubject:
    """A portfolio of made-up workloads, each row made when it is read."""
    pillars = tuple((p.id, p.name) for p in review_of("wellarchitected").pillars)
    return PortfolioSubject(
        rows=(_portfolio_row(place, pillars, lenses) for place in range(workloads)),
        totals=Counts(high=120, medium=340, low=80, none=1400, unanswered=60),
        tally=PracticeTally(5200, 8000),
        workloads=workloads,
        pillars=pillars,
        organization=organization(),
        at=AT,
        filters=(("Environment", "Production"),),
        gaps=(
            GapRow("Framework", "Security", "How do you protect data?", "SEC08-BP01",
                   "Implement secure key management", 31, 12),
        ),
        overdue=(
            OverdueRow("Checkout", 1, "=Turn it on", "high", "Ben Example", AT.date()),
        ),
        quarters=tuple(
            (date(2026, month, 28), {"high": 160 - 10 * month, "medium": 300, "low": 90})
            for month in (3, 6, 9)
        ),
    )  # fmt: skip


def _portfolio_row(place: int, pillars: tuple[tuple[str, str], ...], lenses: int) -> PortfolioRow:
    random = Random(place)
    per_pillar = {}
    for key, _name in pillars:
        counts = Counts(
            high=random.choice((0, 0, 1, 3)),
            medium=random.choice((0, 2)),
            none=random.randint(0, 6),
        )
        per_pillar[key] = (counts, PracticeTally(random.randint(0, 40), 40))
    return PortfolioRow(
        workload_id=f"00000000-0000-4000-8000-{place:012}",
        name=f"Workload {place} of the retail platform",
        environment="Production",
        team="Orders",
        owner="Ada Example",
        industry="Retail",
        counts=sum((each[0] for each in per_pillar.values()), Counts()),
        tally=sum((each[1] for each in per_pillar.values()), PracticeTally()),
        pillars=per_pillar,
        lenses=tuple(f"Lens {n}" for n in range(lenses)),
        answered_at=AT,
        improvements_open=place % 5,
        improvements_overdue=place % 3 if place % 5 > 2 else 0,
    )
