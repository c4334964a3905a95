"""Workloads and everything answered about them, one file per aggregate."""

from reviews.models.answer import Answer, AnswerChange
from reviews.models.discussion import Comment, Evidence, EvidenceKind, ScanStatus
from reviews.models.finding import Finding
from reviews.models.milestone import Milestone
from reviews.models.profile import Profile, ProfileMapping, ProfileVersion
from reviews.models.report import Report, ReportKind, ReportStatus
from reviews.models.review import Review, ReviewStatus
from reviews.models.session import ReviewSession, Visit
from reviews.models.summary import RiskSummary
from reviews.models.template import Template, TemplateAnswer, TemplateReview, TemplateUse
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
    "Comment",
    "Environment",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "ImprovementStatus",
    "Milestone",
    "Profile",
    "ProfileMapping",
    "ProfileVersion",
    "Reason",
    "Report",
    "ReportKind",
    "ReportStatus",
    "Review",
    "ReviewSession",
    "ReviewStatus",
    "RiskLevel",
    "RiskSummary",
    "ScanStatus",
    "Template",
    "TemplateAnswer",
    "TemplateReview",
    "TemplateUse",
    "Visit",
    "Workload",
]
