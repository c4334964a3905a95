"""What kinds of worksheets ask for, in JSON: enough to fill one without guessing."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import WorksheetKind
from reviews.telling import words
from reviews.worksheets.columns import Column, Type, plain
from reviews.worksheets.spec import Derived, Kind, Table


class ColumnChoiceShape(serializers.Serializer[Any]):
    """What may be chosen."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ColumnShape(serializers.Serializer[Any]):
    """A column, or a setting: what may stand in it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField(allow_blank=True)
    type = serializers.ChoiceField(choices=[each.value for each in Type])
    is_required = serializers.BooleanField()
    default = serializers.JSONField(help_text="What a new row or worksheet begins with.")
    limit = serializers.IntegerField(allow_null=True, help_text="Characters of a text at most.")
    choices = ColumnChoiceShape(many=True)
    suggestions = serializers.ListField(child=serializers.CharField())
    least = serializers.CharField(allow_null=True)
    most = serializers.CharField(allow_null=True)
    places = serializers.IntegerField(allow_null=True, help_text="Decimals of a number at most.")
    unit = serializers.CharField(allow_blank=True)
    only = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="It is asked for only where these columns have one of these values.",
    )


class DerivedShape(serializers.Serializer[Any]):
    """What is worked out for each row."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField(allow_blank=True)
    is_number = serializers.BooleanField()


class MeasuresShape(serializers.Serializer[Any]):
    """What is measured of a row."""

    value = serializers.CharField()
    total = serializers.CharField(allow_blank=True, help_text="Empty: there is none.")
    help = serializers.CharField(allow_blank=True)
    is_monthly = serializers.BooleanField(help_text="For a month, at its first moment in UTC.")
    is_share = serializers.BooleanField(help_text="The value is a part of the total.")


class WorksheetTableShape(serializers.Serializer[Any]):
    """A table of a kind."""

    table = serializers.CharField()
    title = serializers.CharField()
    row = serializers.CharField(help_text="What one row is called.")
    label_column = serializers.CharField(help_text="The column a row is called by.")
    is_tree = serializers.BooleanField(help_text="Rows nest, by `parent`.")
    groups = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Rows that hold others have one of these values in these columns.",
    )
    has_owner = serializers.BooleanField()
    measures = MeasuresShape(allow_null=True, help_text="Null: rows have no readings.")
    makes_improvements = serializers.BooleanField()
    columns = ColumnShape(many=True)
    derived = DerivedShape(many=True)


class WorksheetKindShape(serializers.Serializer[Any]):
    """A kind of worksheet."""

    kind = serializers.ChoiceField(choices=WorksheetKind.choices)
    title = serializers.CharField()
    lead = serializers.CharField()
    pillar = serializers.CharField()
    settings = ColumnShape(many=True)
    tables = WorksheetTableShape(many=True)


class WorksheetKindList(serializers.Serializer[Any]):
    """All kinds, in their order."""

    results = WorksheetKindShape(many=True)


def kind_json(spec: Kind) -> dict[str, Any]:
    """WorksheetKindShape."""
    return {
        "kind": spec.key,
        "title": words(spec.title),
        "lead": words(spec.lead),
        "pillar": spec.pillar,
        "settings": [_column(each) for each in spec.settings],
        "tables": [_table(each) for each in spec.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    measures = table.measures
    return {
        "table": table.key,
        "title": words(table.title),
        "row": words(table.row),
        "label_column": table.label,
        "is_tree": table.is_tree,
        "groups": {key: list(values) for key, values in table.groups.items()},
        "has_owner": table.has_owner,
        "measures": {
            "value": words(measures.value),
            "total": words(measures.total),
            "help": words(measures.help),
            "is_monthly": measures.is_monthly,
            "is_share": measures.is_share,
        }
        if table.has_readings
        else None,
        "makes_improvements": table.makes_improvements,
        "columns": [_column(each) for each in table.columns],
        "derived": [_derived(each) for each in table.derived],
    }


def _column(column: Column) -> dict[str, Any]:
    is_number = column.type is Type.NUMBER
    is_text = column.type in (Type.TEXT, Type.LONG, Type.DURATION, Type.LINK)
    return {
        "key": column.key,
        "label": words(column.label),
        "help": words(column.help),
        "type": column.type.value,
        "is_required": column.is_required,
        "default": column.default,
        "limit": column.limit if is_text else None,
        "choices": [{"value": key, "label": words(label)} for key, label in column.choices],
        "suggestions": list(column.suggestions),
        "least": None if column.least is None else plain(column.least),
        "most": None if column.most is None else plain(column.most),
        "places": column.places if is_number else None,
        "unit": words(column.unit),
        "only": {key: list(values) for key, values in (column.only or {}).items()},
    }


def _derived(derived: Derived) -> dict[str, Any]:
    return {
        "key": derived.key,
        "label": words(derived.label),
        "help": words(derived.help),
        "is_number": derived.is_number,
    }
