"""The lenses of a review template, and what it says to their questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews.aws import (
    answer_changes,
    lens_names,
    paging,
    places,
    template_names,
    template_shapes,
    templates,
)
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotValid
from reviews.models import Template, TemplateReview
from reviews.reads import template_plans
from reviews.services import template_answers, template_lenses, template_upgrades
from reviews.template_access import template_lens_for
from wellarch.accounts.policy import Action


def get_review_template_lens_review(call: Call) -> Mapping[str, Any]:
    """GetReviewTemplateLensReview."""
    return _lens_review(call, _template(call))


def update_review_template_lens_review(call: Call) -> Mapping[str, Any]:
    """UpdateReviewTemplateLensReview: notes on the lens and on pillars; an empty one goes."""
    template = _template(call, Action.TEMPLATE_WRITE)
    pillars = call.given.get("PillarNotes", {})
    named = {f"pillar_notes.{pillar}": "PillarNotes" for pillar in pillars}
    with places.named({"notes": "LensNotes", **named}):
        template_lenses.write_notes(
            call.actor,
            template.pk,
            templates.lens_key(template, call.given["LensAlias"]),
            notes=call.given.get("LensNotes"),
            pillar_notes=pillars,
        )
    return _lens_review(call, _template(call))


def upgrade_review_template_lens_review(call: Call) -> None:
    """UpgradeReviewTemplateLensReview: to the newest version; what is no longer asked goes."""
    template = _template(call, Action.TEMPLATE_WRITE)
    key = templates.lens_key(template, call.given["LensAlias"])
    template_upgrades.upgrade(call.actor, template.pk, key)


def list_review_template_answers(call: Call) -> Mapping[str, Any]:
    """ListReviewTemplateAnswers: every question of a lens or pillar with what is said to it."""
    part = _part(call)
    asked = compiled(part.lens_version_id)
    wanted = call.given.get("PillarId")
    if wanted is not None and wanted not in asked.pillar:
        raise NotValid(
            f"[Validation] No pillar with ID {wanted} was found in review template "
            f"{call.given['TemplateArn']}."
        )
    questions = [each for each in asked if wanted in (None, each.pillar_id)]
    page, more = paging.page(call, questions)
    said = template_plans.said_in([part])[part.pk]
    return {
        **_names(call, part),
        "AnswerSummaries": [
            template_shapes.answer_summary(each, said.get(each.id)) for each in page
        ],
        **more,
    }


def get_review_template_answer(call: Call) -> Mapping[str, Any]:
    """GetReviewTemplateAnswer."""
    part = _part(call)
    asked = _asked(call, part)
    said = template_answers.answer_of(part, asked)
    return {**_names(call, part), "Answer": template_shapes.answer(asked, said)}


def update_review_template_answer(call: Call) -> Mapping[str, Any]:
    """UpdateReviewTemplateAnswer: as UpdateAnswer, without a risk."""
    part = _part(call, Action.TEMPLATE_WRITE)
    asked = _asked(call, part)
    answer_changes.require_choices(call.given, asked)
    said = template_answers.record(
        call.actor,
        part.template_id,
        str(part.lens_id),
        asked.id,
        changes_wanted=answer_changes.wanted(call.given),
        selected=call.given.get("SelectedChoices"),
    )
    return {**_names(call, part), "Answer": template_shapes.answer(asked, said)}


def _template(call: Call, need: Action = Action.READ) -> Template:
    return template_names.template_for(call.actor, call.given["TemplateArn"], need=need)


def _part(call: Call, need: Action = Action.READ) -> TemplateReview:
    template = _template(call, need)
    key = templates.lens_key(template, call.given["LensAlias"])
    part = template_lens_for(call.actor, template.pk, key)
    lens_names.with_owners([part.lens])
    return part


def _names(call: Call, part: TemplateReview) -> dict[str, str]:
    return {
        "TemplateArn": call.given["TemplateArn"],
        "LensAlias": lens_names.alias_of(part.lens),
    }


def _asked(call: Call, part: TemplateReview) -> CompiledQuestion:
    wanted = call.given["QuestionId"]
    asked = compiled(part.lens_version_id).questions.get(wanted)
    if asked is None:
        raise NotValid(
            f"[Validation] No question with ID {wanted} was found in review template "
            f"{call.given['TemplateArn']}."
        )
    return asked


def _lens_review(call: Call, template: Template) -> Mapping[str, Any]:
    key = templates.lens_key(template, call.given["LensAlias"])
    rows = templates.lens_rows([template])[template.pk]
    row = next(each for each in rows if str(each.part.lens_id) == key)
    said = template_plans.said_in([row.part])[row.part.pk]
    return {
        "TemplateArn": call.given["TemplateArn"],
        "LensReview": template_shapes.lens_review(row, said),
    }


OPERATIONS: dict[str, Handler] = {
    "GetReviewTemplateLensReview": get_review_template_lens_review,
    "UpdateReviewTemplateLensReview": update_review_template_lens_review,
    "UpgradeReviewTemplateLensReview": upgrade_review_template_lens_review,
    "ListReviewTemplateAnswers": list_review_template_answers,
    "GetReviewTemplateAnswer": get_review_template_answer,
    "UpdateReviewTemplateAnswer": update_review_template_answer,
}
