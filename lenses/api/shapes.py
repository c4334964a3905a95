"""How lenses and versions look in JSON, and the bodies that change them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lenses.models import Lens, LensVersion, VersionStatus
from wellarch.rest.endpoint import Body


class VersionShape(serializers.ModelSerializer[LensVersion]):
    """A version of a lens, without its document."""

    class Meta:
        model = LensVersion
        fields = (
            "id", "number", "name", "status", "is_major", "notes", "digest",
            "pillar_count", "question_count", "choice_count",
            "created_at", "published_at", "published_by",
        )  # fmt: skip


class VersionWithDocument(VersionShape):
    """A version of a lens and everything it asks."""

    document = serializers.DictField(help_text="The lens document, as it was imported.")

    class Meta(VersionShape.Meta):
        fields = (*VersionShape.Meta.fields, "document")  # type: ignore[assignment]


class LensShape(serializers.ModelSerializer[Lens]):
    """A lens with the version that reviews use and the draft, if there is one."""

    is_builtin = serializers.BooleanField()
    published = serializers.SerializerMethodField(
        help_text="The newest published version: what a new review uses."
    )
    draft = serializers.SerializerMethodField(help_text="The version not published yet.")
    tags = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Lens
        fields = (
            "id", "alias", "name", "description", "is_builtin", "created_at", "tags",
            "published", "draft",
        )  # fmt: skip

    @extend_schema_field(VersionShape(allow_null=True))
    def get_published(self, lens: Lens) -> Any:
        """From the prefetched versions, newest first."""
        return _first(lens, VersionStatus.PUBLISHED)

    @extend_schema_field(VersionShape(allow_null=True))
    def get_draft(self, lens: Lens) -> Any:
        """From the prefetched versions."""
        return _first(lens, VersionStatus.DRAFT)


class WarningShape(serializers.Serializer[Any]):
    """Something that is legal in the document but probably not meant."""

    pointer = serializers.CharField(help_text="JSON pointer into the document.")
    code = serializers.CharField()
    message = serializers.CharField()


class ImportedShape(serializers.Serializer[Any]):
    """What an import made: the lens, its draft, and what looks wrong in it."""

    lens = LensShape()
    version = VersionShape()
    warnings = WarningShape(many=True)


class ImportBody(Body):
    """A lens document inside JSON, or what a new lens is called."""

    document = serializers.JSONField(
        required=False,
        help_text="The document as an object, or its text (JSON or YAML) as a string.",
    )
    name = serializers.CharField(
        required=False,
        max_length=250,
        help_text="Instead of a document: a new lens of this name with a small beginning.",
    )
    alias = serializers.CharField(
        default="", allow_blank=True, max_length=64, help_text="Of a new lens."
    )
    description = serializers.CharField(
        default="", allow_blank=True, max_length=50_000, help_text="Of a new lens."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either the document or the name of a new lens."""
        if ("document" in attrs) == ("name" in attrs):
            raise serializers.ValidationError({"document": "Send a document, or a name."})
        return attrs


class LensChange(Body):
    """What may change about a lens itself; what it asks is changed in its draft."""

    tags = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="All of them, by name."
    )


class PublishBody(Body):
    """How the new version is called."""

    name = serializers.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,31}$",
        help_text="Such as 1.0.0; unique in the lens.",
        error_messages={"invalid": "Use 1 to 32 letters, digits, dots, dashes or underscores."},
    )
    major = serializers.BooleanField(default=True, help_text="Whether reviews have to be upgraded.")
    notes = serializers.CharField(
        allow_blank=True, default="", max_length=20_000, help_text="What changed."
    )


def _first(lens: Lens, status: str) -> Any:
    row = next((each for each in lens.versions.all() if each.status == status), None)
    return VersionShape(row).data if row else None
