"""Review templates in JSON: what they are and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from lenses.compiled import CompiledQuestion
from reviews import changes
from reviews.models import CHOICE_STATUSES, Reason, Template, TemplateAnswer
from reviews.reads.template_list import Card, LensRow
from reviews.services import templates
from wellarch.rest.endpoint import Body

_NAME: Mapping[str, Any] = {"max_length": 100}
_TEXT: Mapping[str, Any] = {"max_length": 2000, "allow_blank": True}


class TemplateBody(Body):
    """What can be changed about a template itself."""

    name = serializers.CharField(**_NAME)
    description = serializers.CharField(required=False, **_TEXT)
    tags = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    notes = serializers.CharField(
        required=False,
        max_length=20_000,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Fill the notes of workloads that have none.",
    )


class NewTemplateBody(TemplateBody):
    """A new template: with lenses to answer, or made from reviews of yours."""

    lenses = serializers.ListField(
        child=serializers.CharField(max_length=64),
        required=False,
        help_text="Aliases or ids of your own or built-in lenses.",
    )
    from_reviews = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="Reviews whose answers it takes over; without `lenses`.",
    )
    with_notes = serializers.BooleanField(
        default=True, help_text="With `from_reviews`: take the notes as well."
    )


class TemplateCopyBody(Body):
    """The name of the copy."""

    name = serializers.CharField(**_NAME)


class TemplateLensBody(Body):
    """Which lens to put in."""

    lens = serializers.CharField(max_length=64, help_text="The alias or id of a lens.")


class TemplateNotesBody(Body):
    """The template's notes on a lens and on its pillars; what is not named stays."""

    notes = serializers.CharField(
        max_length=20_000, allow_blank=True, trim_whitespace=False, required=False
    )
    pillar_notes = serializers.DictField(
        child=serializers.CharField(max_length=20_000, allow_blank=True, trim_whitespace=False),
        required=False,
        help_text="Pillar → text; empty takes it away.",
    )


class TemplateUpgradeBody(Body):
    """Whether to do it."""

    dry_run = serializers.BooleanField(default=False, help_text="Change nothing; show what would.")


class TemplateLensShape(serializers.Serializer[Any]):
    """One lens of a template."""

    id = serializers.UUIDField(help_text="Of the lens.")
    alias = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    is_current = serializers.BooleanField(help_text="There is no newer published version.")
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    notes = serializers.CharField()
    pillar_notes = serializers.DictField(child=serializers.CharField())


class TemplateShape(serializers.Serializer[Any]):
    """A review template. Its ETag is its revision."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    tags = serializers.DictField(child=serializers.CharField())
    notes = serializers.CharField()
    shared_by = serializers.CharField(help_text="The organization it comes from; empty: yours.")
    lenses = TemplateLensShape(many=True)
    workloads = serializers.IntegerField(help_text="Workloads of yours made from it.")
    revision = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TemplateChoiceState(serializers.Serializer[Any]):
    """A choice and what the template says of it."""

    title = serializers.CharField()
    status = serializers.ChoiceField(choices=CHOICE_STATUSES)
    reason = serializers.ChoiceField(choices=Reason.choices)
    note = serializers.CharField()


class TemplateAnswerShape(serializers.Serializer[Any]):
    """A question and what the template says. No risk: a template is nobody's workload."""

    question = serializers.CharField()
    code = serializers.CharField()
    number = serializers.IntegerField()
    pillar = serializers.CharField()
    title = serializers.CharField()
    choices = serializers.DictField(child=TemplateChoiceState())
    is_applicable = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=Reason.choices)
    notes = serializers.CharField()
    revision = serializers.IntegerField()
    changed_at = serializers.DateTimeField(allow_null=True)


class TemplateAnswerList(serializers.Serializer[Any]):
    """All answers of a template in one lens."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = TemplateAnswerShape(many=True)


class TemplateCarried(serializers.Serializer[Any]):
    """One question on its way to another version of the lens."""

    question = serializers.CharField()
    fate = serializers.CharField()
    lost = serializers.ListField(child=serializers.CharField())


class TemplateUpgradeShape(serializers.Serializer[Any]):
    """What an upgrade does to a template's answers."""

    dry_run = serializers.BooleanField()
    version = serializers.CharField()
    questions = TemplateCarried(many=True)


def template_of(card: Card) -> dict[str, Any]:
    """A template as TemplateShape."""
    row: Template = card.template
    return {
        "id": row.pk,
        "name": row.name,
        "description": row.description,
        "tags": row.tags,
        "notes": row.notes,
        "shared_by": card.shared_by,
        "lenses": [lens_of(each) for each in card.lenses],
        "workloads": card.workloads,
        "revision": row.revision,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def lens_of(row: LensRow) -> dict[str, Any]:
    """A lens of a template as TemplateLensShape."""
    return {
        "id": row.part.lens_id,
        "alias": row.part.lens.alias,
        "name": row.part.lens.name,
        "version": row.part.lens_version.name,
        "is_current": row.is_current,
        "answered": row.answered,
        "total": row.total,
        "notes": row.part.notes,
        "pillar_notes": row.part.pillar_notes,
    }


def answer_of(asked: CompiledQuestion, row: TemplateAnswer | None) -> dict[str, Any]:
    """What a template says as TemplateAnswerShape."""
    state = templates.state_of(row) if row is not None else {}

    def said(choice: str, part: str) -> changes.Value:
        path = changes.choice_path(choice, part)
        return state.get(path, changes.default(path))

    return {
        "question": asked.id,
        "code": asked.code,
        "number": asked.number,
        "pillar": asked.pillar_id,
        "title": asked.title,
        "choices": {
            choice.id: {
                "title": choice.title.strip(),
                **{part: said(choice.id, part) for part in ("status", "reason", "note")},
            }
            for choice in asked.choices
        },
        **{part: state.get(part, changes.default(part)) for part in _PARTS},
        "revision": row.revision if row is not None else 0,
        "changed_at": row.changed_at if row is not None and row.revision else None,
    }


_PARTS = ("is_applicable", "reason", "notes")
