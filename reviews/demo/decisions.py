"""What the teams of the demo weighed: decisions that help one pillar and cost another.

The six decisions of seed 000, section 12, and amounts of its section 6, in the teams' words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from reviews.demo.course import ago
from reviews.models import Review
from reviews.reads.tradeoff_examples import example
from reviews.services import tradeoffs
from wellarch import clock
from wellarch.accounts.actor import Actor


@dataclass(frozen=True)
class Decision:
    """A trade-off: when it came up and, months ago, when it was decided and taken back.

    key: the example of reads/tradeoff_examples.py that says its title and effects; fields say
    the rest, or replace these.
    """

    months: float
    key: str = ""
    decided: float | None = None
    taken_back: float | None = None
    questions: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)


DECISIONS: dict[str, tuple[Decision, ...]] = {
    "Checkout platform": (
        Decision(
            20,
            "caching",
            decided=19,
            questions=("data-management", "select-service"),
            fields={
                "context": "Every page of the cart read prices from the database.",
                "alternatives": "Read replicas: twice the cost, and slower than a cache.",
                "cost": "Two cache nodes; prices may be a minute old.",
                "benefit": "A cart opens in 90 instead of 400 ms.",
            },
        ),
        Decision(
            16,
            "waf",
            decided=15,
            questions=("network-protection",),
            fields={
                "context": "Somebody tried stolen passwords at the sign-in for a week.",
                "cost": "About 3 ms a request, and rules somebody has to look after.",
                "benefit": "Such attempts end before they reach us.",
            },
        ),
        Decision(
            11,
            "multi-region",
            decided=9,
            questions=("fault-isolation", "planning-for-recovery"),
            fields={
                "context": "The outage: two hours without orders.",
                "alternatives": "A rehearsed restore in the second Region: cheap, but 40 minutes.",
                "cost": "Twice the infrastructure, and deployments in two places.",
                "benefit": "Orders go on when a Region fails.",
            },
        ),
        Decision(
            5,
            decided=4.5,
            taken_back=3,
            questions=("data-management", "cloud-financial-management"),
            fields={
                "title": "Remove the caching layer",
                "context": "Finance asked which nodes could go.",
                "cost": "Pages became slower, and fewer carts were paid.",
                "benefit": "Two nodes less.",
                "savings": Decimal(500),
                "revenue": Decimal(-5000),
                "effects": {
                    "costOptimization": {"effect": "improves"},
                    "performance": {"effect": "worsens", "note": "90 to 310 ms"},
                    "operationalExcellence": {"effect": "improves"},
                },
            },
        ),
    ),
    "Customer data lake": (
        Decision(
            13,
            "spot",
            decided=12,
            questions=("pricing-model", "withstand-component-failures"),
            fields={
                "context": "Nightly jobs may start again; nobody waits for them.",
                "cost": "A job runs an hour longer about once a week.",
                "benefit": "The same work for a third of the price.",
                "savings": Decimal(3000),
                "revenue": Decimal(0),
            },
        ),
        Decision(
            2,
            "serverless",
            questions=("compute-hardware", "manage-demand-resources"),
            fields={
                "context": "The cluster for queries idles at night and at weekends.",
                "alternatives": "Stop the cluster by schedule.",
            },
        ),
    ),
    "Media pipeline": (
        Decision(
            7,
            "graviton",
            decided=6,
            questions=("sus_hardware", "compute-hardware"),
            fields={
                "context": "Resizing needs processors more than anything else.",
                "cost": "Two libraries had to be built anew.",
                "benefit": "A fifth less to pay, and less energy for each image.",
                "savings": Decimal(2000),
                "revenue": Decimal(0),
            },
        ),
    ),
}


def weigh(actor: Actor, review: Review, name: str, *, since: float, until: float) -> None:
    """Write down what came up in the workload of this name between two times, months ago.

    review: the one whose questions the decisions are about.
    """
    for decision in DECISIONS.get(name, ()):
        if since > decision.months >= until:
            _tell(actor, review, decision)


def _tell(actor: Actor, review: Review, decision: Decision) -> None:
    workload = review.workload_id
    linked = [{"review": review.pk, "question": key} for key in decision.questions]
    with clock.at(ago(decision.months)):
        made = tradeoffs.make(
            actor, workload, questions=linked, **{**_of_example(decision.key), **decision.fields}
        )
    if decision.decided is not None:
        moment = ago(decision.decided)
        with clock.at(moment):
            tradeoffs.decide(actor, workload, made.number, on=moment.date())
    if decision.taken_back is not None:
        with clock.at(ago(decision.taken_back) + timedelta(hours=1)):
            tradeoffs.take_back(actor, workload, made.number)


def _of_example(key: str) -> dict[str, Any]:
    known = example(key)
    if known is None:
        return {}
    effects = {
        pillar: {"effect": effect, "note": str(note)}
        for pillar, (effect, note) in known.effects.items()
    }
    return {"title": str(known.title), "effects": effects}
