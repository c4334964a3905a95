"""Risk summaries: counted answers, kept for pages that look across workloads."""

from __future__ import annotations

from django.db import models

from reviews.models.review import Review
from reviews.models.workload import Workload


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
    # Best practices in place, of those that apply.
    in_place = models.PositiveIntegerField(default=0)
    applicable = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "pillar_key"], name="one_summary_each")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.pillar_key or 'all'}"


class WorkloadSummary(models.Model):
    """One workload as the portfolio shows it: everything of its row, so that none is joined.

    pillars: {pillar key: {risk: questions, "in_place": n, "applicable": n}} over its reviews.
    highs: high risks at its milestones, oldest first, at most the last 24.
    answered_at: the last answer of anybody; None if there is none.
    """

    workload = models.OneToOneField(
        Workload, primary_key=True, on_delete=models.CASCADE, related_name="summary"
    )
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    high = models.PositiveIntegerField(default=0)
    medium = models.PositiveIntegerField(default=0)
    low = models.PositiveIntegerField(default=0)
    none = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    in_place = models.PositiveIntegerField(default=0)
    applicable = models.PositiveIntegerField(default=0)
    review_count = models.PositiveIntegerField(default=0)
    pillars = models.JSONField(default=dict)
    highs = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    milestone_at = models.DateTimeField(null=True, blank=True)
    milestone_number = models.PositiveSmallIntegerField(default=0)
    milestone_name = models.CharField(max_length=100, blank=True)
    improvements_open = models.PositiveIntegerField(default=0)
    improvements_done = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "-high", "-medium", "workload"], name="summary_by_risk"
            )
        ]

    def __str__(self) -> str:
        return str(self.workload_id)


class PracticeGap(models.Model):
    """A best practice that applies and is not in place, of a question at risk."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="gaps")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="gaps")
    lens = models.ForeignKey("lenses.Lens", on_delete=models.CASCADE, related_name="+")
    question_key = models.CharField(max_length=128)
    choice_key = models.CharField(max_length=128)
    risk = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question_key", "choice_key"], name="one_gap_each"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "lens", "choice_key"], name="gap_most_common")
        ]

    def __str__(self) -> str:
        return self.choice_key
