"""Profiles over REST: list, make, change, delete; the mapping; the profile of a workload."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.profile import (
    MappingAffects,
    MappingBody,
    MappingChanged,
    ProfileBody,
    ProfileChange,
    ProfileMappingShape,
    ProfileShape,
    ProfileUseBody,
    ProfileVersionShape,
    TakeOverBody,
)
from reviews.api.shapes.workload import WorkloadShape, workload_of
from reviews.models import Profile, Workload
from reviews.reads import profile_mapping_page, profile_page, profile_rows, resources
from reviews.services import profile_mappings, profiles, workloads
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.schema import ETAG, IF_MATCH

_TAGS = ["Profiles"]
_EXAMPLE = OpenApiExample(
    "A shop",
    request_only=True,
    value={"name": "Our shop", "answers": {"business": ["e-commerce"], "outage": ["severe"]}},
)


class _ProfileEndpoint(Endpoint):
    serializer_class = ProfileShape

    def shown(self, profile: Profile) -> Response:
        """A profile as it is now."""
        row = profile_rows.visible(self.actor).get(pk=profile.pk)
        return with_etag(ProfileShape(row).data, getattr(row, "newest_number", 0))


class Profiles(_ProfileEndpoint):
    """The profiles one may choose."""

    is_list = True
    search_fields = ("name", "description")
    page_order = "name"
    order_choices = ("name", "created_at")

    @extend_schema(operation_id="profiles_list", summary="List profiles", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """The built-in ones, those of the organization and those shared with you."""
        return self.page(profile_rows.visible(self.actor))

    @extend_schema(
        operation_id="profiles_create",
        summary="Make a profile",
        tags=_TAGS,
        request=ProfileBody,
        responses={201: ProfileShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Answers become an order of pillars and prioritized questions, each with its reasons."""
        made = profiles.create(self.actor, **self.body(ProfileBody))
        shown = self.shown(made)
        return self.created(
            shown.data, reverse("api-profile", args=[made.pk]), ETag=shown.headers["ETag"]
        )


class ProfileEndpoint(_ProfileEndpoint):
    """One profile."""

    @extend_schema(
        operation_id="profiles_read", summary="Read a profile", tags=_TAGS, parameters=[ETAG],
    )  # fmt: skip
    def get(self, request: Request, profile_id: UUID) -> Response:
        """A profile with what its newest version says. The ETag is the version's number."""
        profile, _version = profile_page.answers_of(self.actor, profile_id)
        return self.shown(profile)

    @extend_schema(
        operation_id="profiles_change", summary="Change a profile", tags=_TAGS,
        parameters=[IF_MATCH, ETAG], request=ProfileChange,
    )  # fmt: skip
    @conditions.merges
    def patch(self, request: Request, profile_id: UUID) -> Response:
        """Other answers become a new version; workloads keep theirs until they take it over."""
        values = self.body(ProfileChange)
        base = self.base_revision()
        return self.shown(profiles.edit(self.actor, profile_id, values=values, base_version=base))

    @extend_schema(operation_id="profiles_delete", summary="Delete a profile", tags=_TAGS)
    def delete(self, request: Request, profile_id: UUID) -> Response:
        """Nobody can choose it any more; workloads that have it keep what it said."""
        profiles.delete(self.actor, profile_id)
        return Response(status=204)


