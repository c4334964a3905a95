"""A report: a document that was asked for, and how far it is."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
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


class ReportKind(models.TextChoices):
    """What a report is about."""

    REVIEW = "review", _("Review")
    WORKLOAD = "workload", _("Workload")


class ReportQuerySet(models.QuerySet["Report"]):
    """Scoped reads of reports."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """The reports of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class Report(models.Model):
    """A document that was asked for.

    A worker that renders it holds a lease (owner and end); a lease that ended without the
    report being ready means the worker died, and the sweeper sends it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="reports")
    # Empty review: all reviews of the workload. Milestone: frozen content instead of now.
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
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
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="report_unfinished")]

    def __str__(self) -> str:
        return f"{self.workload} ({self.status})"
