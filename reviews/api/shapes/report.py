"""Reports and their schedules in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from reviews.models import Report, ReportFormat, ReportSchedule, ReportStatus, Rhythm
from wellarch.rest.endpoint import Body

_SECTIONS = "Keys of sections; empty: all. A key that this kind of report does not have is refused."
_PILLARS = "Ids of pillars; empty: all."
_NOTES = "Whether notes are in it."
_FILTERS = "The parameters of the portfolio's address, such as `environment=production`."


class OptionsShape(serializers.Serializer[Any]):
    """What is in a report."""

    sections = serializers.ListField(child=serializers.CharField(), default=list)
    pillars = serializers.ListField(child=serializers.CharField(), default=list)
    notes = serializers.BooleanField(default=True)
    filters = serializers.CharField(default="", help_text="Of a report of the portfolio.")


class ReportShape(serializers.ModelSerializer[Report]):
    """A report and how far it is."""

    milestone = serializers.IntegerField(
        source="milestone.number", allow_null=True, default=None, help_text="Its number."
    )
    compare_with = serializers.SerializerMethodField(
        help_text='Of a comparison: the number of the other milestone, or "now".'
    )
    options = OptionsShape()
    url = serializers.SerializerMethodField(help_text="Where to follow it.")
    file = serializers.SerializerMethodField(help_text="Where the file is, once it is ready.")

    class Meta:
        model = Report
        fields = (
            "id", "workload", "review", "milestone", "compare_with", "kind", "format", "options",
            "status", "progress", "step", "error", "size", "pages", "digest", "requested_at",
            "requested_by", "finished_at", "expires_at", "schedule", "url", "file",
        )  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_compare_with(self, report: Report) -> str | None:
        """The other side of a comparison."""
        if report.kind != "comparison":
            return None
        return str(report.other.number) if report.other else "now"

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


class _Contents(Body):
    """What is in a report: everything, as PDF, unless said otherwise."""

    format = serializers.ChoiceField(choices=ReportFormat.choices, required=False)
    sections = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=_SECTIONS
    )
    pillars = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=_PILLARS
    )
    notes = serializers.BooleanField(required=False, help_text=_NOTES)


class ReportBody(_Contents):
    """What to report about: the whole workload, unless one of its reviews or milestones."""

    review = serializers.UUIDField(required=False, allow_null=True)
    milestone = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, help_text="The number of a milestone."
    )
    compare_with = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=6,
        help_text='Compares `milestone` with this one (its number), or with "now".',
    )

    def validate_compare_with(self, value: str | None) -> int | str | None:
        """A number or "now"."""
        if value is None or value == "now":
            return value
        if not (value.isascii() and value.isdigit()):
            raise serializers.ValidationError("Give the number of a milestone, or now.")
        return int(value)


class PortfolioReportBody(Body):
    """What of the portfolio to report: everything, as PDF, unless said otherwise."""

    format = serializers.ChoiceField(choices=ReportFormat.choices, required=False)
    sections = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=_SECTIONS
    )
    filters = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=_FILTERS
    )


class ScheduleShape(serializers.ModelSerializer[ReportSchedule]):
    """A report that comes by itself."""

    options = OptionsShape()

    class Meta:
        model = ReportSchedule
        fields = (
            "id", "workload", "review", "kind", "format", "options", "rhythm", "next_on",
            "last_on", "problem", "created_at",
        )  # fmt: skip


class _ScheduleContents(_Contents):
    """What is in it, and the filters of the portfolio."""

    filters = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=_FILTERS
    )


class ScheduleBody(_ScheduleContents):
    """What comes how often. Neither workload nor review: the portfolio."""

    workload = serializers.UUIDField(required=False, allow_null=True)
    review = serializers.UUIDField(required=False, allow_null=True)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    next_on = serializers.DateField(required=False, help_text="The first day; tomorrow.")


class ScheduleChange(_ScheduleContents):
    """What is to be different; what is not named stays."""

    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)
    next_on = serializers.DateField(required=False)
