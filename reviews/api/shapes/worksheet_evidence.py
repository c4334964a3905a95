"""What worksheets say about a question, in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.reads.worksheet_evidence import Beside, FromSheet, Supported
from reviews.worksheets.evidence import BESIDE
from reviews.worksheets.kinds import KINDS

SOURCES = tuple((key, key) for key in (*KINDS, *BESIDE))


class SupportedPracticeShape(serializers.Serializer[Any]):
    """A best practice."""

    id = serializers.CharField()
    title = serializers.CharField()


class SheetEvidenceShape(serializers.Serializer[Any]):
    """A worksheet that was filled, the game days or the review plan, as evidence."""

    kind = serializers.ChoiceField(choices=SOURCES)
    title = serializers.CharField()
    headline = serializers.CharField(help_text="What came out, in a line.")
    tone = serializers.CharField(
        allow_blank=True, help_text="`good`, `bad`, `warn`, `empty` or nothing."
    )
    proposed = SupportedPracticeShape(
        many=True, help_text="Supported and not selected: select them if you agree."
    )
    in_place = SupportedPracticeShape(many=True, help_text="Supported and selected.")
    doubted = SupportedPracticeShape(
        many=True, help_text="Selected, and other numbers would be needed to show it."
    )


class QuestionWorksheetsShape(serializers.Serializer[Any]):
    """What the worksheets of the workload say about a question."""

    review = serializers.UUIDField()
    question = serializers.CharField()
    worksheets = SheetEvidenceShape(many=True)
    missing = serializers.ListField(
        child=serializers.ChoiceField(choices=SOURCES),
        help_text="Kinds that would be evidence and are empty.",
    )


def beside_of(found: Beside) -> dict[str, Any]:
    """The part of the answer that follows from the worksheets."""
    return {
        "worksheets": [_sheet(each) for each in found.sheets],
        "missing": [kind for kind, _title in found.missing],
    }


def _sheet(sheet: FromSheet) -> dict[str, Any]:
    return {
        "kind": sheet.kind,
        "title": sheet.title,
        "headline": sheet.headline,
        "tone": sheet.tone,
        "proposed": [_practice(each) for each in sheet.proposed],
        "in_place": [_practice(each) for each in sheet.in_place],
        "doubted": [_practice(each) for each in sheet.doubted],
    }


def _practice(one: Supported) -> dict[str, str]:
    return {"id": one.id, "title": one.title}
