"""What a report can be about and contain, over REST: the choices of whoever asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.documents.writing import SECTIONS
from reviews.models import ReportFormat
from reviews.reads import reports_page
from reviews.services import reports
from wellarch.accounts.policy import Action
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Reports"]


class KeyAndName(serializers.Serializer[Any]):
    """A key for programs and its name for people."""

    key = serializers.CharField()
    name = serializers.CharField()


class PortfolioChoices(serializers.Serializer[Any]):
    """What a report of the portfolio can contain."""

    formats = KeyAndName(many=True)
    sections = KeyAndName(many=True)


class WorkloadChoices(serializers.Serializer[Any]):
    """What a report of a workload can be about and contain."""

    formats = KeyAndName(many=True)
    sections = KeyAndName(many=True, help_text="Of a report of the workload as it is.")
    comparison_sections = KeyAndName(many=True, help_text="Of a report of two states.")
    pillars = KeyAndName(many=True)
    reviews = KeyAndName(many=True, help_text="Their ids, and the names of their lenses.")
    milestones = KeyAndName(many=True, help_text="Their numbers and names, newest first.")


class ChoicesOfWorkload(Endpoint):
    """The choices for a report of a workload."""

    serializer_class = WorkloadChoices
    pagination_class = None

    @extend_schema(
        operation_id="reports_choices",
        summary="List what a report of a workload can contain",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """The keys that asking for a report takes, with their names."""
        workload = access.workload_for(self.actor, workload_id, need=Action.REPORT_REQUEST)
        found = reports_page.subjects(workload)
        return Response(
            {
                "formats": _pairs(dict(ReportFormat.choices)),
                "sections": _pairs(SECTIONS["workload"]),
                "comparison_sections": _pairs(SECTIONS["comparison"]),
                "pillars": _pairs(found.pillars),
                "reviews": _pairs(dict(found.reviews)),
                "milestones": _pairs(dict(found.milestones)),
            }
        )


class ChoicesOfPortfolio(Endpoint):
    """The choices for a report of the portfolio."""

    serializer_class = PortfolioChoices
    pagination_class = None

    @extend_schema(
        operation_id="my_reports_choices",
        summary="List what a report of the portfolio can contain",
        tags=_TAGS,
    )
    def get(self, request: Request) -> Response:
        """The keys that asking for a report takes, with their names."""
        reports.require_portfolio(self.actor)
        return Response(
            {
                "formats": _pairs(dict(ReportFormat.choices)),
                "sections": _pairs(SECTIONS["portfolio"]),
            }
        )


def _pairs(names: Mapping[Any, Any]) -> list[dict[str, str]]:
    return [{"key": str(key), "name": str(name)} for key, name in names.items()]
