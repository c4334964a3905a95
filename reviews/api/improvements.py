"""Improvements over REST: list, make, read, change, move, accept, tick what is done, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.improvement import (
    AcceptRiskBody,
    BurndownList,
    BurndownShape,
    FromQuestions,
    ImprovementBody,
    ImprovementFields,
    ImprovementRevisionShape,
    ImprovementShape,
    ImprovementsMade,
    MoveImprovementBody,
    TickBody,
    TickProposalShape,
    TogetherBody,
    proposal_of,
)
from reviews.models import Improvement, ImprovementState, RiskLevel
from reviews.reads import (
    improvement_course,
    improvement_list,
    improvement_page,
    improvement_resources,
    improvement_rows,
)
from reviews.services import improvement_bulk, improvements
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.etags import etag, unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

_TAGS = ["Improvement"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "In one's own words",
    request_only=True,
    value={
        "title": "Rotate the keys of the payment provider",
        "steps": "1. Find who uses them\n2. Make new ones\n3. Revoke the old ones",
        "impact": "high",
        "effort": "low",
        "due_on": "2027-02-01",
        "pillar_key": "security",
    },
)
_FROM_QUESTIONS = OpenApiExample(
    "All that is missing of one question, one practice of another",
    request_only=True,
    value={
        "questions": [
            {
                "review_id": "0b0f4c0e-6a3e-4f0e-9a55-0d5b3a1f2c11",
                "question": "securely-operate",
            },
            {
                "review_id": "0b0f4c0e-6a3e-4f0e-9a55-0d5b3a1f2c11",
                "question": "identities",
                "choices": ["sec_identities_enforce_mechanisms"],
            },
        ]
    },
)

_TOGETHER = OpenApiExample(
    "Two of them to one person",
    request_only=True,
    value={"numbers": [3, 5], "fields": {"owner": 7, "due_on": "2027-03-31"}},
)


class ImprovementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which improvements to list."""

    state = django_filters.MultipleChoiceFilter(
        choices=ImprovementState.choices, label="A state; more than one may be given."
    )
    risk = django_filters.MultipleChoiceFilter(
        choices=[each for each in RiskLevel.choices if each[0] in improvement_list.RISKS],
        label="A risk; more than one may be given.",
    )
    pillar = django_filters.CharFilter("pillar_key", label="The id of a pillar.")
    question = django_filters.CharFilter("question_key", label="The id of a question.")
    review = django_filters.UUIDFilter("review_id", label="The id of a review.")
    owner = django_filters.NumberFilter("owner_id", label="The id of a person.")
    overdue = django_filters.BooleanFilter(
        method="narrow_overdue", label="true: unfinished and past its day; false: all others."
    )
    q = django_filters.CharFilter(
        method="narrow_text", label="Words of its title or recommendation, or its number."
    )

    class Meta:
        model = Improvement
        fields = ("state", "risk", "pillar", "question", "review", "owner", "overdue", "q")

    def narrow_overdue(
        self, rows: QuerySet[Improvement], _name: str, value: bool
    ) -> QuerySet[Improvement]:
        """Only overdue ones, or only others."""
        late = improvement_rows.overdue(timezone.localdate())
        return rows.filter(late) if value else rows.exclude(late)

    def narrow_text(
        self, rows: QuerySet[Improvement], _name: str, value: str
    ) -> QuerySet[Improvement]:
        """Those that have all the words."""
        return improvement_list.with_words(rows, value[:100])


class _List(Endpoint):
    is_list = True
    serializer_class = ImprovementShape
    queryset = Improvement.objects.none()  # for the schema
    filterset_class = ImprovementFilter
    page_order = "-created_at"
    order_choices = ("created_at", "changed_at", "number", "title")


