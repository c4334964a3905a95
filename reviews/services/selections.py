"""Selections: an answer whose selected choices are given as a whole, as the AWS API gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access, changes
from reviews.models import Answer
from reviews.services import answer_checks, answers, touch
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def replace(
    actor: Actor,
    *,
    review_id: UUID,
    question: str,
    selected: Collection[str] | None,
    changes_wanted: Mapping[str, Any],
) -> Answer:
    """Select exactly these choices, and set some paths of the answer, which win.

    selected: None leaves the selection as it is. What is set aside stays so unless it is
    selected. Raises what `answers.record` raises; the last one to write wins.
    """
    with transaction.atomic():
        answer = access.answer_for(actor, review_id, question, need=Action.ANSWER, lock=True)
        answers.refuse_complete(answer.review)
        asked = compiled(answer.review.lens_version_id).questions.get(question)
        if asked is None:
            raise NotFound(_("There is no such question in this review."))
        wanted = dict(changes_wanted)
        if selected is not None:
            now, _aside = changes.selection(answers.state_of(answer))
            wanted = {
                **{changes.choice_path(key, "status"): "unselected" for key in now},
                **{changes.choice_path(key, "status"): "selected" for key in selected},
                **wanted,
            }
        if answers.write(actor, answer, asked, answer_checks.checked(asked, wanted)):
            touch.workload(answer.review.workload)
    return answer
