"""The words of reviews as choices for columns: the same in code, API, pages and reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskLevel(models.TextChoices):
    """The risk of a question; the values are those of lenses.rules.Risk."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
    NONE = "none", _("No risk")
    UNANSWERED = "unanswered", _("Unanswered")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Reason(models.TextChoices):
    """Why a question or choice does not apply (the reference product's list)."""

    NONE = "none", _("No reason given")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    BUSINESS_PRIORITIES = "business_priorities", _("Business priorities")
    ARCHITECTURE_CONSTRAINTS = "architecture_constraints", _("Architecture constraints")
    OTHER = "other", _("Other")


# What an answer may say of a choice. A choice it says nothing of is unselected.
CHOICE_STATUSES = ("selected", "not_applicable", "unselected")


class Environment(models.TextChoices):
    """Where the workload runs."""

    PRODUCTION = "production", _("Production")
    PREPRODUCTION = "preproduction", _("Pre-production")


class ImprovementStatus(models.TextChoices):
    """How far the team is with improving the workload; set by hand."""

    NONE = "none", _("None")
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETE = "complete", _("Complete")
    RISK_ACKNOWLEDGED = "risk_acknowledged", _("Risk acknowledged")
