"""How a draft looks in JSON, and the bodies that change it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lenses.api.shapes import VersionShape
from lenses.models import LensVersion
from lenses.reads import draft_problems
from lenses.services.drafts import Edited
from wellarch.rest.endpoint import Body


class DraftProblemShape(serializers.Serializer[Any]):
    """Something that is wrong in a draft, or legal but probably not meant."""

    level = serializers.ChoiceField(
        choices=["error", "warning"], help_text="A draft with errors cannot be published."
    )
    code = serializers.CharField()
    message = serializers.CharField()
    pointer = serializers.CharField(help_text="JSON pointer into the document.")
    at = serializers.CharField(
        allow_blank=True, help_text="The address of the element, as operations name it."
    )
    field = serializers.CharField(
        allow_blank=True, help_text="The field of the element; empty for the element as a whole."
    )


class DraftShape(serializers.Serializer[Any]):
    """The draft of a lens with its document and everything that is wrong in it."""

    version = VersionShape()
    revision = serializers.IntegerField(help_text="Counts its edits; also the ETag.")
    edited_at = serializers.DateTimeField(allow_null=True)
    edited_by = serializers.CharField(allow_blank=True)
    document = serializers.DictField()
    error_count = serializers.IntegerField()
    warning_count = serializers.IntegerField()
    problems = DraftProblemShape(many=True)


class EditedShape(serializers.Serializer[Any]):
    """What an edit came to."""

    revision = serializers.IntegerField()
    at = serializers.CharField(
        allow_blank=True,
        help_text="Where to look now: the new element, the changed one by its new id, or what"
        " held the removed one. Empty for the lens.",
    )
    changed = serializers.BooleanField(help_text="False when everything was so already.")
    digest = serializers.CharField()
    error_count = serializers.IntegerField()
    warning_count = serializers.IntegerField()
    problems = DraftProblemShape(many=True)


class OperationBody(Body):
    """One operation."""

    operation = serializers.DictField(
        help_text="`op` is set, add, remove, move, duplicate or many. Addresses are those of"
        " `problems`: `pillars/ID`, `questions/ID`, `questions/ID/choices/ID`,"
        " `questions/ID/rules/PLACE`."
    )


class DocumentBody(Body):
    """A whole document inside JSON."""

    document = serializers.JSONField(
        help_text="The document as an object, or its text (JSON or YAML) as a string."
    )


class UndoBody(Body):
    """Which edit is taken back."""

    revision = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="The edit that led to this revision, whoever made it; your newest one unless"
        " given.",
    )


class CopyLensBody(Body):
    """What a copy is called."""

    name = serializers.CharField(max_length=250)
    alias = serializers.CharField(
        max_length=64, default="", allow_blank=True, help_text="Made from the name unless given."
    )
    version = serializers.CharField(
        max_length=32,
        default="",
        allow_blank=True,
        help_text="The version to copy, `draft` for an own draft; the newest unless given.",
    )


def draft_of(draft: LensVersion) -> dict[str, Any]:
    """A draft as JSON."""
    return {
        "version": VersionShape(draft).data,
        "revision": draft.revision,
        "edited_at": draft.edited_at,
        "edited_by": str(draft.edited_by) if draft.edited_by else "",
        "document": draft.document,
        **_problems(draft),
    }


def edited_of(edited: Edited) -> dict[str, Any]:
    """The outcome of an edit as JSON."""
    return {
        "revision": edited.version.revision,
        "at": edited.at,
        "changed": edited.changed,
        "digest": edited.version.digest,
        **_problems(edited.version),
    }


def _problems(draft: LensVersion) -> dict[str, Any]:
    found = draft_problems.of_draft(draft)
    return {
        "error_count": found.counts.errors,
        "warning_count": found.counts.warnings,
        "problems": DraftProblemShape(found.flaws, many=True).data,
    }
