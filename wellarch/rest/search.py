"""One search over everything the caller sees."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch import searching
from wellarch.rest.endpoint import Endpoint

# Where a thing of each kind is read; its address is made of these keys of what was found.
_ADDRESSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "workload": ("api-workload", ("workload_id",)),
    "improvement": ("api-improvement", ("workload_id", "number")),
    "tradeoff": ("api-tradeoff", ("workload_id", "number")),
    "game_day": ("api-game-day", ("workload_id", "number")),
    "milestone": ("api-milestone", ("workload_id", "number")),
    "template": ("api-template", ("template_id",)),
    "profile": ("api-profile", ("profile_id",)),
    "lens": ("api-lens", ("lens",)),
    "lens_text": ("api-lens-version", ("lens", "number")),
    "member": ("api-member", ("user_id",)),
    "team": ("api-team", ("team_id",)),
}
_EXAMPLE = OpenApiExample(
    "What has both words",
    response_only=True,
    value={
        "query": "rotate keys",
        "results": [
            {
                "kind": "improvement",
                "name": "Rotate the keys of the payment provider",
                "text": "Find who uses them, make new ones, revoke the old ones.",
                "workload": "Checkout",
                "url": "https://wellarch.example.com/api/v1/workloads/"
                "7b3c1f0e-52a4-4a2a-9d0a-3f8f6f0c9c11/improvements/4/",
            }
        ],
        "more": [],
    },
)


class SearchQuery(serializers.Serializer[Any]):
    """What is looked for, and among what."""

    q = serializers.CharField(
        max_length=searching.MAX_TEXT,
        required=False,
        default="",
        allow_blank=True,
        help_text="Words; each has to stand in the name or text of what is found.",
    )
    kind = serializers.MultipleChoiceField(
        choices=searching.KINDS, required=False, help_text="Only these; more than one may be given."
    )
    limit = serializers.IntegerField(
        required=False,
        default=searching.LIMIT,
        min_value=1,
        max_value=searching.MOST,
        help_text="How many of each kind at most.",
    )


class FoundShape(serializers.Serializer[Any]):
    """One thing that was found."""

    kind = serializers.ChoiceField(
        choices=searching.KINDS,
        help_text="`lens_text` is a pillar, a question or a best practice of a lens.",
    )
    name = serializers.CharField()
    text = serializers.CharField(help_text="The beginning or the telling part of its text.")
    workload = serializers.CharField(help_text="The name of the workload it belongs to.")
    url = serializers.URLField(help_text="Where it is read.")


class SearchShape(serializers.Serializer[Any]):
    """What was found, by kind."""

    query = serializers.CharField()
    results = FoundShape(many=True)
    more = serializers.ListField(
        child=serializers.CharField(), help_text="The kinds of which there is more."
    )


class Search(Endpoint):
    """A search over everything."""

    serializer_class = SearchShape
    pagination_class = None

    @extend_schema(
        operation_id="search",
        summary="Search everything I see",
        tags=["Start"],
        parameters=[SearchQuery],
        responses={200: SearchShape},
        examples=[_EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        """Workloads, improvements, decisions, game days, milestones, templates, profiles, lenses
        and what they ask and advise, members and teams. What is archived is left out."""
        query = SearchQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = searching.search(
            self.actor, asked["q"], kinds=asked.get("kind", ()), limit=asked["limit"]
        )
        shown = {
            "query": found.query,
            "results": [self._told(row) for row in found.found],
            "more": found.more,
        }
        return Response(shown)

    def _told(self, row: searching.Found) -> dict[str, Any]:
        name, keys = _ADDRESSES[row.kind]
        where = reverse(name, kwargs={key: row.keys[key] for key in keys})
        return {
            "kind": row.kind,
            "name": row.name,
            "text": row.text,
            "workload": row.workload,
            "url": self.request.build_absolute_uri(where),
        }
