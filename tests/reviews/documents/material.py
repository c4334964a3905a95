"""Snapshots to report about, made from the built-in lenses without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from lenses.compiled import CompiledQuestion, compile_lens
from lenses.document.catalog_reader import read_folder
from lenses.rules import Selection, evaluate
from lenses.services.catalog import FOLDER
from reviews.models import Answer, Milestone
from reviews.reads.snapshots import PROPERTIES, question_of
from reviews.snapshot import Snapshot, SnapshotFinding, SnapshotPillar, SnapshotReview
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