class Improvements(_List):
    """The improvements of a workload."""

    @extend_schema(
        operation_id="improvements_list", summary="List the improvements of a workload", tags=_TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Improvements, newest first unless ordered otherwise."""
        return self.page(improvement_resources.of_workload(self.actor, workload_id))

    @extend_schema(
        operation_id="improvements_make",
        summary="Make an improvement in one's own words",
        tags=_TAGS,
        request=ImprovementBody,
        responses={201: ImprovementShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """With a question, its risk gives the due date unless one is sent."""
        made = improvements.make(self.actor, workload_id, **self.body(ImprovementBody))
        shown = improvement_resources.one(self.actor, workload_id, made.number)
        where = reverse("api-improvement", args=[workload_id, made.number])
        return self.created(ImprovementShape(shown).data, where, ETag=etag(made.revision))

    @extend_schema(
        operation_id="improvements_change_many",
        summary="Change several improvements at once",
        tags=_TAGS,
        request=TogetherBody,
        responses={200: ImprovementsMade},
        examples=[_TOGETHER],
    )
    def patch(self, request: Request, workload_id: UUID) -> Response:
        """Set the same fields of all of them, in one transaction: all or none."""
        wanted = self.body(TogetherBody)
        improvement_bulk.edit_many(self.actor, workload_id, **wanted)
        rows = improvement_resources.of_workload(self.actor, workload_id)
        changed = rows.filter(number__in=wanted["numbers"]).order_by("number")
        return Response({"results": ImprovementShape(changed, many=True).data})


class ImprovementsOfAll(_List):
    """The improvements of all workloads."""

    @extend_schema(
        operation_id="improvements_list_all",
        summary="List the improvements of all workloads you see",
        tags=_TAGS,
    )
    def get(self, request: Request) -> Response:
        """Those of archived workloads are left out."""
        return self.page(improvement_resources.of_all(self.actor))


class MakeFromQuestions(Endpoint):
    """Improvements out of questions."""

    serializer_class = ImprovementsMade
    pagination_class = None

    @extend_schema(
        operation_id="improvements_from_questions",
        summary="Make improvements out of questions at risk",
        tags=_TAGS,
        request=FromQuestions,
        responses={200: ImprovementsMade, 201: ImprovementsMade},
        examples=[_FROM_QUESTIONS],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Their texts come from the lens, their due dates from the risk. All or none.

        The unfinished improvement there is already for the same best practices is returned
        instead of made twice, so this may be sent again; 200 when all of them were there.
        """
        wanted = self.body(FromQuestions)["questions"]
        made = improvements.make_many(self.actor, workload_id, wanted=wanted)
        rows = improvement_resources.of_workload(self.actor, workload_id)
        by_key = rows.in_bulk([each.pk for each in made])
        shown = [by_key[each.pk] for each in made]
        status = 200 if all(each.was_there for each in made) else 201
        return Response({"results": ImprovementShape(shown, many=True).data}, status=status)


class _One(Endpoint):
    serializer_class = ImprovementShape

    def shown(self, workload_id: UUID, number: int) -> Response:
        """The improvement as it is now; 304 for a reader who has it."""
        found = improvement_resources.one(self.actor, workload_id, number)
        if self.request.method == "GET" and unchanged(self.request, etag(found.revision)):
            return Response(status=304, headers={"ETag": etag(found.revision)})
        return with_etag(ImprovementShape(found).data, found.revision)


class ImprovementEndpoint(_One):
    """One improvement."""

    @extend_schema(
        operation_id="improvements_read",
        summary="Read an improvement",
        tags=_TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: ImprovementShape, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The improvement. The ETag is its revision."""
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="improvements_change",
        summary="Change an improvement",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=ImprovementFields,
        responses={200: ImprovementShape},
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Set some fields; what is not named stays.

        With If-Match, fields that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        fields: dict[str, Any] = self.body(ImprovementFields, partial=True)
        improvements.edit(
            self.actor, workload_id, number, fields=fields, revision=self.base_revision()
        )
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="improvements_delete",
        summary="Delete an improvement",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int) -> Response:
        """With its history. Not undone."""
        improvements.delete(self.actor, workload_id, number)
        return Response(status=204)


class Move(_One):
    """The place of an improvement on the board."""

    @extend_schema(
        operation_id="improvements_move",
        summary="Move an improvement on the board",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=MoveImprovementBody,
        responses={200: ImprovementShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """To a state, behind another improvement. The order alone raises no revision."""
        wanted = self.body(MoveImprovementBody)
        improvements.move(self.actor, workload_id, number, **wanted, revision=self.base_revision())
        return self.shown(workload_id, number)


class Accept(_One):
    """A risk that is lived with."""

    @extend_schema(
        operation_id="improvements_accept",
        summary="Accept the risk",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=AcceptRiskBody,
        responses={200: ImprovementShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """For a reason and until a day, after which it is open again. Architects may."""
        wanted = self.body(AcceptRiskBody)
        improvements.accept(
            self.actor, workload_id, number, **wanted, revision=self.base_revision()
        )
        return self.shown(workload_id, number)


class Proposal(Endpoint):
    """What a done improvement proposes to tick."""

    serializer_class = TickProposalShape
    pagination_class = None

    @extend_schema(
        operation_id="improvements_proposal",
        summary="Read what a done improvement proposes to tick",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Best practices it stood for that are not in place in the answer of its question."""
        return self._shown(workload_id, number)

    @extend_schema(
        operation_id="improvements_tick",
        summary="Tick what a done improvement has put in place",
        tags=_TAGS,
        request=TickBody,
        responses={200: TickProposalShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The answer changes, so the rules of answers hold. Answers with what is left."""
        choices = self.body(TickBody)["choices"]
        improvements.apply_proposal(self.actor, workload_id, number, choices=choices)
        return self._shown(workload_id, number)

    def _shown(self, workload_id: UUID, number: int) -> Response:
        page = improvement_page.build(self.actor, workload_id, number)
        return Response(proposal_of(page))


class ImprovementHistory(Endpoint):
    """The past of one improvement."""

    is_list = True
    serializer_class = ImprovementRevisionShape
    page_order = "-revision"

    @extend_schema(
        operation_id="improvements_history",
        summary="List the changes of an improvement",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Who changed what, when and through which door, newest first."""
        return self.page(improvement_resources.history(self.actor, workload_id, number))


class Burndown(Endpoint):
    """How improvements went over time."""

    serializer_class = BurndownList
    pagination_class = None

    @extend_schema(
        operation_id="improvements_burndown",
        summary="Read how many improvements were open over time",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """At the end of each week, of each month when it is long; today comes last."""
        found = improvement_course.of_workload(self.actor, workload_id)
        return Response({"results": BurndownShape(found, many=True).data})
