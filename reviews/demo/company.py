"""Who and what is in the demo: people and workloads as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviews.models import MilestoneKind

ORGANIZATION = "Northwind Outfitters"
PASSWORD = "northwind-demo"  # noqa: S105  printed for everyone who tries the demo
PEOPLE = (
    ("ada@northwind.example", "Ada Lindqvist", "admin"),
    ("ben@northwind.example", "Ben Okafor", "architect"),
    ("cleo@northwind.example", "Cleo Marsh", "contributor"),
)


@dataclass(frozen=True)
class Story:
    """A workload and how its answers developed.

    steps: (months ago, milestone name or "", maturity 0–1) from the first review on; how many
    of the practices are in place follows from the maturity, the most important ones first.
    strong and weak pillars are ahead or behind. answered: part of the questions answered at all.
    """

    name: str
    values: dict[str, Any]
    steps: tuple[tuple[float, str, float], ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    answered: float = 1.0
    lenses: tuple[str, ...] = ("wellarchitected",)
    in_place: frozenset[str] = frozenset()  # practices that are there, however immature the rest
    missing: frozenset[str] = frozenset()  # practices nobody got to, however mature the rest
    complete: bool = False
    archived: bool = False
    notes: dict[str, str] = field(default_factory=dict)
    # question → reason it does not apply; choice → (reason, note)
    not_applicable: dict[str, str] = field(default_factory=dict)
    set_aside: dict[str, tuple[str, str]] = field(default_factory=dict)
    # pillar → parts of its finding in the first lens
    findings: dict[str, dict[str, str]] = field(default_factory=dict)
    has_levels: bool = False  # whether the team says how mature each pillar of that lens is


def _values(
    description: str, team: str, regions: str, environment: str = "production", **more: Any
) -> dict[str, Any]:
    return {
        "description": description,
        "team": team,
        "regions": regions.split(),
        "environment": environment,
        **more,
    }


# A business context of the company's own; stories name it, or a built-in one by its slug.
PROFILE: dict[str, Any] = {
    "name": "Northwind shop",
    "description": "What customers meet: orders must never be lost, and the two sales are peaks.",
    "answers": {
        "business": ["e-commerce"],
        "outage": ["severe"],
        "data": ["personal", "regulated"],
        "growth": ["spiky"],
    },
}
# Milestone → the occasion and what was written about it; all others are regular reviews.
MILESTONES: dict[str, tuple[MilestoneKind, str]] = {
    "Before the summer sale": (MilestoneKind.OTHER, "Nothing is deployed after this for a week."),
    "After the outage": (
        MilestoneKind.OTHER,
        "Two hours without orders: the database failed over, the connection pools did not.",
    ),
    "Pre go-live of two Regions": (MilestoneKind.PRE_GO_LIVE, "The second Region takes orders."),
    "Pre go-live": (MilestoneKind.PRE_GO_LIVE, ""),
    "Early design": (MilestoneKind.EARLY_DESIGN, ""),
    "Pilot": (MilestoneKind.PRE_GO_LIVE, "Forty boxes on two routes."),
    "Audit preparation": (MilestoneKind.OTHER, "Asked for by internal audit."),
}
# What is kept of the portfolio for everybody: name → filters.
VIEWS = {
    "Tier 1 in production": "environment=production&tag=tier%3D1",
    "Work that is overdue": "overdue=1",
}
# Why a risk is lived with for a while.
ACCEPTED = (
    "The vendor ships this in its next release; until then the night shift watches it.",
    "Replacing it costs more than the outage it prevents. Looked at again next year.",
    "Only test data is affected until go-live.",
)
STORIES = (
    Story(
        "Checkout platform",
        _values(
            "Cart, payment and order services behind the shop. 4,200 orders an hour at peak.",
            "Payments",
            "eu-west-1 eu-central-1",
            review_owner="Ben Okafor",
            industry_type="Retail & Wholesale",
            industry="Outdoor",
            tags={"tier": "1", "cost-center": "4711"},
            profile=PROFILE["name"],
            business_objectives="No lost order, also in the two sale weeks of the year.",
            in_scope="Cart, checkout, order service, payment adapter, their databases.",
            out_of_scope="Warehouse integration, customer support tools.",
            compliance_requirements="PCI DSS SAQ A-EP, GDPR.",
            pain_points="Deployments stop a week before every sale, because nobody trusts them.",
            improvement_status="in_progress",
        ),
        steps=(
            (24, "First review", 0.30),
            (18, "Before the summer sale", 0.42),
            (12, "After the outage", 0.55),
            (6, "Pre go-live of two Regions", 0.72),
            (1.5, "Quarterly review", 0.80),
            (0.3, "", 0.84),
        ),
        strong=("security",),
        weak=("sustainability",),
        has_levels=True,
        lenses=("wellarchitected", "review-checklist"),
        missing=frozenset({"sec_identities_unique"}),
        notes={
            "identities": "Deploy keys in CI are two years old. Federation is planned, see ADR 14.",
            "planning-for-recovery": "Recovery to the second Region was rehearsed: 38 minutes.",
        },
    ),
    Story(
        "Customer data lake",
        _values(
            "Raw and curated customer events, 41 TB, feeds recommendations and finance reports.",
            "Analytics",
            "eu-central-1",
            tags={"tier": "2"},
            compliance_requirements="GDPR: deletion within 30 days.",
        ),
        steps=(
            (22, "First review", 0.35),
            (14, "Half-year review", 0.48),
            (8, "After the move to Iceberg", 0.60),
            (0.6, "Quarterly review", 0.66),
        ),
        lenses=("wellarchitected", "data-analytics"),
        strong=("operationalExcellence",),
        weak=("costOptimization",),
        has_levels=True,
    ),
    Story(
        "Mobile app backend",
        _values(
            "GraphQL API for the apps, 1.1 million devices.",
            "Mobile",
            "eu-west-1",
            tags={"tier": "1"},
            go_live_on="2025-03-03",
        ),
        steps=((19, "Early design", 0.25), (13, "Pre go-live", 0.55), (4, "Yearly review", 0.70)),
        strong=("performance", "reliability"),
        complete=True,
    ),
    Story(
        "Warehouse management",
        _values(
            "Stock, picking and shipping in three warehouses.",
            "Logistics",
            "eu-west-1",
            other_sites=["Malmö", "Poznań", "Lyon"],
            tags={"tier": "1"},
        ),
        steps=(
            (23, "First review", 0.22),
            (11, "Yearly review", 0.38),
            (2, "Yearly review two", 0.47),
        ),
        weak=("security", "reliability"),
        notes={"network-protection": "Scanners still share one flat network in Lyon."},
    ),
    Story(
        "Payments ledger",
        _values(
            "Double-entry ledger and settlement with the banks.",
            "Payments",
            "eu-central-1",
            industry_type="Financial Services",
            tags={"tier": "0"},
            profile="healthcare-finance",
            compliance_requirements="PCI DSS, DORA.",
        ),
        steps=(
            (20, "First review", 0.60),
            (10, "Audit preparation", 0.78),
            (3, "After the audit", 0.90),
        ),
        lenses=("wellarchitected", "financial-services"),
        strong=("security", "reliability"),
        not_applicable={"sus_region": "architecture_constraints"},
        has_levels=True,
        complete=True,
    ),
    Story(
        "Product search",
        _values(
            "Search and ranking, 900 requests a second.",
            "Discovery",
            "eu-west-1 us-east-1",
            tags={"tier": "1"},
        ),
        steps=(
            (15, "First review", 0.40),
            (7, "After relevance rewrite", 0.52),
            (1, "Quarterly review", 0.58),
        ),
        strong=("performance",),
        weak=("operationalExcellence",),
    ),
    Story(
        "Media pipeline",
        _values(
            "Resizes and delivers 60 million product images.",
            "Discovery",
            "eu-west-1",
            profile="media-content",
            tags={"tier": "2"},
        ),
        steps=((16, "First review", 0.45), (5, "Move to Arm", 0.63)),
        strong=("sustainability", "costOptimization"),
    ),
    Story(
        "Cold chain sensors",
        _values(
            "Temperature of 2,300 transport boxes, once a minute.",
            "Logistics",
            "eu-central-1",
            profile="iot-industrial",
            tags={"tier": "2"},
        ),
        steps=((9, "Early design", 0.30), (2.5, "Pilot", 0.44)),
        lenses=("wellarchitected", "iot"),
        weak=("security",),
    ),
    Story(
        "Partner API",
        _values(
            "Orders and stock for 140 resellers.",
            "Integrations",
            "eu-west-1",
            "preproduction",
            go_live_on="2027-02-01",
            tags={"tier": "2"},
        ),
        steps=((0.7, "", 0.40),),
        answered=0.45,
    ),
    Story(
        "HR portal",
        _values(
            "Leave, contracts and onboarding.", "People systems", "eu-central-1", "preproduction"
        ),
    ),
    Story(
        "Legacy ERP",
        _values(
            "Replaced by the ledger and the warehouse system; kept to read.", "Finance", "eu-west-1"
        ),
        steps=((24, "Last review", 0.28),),
        archived=True,
        answered=0.8,
    ),
)
