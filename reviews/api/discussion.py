"""What is said about a question over REST: list, say, answer, edit, resolve, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.said import (
    CommentBody,
    CommentChange,
    CommentShape,
    ThreadList,
    comment_of,
    thread_of,
)
from reviews.reads import discussion
from reviews.services import comments
from wellarch.errors import NotFound
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged, weak
from wellarch.rest.schema import IF_NONE_MATCH

_TAGS = ["Comments"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "Ask somebody",
    request_only=True,
    value={"text": "@Ben Okafor, is the second Region tested as well?"},
)


class Comments(Endpoint):
    """The discussion of a question."""

    serializer_class = CommentShape
    pagination_class = None

    @extend_schema(
        operation_id="comments_list",
        summary="List what was said about a question",
        tags=_TAGS,
        parameters=[IF_NONE_MATCH],
        responses={200: ThreadList, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """Threads with their answers on one page: open ones first, then the resolved."""
        found = discussion.build(self.actor, review_id, question)
        # Counts every change in the workload: it can only be too careful.
        tag = weak(found.review.workload.revision)
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        results = [thread_of(thread) for thread in found.threads]
        shown = {"next": None, "previous": None, "results": results}
        return Response(shown, headers={"ETag": tag})

    @extend_schema(
        operation_id="comments_write",
        summary="Say something about a question",
        tags=_TAGS,
        request=CommentBody,
        responses={201: CommentShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """Begin a thread, or answer one (`parent`). Who is mentioned is told by mail."""
        made = comments.write(self.actor, review_id, question, **self.body(CommentBody))
        where = reverse("api-comment", args=[review_id, question, made.pk])
        return self.created(_one(self, review_id, question, made.pk), where)


class CommentEndpoint(Endpoint):
    """One comment."""

    serializer_class = CommentShape

    @extend_schema(operation_id="comments_read", summary="Read a comment", tags=_TAGS)
    def get(self, request: Request, review_id: UUID, question: str, comment_id: UUID) -> Response:
        """The comment as it is now."""
        return Response(_one(self, review_id, question, comment_id))

    @extend_schema(
        operation_id="comments_change",
        summary="Edit a comment, resolve or reopen its thread",
        tags=_TAGS,
        request=CommentChange,
        responses={200: CommentShape},
    )
    def patch(self, request: Request, review_id: UUID, question: str, comment_id: UUID) -> Response:
        """`text` changes one's own words; `resolved` settles a whole thread or opens it again."""
        _one(self, review_id, question, comment_id)
        wanted = self.body(CommentChange)
        if len(wanted) != 1:
            raise ValidationError("Send either text or resolved.")
        if "text" in wanted:
            comments.edit(self.actor, comment_id, text=wanted["text"])
        else:
            comments.resolve(self.actor, comment_id, resolved=wanted["resolved"])
        return Response(_one(self, review_id, question, comment_id))

    @extend_schema(
        operation_id="comments_delete",
        summary="Take a comment back",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(
        self, request: Request, review_id: UUID, question: str, comment_id: UUID
    ) -> Response:
        """One's own; an admin may take back anybody's. Its answers stay."""
        _one(self, review_id, question, comment_id)
        comments.delete(self.actor, comment_id)
        return Response(status=204)


def _one(endpoint: Endpoint, review_id: UUID, question: str, comment_id: UUID) -> dict[str, Any]:
    """A comment of this very question as JSON. NotFound for one of another question."""
    for thread in discussion.build(endpoint.actor, review_id, question).threads:
        if thread.first.id == comment_id:
            return comment_of(thread.first, None)
        for reply in thread.replies:
            if reply.id == comment_id:
                return comment_of(reply, thread.first.id)
    raise NotFound(_("There is no such comment."))
