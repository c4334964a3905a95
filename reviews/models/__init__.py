"""Workloads and everything answered about them, one file per aggregate."""

from reviews.models.answer import Answer, AnswerChange
from reviews.models.aws_copy import AwsCopy, AwsCopyWay
from reviews.models.aws_settings import AwsSettings, AwsSettingsOf
from reviews.models.discussion import Comment, Evidence, EvidenceKind, ScanStatus
from reviews.models.finding import Finding
from reviews.models.game_day import (
    EntryKind,
    GameDay,
    GameDayEntry,
    GameDayFinding,
    GameDayPart,
    GameDayState,
)
from reviews.models.improvement import (
    UNFINISHED,
    CalendarFeed,
    Improvement,
    ImprovementChange,
    ImprovementState,
    Level,
)
from reviews.models.maturity import Maturity
from reviews.models.milestone import Milestone, MilestoneKind
from reviews.models.profile import Profile, ProfileMapping, ProfileVersion
from reviews.models.report import (
    Report,
    ReportFormat,
    ReportKind,
    ReportSchedule,
    ReportStatus,
    Rhythm,
)
from reviews.models.review import Review, ReviewStatus
from reviews.models.review_plan import PlannedReview
from reviews.models.session import ReviewSession, Visit
from reviews.models.summary import (
    BUCKETS,
    PortfolioBucket,
    PortfolioPart,
    PracticeGap,
    RiskSummary,
    WorkloadQuarter,
    WorkloadSummary,
)
from reviews.models.template import Template, TemplateAnswer, TemplateReview, TemplateUse
from reviews.models.tracker import PushState, Tracker, TrackerKind, TrackerLink
from reviews.models.tradeoff import Effect, TradeOff, TradeOffState
from reviews.models.view import SavedView
from reviews.models.words import (
    CHOICE_STATUSES,
    Environment,
    ImprovementStatus,
    Reason,
    RiskLevel,
)
from reviews.models.workload import Workload
from reviews.models.worksheet import (
    Reading,
    RowChange,
    Worksheet,
    WorksheetChange,
    WorksheetKind,
    WorksheetRow,
)

__all__ = [
    "BUCKETS",
    "CHOICE_STATUSES",
    "UNFINISHED",
    "Answer",
    "AnswerChange",
    "AwsCopy",
    "AwsCopyWay",
    "AwsSettings",
    "AwsSettingsOf",
    "CalendarFeed",
    "Comment",
    "Effect",
    "EntryKind",
    "Environment",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "GameDay",
    "GameDayEntry",
    "GameDayFinding",
    "GameDayPart",
    "GameDayState",
    "Improvement",
    "ImprovementChange",
    "ImprovementState",
    "ImprovementStatus",
    "Level",
    "Maturity",
    "Milestone",
    "MilestoneKind",
    "PlannedReview",
    "PortfolioBucket",
    "PortfolioPart",
    "PracticeGap",
    "Profile",
    "ProfileMapping",
    "ProfileVersion",
    "PushState",
    "Reading",
    "Reason",
    "Report",
    "ReportFormat",
    "ReportKind",
    "ReportSchedule",
    "ReportStatus",
    "Review",
    "ReviewSession",
    "ReviewStatus",
    "Rhythm",
    "RiskLevel",
    "RiskSummary",
    "RowChange",
    "SavedView",
    "ScanStatus",
    "Template",
    "TemplateAnswer",
    "TemplateReview",
    "TemplateUse",
    "Tracker",
    "TrackerKind",
    "TrackerLink",
    "TradeOff",
    "TradeOffState",
    "Visit",
    "Workload",
    "WorkloadQuarter",
    "WorkloadSummary",
    "Worksheet",
    "WorksheetChange",
    "WorksheetKind",
    "WorksheetRow",
]
