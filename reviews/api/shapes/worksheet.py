"""Worksheets in JSON: what they hold, and what follows from it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.shapes.plainly import plainly
from reviews.api.shapes.session import PersonShape
from reviews.models import Reading, WorksheetChange, WorksheetKind
from reviews.reads.worksheet_resources import RowResource, SheetResource, Standing
from reviews.telling import words
from reviews.worksheets.columns import plain
from reviews.worksheets.content import Measured, Row
from reviews.worksheets.spec import Fact, Mark, Outcome
from wellarch.rest.etags import etag

_VALUES = "By column. Numbers are text, with all their digits; a column without a value is absent."


class ReadingShape(serializers.Serializer[Any]):
    """What was measured at a moment."""

    at = serializers.DateTimeField(help_text="For a whole period its first moment, in UTC.")
    value = serializers.CharField(help_text="A number as text.")
    total = serializers.CharField(
        allow_blank=True, help_text="What it is a part of or is divided by; empty: nothing."
    )
    note = serializers.CharField(allow_blank=True)
    by = serializers.CharField(help_text="Who recorded it.")


class WorksheetRowShape(serializers.Serializer[Any]):
    """A row. It is named by its number within its worksheet; no number is given twice."""

    number = serializers.IntegerField()
    table = serializers.CharField()
    parent = serializers.IntegerField(  # type: ignore[assignment]
        allow_null=True, help_text="The number of the row it is nested in."
    )
    values = serializers.DictField(help_text=_VALUES)
    owner = PersonShape(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    readings = ReadingShape(many=True, help_text="Oldest first.")


class WorksheetFactShape(serializers.Serializer[Any]):
    """One line of a result, in words."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    tone = serializers.CharField(allow_blank=True, help_text="`good`, `bad`, `warn` or empty.")
    note = serializers.CharField(allow_blank=True)


class WorksheetMarkShape(serializers.Serializer[Any]):
    """Something to look at."""

    row = serializers.IntegerField(allow_null=True, help_text="Null: the worksheet as a whole.")
    column = serializers.CharField(allow_blank=True, help_text="Empty: the row as a whole.")
    tone = serializers.CharField(help_text="`bad` or `warn`.")
    text = serializers.CharField()


class WorksheetResultShape(serializers.Serializer[Any]):
    """What follows from a worksheet today; texts are in the language of the request."""

    headline = serializers.CharField(allow_blank=True, help_text="The result in one line.")
    tone = serializers.CharField(allow_blank=True, help_text="Of the headline.")
    summary = WorksheetFactShape(many=True)
    derived = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="What is worked out for each row, by its number.",
    )
    marks = WorksheetMarkShape(many=True)
    facts = serializers.ListField(
        child=serializers.CharField(), help_text="Words by which it is evidence."
    )
    order = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="The rows of tables that are ranked by what was worked out.",
    )
    details = serializers.JSONField(
        allow_null=True, help_text="The numbers behind it, of each kind its own; decimals as text."
    )


class WorksheetShape(serializers.Serializer[Any]):
    """A worksheet: settings, rows of all tables, and what follows from them."""

    workload = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=WorksheetKind.choices)
    title = serializers.CharField()
    revision = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    settings = serializers.DictField()
    rows = WorksheetRowShape(many=True)
    result = WorksheetResultShape()


class WorksheetRowOneShape(WorksheetRowShape):
    """A row, with what follows for it."""

    derived = serializers.DictField(child=serializers.CharField())
    marks = WorksheetMarkShape(many=True)


class ReadingsRecordedShape(serializers.Serializer[Any]):
    """What came of recording, and what follows for the row."""

    recorded = serializers.IntegerField(help_text="How many were new or changed.")
    derived = serializers.DictField(child=serializers.CharField())
    marks = WorksheetMarkShape(many=True)


class WorksheetQuestionShape(serializers.Serializer[Any]):
    """A question that a worksheet is evidence for."""

    review = serializers.UUIDField()
    question = serializers.CharField()
    supports = serializers.ListField(
        child=serializers.CharField(),
        help_text="The best practices it speaks for as it is now; people decide.",
    )


class WorksheetStandingShape(serializers.Serializer[Any]):
    """A kind of worksheet and how far this workload's is."""

    kind = serializers.ChoiceField(choices=WorksheetKind.choices)
    title = serializers.CharField()
    lead = serializers.CharField()
    pillar = serializers.CharField()
    is_started = serializers.BooleanField()
    revision = serializers.IntegerField(help_text="0 while it was not started.")
    changed_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField()
    headline = serializers.CharField(allow_blank=True)
    tone = serializers.CharField(allow_blank=True)
    summary = WorksheetFactShape(many=True)
    marks = serializers.IntegerField(help_text="How much there is to look at.")
    questions = WorksheetQuestionShape(many=True)


