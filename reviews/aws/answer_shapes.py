"""Answers in the shapes of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.compiled import CompiledQuestion
from reviews.aws import question_shapes, words
from reviews.aws.question_shapes import Said
from reviews.reads.question_issues import Issue
from reviews.snapshot import SnapshotQuestion


def whole(asked: CompiledQuestion, said: SnapshotQuestion, issue: Issue | None) -> dict[str, Any]:
    """An Answer: the question with its choices, and all that was said to it."""
    states = said_of(said)
    return {
        "QuestionId": asked.id,
        "PillarId": asked.pillar_id,
        **question_shapes.texts(asked),
        "Choices": question_shapes.choices(asked),
        "SelectedChoices": question_shapes.selected(asked, states),
        "ChoiceAnswers": question_shapes.choice_answers(asked, states),
        **_state(said),
        "Notes": said.notes or None,
        "JiraConfiguration": jira(issue),
    }


def summary(
    asked: CompiledQuestion, said: SnapshotQuestion, issue: Issue | None, *, is_first: bool | None
) -> dict[str, Any]:
    """An AnswerSummary. is_first: whether the profile asks for it first, None without one."""
    states = said_of(said)
    found = {
        "QuestionId": asked.id,
        "PillarId": asked.pillar_id,
        "QuestionTitle": asked.title,
        "Choices": question_shapes.choices(asked),
        "SelectedChoices": question_shapes.selected(asked, states),
        "ChoiceAnswerSummaries": question_shapes.choice_answers(asked, states, with_notes=False),
        **_state(said),
        "JiraConfiguration": jira(issue),
    }
    if is_first is not None:
        found["QuestionType"] = "PRIORITIZED" if is_first else "NON_PRIORITIZED"
    return found


def said_of(said: SnapshotQuestion) -> Said:
    """What is said of choices; those nothing is said of are not there."""
    return {
        choice.id: {"status": choice.status, "reason": choice.reason, "note": choice.note}
        for choice in said.choices
        if choice.status != "unselected" or choice.reason != "none" or choice.note
    }


def jira(issue: Issue | None) -> Mapping[str, Any] | None:
    """The JiraConfiguration of a question with an issue."""
    if issue is None:
        return None
    return {"JiraIssueUrl": issue.url, "LastSyncedTime": issue.synced_at}


def _state(said: SnapshotQuestion) -> dict[str, Any]:
    return {
        "IsApplicable": said.is_applicable,
        "Risk": words.RISKS[said.risk],
        "Reason": words.REASONS[said.reason],
    }
