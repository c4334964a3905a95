"""Risk summaries: counted answers, kept for pages that look across workloads."""

from __future__ import annotations

from django.db import models

from reviews.models.review import Review


class RiskSummary(models.Model):
    """The counts of one pillar of a review; the row with an empty pillar is the whole review."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="summaries")
    pillar_key = models.CharField(max_length=128, blank=True)
    high = models.PositiveIntegerField(default=0)
    medium = models.PositiveIntegerField(default=0)
    low = models.PositiveIntegerField(default=0)
    none = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "pillar_key"], name="one_summary_each")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.pillar_key or 'all'}"
