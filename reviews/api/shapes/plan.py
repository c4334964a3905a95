"""Improvement plans and comparisons in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.api.shapes.workload import CountsShape, counts_of
from reviews.comparing import Comparison, Move
from reviews.models import RiskLevel
from reviews.planning import PlanItem


class PracticeShape(serializers.Serializer[Any]):
    """A practice that is not in place."""

    id = serializers.CharField()
    title = serializers.CharField()
    improvement = serializers.CharField(help_text="How to get there.")
    url = serializers.CharField(source="improvement_url", help_text="Where to read more.")
    effort = serializers.CharField()


class WayShape(serializers.Serializer[Any]):
    """A smallest set of practices that lowers the risk."""

    target = serializers.ChoiceField(choices=RiskLevel.choices)
    practices = serializers.ListField(child=serializers.CharField(), help_text="Ids of choices.")


class WhyFirst(serializers.Serializer[Any]):
    """Why a profile puts something first."""

    answer = serializers.CharField(help_text="The answer of the profile that asks for it.")
    why = serializers.CharField()


class PlanItemShape(serializers.Serializer[PlanItem]):
    """A question at risk and the ways out."""

    review = serializers.UUIDField()
    lens = serializers.CharField()
    pillar = serializers.CharField()
    pillar_name = serializers.CharField()
    question = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    issue_class = serializers.ChoiceField(choices=("HRI", "MRI", "LRI"))
    due = serializers.DateField(allow_null=True, help_text="null: the backlog.")
    is_prioritized = serializers.BooleanField(
        help_text="Whether the workload's profile asks for it first."
    )
    reasons = WhyFirst(many=True, help_text="Why it is prioritized.")
    missing = PracticeShape(many=True)
    ways = WayShape(many=True)


class PlanShape(serializers.Serializer[Any]):
    """An improvement plan: questions at risk, the most urgent first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PlanItemShape(many=True)


def item_of(item: PlanItem) -> dict[str, Any]:
    """PlanItemShape."""
    return {
        "review": item.review_id,
        "lens": item.lens_name,
        "pillar": item.pillar_id,
        "pillar_name": item.pillar_name,
        "question": item.question.id,
        "code": item.question.code,
        "title": item.question.title,
        "risk": item.risk,
        "issue_class": item.issue_class,
        "due": item.due,
        "is_prioritized": item.is_prioritized,
        "reasons": [{"answer": answer, "why": why} for answer, why in item.reasons],
        "missing": [
            {
                "id": practice.id,
                "title": practice.title,
                "improvement": practice.improvement,
                "url": practice.improvement_url,
                "effort": practice.effort,
            }
            for practice in item.missing
        ],
        "ways": [
            {"target": way.target, "practices": [practice.id for practice in way.practices]}
            for way in item.ways
        ],
    }


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


class PillarComparisonShape(serializers.Serializer[Any]):
    """A pillar before and after; null where it was not part of that state."""

    review = serializers.UUIDField()
    lens = serializers.CharField()
    pillar = serializers.CharField()
    pillar_name = serializers.CharField()
    before = CountsShape(allow_null=True)
    after = CountsShape(allow_null=True)


class ComparisonShape(serializers.Serializer[Comparison]):
    """Two states of a workload side by side."""

    before = CountsShape()
    after = CountsShape()
    pillars = PillarComparisonShape(many=True)
    moved = QuestionChangeShape(many=True, help_text="Questions whose risk changed.")
    edited = QuestionChangeShape(many=True, help_text="Questions whose answer changed otherwise.")


def comparison_of(found: Comparison) -> dict[str, Any]:
    """ComparisonShape."""
    return {
        "before": counts_of(found.before),
        "after": counts_of(found.after),
        "pillars": [
            {
                "review": each.review_id,
                "lens": each.lens_name,
                "pillar": each.pillar_id,
                "pillar_name": each.pillar_name,
                "before": counts_of(each.before) if each.before else None,
                "after": counts_of(each.after) if each.after else None,
            }
            for each in found.pillars
        ],
        "moved": QuestionChangeShape(found.moved, many=True).data,
        "edited": QuestionChangeShape(found.edited, many=True).data,
    }
