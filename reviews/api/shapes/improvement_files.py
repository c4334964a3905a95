"""A file of improvements over REST: what is sent, and what it would do."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wellarch.rest.endpoint import Body


class ImprovementFileBody(Body):
    """A file of improvements."""

    file = serializers.FileField(help_text="CSV in UTF-8, or an Excel workbook.")


class FileChangeShape(serializers.Serializer[Any]):
    """What a cell changes."""

    column = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class FileProblemShape(serializers.Serializer[Any]):
    """What is wrong with a cell."""

    column = serializers.CharField()
    message = serializers.CharField()


class FileRowShape(serializers.Serializer[Any]):
    """What a row of the file does. `row` counts from 1, the names of the columns too."""

    row = serializers.IntegerField()
    kind = serializers.ChoiceField(["new", "changed", "unchanged", "wrong"])
    number = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    changes = FileChangeShape(many=True)
    problems = FileProblemShape(many=True)


class ImprovementImportShape(serializers.Serializer[Any]):
    """What a file would do, or did. `imported`: how many were made or changed."""

    unknown_columns = serializers.ListField(child=serializers.CharField())
    rows = FileRowShape(many=True)
    imported = serializers.IntegerField()