class WorksheetStandingList(serializers.Serializer[Any]):
    """All kinds, in their order."""

    results = WorksheetStandingShape(many=True)


class WorksheetRevisionShape(serializers.ModelSerializer[WorksheetChange]):
    """One change of a worksheet."""

    by = serializers.SerializerMethodField()
    fields_changed = serializers.JSONField(
        source="fields", help_text="{column or setting: [before, after]}; people by their ids."
    )

    class Meta:
        model = WorksheetChange
        fields = ("revision", "at", "by", "via", "what", "table", "row", "label", "fields_changed")

    @extend_schema_field(serializers.CharField())
    def get_by(self, change: WorksheetChange) -> str:
        """Who did it, as they are called now."""
        return str(change.user) if change.user else change.actor_name


class MeasuredShape(serializers.ModelSerializer[Reading]):
    """What was measured at a moment, and through which door it came."""

    value = serializers.SerializerMethodField("told")
    total = serializers.SerializerMethodField("told_total")
    by = serializers.CharField(source="actor_name")

    class Meta:
        model = Reading
        fields = ("at", "value", "total", "note", "by", "via")

    def told(self, reading: Reading) -> str:
        """A number as text."""
        return plain(reading.value)

    def told_total(self, reading: Reading) -> str:
        """What it is a part of or is divided by; empty: nothing."""
        return "" if reading.total is None else plain(reading.total)


def tag_of(sheet: SheetResource) -> str:
    """Its entity tag: what follows from it may be another tomorrow."""
    return etag(sheet.revision, sheet.today)


def standing_json(standing: Standing) -> dict[str, Any]:
    """WorksheetStandingShape."""
    spec, outcome = standing.spec, standing.outcome
    return {
        "kind": spec.key,
        "title": words(spec.title),
        "lead": words(spec.lead),
        "pillar": spec.pillar,
        "is_started": standing.revision > 0,
        "revision": standing.revision,
        "changed_at": standing.changed_at,
        "rows": standing.rows,
        **_headline(outcome),
        "summary": [_fact(each) for each in outcome.summary],
        "marks": len(outcome.marks),
        "questions": [
            {"review": each.review, "question": each.question, "supports": each.supports}
            for each in standing.questions
        ],
    }


def sheet_json(sheet: SheetResource) -> dict[str, Any]:
    """WorksheetShape."""
    return {
        "workload": sheet.workload_id,
        "kind": sheet.spec.key,
        "title": words(sheet.spec.title),
        "revision": sheet.revision,
        "created_at": sheet.created_at,
        "changed_at": sheet.changed_at,
        "settings": dict(sheet.content.settings),
        "rows": [_row(sheet, row) for row in sheet.content.rows],
        "result": result_json(sheet.outcome),
    }


def result_json(outcome: Outcome) -> dict[str, Any]:
    """WorksheetResultShape."""
    return {
        **_headline(outcome),
        "summary": [_fact(each) for each in outcome.summary],
        "derived": {str(number): _derived(outcome, number) for number in outcome.derived},
        "marks": [_mark(each) for each in outcome.marks],
        "facts": sorted(outcome.facts),
        "order": {table: list(numbers) for table, numbers in outcome.order.items()},
        "details": plainly(outcome.details),
    }


def row_json(found: RowResource) -> dict[str, Any]:
    """WorksheetRowOneShape."""
    return {
        **_row(found.sheet, found.row),
        "derived": _derived(found.sheet.outcome, found.row.number),
        "marks": [_mark(each) for each in found.marks],
    }


def _row(sheet: SheetResource, row: Row) -> dict[str, Any]:
    owner = {"id": row.owner_id, "name": row.owner_name} if row.owner_id else None
    return {
        "number": row.number,
        "table": row.table,
        "parent": row.parent,
        "values": dict(row.values),
        "owner": owner,
        "due_on": sheet.spec.due(sheet.content.settings, row),
        "readings": [_reading(each) for each in row.readings],
    }


def _reading(measured: Measured) -> dict[str, Any]:
    return {
        "at": measured.at,
        "value": measured.value,
        "total": measured.total,
        "note": measured.note,
        "by": measured.by,
    }


def _headline(outcome: Outcome) -> dict[str, str]:
    return {"headline": words(outcome.headline) if outcome.headline else "", "tone": outcome.tone}


def _derived(outcome: Outcome, number: int) -> dict[str, str]:
    return {key: words(said) for key, said in outcome.derived.get(number, {}).items()}


def _fact(fact: Fact) -> dict[str, str]:
    return {
        "label": words(fact.label),
        "value": words(fact.value),
        "tone": fact.tone,
        "note": words(fact.note) if fact.note else "",
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {"row": mark.row, "column": mark.column, "tone": mark.tone, "text": words(mark.text)}
