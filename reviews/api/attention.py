"""What the team still has to do about questions, over REST: park, assign, confirm, list."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.session import (
    AssignBody,
    AttentionShape,
    ConfirmBody,
    ParkBody,
    PointList,
    PointShape,
)
from reviews.models import Answer
from reviews.reads import open_points
from reviews.services import questions
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Answers"]


class _AttentionEndpoint(Endpoint):
    serializer_class = AttentionShape

    def shown(self, answer: Answer) -> Response:
        """What is left to do about a question now."""
        return Response(AttentionShape(answer).data)


class Attention(_AttentionEndpoint):
    """What is left to do about one question."""

    @extend_schema(
        operation_id="answers_attention",
        summary="Read what is left to do about a question",
        tags=_TAGS,
        responses={200: AttentionShape},
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """Whether it is parked, who looks into it until when, who confirmed the answer as it is."""
        review = access.review_for(self.actor, review_id)
        return self.shown(access.answer_of(review, question))


class Park(_AttentionEndpoint):
    """The list of what there is to talk about, from one question."""

    @extend_schema(
        operation_id="answers_park",
        summary="Park a question",
        tags=_TAGS,
        request=ParkBody,
        responses={200: AttentionShape},
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """Put it on the list to talk about; again changes the note."""
        values = self.body(ParkBody)
        return self.shown(questions.park(self.actor, review_id, question, **values))

    @extend_schema(
        operation_id="answers_unpark",
        summary="Take a question off the list to talk about",
        tags=_TAGS,
        responses={200: AttentionShape},
    )
    def delete(self, request: Request, review_id: UUID, question: str) -> Response:
        """It was talked about."""
        return self.shown(questions.unpark(self.actor, review_id, question))


class Assign(_AttentionEndpoint):
    """Who looks into a question."""

    @extend_schema(
        operation_id="answers_assign",
        summary="Assign a question",
        tags=_TAGS,
        request=AssignBody,
        responses={200: AttentionShape},
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """Give it to somebody who sees the workload, until a date; they are told by mail."""
        values = self.body(AssignBody)
        answer = questions.assign(
            self.actor,
            review_id,
            question,
            user_id=values["user"],
            due_on=values.get("due_on"),
        )
        return self.shown(answer)


class Confirm(_AttentionEndpoint):
    """The agreement of a second person."""

    @extend_schema(
        operation_id="answers_confirm",
        summary="Confirm an answer",
        tags=_TAGS,
        request=ConfirmBody,
        responses={200: AttentionShape},
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """Agree with the answer as it is at `revision`; not for who changed it last (403)."""
        values = self.body(ConfirmBody)
        return self.shown(questions.confirm(self.actor, review_id, question, **values))

    @extend_schema(
        operation_id="answers_unconfirm",
        summary="Take an agreement back",
        tags=_TAGS,
        responses={200: AttentionShape},
    )
    def delete(self, request: Request, review_id: UUID, question: str) -> Response:
        """The answer is not confirmed any more."""
        return self.shown(questions.unconfirm(self.actor, review_id, question))


class Parked(Endpoint):
    """What there is to talk about in a review."""

    serializer_class = PointShape
    pagination_class = None

    @extend_schema(
        operation_id="parked_list",
        summary="List the parked questions of a review",
        tags=_TAGS,
        responses={200: PointList},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """All of them on one page, in the order of the lens."""
        found = open_points.build(self.actor, review_id)
        results = PointShape(found.parked, many=True).data
        return Response({"next": None, "previous": None, "results": results})


class Assigned(Endpoint):
    """Who looks into what in a review."""

    serializer_class = PointShape
    pagination_class = None

    @extend_schema(
        operation_id="assigned_list",
        summary="List the assigned questions of a review",
        tags=_TAGS,
        responses={200: PointList},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """All of them on one page, the earliest date first, those without one last."""
        found = open_points.build(self.actor, review_id)
        results = PointShape(found.assigned, many=True).data
        return Response({"next": None, "previous": None, "results": results})
