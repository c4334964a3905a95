"""The portfolio in JSON: sums, common gaps, the trend, saved views, two groups compared."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import SavedView
from reviews.reads.portfolio_compare import Comparison, GapPair, Group, PillarPair
from reviews.reads.portfolio_sums import CommonGap, Quarter, Totals
from reviews.scoring import Counts
from wellarch.rest.endpoint import Body


class RisksShape(serializers.Serializer[Any]):
    """Questions by risk."""

    high = serializers.IntegerField()
    medium = serializers.IntegerField()
    low = serializers.IntegerField()
    none = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    not_applicable = serializers.IntegerField()


class PortfolioShape(serializers.Serializer[Any]):
    """Numbers over all workloads that pass."""

    workloads = serializers.IntegerField()
    reviews = serializers.IntegerField()
    risks = RisksShape()
    practices_in_place = serializers.IntegerField()
    practices_applicable = serializers.IntegerField()
    percent_in_place = serializers.IntegerField(
        allow_null=True, help_text="null when no best practice applies."
    )
    workloads_overdue = serializers.IntegerField(help_text="With an improvement that is overdue.")
    workloads_stale = serializers.IntegerField(
        help_text="Quiet for `stale_days`, or past the day of their next review."
    )
    improvements_open = serializers.IntegerField()
    improvements_done = serializers.IntegerField()


class GapShape(serializers.Serializer[Any]):
    """A best practice that workloads lack, of questions at risk."""

    gap = serializers.CharField(help_text="For the parameter `gap`: lens:question:choice.")
    lens = serializers.UUIDField()
    lens_name = serializers.CharField()
    pillar_name = serializers.CharField()
    question = serializers.CharField()
    question_title = serializers.CharField()
    choice = serializers.CharField()
    title = serializers.CharField()
    workloads = serializers.IntegerField(help_text="How many would be helped.")
    percent = serializers.IntegerField(help_text="Of the workloads that pass.")


class GapsShape(serializers.Serializer[Any]):
    """The most common gaps, most workloads first."""

    workloads = serializers.IntegerField()
    results = GapShape(many=True)


class QuarterShape(serializers.Serializer[Any]):
    """How things stood at the end of a quarter, by each workload's last milestone up to it."""

    quarter = serializers.CharField(help_text="Such as 2026 Q3.")
    end = serializers.DateField()
    workloads = serializers.IntegerField(help_text="How many had a milestone by then.")
    risks = RisksShape()


class TrendShape(serializers.Serializer[Any]):
    """From the quarter of the first milestone to this one."""

    results = QuarterShape(many=True)


class GroupShape(PortfolioShape):
    """One of two groups."""

    name = serializers.CharField()
    query = serializers.CharField(help_text="Its filters, as parameters of an address.")
    high_per_workload = serializers.FloatField(allow_null=True)
    medium_per_workload = serializers.FloatField(allow_null=True)
    low_per_workload = serializers.FloatField(allow_null=True)


class PillarPairShape(serializers.Serializer[Any]):
    """A pillar in both groups: percent in place, high risks of 100 answered questions."""

    pillar = serializers.CharField()
    name = serializers.CharField()
    percent_in_place = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    high_of_hundred = serializers.ListField(child=serializers.IntegerField(allow_null=True))


class GapPairShape(GapShape):
    """A best practice that the groups lack differently often.

    percent is the difference, in percentage points.
    """

    workloads = serializers.ListField(child=serializers.IntegerField())  # type: ignore[assignment]
    percents = serializers.ListField(child=serializers.IntegerField())


class ComparisonShape(serializers.Serializer[Any]):
    """Two groups of workloads side by side."""

    groups = GroupShape(many=True)
    pillars = PillarPairShape(many=True)
    gaps = GapPairShape(many=True)


class ViewShape(serializers.ModelSerializer[SavedView]):
    """A saved view: the filters of the portfolio under a name."""

    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ("id", "name", "query", "is_shared", "is_mine", "created_at")

    def get_is_mine(self, view: SavedView) -> bool:
        """Whether it is the caller's own."""
        actor = self.context["view"].actor
        return bool(actor.user and view.user_id == actor.user.pk)


class NewView(Body):
    """What to keep."""

    name = serializers.CharField(max_length=80)
    query = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Parameters of the portfolio's address, such as environment=production&tag=tier.",
    )
    is_shared = serializers.BooleanField(
        required=False, default=False, help_text="For everybody in the organization."
    )


class ChangedView(Body):
    """What to change of a view."""

    name = serializers.CharField(max_length=80, required=False)
    query = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    is_shared = serializers.BooleanField(required=False)


def totals_of(totals: Totals) -> dict[str, Any]:
    """Sums as JSON."""
    return {
        "workloads": totals.workloads,
        "reviews": totals.reviews,
        "risks": risks_of(totals.counts),
        "practices_in_place": totals.tally.in_place,
        "practices_applicable": totals.tally.applicable,
        "percent_in_place": totals.tally.percent,
        "workloads_overdue": totals.overdue,
        "workloads_stale": totals.stale,
        "improvements_open": totals.improvements_open,
        "improvements_done": totals.improvements_done,
    }


def risks_of(counts: Counts) -> dict[str, int]:
    """Questions by risk as JSON."""
    return counts.as_dict()


def gap_of(each: CommonGap) -> dict[str, Any]:
    """A gap as JSON."""
    return {
        "gap": str(each.gap),
        "lens": str(each.gap.lens),
        "lens_name": each.lens,
        "pillar_name": each.pillar,
        "question": each.gap.question,
        "question_title": each.question,
        "choice": each.gap.choice,
        "title": each.title,
        "workloads": each.workloads,
        "percent": each.percent,
    }


def quarter_of(quarter: Quarter) -> dict[str, Any]:
    """A quarter as JSON."""
    return {
        "quarter": quarter.name,
        "end": quarter.end,
        "workloads": quarter.workloads,
        "risks": risks_of(quarter.counts),
    }


def comparison_of(found: Comparison) -> dict[str, Any]:
    """Two groups as JSON."""
    return {
        "groups": [_group_of(group) for group in found.groups],
        "pillars": [_pillar_of(pair) for pair in found.pillars],
        "gaps": [_pair_of(pair) for pair in found.gaps],
    }


def _group_of(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "query": group.filters.address,
        **totals_of(group.totals),
        "high_per_workload": group.high_each,
        "medium_per_workload": group.medium_each,
        "low_per_workload": group.low_each,
    }


def _pillar_of(pair: PillarPair) -> dict[str, Any]:
    return {
        "pillar": pair.key,
        "name": pair.name,
        "percent_in_place": list(pair.in_place),
        "high_of_hundred": list(pair.high),
    }


def _pair_of(pair: GapPair) -> dict[str, Any]:
    return {
        **gap_of(pair.practice),
        "workloads": list(pair.workloads),
        "percents": list(pair.percents),
        "percent": pair.difference,
    }
