"""Questions of a lens, and what is said to them, in the shapes of the API. Pure.

Texts are given in full, also where they are longer than the model says: the reference does so.
What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.compiled import CompiledQuestion
from lenses.document import Choice, Link, web_address
from reviews.aws import words

Said = Mapping[str, Mapping[str, str]]
"""{choice: {"status", "reason", "note"}}, as answers keep it."""


def texts(asked: CompiledQuestion) -> dict[str, Any]:
    """QuestionTitle, QuestionDescription and the helpful resource of a question."""
    found: dict[str, Any] = {"QuestionTitle": asked.title}
    if asked.description:
        found["QuestionDescription"] = asked.description
    if asked.helpful_resource:
        link = content(asked.helpful_resource)
        if "Url" in link:
            found["HelpfulResourceUrl"] = link["Url"]
        if "DisplayText" in link:
            found["HelpfulResourceDisplayText"] = link["DisplayText"]
    return found


def choices(asked: CompiledQuestion) -> list[dict[str, Any]]:
    """The list of Choice of a question, in the order of the lens."""
    return [_choice(choice) for choice in asked.choices]


def selected(asked: CompiledQuestion, said: Said) -> list[str]:
    """SelectedChoices, in the order of the lens."""
    return [
        choice.id for choice in asked.choices if said.get(choice.id, {}).get("status") == "selected"
    ]


def choice_answers(
    asked: CompiledQuestion, said: Said, *, with_notes: bool = True
) -> list[dict[str, str]]:
    """ChoiceAnswers, or ChoiceAnswerSummaries without notes: the choices something is said of."""
    found = []
    for choice in asked.choices:
        state = said.get(choice.id)
        if state is None:
            continue
        one = {
            "ChoiceId": choice.id,
            "Status": words.CHOICE_STATUSES[state.get("status", "unselected")],
            "Reason": words.REASONS[state.get("reason", "none")],
        }
        if with_notes and state.get("note"):
            one["Notes"] = state["note"]
        found.append(one)
    return found


def content(link: Link) -> dict[str, str]:
    """A ChoiceContent: its text and where it leads."""
    pair = {"DisplayText": link.text.strip(), "Url": web_address(link.url)}
    return {name: value for name, value in pair.items() if value}


def _choice(choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {"ChoiceId": choice.id, "Title": choice.title.strip()}
    if choice.description.strip():
        found["Description"] = choice.description.strip()
    for name, link in (
        ("HelpfulResource", choice.helpful_resource),
        ("ImprovementPlan", choice.improvement_plan),
    ):
        if link and (shown := content(link)):
            found[name] = shown
    more = [
        {"Type": each.type, "Content": [shown for link in each.content if (shown := content(link))]}
        for each in choice.additional_resources
    ]
    if more:
        found["AdditionalResources"] = more
    return found
