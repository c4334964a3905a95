"""Workloads and everything answered about them, one file per aggregate."""

from reviews.models.answer import Answer, AnswerChange
from reviews.models.finding import Finding
from reviews.models.milestone import Milestone
from reviews.models.report import Report, ReportKind, ReportStatus
from reviews.models.review import Review, ReviewStatus
from reviews.models.summary import RiskSummary
from reviews.models.words import (
    CHOICE_STATUSES,
    Environment,
    ImprovementStatus,
    Reason,
    RiskLevel,
)
from reviews.models.workload import Workload

__all__ = [
    "CHOICE_STATUSES",
    "Answer",
    "AnswerChange",
    "Environment",
    "Finding",
    "ImprovementStatus",
    "Milestone",
    "Reason",
    "Report",
    "ReportKind",
    "ReportStatus",
    "Review",
    "ReviewStatus",
    "RiskLevel",
    "RiskSummary",
    "Workload",
]
