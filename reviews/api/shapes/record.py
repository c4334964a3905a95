"""Milestones and reports in JSON: what is kept of a workload."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from reviews.models import Milestone, Report, ReportStatus
from wellarch.rest.endpoint import Body


class RiskNumbers(serializers.Serializer[Any]):
    """How many questions had which risk."""

    high = serializers.IntegerField()
    medium = serializers.IntegerField()
    low = serializers.IntegerField()
    none = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    not_applicable = serializers.IntegerField()


class MilestoneShape(serializers.ModelSerializer[Milestone]):
    """A milestone, without what it holds."""

    counts = RiskNumbers()

    class Meta:
        model = Milestone
        fields = (
            "number", "name", "recorded_at", "recorded_by", "counts", "digest", "previous_digest",
        )  # fmt: skip


class MilestoneWithContent(MilestoneShape):
    """A milestone and the workload as it was, with the texts needed to read it."""

    content = serializers.DictField()

    class Meta(MilestoneShape.Meta):
        fields = (*MilestoneShape.Meta.fields, "content")  # type: ignore[assignment]


class MilestoneBody(Body):
    """How the milestone is called."""

    name = serializers.CharField(
        max_length=100, help_text="3 to 100 characters, unique in the workload."
    )


class ReportShape(serializers.ModelSerializer[Report]):
    """A report and how far it is."""

    milestone = serializers.IntegerField(
        source="milestone.number", allow_null=True, default=None, help_text="Its number."
    )
    url = serializers.SerializerMethodField(help_text="Where to follow it.")
    file = serializers.SerializerMethodField(help_text="Where the PDF is, once it is ready.")

    class Meta:
        model = Report
        fields = (
            "id", "workload", "review", "milestone", "kind", "status", "progress", "step", "error",
            "size", "pages", "digest", "requested_at", "requested_by", "finished_at", "url", "file",
        )  # fmt: skip

    @extend_schema_field(serializers.URLField())
    def get_url(self, report: Report) -> str:
        """The report itself."""
        return reverse("api-report", args=[report.pk], request=self.context["request"])

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_file(self, report: Report) -> str | None:
        """The file, when there is one."""
        if report.status != ReportStatus.READY:
            return None
        return reverse("api-report-file", args=[report.pk], request=self.context["request"])


class ReportBody(Body):
    """What to report about: the whole workload, unless one of its reviews or milestones."""

    review = serializers.UUIDField(required=False, allow_null=True)
    milestone = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, help_text="The number of a milestone."
    )
