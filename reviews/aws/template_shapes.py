"""Review templates in the shapes of the API. A template has no risk: questions are answered or
they are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.models import VersionStatus
from reviews.aws import lens_names, question_shapes, template_names, words
from reviews.models import Reason, Template, TemplateAnswer
from reviews.reads import template_plans
from reviews.reads.template_list import LensRow
from reviews.services import templates


def summary(template: Template, rows: Iterable[LensRow]) -> dict[str, Any]:
    """A ReviewTemplateSummary. Wants the organizations of template and lenses loaded."""
    found = tuple(rows)
    is_behind = any(lens_status(row) == "NOT_CURRENT" for row in found)
    return {
        "TemplateArn": template_names.arn_of(template),
        "TemplateName": template.name,
        "Description": template.description or None,
        "Lenses": [lens_names.alias_of(row.part.lens) for row in found],
        "Owner": template.organization.number,
        "UpdatedAt": template.updated_at,
        "UpdateStatus": "LENS_NOT_CURRENT" if is_behind else "CURRENT",
    }


def whole(
    template: Template, rows: Iterable[LensRow], *, is_own: bool, invitation: str | None
) -> dict[str, Any]:
    """A ReviewTemplate; its tags are its owner's."""
    found = tuple(rows)
    answered, total = sum(row.answered for row in found), sum(row.total for row in found)
    return {
        **summary(template, found),
        "Notes": template.notes or None,
        "QuestionCounts": counts(answered, total),
        "Tags": (template.tags or None) if is_own else None,
        "ShareInvitationId": invitation,
    }


def lens_review(row: LensRow, said: Mapping[str, TemplateAnswer]) -> dict[str, Any]:
    """A ReviewTemplateLensReview with its pillars. said: {question: what the template says}."""
    part = row.part
    asked = compiled(part.lens_version_id)
    answered = {
        key
        for key, answer in said.items()
        if key in asked.questions
        and template_plans.says(asked.questions[key], templates.state_of(answer))
    }
    return {
        **lens_names.names(part.lens),
        "LensVersion": part.lens_version.name,
        "LensName": asked.name,
        "LensStatus": lens_status(row),
        "PillarReviewSummaries": [
            {
                "PillarId": pillar.id,
                "PillarName": pillar.name,
                "Notes": part.pillar_notes.get(pillar.id) or None,
                "QuestionCounts": counts(
                    sum(question.id in answered for question in pillar.questions),
                    len(pillar.questions),
                ),
            }
            for pillar in asked.pillars
        ],
        "UpdatedAt": part.template.updated_at,
        "Notes": part.notes or None,
        "QuestionCounts": counts(len(answered), len(asked.questions)),
    }


def lens_status(row: LensRow) -> str:
    """LensStatus of a lens in a template."""
    part = row.part
    if part.lens.deleted_at is not None:
        return "DELETED"
    if not row.is_current:
        return "NOT_CURRENT"
    is_retired = part.lens_version.status == VersionStatus.RETIRED
    return "DEPRECATED" if is_retired else "CURRENT"


def counts(answered: int, total: int) -> dict[str, int]:
    """QuestionCounts."""
    return {"ANSWERED": answered, "UNANSWERED": total - answered}


def answer(asked: CompiledQuestion, said: TemplateAnswer | None) -> dict[str, Any]:
    """A ReviewTemplateAnswer: the question with its choices, and all that the template says."""
    states = said.choices if said else {}
    return {
        "QuestionId": asked.id,
        "PillarId": asked.pillar_id,
        **question_shapes.texts(asked),
        "Choices": question_shapes.choices(asked),
        "SelectedChoices": question_shapes.selected(asked, states),
        "ChoiceAnswers": question_shapes.choice_answers(asked, states),
        **_state(asked, said),
        "Notes": (said.notes or None) if said else None,
    }


def answer_summary(asked: CompiledQuestion, said: TemplateAnswer | None) -> dict[str, Any]:
    """A ReviewTemplateAnswerSummary."""
    states = said.choices if said else {}
    return {
        "QuestionId": asked.id,
        "PillarId": asked.pillar_id,
        "QuestionTitle": asked.title,
        "Choices": question_shapes.choices(asked),
        "SelectedChoices": question_shapes.selected(asked, states),
        "ChoiceAnswerSummaries": question_shapes.choice_answers(asked, states, with_notes=False),
        **_state(asked, said),
    }


def _state(asked: CompiledQuestion, said: TemplateAnswer | None) -> dict[str, Any]:
    is_answered = said is not None and template_plans.says(asked, templates.state_of(said))
    return {
        "IsApplicable": said.is_applicable if said else True,
        "AnswerStatus": "ANSWERED" if is_answered else "UNANSWERED",
        "Reason": words.REASONS[said.reason if said else Reason.NONE],
    }
