"""A report: a document that was asked for, and how far it is."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.milestone import Milestone
from reviews.models.review import Review
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor


class ReportStatus(models.TextChoices):
    """The life of a report."""

    QUEUED = "queued", _("Waiting")
    RENDERING = "rendering", _("In progress")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class ReportKind(models.TextChoices):
    """What a report is about."""

    REVIEW = "review", _("Review")
    WORKLOAD = "workload", _("Workload")
    MILESTONE = "milestone", _("Milestone")
    COMPARISON = "comparison", _("Comparison")
    PORTFOLIO = "portfolio", _("Portfolio")


class ReportFormat(models.TextChoices):
    """How a report is written."""

    PDF = "pdf", _("PDF")
    HTML = "html", _("Web page")
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")
    JSON = "json", _("JSON")
    MARKDOWN = "md", _("Markdown")

    @property
    def media_type(self) -> str:
        """The content type a file of this format is given out with."""
        return _MEDIA_TYPES[self.value]


_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
}


class Rhythm(models.TextChoices):
    """How often a report comes by itself."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")


class ReportQuerySet(models.QuerySet["Report"]):
    """Scoped reads of reports."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """The reports of workloads the actor sees, and of portfolios their own: what such a
        report shows is what the one who asked for it saw."""
        portfolio = models.Q(
            kind=ReportKind.PORTFOLIO, organization=actor.organization, user=actor.user
        )
        if actor.user is None or actor.workloads is not None:
            return self.filter(visibility.seen_by(actor, "workload__"))
        return self.filter(visibility.seen_by(actor, "workload__") | portfolio)


class Report(models.Model):
    """A document that was asked for.

    A worker that renders it holds a lease (owner and end); a lease that ended without the
    report being ready means the worker died, and the sweeper sends it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    # Empty: a portfolio.
    workload = models.ForeignKey(
        Workload, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    # Empty review: all reviews of the workload. Milestone: frozen content instead of now.
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    # What the milestone is compared with; empty with kind comparison: now.
    other = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # What was chosen: sections, pillars, whether notes are in it; of a portfolio its filters.
    options = models.JSONField(default=dict)
    format = models.CharField(max_length=4, choices=ReportFormat, default=ReportFormat.PDF)
    schedule = models.ForeignKey(
        "reviews.ReportSchedule", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=ReportKind, default=ReportKind.WORKLOAD)
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    step = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="reports/%Y/%m", blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.CharField(max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)  # its file is deleted then
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="report_unfinished")]

    def __str__(self) -> str:
        return f"{self.workload or self.kind} ({self.status})"

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or is being made."""
        return self.status in (ReportStatus.QUEUED, ReportStatus.RENDERING)

    @property
    def about(self) -> str:
        """What it is about, as people say it. Wants review__lens, milestone and other loaded."""
        if self.kind == ReportKind.PORTFOLIO:
            return gettext("Portfolio")
        if self.kind == ReportKind.COMPARISON:
            first, second = self._side(self.milestone), self._side(self.other)
            return gettext("%(first)s beside %(second)s") % {"first": first, "second": second}
        if self.milestone is not None:
            return self._side(self.milestone)
        return self.review.lens.name if self.review else gettext("Whole workload")

    @property
    def file_name(self) -> str:
        """How its file is called when somebody saves it."""
        name = slugify(self.workload.name) or "workload" if self.workload else "portfolio"
        if self.kind == ReportKind.COMPARISON:
            after = str(self.other.number) if self.other else "now"
            about = f"{self.milestone.number if self.milestone else 0}-to-{after}"
        elif self.milestone is not None:
            about = slugify(self.milestone.name) or f"milestone-{self.milestone.number}"
        else:
            about = self.requested_at.date().isoformat()
        return f"{name}-{about}.{self.format}"

    @staticmethod
    def _side(milestone: Milestone | None) -> str:
        if milestone is None:
            return gettext("Now")
        named = {"number": milestone.number, "name": milestone.name}
        return gettext("Milestone %(number)d: %(name)s") % named


class ScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    """Scoped reads of schedules."""

    def visible_to(self, actor: Actor) -> ScheduleQuerySet:
        """One's own: a scheduled report is made with the eyes of the one it is for."""
        return self.filter(organization=actor.organization, user=actor.user)


class ReportSchedule(models.Model):
    """A report that is made by itself; whoever set it up gets a mail with the link.

    workload empty: the portfolio; review: only this one of the workload. It sees what its
    person sees at that time; while they may not have it made, nothing is, and `problem` says so.
    next_on: the day, where its person is, on which it is made. day: of the month, which it
    keeps after shorter ones.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_schedules"
    )
    workload = models.ForeignKey(
        Workload, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=ReportKind, default=ReportKind.WORKLOAD)
    format = models.CharField(max_length=4, choices=ReportFormat, default=ReportFormat.PDF)
    options = models.JSONField(default=dict)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm)
    next_on = models.DateField(_("next"))
    day = models.PositiveSmallIntegerField(default=1)
    problem = models.CharField(max_length=300, blank=True)
    last_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ScheduleQuerySet] = ScheduleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["next_on"]
        indexes = [models.Index(fields=["next_on"], name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rhythm}"
