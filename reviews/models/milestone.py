"""A milestone: a workload as it was, copied whole, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor


class MilestoneKind(models.TextChoices):
    """On which occasion a milestone is recorded."""

    EARLY_DESIGN = "early_design", _("Early design")
    PRE_GO_LIVE = "pre_go_live", _("Before go-live")
    REGULAR = "regular", _("Regular review")
    LENS_UPGRADE = "lens_upgrade", _("Before a lens upgrade")
    OTHER = "other", _("Other")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Scoped reads of milestones."""

    def visible_to(self, actor: Actor) -> MilestoneQuerySet:
        """The milestones of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class Milestone(models.Model):
    """A numbered, named copy of a workload with all its reviews.

    content: canonical JSON (see reviews/services/milestones.py); counts: {risk: questions}
    over all reviews; digest: SHA-256 over content and the digest before it, a chain.
    numbers: what charts over time need without reading content (reviews/milestone_numbers.py);
    not part of the digest, since it follows from content.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)
    normalized_name = models.CharField(max_length=100, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=MilestoneKind, default=MilestoneKind.OTHER
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.JSONField()
    numbers = models.JSONField(default=dict)
    content = models.JSONField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects: ClassVar[MilestoneQuerySet] = MilestoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "number"], name="milestone_number"),
            models.UniqueConstraint(fields=["workload", "normalized_name"], name="milestone_name"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"
