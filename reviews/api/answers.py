"""Answers over REST: read, change, and the history of each."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api import answer_json
from reviews.api.shapes.answer import (
    AnswerList,
    AnswerPatch,
    AnswerShape,
    ChangeShape,
    RestoreBody,
    changes_of,
)
from reviews.api.shapes.bulk import ManyAnswersBody, RecordedList, recorded_of, wanted_of
from reviews.models import Answer, RiskLevel
from reviews.reads import resources
from reviews.services import answer_batches, answers
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import etag, unchanged, weak
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

_JSON = "application/json"
_TAGS = ["Answers"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "Select one practice, set one aside",
    request_only=True,
    value={
        "choices": {
            "sec_securely_operate_multi_accounts": {"status": "selected"},
            "sec_securely_operate_aws_account": {
                "status": "not_applicable",
                "reason": "out_of_scope",
                "note": "One account only.",
            },
        },
        "notes": "Reviewed with the platform team.",
    },
)

_MANY = OpenApiExample(
    "Two questions, one of them as it was seen",
    request_only=True,
    value={
        "answers": [
            {
                "question": "securely-operate",
                "base_revision": 4,
                "choices": {"sec_securely_operate_multi_accounts": {"status": "selected"}},
            },
            {"question": "identities", "is_applicable": False, "reason": "out_of_scope"},
        ]
    },
)
_MANY_DONE = OpenApiExample(
    "What became of each",
    response_only=True,
    value={
        "results": [
            {
                "question": "securely-operate",
                "changed": True,
                "risk_before": "high",
                "risk": "medium",
                "revision": 5,
            },
            {
                "question": "identities",
                "changed": True,
                "risk_before": "unanswered",
                "risk": "not_applicable",
                "revision": 1,
            },
        ]
    },
)


class AnswerFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which answers of a review to list."""

    pillar = django_filters.CharFilter("pillar_key", label="The id of a pillar.")
    risk = django_filters.MultipleChoiceFilter(
        choices=RiskLevel.choices, label="A risk; more than one may be given."
    )

    class Meta:
        model = Answer
        fields = ("pillar", "risk")


class Answers(Endpoint):
    """All answers of a review."""

    serializer_class = AnswerShape
    pagination_class = None
    queryset = Answer.objects.none()  # for the schema
    filterset_class = AnswerFilter
    search_fields = ("question_key", "notes")

    @extend_schema(
        operation_id="answers_list",
        summary="List all questions of a review with their answers",
        tags=_TAGS,
        parameters=[IF_NONE_MATCH],
        responses={200: AnswerList, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, review_id: UUID) -> HttpResponse:
        """Every question with its answer, in the order of the lens, on one page."""
        review = access.review_for(self.actor, review_id)
        # Counts every change in the workload, so it can only be too careful. It is read before
        # the answers: a change in between makes the next read a full one.
        tag = weak(review.workload.revision)
        if unchanged(request, tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        rows = resources.answers(review)
        if request.query_params:
            rows = self.filter_queryset(rows)
        text = answer_json.write_list(review.lens_version_id, rows)
        return HttpResponse(text, content_type=_JSON, headers={"ETag": tag})

    @extend_schema(
        operation_id="answers_change_many",
        summary="Answer many questions at once",
        tags=_TAGS,
        request=ManyAnswersBody,
        responses={200: RecordedList},
        examples=[_MANY, _MANY_DONE],
    )
    def patch(self, request: Request, review_id: UUID) -> Response:
        """Set some parts of many answers in one transaction: all of them, or none.

        Wrong values of all answers are named at once, as `answers.3.choices.….status` (422).
        With `base_revision`, parts that somebody else changed since are refused, both versions
        under the same paths (412).
        """
        wanted = wanted_of(request.data)
        done = answer_batches.record_many(self.actor, review_id, wanted=wanted)
        return Response(recorded_of(done))


class _ShowsAnswer(Endpoint):
    serializer_class = AnswerShape

    def shown(self, answer: Answer) -> HttpResponse:
        """An answer as it is now, 304 for a reader who has it."""
        tag = etag(answer.revision)
        if self.request.method == "GET" and unchanged(self.request, tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        text = answer_json.write_one(answer.review.lens_version_id, answer)
        return HttpResponse(text, content_type=_JSON, headers={"ETag": tag})


class AnswerEndpoint(_ShowsAnswer):
    """One question and its answer."""

    @extend_schema(
        operation_id="answers_read",
        summary="Read the answer of one question",
        tags=_TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: AnswerShape, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, review_id: UUID, question: str) -> HttpResponse:
        """The question with its answer. The ETag is its revision."""
        return self.shown(access.answer_for(self.actor, review_id, question))

    @extend_schema(
        operation_id="answers_change",
        summary="Answer a question",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=AnswerPatch,
        responses={200: AnswerShape},
        examples=[_EXAMPLE],
    )
    @conditions.merges
    def patch(self, request: Request, review_id: UUID, question: str) -> HttpResponse:
        """Set some parts of the answer; what is not named stays. Its risk follows at once.

        With If-Match, parts that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        answer = answers.record(
            self.actor,
            review_id=review_id,
            question=question,
            changes_wanted=changes_of(request.data),
            base_revision=self.base_revision(),
        )
        return self.shown(answer)


class History(Endpoint):
    """The past of one answer."""

    is_list = True
    serializer_class = ChangeShape
    page_order = "-revision"

    @extend_schema(
        operation_id="answers_history", summary="List the changes of an answer", tags=_TAGS
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """Who changed what, when and how, newest first."""
        return self.page(resources.history(self.actor, review_id, question))


class Restore(_ShowsAnswer):
    """An earlier state of one answer, brought back."""

    @extend_schema(
        operation_id="answers_restore",
        summary="Bring an earlier state of an answer back",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=RestoreBody,
        responses={200: AnswerShape},
    )
    @conditions.merges
    def post(self, request: Request, review_id: UUID, question: str) -> HttpResponse:
        """A new change that history shows: what is there now is not lost."""
        base = self.base_revision()
        if base is None:
            base = access.answer_for(self.actor, review_id, question).revision
        wanted = self.body(RestoreBody)["revision"]
        answer = answers.restore(
            self.actor,
            review_id=review_id,
            question=question,
            revision=wanted,
            base_revision=base,
        )
        return self.shown(answer)
