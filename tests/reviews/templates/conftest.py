"""A template with one answer, and what tests do with it."""

from __future__ import annotations

from typing import Any

import pytest

from reviews.models import Answer, Review, Template, TemplateUse, Workload
from reviews.services import template_answers, template_uses, templates
from wellarch.accounts.actor import Actor


@pytest.fixture
def template(actors, small_lens) -> Template:
    """The locks have a key; the rest is open."""
    made = templates.create(actors.ben, values={"name": "House rules"}, lenses=["small"])
    tick(actors.ben, made, "locks", "locks_key", notes="As every house.")
    made.refresh_from_db()
    return made


@pytest.fixture
def use(actors, template, workload) -> TemplateUse:
    """The template applied to the workload of the tests."""
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    return TemplateUse.objects.get(template=template)


def tick(actor: Actor, template: Template, question: str, *choices: str, **more: Any) -> None:
    """Tick choices in a template, as somebody on its page would."""
    wanted: dict[str, Any] = {f"choices.{choice}.status": "selected" for choice in choices}
    template_answers.record(
        actor,
        template.pk,
        "small",
        question,
        changes_wanted={**wanted, **more},
        none_is_exclusive=True,
    )


def ticked(review: Review, question: str) -> set[str]:
    """What is in place in a review."""
    answer = Answer.objects.get(review=review, question_key=question)
    return {key for key, said in answer.choices.items() if said["status"] == "selected"}


def review_of(workload: Workload) -> Review:
    """The review with the small lens."""
    return Review.objects.attached().get(workload=workload, lens__alias="small")
