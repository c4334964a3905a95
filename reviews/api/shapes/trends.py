"""A workload over time, and its scores, in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.api.shapes.comparison import PracticesShape, practices_of
from reviews.api.shapes.improvement import BurndownShape
from reviews.api.shapes.workload import CountsShape, counts_of
from reviews.milestone_numbers import PillarNumbers, ReviewNumbers
from reviews.models import MilestoneKind, RiskLevel
from reviews.reads.trends import Course, Point
from reviews.snapshot import Snapshot

_SCORE = (
    "The checklist score: the mean of the pillars' whole percents, rounded; null when no "
    "practice applies."
)


class TrendPillar(serializers.Serializer[Any]):
    """A pillar at one moment. level and target are from 1 to 5, null when nobody said."""

    pillar = serializers.CharField()
    name = serializers.CharField()
    counts = CountsShape()
    practices = PracticesShape()
    level = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField(allow_null=True)


class TrendReview(serializers.Serializer[Any]):
    """A review at one moment."""

    review = serializers.UUIDField()
    lens = serializers.CharField()
    lens_version = serializers.CharField()
    counts = CountsShape()
    practices = PracticesShape()
    score = serializers.IntegerField(allow_null=True, help_text=_SCORE)
    pillars = TrendPillar(many=True)


class TrendPoint(serializers.Serializer[Any]):
    """A milestone, or now."""

    milestone = serializers.IntegerField(allow_null=True, help_text="Its number; null: now.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=MilestoneKind.choices, allow_null=True)
    at = serializers.DateTimeField()
    counts = CountsShape()
    practices = PracticesShape()
    improvements = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many in which state."
    )
    reviews = TrendReview(many=True)


class TrendsShape(serializers.Serializer[Any]):
    """A workload over time, oldest first; now comes last."""

    points = TrendPoint(many=True)
    burndown = BurndownShape(many=True, help_text="By weeks, by months for a long time.")


class QuestionScore(serializers.Serializer[Any]):
    """Best practices of a question."""

    question = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    practices = PracticesShape()


class PillarScore(serializers.Serializer[Any]):
    """Best practices of a pillar."""

    pillar = serializers.CharField()
    name = serializers.CharField()
    practices = PracticesShape()
    questions = QuestionScore(many=True)


class ReviewScore(serializers.Serializer[Any]):
    """Best practices of a review."""

    review = serializers.UUIDField()
    lens = serializers.CharField()
    practices = PracticesShape()
    score = serializers.IntegerField(allow_null=True, help_text=_SCORE)
    pillars = PillarScore(many=True)


class ScoresShape(serializers.Serializer[Any]):
    """Best practices in place: of the workload, and of all that is in it."""

    practices = PracticesShape()
    reviews = ReviewScore(many=True)


def trends_of(course: Course) -> dict[str, Any]:
    """TrendsShape."""
    return {
        "points": [_point(point) for point in course.points],
        "burndown": BurndownShape(course.burndown, many=True).data,
    }


def scores_of(taken: Snapshot) -> dict[str, Any]:
    """ScoresShape."""
    return {
        "practices": practices_of(taken.tally),
        "reviews": [
            {
                "review": review.id,
                "lens": review.lens_name,
                "practices": practices_of(review.tally),
                "score": review.score,
                "pillars": [
                    {
                        "pillar": pillar.id,
                        "name": pillar.name,
                        "practices": practices_of(pillar.tally),
                        "questions": [
                            {
                                "question": question.id,
                                "code": question.code,
                                "title": question.title,
                                "risk": question.risk,
                                "practices": practices_of(question.tally),
                            }
                            for question in pillar.questions
                        ],
                    }
                    for pillar in review.pillars
                ],
            }
            for review in taken.reviews
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "milestone": point.number or None,
        "name": point.name,
        "kind": point.kind or None,
        "at": point.at,
        "counts": counts_of(point.numbers.counts),
        "practices": practices_of(point.numbers.tally),
        "improvements": dict(point.numbers.improvements),
        "reviews": [_review(review) for review in point.numbers.reviews],
    }


def _review(review: ReviewNumbers) -> dict[str, Any]:
    return {
        "review": review.id,
        "lens": review.lens_name,
        "lens_version": review.lens_version,
        "counts": counts_of(review.counts),
        "practices": practices_of(review.tally),
        "score": review.score,
        "pillars": [_pillar(pillar) for pillar in review.pillars],
    }


def _pillar(pillar: PillarNumbers) -> dict[str, Any]:
    return {
        "pillar": pillar.id,
        "name": pillar.name,
        "counts": counts_of(pillar.counts),
        "practices": practices_of(pillar.tally),
        "level": pillar.level,
        "target": pillar.target,
    }
