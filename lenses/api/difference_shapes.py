"""How a difference between two versions looks in JSON: a tree of what differs, old and new."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lenses.document import Fate, PillarDiff, QuestionDiff, Verdict

_FATES = [fate.value for fate in Fate]
_VERDICTS = [verdict.value for verdict in Verdict]


class LineShape(serializers.Serializer[Any]):
    """A text before and after, empty where it was not or is no more."""

    old = serializers.CharField()
    new = serializers.CharField()


class FieldChangeShape(serializers.Serializer[Any]):
    """A field with another content; of a list, the items that changed."""

    name = serializers.CharField(help_text="The key of the document, such as improvementPlan.url.")
    lines = LineShape(many=True)
    is_order = serializers.BooleanField(help_text="A list whose items only changed places.")


class MovedElementShape(serializers.Serializer[Any]):
    """Places among siblings, from 1; the pillars where a question went to another one."""

    old = serializers.IntegerField()
    new = serializers.IntegerField()
    old_pillar = serializers.CharField(allow_blank=True)
    new_pillar = serializers.CharField(allow_blank=True)


class ElementShape(serializers.Serializer[Any]):
    """What pillars, questions and choices have in common."""

    id = serializers.CharField()
    fate = serializers.ChoiceField(choices=_FATES, help_text="`same` for one that only moved.")
    is_meaning = serializers.BooleanField()
    fields_changed = FieldChangeShape(many=True, source="fields")
    moved = MovedElementShape(allow_null=True)


class ChoiceDiffShape(ElementShape):
    """A choice that differs."""

    title = serializers.SerializerMethodField()

    def get_title(self, choice: Any) -> str:
        """Its title in the new version, else in the old one."""
        return str(_here(choice).title)


class RuleShape(serializers.Serializer[Any]):
    """A rule as written."""

    condition = serializers.CharField()
    risk = serializers.CharField()


class RuleLineShape(serializers.Serializer[Any]):
    """A rule before and after."""

    old = RuleShape(allow_null=True)
    new = RuleShape(allow_null=True)
    is_same = serializers.BooleanField()


class ShiftShape(serializers.Serializer[Any]):
    """How many answers go from one risk to another."""

    old = serializers.CharField()
    new = serializers.CharField()
    answers = serializers.IntegerField()


class RulesDiffShape(serializers.Serializer[Any]):
    """What the rules of a question did and do."""

    verdict = serializers.ChoiceField(choices=_VERDICTS)
    answers = serializers.IntegerField(help_text="Answers that can be given to the old version.")
    shifted = serializers.IntegerField(help_text="Those among them that get another risk.")
    shifts = ShiftShape(many=True)
    aside = serializers.ListField(
        child=serializers.CharField(),
        help_text="Choices that make a difference only when they are marked not applicable.",
    )
    lines = RuleLineShape(many=True)


class QuestionDiffShape(ElementShape):
    """A question that differs, with the choices that do."""

    title = serializers.SerializerMethodField()
    choices = serializers.SerializerMethodField()
    rules = RulesDiffShape()

    def get_title(self, question: Any) -> str:
        """Its title in the new version, else in the old one."""
        return str(_here(question).title)

    @extend_schema_field(ChoiceDiffShape(many=True))
    def get_choices(self, question: QuestionDiff) -> Any:
        """Those that came, went, moved or changed."""
        return ChoiceDiffShape(_differing(question.choices), many=True).data


class PillarDiffShape(ElementShape):
    """A pillar that differs, with the questions that do."""

    name = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()

    def get_name(self, pillar: Any) -> str:
        """Its name in the new version, else in the old one."""
        return str(_here(pillar).name)

    @extend_schema_field(QuestionDiffShape(many=True))
    def get_questions(self, pillar: PillarDiff) -> Any:
        """Those that came, went, moved or changed."""
        return QuestionDiffShape(_differing(pillar.questions), many=True).data


class DifferenceCountsShape(serializers.Serializer[Any]):
    """How much changed."""

    pillars_new = serializers.IntegerField()
    pillars_removed = serializers.IntegerField()
    questions_new = serializers.IntegerField()
    questions_removed = serializers.IntegerField()
    questions_changed = serializers.IntegerField()
    questions_moved = serializers.IntegerField(help_text="To another pillar.")
    choices_new = serializers.IntegerField()
    choices_removed = serializers.IntegerField()
    rules_other = serializers.IntegerField(
        help_text="Questions that give some answers another risk."
    )
    rules_reworded = serializers.IntegerField(help_text="Rules written otherwise, same result.")
    texts = serializers.IntegerField()
    order = serializers.IntegerField(help_text="Elements that changed places.")


class DifferenceShape(serializers.Serializer[Any]):
    """What differs from one version to another."""

    base = serializers.IntegerField(help_text="The number of the version before.")
    to = serializers.IntegerField(help_text="The number of the version after.")
    is_meaning = serializers.BooleanField(help_text="Whether it asks for a major version.")
    summary = serializers.CharField(help_text="One sentence.")
    counts = DifferenceCountsShape()
    fields_changed = FieldChangeShape(many=True, help_text="Of the lens itself.")
    pillars = serializers.SerializerMethodField()

    @extend_schema_field(PillarDiffShape(many=True))
    def get_pillars(self, found: Any) -> Any:
        """Those that came, went, moved or hold something that differs."""
        return PillarDiffShape(_differing(found["pillars"]), many=True).data


def _here(element: Any) -> Any:
    return element.new or element.old


def _differing(elements: Any) -> list[Any]:
    return [each for each in elements if each.fate is not Fate.SAME or each.moved]
