"""Review templates over REST: list, make, read, change, copy, delete, and their lenses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.access import compiled
from reviews.api.shapes.answer import AnswerPatch, changes_of
from reviews.api.shapes.template import (
    NewTemplateBody,
    TemplateAnswerList,
    TemplateAnswerShape,
    TemplateBody,
    TemplateCopyBody,
    TemplateLensBody,
    TemplateLensShape,
    TemplateNotesBody,
    TemplateShape,
    TemplateUpgradeBody,
    TemplateUpgradeShape,
    answer_of,
    lens_of,
    template_of,
)
from reviews.models import Template, TemplateReview
from reviews.reads import template_list, template_plans, template_question
from reviews.services import template_answers, template_lenses, template_upgrades, templates
from reviews.template_access import template_for, template_lens_for
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.schema import ETAG, IF_MATCH

TAGS = ["Templates"]
_NEW = OpenApiExample(
    "Made from a review",
    request_only=True,
    value={
        "name": "Web service, house rules",
        "from_reviews": ["744c3465-470d-4d42-b735-43ba5d373f6d"],
        "with_notes": False,
    },
)


class TemplateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which templates to list."""

    name = django_filters.CharFilter(lookup_expr="icontains", label="Part of the name.")

    class Meta:
        model = Template
        fields = ("name",)


class _ShowsTemplate(Endpoint):
    serializer_class = TemplateShape

    def shown(self, template: Template) -> dict[str, Any]:
        """A template with its lenses."""
        return template_of(template_list.cards_of(self.actor, [template])[0])


class Templates(_ShowsTemplate):
    """The templates of the organization, and those shared with you."""

    is_list = True
    search_fields = ("name", "description")
    queryset = Template.objects.none()  # for the schema
    filterset_class = TemplateFilter
    page_order = "-created_at"
    order_choices = ("name", "created_at", "updated_at")
    also_refuses = {"POST": {404}}  # a lens or review that one does not see

    @extend_schema(operation_id="templates_list", summary="List templates", tags=TAGS)
    def get(self, request: Request) -> Response:
        """Your own and those shared with you."""
        rows = template_list.visible(self.actor)
        found = self.paginate_queryset(self.filter_queryset(rows))
        cards = template_list.cards_of(self.actor, found or [])
        return self.get_paginated_response([template_of(card) for card in cards])

    @extend_schema(
        operation_id="templates_create",
        summary="Make a template",
        tags=TAGS,
        request=NewTemplateBody,
        responses={201: TemplateShape},
        examples=[_NEW],
    )
    def post(self, request: Request) -> Response:
        """With lenses to answer, or made from reviews of yours."""
        body = self.body(NewTemplateBody)
        values = {key: body[key] for key in templates.EDITABLE if key in body}
        if body.get("lenses") and body.get("from_reviews"):
            raise Invalid(fields={"lenses": ["Give lenses or reviews, not both."]})
        if body.get("from_reviews"):
            made = templates.from_reviews(
                self.actor,
                values=values,
                review_ids=body["from_reviews"],
                with_notes=body["with_notes"],
            )
        else:
            made = templates.create(self.actor, values=values, lenses=body.get("lenses", []))
        return self.created(self.shown(made), reverse("api-template", args=[made.pk]))


class TemplateEndpoint(_ShowsTemplate):
    """One template."""

    @extend_schema(
        operation_id="templates_read", summary="Read a template", tags=TAGS, parameters=[ETAG]
    )
    def get(self, request: Request, template_id: UUID) -> Response:
        """The template with its lenses. The ETag is its revision."""
        template = template_for(self.actor, template_id)
        return with_etag(self.shown(template), template.revision)

    @extend_schema(
        operation_id="templates_change",
        summary="Change a template",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=TemplateBody,
    )
    @conditions.merges
    def patch(self, request: Request, template_id: UUID) -> Response:
        """Name, description, tags, notes; what is not named stays."""
        template = templates.edit(
            self.actor,
            template_id,
            values=self.body(TemplateBody, partial=True),
            base_revision=self.base_revision(),
        )
        return with_etag(self.shown(template), template.revision)

    @extend_schema(
        operation_id="templates_delete",
        summary="Delete a template",
        tags=TAGS,
        parameters=[IF_MATCH],
        responses={204: None},
    )
    @conditions.merges
    def delete(self, request: Request, template_id: UUID) -> Response:
        """Not undone. Workloads made from it keep their answers."""
        templates.delete(self.actor, template_id, base_revision=self.base_revision())
        return Response(status=204)


