"""The logo of the caller's organization."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import logos
from wellarch.rest.endpoint import AnyType, Endpoint
from wellarch.rest.organizations import OrganizationShape

_TAGS = ["Organization"]


class Logo(Endpoint):
    """The picture on an organization's reports."""

    serializer_class = OrganizationShape
    content_negotiation_class = AnyType
    pagination_class = None
    parser_classes = [MultiPartParser]

    @property
    def body_limit(self) -> int:
        """A picture may be larger than other bodies."""
        return max(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0, 2 * logos.MAX_BYTES)

    @extend_schema(
        operation_id="organization_logo_read",
        summary="Fetch the logo of my organization",
        tags=_TAGS,
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            204: OpenApiResponse(description="There is no logo."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The picture as WellArch keeps it, a PNG. 204 when there is none."""
        content = logos.read(self.actor)
        if content is None:
            return HttpResponse(status=204)
        headers = {
            # Ours was drawn by us; these keep even a mistake there from becoming a page.
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": 'inline; filename="logo.png"',
        }
        return HttpResponse(content, content_type="image/png", headers=headers)

    @extend_schema(
        operation_id="organization_logo_replace",
        summary="Set the logo of my organization",
        tags=_TAGS,
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {"logo": {"type": "string", "format": "binary"}},
                "required": ["logo"],
            }
        },
        responses={200: OrganizationShape},
    )
    def put(self, request: Request) -> Response:
        """A PNG, JPEG or WebP picture of at most 2 MB and 12 megapixels; it is drawn anew, so
        nothing else that was in the file stays. New reports show it."""
        # Before the body is read: who may not is told so, whatever it holds.
        policy.require(self.actor, Action.ORGANIZATION_WRITE)
        sent = request.FILES.get("logo")
        if sent is None:
            raise ValidationError({"logo": "Send a picture."})
        return Response(OrganizationShape(logos.put(self.actor, sent)).data)

    @extend_schema(
        operation_id="organization_logo_remove",
        summary="Remove the logo of my organization",
        tags=_TAGS,
    )
    def delete(self, request: Request) -> Response:
        """Reports that exist keep it; without one nothing happens."""
        logos.remove(self.actor)
        return Response(status=204)
