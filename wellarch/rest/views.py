"""The front of the REST API: its index, who calls, its description, and its 404."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts import policy
from wellarch.accounts.persons import people
from wellarch.accounts.roles import Role, Scope
from wellarch.rest.endpoint import Body, Endpoint
from wellarch.rest.etags import unchanged

_GZIP = re.compile(r"\bgzip\b")
_INDEX = {
    "me": "api-me",
    "organization": "api-organization",
    "search": "api-search",
    "work": "api-my-work",
    "members": "api-member-list",
    "teams": "api-team-list",
    "lenses": "api-lens-list",
    "workloads": "api-workload-list",
    "improvements": "api-improvement-list-all",
    "portfolio": "api-portfolio",
    "profiles": "api-profile-list",
    "templates": "api-template-list",
    "reports": "api-report-mine",
    "jobs": "api-job-list",
    "webhooks": "api-webhook-list",
    "shares": "api-offer-list",
    "audit": "api-audit",
    "schema": "api-schema",
    "docs": "api-docs",
}


class Index(Endpoint):
    """Where everything begins."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    pagination_class = None

    @extend_schema(
        operation_id="index",
        summary="List where everything begins",
        tags=["Start"],
        auth=[],
        responses={200: dict[str, str]},
    )
    def get(self, request: Request) -> Response:
        """The addresses of the main resources, by name."""
        links = {name: request.build_absolute_uri(reverse(view)) for name, view in _INDEX.items()}
        return Response(links)


class UserShape(serializers.Serializer[Any]):
    """A person."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    time_zone = serializers.CharField()


class OrganizationName(serializers.Serializer[Any]):
    """An organization by name."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.SlugField()


class MeShape(serializers.Serializer[Any]):
    """Who calls and what they may do."""

    user = UserShape()
    organization = OrganizationName()
    role = serializers.ChoiceField(choices=Role.choices)
    scope = serializers.ChoiceField(choices=Scope.choices)
    may = serializers.ListField(
        child=serializers.CharField(), help_text="The actions that role and scope allow."
    )


class MeChange(Body):
    """What one says of oneself. Addresses and passwords are changed in a browser."""

    name = serializers.CharField(max_length=120, required=False)
    time_zone = serializers.CharField(
        max_length=64, required=False, help_text="As the tz database names it."
    )


_ME = OpenApiExample("Where I am", request_only=True, value={"time_zone": "Europe/Berlin"})


class Me(Endpoint):
    """Who calls."""

    serializer_class = MeShape

    @extend_schema(operation_id="me", summary="Tell who I am and what I may do", tags=["Start"])
    def get(self, request: Request) -> Response:
        """The person behind the token or session, their organization, role and scope."""
        actor = self.actor
        return Response(
            {
                "user": UserShape(actor.user).data,
                "organization": OrganizationName(actor.organization).data,
                "role": actor.role,
                "scope": actor.scope,
                "may": [str(each) for each in policy.Action if policy.allows(actor, each)],
            }
        )

    @extend_schema(
        operation_id="me_change",
        summary="Change my name or time zone",
        tags=["Start"],
        request=MeChange,
        responses={200: MeShape},
        examples=[_ME],
    )
    def patch(self, request: Request) -> Response:
        """What is not named stays. With a token of scope admin."""
        people.edit_profile(self.actor, changes=self.body(MeChange))
        self.actor.user.refresh_from_db(fields=people.EDITABLE)  # type: ignore[union-attr]
        return self.get(request)


@extend_schema(exclude=True)
class Nowhere(Endpoint):
    """Every address under /api/ that nothing else answers: a problem document, not a page."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer whatever the method is."""
        path = request.path
        if not path.endswith("/") and _leads_somewhere(f"{path}/"):
            raise _Moved(request.get_full_path().replace(path, f"{path}/", 1))
        raise NotFound("There is nothing at this address.")

    def handle_exception(self, exc: Exception) -> Any:
        """The redirect, or the problem."""
        if isinstance(exc, _Moved):
            response = HttpResponseRedirect(exc.location)
            response.status_code = 308  # keeps method and body, unlike a 301
            return response
        return super().handle_exception(exc)


class _Moved(Exception):
    """The address exists with a slash at its end."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def _leads_somewhere(path: str) -> bool:
    try:
        return resolve(path).url_name != "api-nowhere"
    except Resolver404:
        return False


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: YAML, or JSON for `?format=json` and for clients that accept it."""
    wants_json = "json" in request.GET.get("format", request.headers.get("Accept", ""))
    is_zipped = bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    content = _schema(wants_json, is_zipped)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept, Accept-Encoding"}
    if unchanged(request, tag):
        return HttpResponse(status=304, headers=headers)
    if is_zipped:
        headers["Content-Encoding"] = "gzip"
    media = "application/json" if wants_json else "application/yaml"
    return HttpResponse(content, content_type=f"{media}; charset=utf-8", headers=headers)


@cache
def _schema(as_json: bool, is_zipped: bool) -> bytes:
    """Made once per process: it takes a moment, and everybody may ask for it.

    Zipped it is a fifteenth; nothing in it is secret, so its length may be seen.
    """
    if is_zipped:
        return gzip.compress(_schema(as_json, False), mtime=0)
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    renderer: Any = OpenApiJsonRenderer() if as_json else OpenApiYamlRenderer()
    content = cast(bytes, renderer.render(document, renderer_context={}))
    if not as_json:
        return content
    return json.dumps(json.loads(content), separators=(",", ":"), ensure_ascii=False).encode()


@require_safe
@ensure_csrf_cookie
def docs(request: HttpRequest) -> HttpResponse:
    """The API's description as a page that can try every operation; all of it served by us."""
    return render(request, "rest/docs.html")