class TemplateCopy(_ShowsTemplate):
    """A copy of a template."""

    @extend_schema(
        operation_id="templates_copy",
        summary="Copy a template",
        tags=TAGS,
        request=TemplateCopyBody,
        responses={201: TemplateShape},
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """One of your own with the same lenses, answers and notes."""
        made = templates.copy(self.actor, template_id, **self.body(TemplateCopyBody))
        return self.created(self.shown(made), reverse("api-template", args=[made.pk]))


class _ShowsLens(Endpoint):
    serializer_class = TemplateLensShape

    def shown(self, part: TemplateReview) -> dict[str, Any]:
        """A lens of a template."""
        page = template_question.lens_page(self.actor, part.template_id, str(part.lens_id))
        return lens_of(page.row)


class TemplateLenses(_ShowsLens):
    """The lenses of a template."""

    pagination_class = None

    @extend_schema(
        operation_id="template_lenses_create",
        summary="Put a lens into a template",
        tags=TAGS,
        request=TemplateLensBody,
        responses={201: TemplateLensShape},
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """Its newest published version. 409 `lens-shared` for one of somebody else."""
        part = template_lenses.add(self.actor, template_id, **self.body(TemplateLensBody))
        where = reverse("api-template-lens", args=[template_id, part.lens_id])
        return self.created(self.shown(part), where)


class TemplateLens(_ShowsLens):
    """One lens of a template, by its alias or id."""

    @extend_schema(
        operation_id="template_lenses_read", summary="Read a lens of a template", tags=TAGS
    )
    def get(self, request: Request, template_id: UUID, template_lens: str) -> Response:
        """How much of it is answered, in which version."""
        return Response(self.shown(template_lens_for(self.actor, template_id, template_lens)))

    @extend_schema(
        operation_id="template_lenses_change",
        summary="Write a template's notes on a lens",
        tags=TAGS,
        request=TemplateNotesBody,
    )
    def patch(self, request: Request, template_id: UUID, template_lens: str) -> Response:
        """On the lens as a whole, and on each pillar that is named."""
        body = self.body(TemplateNotesBody)
        part = template_lenses.write_notes(self.actor, template_id, template_lens, **body)
        return Response(self.shown(part))

    @extend_schema(
        operation_id="template_lenses_delete",
        summary="Take a lens out of a template",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, template_id: UUID, template_lens: str) -> Response:
        """With all that is answered there. Workloads keep what they took over."""
        template_lenses.remove(self.actor, template_id, template_lens)
        return Response(status=204)


class TemplateUpgrade(Endpoint):
    """A newer version of a template's lens."""

    serializer_class = TemplateUpgradeShape
    pagination_class = None

    @extend_schema(
        operation_id="template_lenses_upgrade",
        summary="Carry a template to the newest version of a lens",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=TemplateUpgradeBody,
        responses={200: TemplateUpgradeShape},
    )
    @conditions.merges
    def post(self, request: Request, template_id: UUID, template_lens: str) -> Response:
        """409 `lens-current` when there is nothing newer. If-Match is the template's ETag."""
        is_dry = self.body(TemplateUpgradeBody)["dry_run"]
        part = template_lens_for(self.actor, template_id, template_lens, need=Action.TEMPLATE_WRITE)
        version = template_upgrades.newer(part)
        if version is None:
            raise Conflict("There is nothing newer.", code="lens-current")
        if is_dry:
            carried = template_upgrades.plan(part, version)
        else:
            carried = template_upgrades.upgrade(
                self.actor, template_id, template_lens, base_revision=self.base_revision()
            )
        questions = [
            {"question": one.question, "fate": one.fate.value, "lost": list(one.lost)}
            for one in carried
        ]
        return Response({"dry_run": is_dry, "version": version.name, "questions": questions})


class TemplateAnswers(Endpoint):
    """What a template says in one lens."""

    serializer_class = TemplateAnswerShape
    pagination_class = None

    @extend_schema(
        operation_id="template_answers_list",
        summary="List all questions of a template's lens",
        tags=TAGS,
        responses={200: TemplateAnswerList},
    )
    def get(self, request: Request, template_id: UUID, template_lens: str) -> Response:
        """Every question with what the template says, in the order of the lens."""
        part = template_lens_for(self.actor, template_id, template_lens)
        said = template_plans.said_in([part])[part.pk]
        rows = [answer_of(asked, said.get(asked.id)) for asked in compiled(part.lens_version_id)]
        return Response({"next": None, "previous": None, "results": rows})


class TemplateAnswerEndpoint(Endpoint):
    """What a template says to one question."""

    serializer_class = TemplateAnswerShape

    @extend_schema(
        operation_id="template_answers_read",
        summary="Read what a template says to a question",
        tags=TAGS,
        parameters=[ETAG],
    )
    def get(
        self, request: Request, template_id: UUID, template_lens: str, question: str
    ) -> Response:
        """The ETag is the revision of this answer, 0 while nothing is said."""
        part = template_lens_for(self.actor, template_id, template_lens)
        asked = template_answers.asked_in(part, question)
        row = template_answers.answer_of(part, asked)
        return with_etag(answer_of(asked, row), row.revision)

    @extend_schema(
        operation_id="template_answers_change",
        summary="Answer a question in a template",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=AnswerPatch,
        responses={200: TemplateAnswerShape},
    )
    @conditions.merges
    def patch(
        self, request: Request, template_id: UUID, template_lens: str, question: str
    ) -> Response:
        """Set some parts; what is not named stays.

        With If-Match, parts that somebody else set to another value since that version are
        refused (412) and nothing is written; everything else merges.
        """
        row = template_answers.record(
            self.actor,
            template_id,
            template_lens,
            question,
            changes_wanted=changes_of(request.data),
            base_revision=self.base_revision(),
        )
        asked = template_answers.asked_in(row.review, question)
        return with_etag(answer_of(asked, row), row.revision)
