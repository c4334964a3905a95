"""Risk rules over REST: what they do, before they are in a lens."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.rule_shapes import RuleCheckBody, RuleCheckShape, shown
from lenses.reads import rule_check
from lenses.rules import Selection
from wellarch.rest.endpoint import Endpoint

_EXAMPLE = OpenApiExample(
    "All of two practices, or one of them",
    request_only=True,
    value={
        "choices": ["key", "bolt", "door_no"],
        "rules": [
            {"condition": "key && bolt", "risk": "NO_RISK"},
            {"condition": "key || bolt", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
        "answer": {"selected": ["key"]},
    },
)


class RuleCheck(Endpoint):
    """Rules of a question that may be in no lens yet."""

    serializer_class = RuleCheckShape
    pagination_class = None

    @extend_schema(
        operation_id="lenses_check_rules",
        summary="Say what risk rules do to every answer",
        tags=["Lenses"],
        request=RuleCheckBody,
        responses={200: RuleCheckShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Which answers get which risk, which rules never decide and why, the smallest ways to a
        lower risk, and where one more practice raises it. Nothing is stored. Rules that cannot be
        read are 422 `rules-unreadable`, each with its place and column.
        """
        body = self.body(RuleCheckBody)
        answer = body.get("answer")
        selection = (
            Selection(frozenset(answer["selected"]), frozenset(answer["not_applicable"]))
            if answer is not None
            else None
        )
        checked = rule_check.check(
            self.actor,
            choices=body["choices"],
            rules=[(rule["condition"], rule["risk"]) for rule in body["rules"]],
            selection=selection,
        )
        return Response(shown(checked))
