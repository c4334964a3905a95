"""The words of the AWS API for ours, and back. Pure.

Ours are finer in one place: the API knows no low risk, which is shown as none.
"""

from __future__ import annotations

from collections.abc import Mapping

from reviews.models import Environment, ImprovementStatus, Reason, RiskLevel
from reviews.reads import lens_standing
from reviews.scoring import Counts

RISKS: Mapping[str, str] = {
    RiskLevel.UNANSWERED: "UNANSWERED",
    RiskLevel.HIGH: "HIGH",
    RiskLevel.MEDIUM: "MEDIUM",
    RiskLevel.LOW: "NONE",
    RiskLevel.NONE: "NONE",
    RiskLevel.NOT_APPLICABLE: "NOT_APPLICABLE",
}
REASONS: Mapping[str, str] = {reason: reason.upper() for reason in Reason.values}
CHOICE_STATUSES: Mapping[str, str] = {
    "selected": "SELECTED",
    "not_applicable": "NOT_APPLICABLE",
    "unselected": "UNSELECTED",
}
ENVIRONMENTS: Mapping[str, str] = {
    Environment.PRODUCTION: "PRODUCTION",
    Environment.PREPRODUCTION: "PREPRODUCTION",
}
IMPROVEMENT_STATUSES: Mapping[str, str] = {
    ImprovementStatus.NONE: "NOT_APPLICABLE",
    ImprovementStatus.NOT_STARTED: "NOT_STARTED",
    ImprovementStatus.IN_PROGRESS: "IN_PROGRESS",
    ImprovementStatus.COMPLETE: "COMPLETE",
    ImprovementStatus.RISK_ACKNOWLEDGED: "RISK_ACKNOWLEDGED",
}
LENS_STATUSES: Mapping[str, str] = {
    lens_standing.CURRENT: "CURRENT",
    lens_standing.NOT_CURRENT: "NOT_CURRENT",
    lens_standing.RETIRED: "DEPRECATED",
    lens_standing.DELETED: "DELETED",
    lens_standing.UNSHARED: "UNSHARED",
}


def ours(words: Mapping[str, str], theirs: str) -> str:
    """Our word for one of theirs, for tables without two of ours for one of theirs."""
    return next(str(our) for our, their in words.items() if their == theirs)


def risk_counts(counts: Counts) -> dict[str, int]:
    """A RiskCounts map: all five risks, those of no question with 0."""
    found = dict.fromkeys(RISKS.values(), 0)
    for risk, number in counts.as_dict().items():
        found[RISKS[risk]] += number
    return found
