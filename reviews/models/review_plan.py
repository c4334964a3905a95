"""The review plan: at which moments of a workload's life it is reviewed, and how much time that
may take (seed 003: early in design and before go-live; hours, not days)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.milestone import Milestone, MilestoneKind
from reviews.models.session import ReviewSession
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor


class PlannedReviewQuerySet(models.QuerySet["PlannedReview"]):
    """Scoped reads of planned reviews."""

    def visible_to(self, actor: Actor) -> PlannedReviewQuerySet:
        """Those of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class PlannedReview(models.Model):
    """A moment at which a workload is to be reviewed, and the milestone that came of it.

    budget_minutes: how long the people together in the room may take; extra_minutes: time spent
    outside sessions. The time of its sessions is counted from them.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="planned_reviews")
    number = models.PositiveIntegerField()
    kind = models.CharField(
        _("occasion"), max_length=12, choices=MilestoneKind, default=MilestoneKind.REGULAR
    )
    title = models.CharField(_("title"), max_length=100)
    planned_on = models.DateField(_("day"), null=True, blank=True)
    budget_minutes = models.PositiveIntegerField(_("time budget in minutes"), default=240)
    extra_minutes = models.PositiveIntegerField(_("time outside sessions"), default=0)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.SET_NULL, related_name="planned"
    )
    sessions = models.ManyToManyField(ReviewSession, related_name="planned_reviews", blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PlannedReviewQuerySet] = PlannedReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "planned_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "number"], name="planned_review_number")
        ]

    def __str__(self) -> str:
        return self.title
