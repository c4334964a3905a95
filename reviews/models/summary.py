"""Risk summaries: counted answers, kept for pages that look across workloads."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from reviews.models import visibility
from reviews.models.review import Review
from reviews.models.workload import Workload
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Visibility

BUCKETS = 32
"""Into how many buckets the workloads of an organization fall: see PortfolioBucket."""


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


class WorkloadSummaryQuerySet(models.QuerySet["WorkloadSummary"]):
    """Scoped reads of summaries."""

    def visible_to(self, actor: Actor) -> WorkloadSummaryQuerySet:
        """The summaries of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class WorkloadSummary(models.Model):
    """One workload as the portfolio shows it: everything of its row, so that none is joined.

    pillars: {pillar key: {risk: questions, "in_place": n, "applicable": n}} over its reviews.
    highs: high risks at its milestones, oldest first, at most the last 24.
    answered_at: the last answer of anybody; None if there is none.
    Every workload has one from the moment it is made; the sweeper gives one to those that came
    another way.
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
    bucket = models.PositiveSmallIntegerField(default=0, editable=False)
    computed_at = models.DateTimeField()

    objects: ClassVar[WorkloadSummaryQuerySet] = WorkloadSummaryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["organization", "bucket"], name="summary_bucket"),
            models.Index(
                fields=["organization", "-high", "-medium", "workload"], name="summary_by_risk"
            ),
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


class WorkloadQuarter(models.Model):
    """How the risks of a workload changed in a quarter, by its last milestone in it.

    Each number is the difference to the last milestone before the quarter (`workloads` is 1 in
    the quarter of the first milestone). The sum over all quarters up to one is therefore how
    things stood at its end, for one workload or for any number of them.
    quarter: year * 4 + 0 to 3, in UTC.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="quarters")
    quarter = models.PositiveIntegerField()
    workloads = models.SmallIntegerField(default=0)
    high = models.IntegerField(default=0)
    medium = models.IntegerField(default=0)
    low = models.IntegerField(default=0)
    none = models.IntegerField(default=0)
    unanswered = models.IntegerField(default=0)
    not_applicable = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workload", "quarter"], name="one_quarter_each")
        ]

    def __str__(self) -> str:
        return f"{self.workload_id} {self.quarter // 4} Q{self.quarter % 4 + 1}"


class PortfolioBucket(models.Model):
    """Some workloads of an organization whose gaps and quarters are kept summed up.

    A change of a workload sums its bucket again, under a lock of this row; a page adds up the
    few buckets of the organization instead of all its workloads, and so costs the same for a
    thousand of them and for ten thousand. Which bucket: services/portfolio_buckets.number_of.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_bucket_each")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.number}"


class PortfolioPartQuerySet(models.QuerySet["PortfolioPart"]):
    """Scoped reads of parts."""

    def visible_to(self, actor: Actor) -> PortfolioPartQuerySet:
        """The parts of the actor's organization whose workloads they see; shared ones are in
        the parts of their own organization, which nobody else sees as a whole."""
        return self.filter(visibility.inside(actor))


class PortfolioPart(models.Model):
    """The active workloads of a bucket that the same people see, summed up.

    visibility, team and created_by are those of the workloads (empty where it makes no
    difference), so that the rule of who sees a workload holds for a part as well.
    gaps: {lens: {question: {choice: workloads}}}; quarters: {quarter: {column: sum}}, see
    WorkloadQuarter.
    """

    bucket = models.ForeignKey(PortfolioBucket, on_delete=models.CASCADE, related_name="parts")
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    visibility = models.CharField(max_length=12, choices=Visibility)
    team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    gaps = models.JSONField(default=dict)
    quarters = models.JSONField(default=dict)

    objects: ClassVar[PortfolioPartQuerySet] = PortfolioPartQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.bucket_id} {self.visibility}"
