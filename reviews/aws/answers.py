"""Answers: listed, read, given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.access import compiled
from reviews.aws import answer_changes, answer_shapes, lens_names, paging, places
from reviews.aws.call import Call, Handler
from reviews.reads import question_issues, snapshots
from reviews.services import selections


def list_answers(call: Call) -> Mapping[str, Any]:
    """ListAnswers: every question with its answer, in the order of the lens; those of a pillar,
    or those the profile asks for first, if the call says so."""
    found = places.review(call)
    pillar = places.require_pillar(call, found.asked.pillar)
    first = found.prioritized
    questions = [
        (found.asked.questions[said.id], said)
        for place, said in found.said.questions()
        if pillar in (None, place.id)
        and (call.given.get("QuestionPriority") != "PRIORITIZED" or said.id in (first or ()))
    ]
    page, more = paging.page(call, questions)
    issues = {} if found.milestone else question_issues.of(found.review.pk)
    return {
        "WorkloadId": call.given["WorkloadId"],
        "MilestoneNumber": call.given.get("MilestoneNumber"),
        **lens_names.names(found.review.lens),
        "AnswerSummaries": [
            answer_shapes.summary(
                asked,
                said,
                issues.get(asked.id),
                is_first=None if first is None else asked.id in first,
            )
            for asked, said in page
        ],
        **more,
    }


def get_answer(call: Call) -> Mapping[str, Any]:
    """GetAnswer."""
    found = places.question(call)
    issues = {} if found.milestone else question_issues.of(found.review.pk, found.asked.id)
    return {
        "WorkloadId": call.given["WorkloadId"],
        "MilestoneNumber": call.given.get("MilestoneNumber"),
        **lens_names.names(found.review.lens),
        "Answer": answer_shapes.whole(found.asked, found.said, issues.get(found.asked.id)),
    }


def update_answer(call: Call) -> Mapping[str, Any]:
    """UpdateAnswer: what is not named stays; the last one to write wins.

    SelectedChoices replaces the selection as a whole; ChoiceUpdates says more of the choices it
    names, and wins. "None of these" may stand beside others, as in the reference.
    """
    review, question = places.review_row(call), call.given["QuestionId"]
    asked = compiled(review.lens_version_id).questions.get(question)
    if asked is None:
        raise places.no_question(call, question)
    answer_changes.require_choices(call.given, asked)
    answer = selections.replace(
        call.actor,
        review_id=review.pk,
        question=question,
        selected=call.given.get("SelectedChoices"),
        changes_wanted=answer_changes.wanted(call.given),
    )
    issues = question_issues.of(review.pk, question)
    said = snapshots.question_of(asked, answer)
    return {
        "WorkloadId": call.given["WorkloadId"],
        **lens_names.names(review.lens),
        "Answer": answer_shapes.whole(asked, said, issues.get(question)),
    }


OPERATIONS: dict[str, Handler] = {
    "ListAnswers": list_answers,
    "GetAnswer": get_answer,
    "UpdateAnswer": update_answer,
}
