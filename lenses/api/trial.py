"""A lens tried out over REST: answers in, risks and the improvement plan out; nothing is kept."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.reading_shapes import RISKS
from lenses.api.rule_shapes import TriedBody
from lenses.api.views import KEY
from lenses.document import LIMITS
from lenses.reads import preview
from lenses.reads.preview import Preview, Tried
from wellarch.rest.endpoint import Body, Endpoint

_MOST = 1000
_EXAMPLE = OpenApiExample(
    "One question of the draft answered",
    request_only=True,
    value={"version": "draft", "answers": {"locks": {"selected": ["locks_key"]}}},
)


class TrialBody(Body):
    """What to try, and which answers to give."""

    version = serializers.CharField(
        max_length=32,
        default="",
        allow_blank=True,
        help_text="The name of a version, or `draft`. Unless given, the draft if there is one you "
        "may see, else the newest version.",
    )
    answers = serializers.DictField(
        child=TriedBody(),
        default=dict,
        help_text="Question → what is selected and what does not apply.",
    )


class TriedQuestion(serializers.Serializer[Any]):
    """What came of a question."""

    question = serializers.CharField()
    pillar = serializers.CharField()
    risk = serializers.ChoiceField(choices=RISKS)
    is_faulty = serializers.BooleanField(help_text="It has errors and cannot be tried.")


class TriedPlan(serializers.Serializer[Any]):
    """A question at risk, and what to put in place."""

    question = serializers.CharField()
    risk = serializers.CharField()
    why = serializers.CharField(help_text="Which rule decides, in a sentence.")
    practices = serializers.ListField(
        child=serializers.CharField(), help_text="Missing ones, first those that help soonest."
    )


class TrialShape(serializers.Serializer[Any]):
    """How a lens would rate these answers."""

    version = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Risk → questions.")
    questions = TriedQuestion(many=True)
    plan = TriedPlan(many=True, help_text="Worst first, at most a hundred practices.")
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="Errors of a draft that are in no question."
    )


@extend_schema(parameters=[KEY], tags=["Lenses"])
class Trial(Endpoint):
    """A lens, tried."""

    serializer_class = TrialShape
    pagination_class = None

    @extend_schema(
        operation_id="lenses_try",
        summary="Try a lens",
        request=TrialBody,
        responses={200: TrialShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, lens: str) -> Response:
        """The risk of every question with these answers, and what would be the improvement plan.
        Nothing is stored. Choices that a question does not have are left aside."""
        body = self.body(TrialBody)
        if len(body["answers"]) > _MOST:
            raise ValidationError({"answers": f"Send at most {_MOST} answers."})
        tried = preview.build(self.actor, lens, body["version"])
        unknown = [key for key in body["answers"] if key not in tried.content.questions]
        if unknown:
            sentence = "There is no such question in this version."
            raise ValidationError({"answers": {key[: LIMITS.id]: sentence for key in unknown}})
        for question, said in body["answers"].items():
            tried = preview.answered(
                tried, question, selected=said["selected"], set_aside=said["not_applicable"]
            )
        return Response(_shown(tried))


def _shown(tried: Preview) -> dict[str, Any]:
    return {
        "version": tried.version,
        "counts": dict(tried.counts),
        "questions": [
            {
                "question": line.question.id,
                "pillar": line.question.pillar_id,
                "risk": line.risk,
                "is_faulty": line.is_faulty,
            }
            for lines in tried.lines.values()
            for line in lines
        ],
        "plan": [_planned(one) for one in tried.to_do],
        "problems": list(tried.problems),
    }


def _planned(one: Tried) -> dict[str, Any]:
    return {
        "question": one.question.id,
        "risk": one.risk,
        "why": one.title,
        "practices": [choice.id for choice in one.plan],
    }
