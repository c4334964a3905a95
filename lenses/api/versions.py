"""What differs between versions, and taking them out of use, over REST."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.difference_shapes import DifferenceShape
from lenses.api.shapes import VersionShape
from lenses.api.views import KEY
from lenses.reads import resources
from lenses.services import versions
from wellarch.rest.endpoint import Endpoint, key_of

_TAGS = ["Lenses"]


@extend_schema(parameters=[KEY], tags=_TAGS)
class Differences(Endpoint):
    """One version of a lens beside another."""

    serializer_class = DifferenceShape

    @extend_schema(
        operation_id="lens_versions_differences",
        summary="Compare two versions of a lens",
        parameters=[
            OpenApiParameter(
                "to", int, description="The number of the other version; the newest unless given."
            )
        ],
    )
    def get(self, request: Request, lens: str, number: int) -> Response:
        """Everything that differs, down to texts, choices, rules and order.

        Ids are the identity of pillars, questions and choices; what does not differ is left out.
        409 `draft-errors` when one of them is a draft that holds errors.
        """
        asked = request.query_params.get("to", "")
        if asked and not asked.isdecimal():
            raise ValidationError({"to": ["Give the number of a version."]})
        to = int(asked[:9]) if asked else None
        found = resources.differences(self.actor, key_of(lens), number, to)
        return Response(self.get_serializer(found).data)


@extend_schema(parameters=[KEY], tags=_TAGS)
class Retire(Endpoint):
    """A version taken out of use."""

    serializer_class = VersionShape

    @extend_schema(
        operation_id="lens_versions_retire",
        summary="Retire a version of a lens",
        request=None,
        responses={200: VersionShape},
    )
    def post(self, request: Request, lens: str, number: int) -> Response:
        """No new review begins with it; those that use it go on. It cannot be taken back."""
        row = resources.version(self.actor, key_of(lens), number)
        return Response(self.get_serializer(versions.retire(self.actor, row)).data)
