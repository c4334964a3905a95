"""Improvement plans in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import RiskLevel
from reviews.reads.improvement_plan import Planned


class PracticeShape(serializers.Serializer[Any]):
    """A practice that is not in place."""

    id = serializers.CharField()
    title = serializers.CharField()
    improvement = serializers.CharField(help_text="How to get there.")
    url = serializers.CharField(source="improvement_url", help_text="Where to read more.")
    effort = serializers.CharField()
    improvement_number = serializers.IntegerField(
        allow_null=True, help_text="Of the unfinished improvement there is for just this."
    )


class WayShape(serializers.Serializer[Any]):
    """A smallest set of practices that lowers the risk."""

    target = serializers.ChoiceField(choices=RiskLevel.choices)
    practices = serializers.ListField(child=serializers.CharField(), help_text="Ids of choices.")
    improvement_number = serializers.IntegerField(
        allow_null=True, help_text="Of the unfinished improvement there is for just these."
    )


class WorkShape(serializers.Serializer[Any]):
    """An unfinished improvement of the question."""

    number = serializers.IntegerField()
    choices = serializers.ListField(child=serializers.CharField())


class WhyFirst(serializers.Serializer[Any]):
    """Why a profile puts something first."""

    answer = serializers.CharField(help_text="The answer of the profile that asks for it.")
    why = serializers.CharField()


class PlanItemShape(serializers.Serializer[Planned]):
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
    improvements = WorkShape(many=True)


class PlanShape(serializers.Serializer[Any]):
    """An improvement plan: questions at risk, the most urgent first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PlanItemShape(many=True)


def item_of(planned: Planned) -> dict[str, Any]:
    """PlanItemShape."""
    item = planned.item
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
                "improvement_number": planned.number_for([practice.id]),
            }
            for practice in item.missing
        ],
        "ways": [
            {
                "target": way.target,
                "practices": (ids := [practice.id for practice in way.practices]),
                "improvement_number": planned.number_for(ids),
            }
            for way in item.ways
        ],
        "improvements": [
            {"number": work.number, "choices": list(work.choices)} for work in planned.work
        ],
    }
