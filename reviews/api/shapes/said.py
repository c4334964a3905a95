"""What is said about a question and shown for it in JSON: threads of comments, evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from reviews.models import EvidenceKind
from reviews.reads.discussion import CommentView, Thread
from reviews.reads.evidence_list import EvidenceView
from wellarch.rest.endpoint import Body

_STATES = ("open", "pending", "infected", "failed")


class CommentShape(serializers.Serializer[Any]):
    """One comment. Those taken back stay in their thread, without text."""

    id = serializers.UUIDField()
    parent = serializers.UUIDField(  # type: ignore[assignment]
        allow_null=True, help_text="The first comment of its thread."
    )
    by = serializers.CharField(help_text="Empty for a former member.")
    at = serializers.DateTimeField()
    text = serializers.CharField(help_text="Markdown; `@Name` mentions somebody.")
    is_edited = serializers.BooleanField()
    is_deleted = serializers.BooleanField()
    is_mine = serializers.BooleanField()


class ThreadShape(CommentShape):
    """A comment with its answers, oldest first."""

    choice = serializers.CharField(help_text="The practice it is about, empty for the question.")
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = serializers.CharField()
    replies = CommentShape(many=True)


class ThreadList(serializers.Serializer[Any]):
    """Everything said about a question, open threads first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ThreadShape(many=True)


@extend_schema_serializer(component_name="Comment")
class CommentBody(Body):
    """Something to say about a question, or about one of its choices."""

    text = serializers.CharField(max_length=5_000)
    choice = serializers.CharField(
        default="", allow_blank=True, max_length=128, help_text="The id of a choice."
    )
    parent = serializers.UUIDField(  # type: ignore[assignment]
        default=None, allow_null=True, help_text="The comment this one answers."
    )


class CommentChange(Body):
    """Other words for one's own comment, or whether its thread is settled."""

    text = serializers.CharField(max_length=5_000, required=False)
    resolved = serializers.BooleanField(required=False)


class EvidenceShape(serializers.Serializer[Any]):
    """A link or a file that shows why an answer is true."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = serializers.CharField()
    url = serializers.CharField(help_text="The link; for a file where to fetch it, if it is open.")
    name = serializers.CharField(help_text="How the file was called.")
    size = serializers.IntegerField(help_text="Bytes of the file.")
    choice = serializers.CharField(help_text="The practice it is about, empty for the question.")
    state = serializers.ChoiceField(
        choices=_STATES, help_text="`open` can be read; a file may still wait for its virus scan."
    )
    by = serializers.CharField()
    at = serializers.DateTimeField()


class EvidenceList(serializers.Serializer[Any]):
    """All evidence of a question, oldest first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EvidenceShape(many=True)


@extend_schema_serializer(component_name="EvidenceLink")
class EvidenceBody(Body):
    """A web address to show. A file is sent as multipart/form-data in a part called `file`."""

    url = serializers.CharField(max_length=2_048)
    title = serializers.CharField(default="", allow_blank=True, max_length=200)
    choice = serializers.CharField(default="", allow_blank=True, max_length=128)


@extend_schema_serializer(component_name="EvidenceFile")
class EvidenceUpload(Body):
    """A file to show."""

    file = serializers.FileField()
    title = serializers.CharField(default="", allow_blank=True, max_length=200)
    choice = serializers.CharField(default="", allow_blank=True, max_length=128)


def thread_of(thread: Thread) -> dict[str, Any]:
    """A thread as ThreadShape."""
    first = comment_of(thread.first, None)
    return {
        **first,
        "choice": thread.choice_id,
        "resolved_at": _moment(thread.resolved_at),
        "resolved_by": thread.resolved_by,
        "replies": [comment_of(one, thread.first.id) for one in thread.replies],
    }


def comment_of(one: CommentView, parent: UUID | None) -> dict[str, Any]:
    """A comment as CommentShape."""
    return {
        "id": str(one.id),
        "parent": str(parent) if parent else None,
        "by": one.by,
        "at": _moment(one.at),
        "text": one.words,
        "is_edited": one.is_edited,
        "is_deleted": one.is_deleted,
        "is_mine": one.is_mine,
    }


def evidence_of(one: EvidenceView, review_id: UUID, question: str, root: str) -> dict[str, Any]:
    """A piece of evidence as EvidenceShape. root: the address of this server."""
    where = reverse("api-evidence-file", args=[review_id, question, one.id])
    file = f"{root}{where}" if one.state == "open" else ""
    return {
        "id": str(one.id),
        "kind": str(EvidenceKind.FILE if one.is_file else EvidenceKind.LINK),
        "title": one.title,
        "url": file if one.is_file else one.url,
        "name": one.name,
        "size": one.size,
        "choice": one.choice_id,
        "state": one.state,
        "by": one.by,
        "at": _moment(one.at),
    }


def _moment(value: Any) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None
