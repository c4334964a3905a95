"""Templates and workloads over REST: applied, proposed, taken over or declined."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.template_use import (
    AcceptBody,
    AppliedShape,
    ApplyBody,
    ProposalShape,
    ProposeBody,
    ProposedCount,
    TakenShape,
    TemplateUseShape,
    applied_of,
    plan_of,
    proposal_of,
    taken_of,
    use_of,
)
from reviews.api.templates import TAGS
from reviews.models import TemplateUse
from reviews.reads import template_apply, template_page
from reviews.services import template_proposals, template_uses
from reviews.template_access import template_for
from wellarch.accounts.policy import Action
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.schema import ETAG, IF_MATCH


class TemplateUses(Endpoint):
    """The workloads made from a template, as far as you see them."""

    is_list = True
    serializer_class = TemplateUseShape
    queryset = TemplateUse.objects.none()  # for the schema
    page_order = "-applied_at"

    @extend_schema(
        operation_id="template_uses_list", summary="List workloads made from it", tags=TAGS
    )
    def get(self, request: Request, template_id: UUID) -> Response:
        """Each with how many questions either side changed since."""
        rows = template_page.uses_of(self.actor, template_for(self.actor, template_id))
        found = self.paginate_queryset(rows)
        shown = template_page.use_rows(list(found or []))
        return self.get_paginated_response([use_of(row) for row in shown])


class Propose(Endpoint):
    """What is new in a template, for the workloads made from it."""

    serializer_class = ProposedCount
    pagination_class = None

    @extend_schema(
        operation_id="templates_propose",
        summary="Propose a template's changes to workloads",
        tags=TAGS,
        request=ProposeBody,
        responses={200: ProposedCount},
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """Their teams see a banner and decide. Where nothing is new, nothing is proposed."""
        n = template_proposals.propose(self.actor, template_id, **self.body(ProposeBody))
        return Response({"proposed": n})


class ApplyTemplate(Endpoint):
    """A template applied to a workload."""

    serializer_class = AppliedShape
    pagination_class = None

    @extend_schema(
        operation_id="workloads_apply_template",
        summary="Apply a template to a workload",
        tags=TAGS,
        request=ApplyBody,
        responses={200: AppliedShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Missing lenses are attached and unanswered questions filled, in one transaction."""
        access.workload_for(self.actor, workload_id, need=Action.ANSWER)
        body = self.body(ApplyBody)
        if body["dry_run"]:
            page = template_apply.build(self.actor, workload_id, template_id=body["template"])
            plans = [plan_of(plan) for plan in page.plans]
            empty: dict[str, list[object]] = {"changed": [], "attached": [], "skipped": []}
            return Response({"dry_run": True, "plans": plans, **empty})
        versions = body.get("versions")
        done = template_uses.apply(
            self.actor,
            workload_id,
            template_id=body["template"],
            attach=body.get("attach"),
            questions=None if versions is None else template_uses.by_lens(versions),
            overwrite=body["overwrite"],
        )
        return Response(applied_of(done))


class WorkloadTemplates(Endpoint):
    """The templates a workload was made from."""

    serializer_class = TemplateUseShape
    is_list = True
    queryset = TemplateUse.objects.none()  # for the schema
    page_order = "-applied_at"

    @extend_schema(
        operation_id="workload_templates_list",
        summary="List templates a workload was made from",
        tags=TAGS,
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Each with how many questions either side changed since."""
        workload = access.workload_for(self.actor, workload_id)
        found = self.paginate_queryset(template_apply.uses_in(workload))
        shown = template_page.use_rows(list(found or []))
        return self.get_paginated_response([use_of(row) for row in shown])


class Proposal(Endpoint):
    """What a template says anew for one review of a workload."""

    serializer_class = ProposalShape

    @extend_schema(
        operation_id="workload_templates_read",
        summary="See what is new in a template",
        tags=TAGS,
        parameters=[ETAG],
    )
    def get(self, request: Request, workload_id: UUID, use_id: int) -> Response:
        """Question by question, beside what is said here. The ETag is the template's revision."""
        page = template_apply.proposal(self.actor, workload_id, use_id)
        return with_etag(proposal_of(page), page.revision)


class AcceptProposal(Endpoint):
    """What is new in a template, taken over."""

    serializer_class = TakenShape
    pagination_class = None

    @extend_schema(
        operation_id="workload_templates_accept",
        summary="Take over what is new in a template",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=AcceptBody,
        responses={200: TakenShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, use_id: int) -> Response:
        """The questions named; others stay as they are.

        With If-Match (the template's revision) they count as decided and are not proposed again
        until the template changes them again; 409 `template-changed` if it changed since.
        """
        done = template_proposals.accept(
            self.actor,
            workload_id,
            use_id,
            questions=self.body(AcceptBody)["versions"],
            seen=self.base_revision(),
        )
        return Response(taken_of(done))


class DeclineProposal(Endpoint):
    """What is new in a template, not taken over."""

    serializer_class = TakenShape
    pagination_class = None

    @extend_schema(
        operation_id="workload_templates_decline",
        summary="Decline what is new in a template",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=None,
        responses={204: None},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, use_id: int) -> Response:
        """Everything stays as it is until the template changes again."""
        template_proposals.decline(self.actor, workload_id, use_id, seen=self.base_revision())
        return Response(status=204)