class ProfileVersions(Endpoint):
    """The versions of a profile."""

    is_list = True
    serializer_class = ProfileVersionShape
    page_order = "-number"

    @extend_schema(
        operation_id="profile_versions_list", summary="List versions of a profile", tags=_TAGS
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        """Every version, newest first."""
        profile, _version = profile_page.answers_of(self.actor, profile_id)
        return self.page(profile.versions.all())


class Mapping(Endpoint):
    """What the answers of profiles mean."""

    serializer_class = ProfileMappingShape
    pagination_class = None

    @extend_schema(
        operation_id="profile_mapping_read", summary="Read what profile answers mean", tags=_TAGS,
        parameters=[ETAG],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The organization's own mapping, or the built-in one. The ETag is its revision."""
        found = profile_mapping_page.found(self.actor)
        return with_etag(ProfileMappingShape(found).data, found.revision)

    @extend_schema(
        operation_id="profile_mapping_replace",
        summary="Replace what profile answers mean",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=MappingBody,
        responses={200: MappingChanged},
    )
    @conditions.merges
    def put(self, request: Request) -> Response:
        """Profiles that say something else by it get a new version. 422 `invalid-mapping` names
        every problem by its JSON pointer."""
        document = self.body(MappingBody)["document"]
        if not isinstance(document, dict | str):
            raise ValidationError({"document": "Send the document as an object or as text."})
        base = self.base_revision()
        return self._changed(
            profile_mappings.replace(self.actor, document=document, base_revision=base)
        )

    @extend_schema(
        operation_id="profile_mapping_reset",
        summary="Go back to the built-in mapping",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        responses={200: MappingChanged},
    )
    @conditions.merges
    def delete(self, request: Request) -> Response:
        """Profiles that say something else by it get a new version."""
        return self._changed(profile_mappings.reset(self.actor, base_revision=self.base_revision()))

    def _changed(self, changed: list[Profile]) -> Response:
        found = profile_mapping_page.found(self.actor)
        data = {
            **ProfileMappingShape(found).data,
            "profiles": [str(profile.pk) for profile in changed],
        }
        return with_etag(data, found.revision)


class MappingPreview(Endpoint):
    """A mapping that is not in use yet."""

    serializer_class = MappingAffects
    pagination_class = None

    @extend_schema(
        operation_id="profile_mapping_preview",
        summary="See which profiles a mapping would change",
        tags=_TAGS,
        request=MappingBody,
        responses={200: MappingAffects},
    )
    def post(self, request: Request) -> Response:
        """Nothing is stored. 422 `invalid-mapping` names every problem by its JSON pointer."""
        document = self.body(MappingBody)["document"]
        if not isinstance(document, dict | str):
            raise ValidationError({"document": "Send the document as an object or as text."})
        found = profile_mappings.affected(self.actor, profile_mappings.checked(document))
        return Response(MappingAffects({"profiles": [profile for profile, _version in found]}).data)


class _UseEndpoint(Endpoint):
    serializer_class = WorkloadShape

    def shown(self, workload: Workload) -> Response:
        """The workload as it is now."""
        now = access.workload_for(self.actor, workload.pk)
        rows = resources.rows_of([now], live=True)
        return Response(workload_of(now, rows.get(now.pk, ())))


class ProfileOfWorkload(_UseEndpoint):
    """The profile of a workload."""

    @extend_schema(
        operation_id="workload_profile_apply",
        summary="Apply a profile to a workload",
        tags=_TAGS,
        request=ProfileUseBody,
        responses={200: WorkloadShape},
    )
    def put(self, request: Request, workload_id: UUID) -> Response:
        """In its newest version. The profile the workload has already stays as it is."""
        values = {"profile": self.body(ProfileUseBody)["profile"]}
        return self.shown(workloads.edit(self.actor, workload_id, values=values))

    @extend_schema(
        operation_id="workload_profile_remove",
        summary="Remove the profile of a workload",
        tags=_TAGS,
        responses={200: WorkloadShape},
    )
    def delete(self, request: Request, workload_id: UUID) -> Response:
        """The workload is as it was before: its own order of pillars, nothing prioritized."""
        return self.shown(workloads.edit(self.actor, workload_id, values={"profile": ""}))


class TakeOver(_UseEndpoint):
    """The newest version of a workload's profile."""

    @extend_schema(
        operation_id="workload_profile_upgrade",
        summary="Take the newest version of a workload's profile over",
        tags=_TAGS,
        request=TakeOverBody,
        responses={200: WorkloadShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """409 `profile-current` when there is nothing newer, `no-profile` without a profile."""
        body = self.body(TakeOverBody)
        return self.shown(profiles.upgrade(self.actor, workload_id, milestone=body["milestone"]))
