"""Comparisons of two states of a workload in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.api.shapes.workload import CountsShape, counts_of
from reviews.comparing import Comparison, Move
from reviews.comparing_details import ChoiceMove
from reviews.comparing_sheets import RowMove
from reviews.models import GameDayState, ImprovementState, RiskLevel
from reviews.reads import comparison_rows, comparison_sheets
from reviews.reads.comparison import told
from reviews.reads.resources import Compared
from reviews.scoring import PracticeTally

MOVES = comparison_rows.MOVES
_STATUSES = ("selected", "unselected", "not_applicable")


class PracticesShape(serializers.Serializer[Any]):
    """Best practices in place, of those that apply."""

    in_place = serializers.IntegerField()
    applicable = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True, help_text="null when none applies.")


class ChoiceChangeShape(serializers.Serializer[Any]):
    """A best practice of which something else is said; null where it was not offered."""

    move = serializers.ChoiceField(choices=[(move.value, move.name) for move in ChoiceMove])
    choice = serializers.CharField(source="id")
    title = serializers.CharField()
    before = serializers.ChoiceField(choices=_STATUSES, allow_null=True)
    after = serializers.ChoiceField(choices=_STATUSES, allow_null=True)
    reason_before = serializers.CharField()
    reason_after = serializers.CharField()
    note_before = serializers.CharField()
    note_after = serializers.CharField()


class MoveTotals(serializers.Serializer[Any]):
    """How many questions moved which way; unchanged ones have the same risk."""

    worsened = serializers.IntegerField()
    improved = serializers.IntegerField()
    answered = serializers.IntegerField()
    reopened = serializers.IntegerField()
    changed = serializers.IntegerField()
    new = serializers.IntegerField()
    gone = serializers.IntegerField()
    edited = serializers.IntegerField(help_text="Of the unchanged ones: another answer.")
    unchanged = serializers.IntegerField()


class ImprovementChangeShape(serializers.Serializer[Any]):
    """An improvement in another state; null where it was not there."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    before = serializers.ChoiceField(choices=ImprovementState.choices, allow_null=True)
    after = serializers.ChoiceField(choices=ImprovementState.choices, allow_null=True)


class QuestionChangeShape(serializers.Serializer[Any]):
    """A question that is not what it was."""

    move = serializers.ChoiceField(
        choices=[(move.value, move.name) for move in Move],
        allow_null=True,
        help_text="What happened to the risk; null when only the answer changed.",
    )
    review = serializers.UUIDField(source="review_id")
    lens = serializers.CharField(source="lens_name")
    pillar = serializers.CharField(source="pillar_id")
    pillar_name = serializers.CharField()
    question = serializers.CharField(source="question_id")
    code = serializers.CharField()
    title = serializers.CharField()
    before = serializers.ChoiceField(choices=RiskLevel.choices, allow_null=True)
    after = serializers.ChoiceField(choices=RiskLevel.choices, allow_null=True)
    gained = serializers.ListField(child=serializers.CharField())
    lost = serializers.ListField(child=serializers.CharField())
    notes_changed = serializers.BooleanField()
    marks_changed = serializers.BooleanField()
    notes_before = serializers.CharField()
    notes_after = serializers.CharField()
    choices = ChoiceChangeShape(many=True, help_text="Best practices of which something changed.")


class PillarComparisonShape(serializers.Serializer[Any]):
    """A pillar before and after; null where it was not part of that state."""

    review = serializers.UUIDField()
    lens = serializers.CharField()
    pillar = serializers.CharField()
    pillar_name = serializers.CharField()
    before = CountsShape(allow_null=True)
    after = CountsShape(allow_null=True)
    practices_before = PracticesShape()
    practices_after = PracticesShape()


class PairShape(serializers.Serializer[Any]):
    """Something before and after, in words; – for nothing."""

    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()
    state = serializers.ChoiceField(choices=("better", "worse", "same"))


class WorksheetRowMoveShape(serializers.Serializer[Any]):
    """A row of a worksheet that came, went or changed."""

    move = serializers.ChoiceField(choices=[(move.value, move.name) for move in RowMove])
    table = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    values = PairShape(many=True)


class WorksheetMoveShape(serializers.Serializer[Any]):
    """A worksheet that is another one. Each side is worked out as of its own day."""

    kind = serializers.CharField()
    title = serializers.CharField()
    result = PairShape(help_text="The result in a line.")
    facts = PairShape(many=True, help_text="Lines of the result that say something else.")
    settings = PairShape(many=True)
    rows = WorksheetRowMoveShape(many=True)


class GameDayMoveShape(serializers.Serializer[Any]):
    """A game day in another state; null where it was not there."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    before = serializers.ChoiceField(choices=GameDayState.choices, allow_null=True)
    after = serializers.ChoiceField(choices=GameDayState.choices, allow_null=True)
    findings = serializers.IntegerField()


class StatesShape(serializers.Serializer[Comparison]):
    """Two states of a workload side by side."""

    sentence = serializers.CharField(help_text="All of it in a sentence or two.")
    before = CountsShape()
    after = CountsShape()
    practices_before = PracticesShape()
    practices_after = PracticesShape()
    totals = MoveTotals(help_text="Questions by what happened to their risk, without filters.")
    pillars = PillarComparisonShape(many=True)
    moved = QuestionChangeShape(many=True, help_text="Questions whose risk changed.")
    edited = QuestionChangeShape(many=True, help_text="Questions whose answer changed otherwise.")
    improvements = ImprovementChangeShape(
        many=True, help_text="Improvements that are in another state; done ones were finished."
    )
    worksheets = WorksheetMoveShape(many=True, help_text="Worksheets that differ.")
    game_days = GameDayMoveShape(
        many=True, help_text="Game days in another state; done ones were held in between."
    )


def practices_of(tally: PracticeTally) -> dict[str, Any]:
    """PracticesShape."""
    return {
        "in_place": tally.in_place,
        "applicable": tally.applicable,
        "percent": tally.percent,
    }


def comparison_of(compared: Compared, *, move: str = "", pillar: str = "") -> dict[str, Any]:
    """StatesShape; move and pillar narrow the questions."""
    found = compared.found
    changes = comparison_rows.wanted(found, move=move, pillar=pillar)
    return {
        "sentence": told(found),
        "before": counts_of(found.before),
        "after": counts_of(found.after),
        "practices_before": practices_of(found.in_place_before),
        "practices_after": practices_of(found.in_place_after),
        "totals": {
            **{each.value: len(found.by_move(each)) for each in Move},
            comparison_rows.EDITED: len(found.edited),
            comparison_rows.UNCHANGED: found.unchanged,
        },
        "pillars": [
            {
                "review": each.review_id,
                "lens": each.lens_name,
                "pillar": each.pillar_id,
                "pillar_name": each.pillar_name,
                "before": counts_of(each.before) if each.before else None,
                "after": counts_of(each.after) if each.after else None,
                "practices_before": practices_of(each.in_place_before),
                "practices_after": practices_of(each.in_place_after),
            }
            for each in found.pillars
        ],
        "moved": QuestionChangeShape([c for c in changes if c.move], many=True).data,
        "edited": QuestionChangeShape([c for c in changes if not c.move], many=True).data,
        "improvements": ImprovementChangeShape(found.improvements, many=True).data,
        "worksheets": WorksheetMoveShape(
            comparison_sheets.sheets(found, before=compared.before, after=compared.after),
            many=True,
        ).data,
        "game_days": GameDayMoveShape(found.game_days, many=True).data,
    }
