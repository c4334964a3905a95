"""A review: one lens version held against one workload."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor


class ReviewStatus(models.TextChoices):
    """How far the review is."""

    OPEN = "open", _("In progress")
    COMPLETE = "complete", _("Complete")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Scoped reads of reviews."""

    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """The reviews of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))

    def attached(self) -> ReviewQuerySet:
        """Those whose lens was not removed from the workload."""
        return self.filter(removed_at=None)


class Review(models.Model):
    """One lens version attached to one workload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="reviews")
    lens = models.ForeignKey("lenses.Lens", on_delete=models.PROTECT, related_name="reviews")
    lens_version = models.ForeignKey(
        "lenses.LensVersion", on_delete=models.PROTECT, related_name="reviews"
    )
    status = models.CharField(max_length=10, choices=ReviewStatus, default=ReviewStatus.OPEN)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.CharField(max_length=150, blank=True)
    # A removed lens keeps its answers for a later return.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ReviewQuerySet] = ReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workload", "lens"], name="one_review_per_lens")
        ]

    def __str__(self) -> str:
        return f"{self.workload} · {self.lens}"
