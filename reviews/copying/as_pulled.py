"""A lens put together from what the API tells of its questions, when nobody gives its document.

The API tells no rules. Those written here give every answer that was seen the risk it was seen
with: a selection that was seen is a rule of its own, all practices are no risk, anything else is
high until somebody writes better rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reviews.changes import selection
from reviews.copying.documents import Asked, Said

NAME = "{name} (as pulled)"
_RISKS = {"high": "HIGH_RISK", "medium": "MEDIUM_RISK", "none": "NO_RISK"}
_MOST_RULES = 60


def name_of(name: str) -> str:
    """What the lens is called here, beside the one it stands for."""
    return NAME.format(name=name)[:256]


def document(name: str, asked: Asked, seen: Iterable[Mapping[str, Said]]) -> dict[str, Any]:
    """The lens in the format of AWS. seen: {question: what is said} of every review of it."""
    said: dict[str, list[Said]] = {}
    for answers in seen:
        for question, one in answers.items():
            said.setdefault(question, []).append(one)
    pillars: dict[str, list[dict[str, Any]]] = {key: [] for key in asked.pillars}
    for answer in asked.answers:
        key = answer.get("PillarId") or "questions"
        rows = pillars.setdefault(key, [])
        rows.append(_question(answer, said.get(answer["QuestionId"], [])))
    return {
        "schemaVersion": "2021-11-01",
        "name": name,
        "description": "Put together from the questions an AWS account was asked.",
        "pillars": [
            {"id": key, "name": asked.pillars.get(key) or key, "questions": rows}
            for key, rows in pillars.items()
            if rows
        ],
    }


def _question(answer: Mapping[str, Any], said: list[Said]) -> dict[str, Any]:
    choices = [_choice(one) for one in answer.get("Choices") or ()]
    found: dict[str, Any] = {
        "id": answer["QuestionId"],
        "title": answer.get("QuestionTitle") or answer["QuestionId"],
        "description": answer.get("QuestionDescription") or "",
        "choices": choices,
        "riskRules": _rules([one["id"] for one in choices], said),
    }
    text = answer.get("HelpfulResourceDisplayText") or ""
    url = answer.get("HelpfulResourceUrl") or ""
    if text or url:
        found["helpfulResource"] = {"displayText": text, "url": url}
    return found


def _choice(choice: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": choice["ChoiceId"], "title": choice.get("Title") or ""}
    if choice.get("Description"):
        found["description"] = choice["Description"]
    for key, member in (("helpfulResource", "HelpfulResource"), ("improvementPlan",
                                                                "ImprovementPlan")):  # fmt: skip
        if told := choice.get(member):
            found[key] = _content(told)
    more = [
        {"type": one["Type"], "content": [_content(each) for each in one.get("Content") or ()]}
        for one in choice.get("AdditionalResources") or ()
    ]
    return found | ({"additionalResources": more} if more else {})


def _content(told: Mapping[str, Any]) -> dict[str, str]:
    return {"displayText": told.get("DisplayText") or "", "url": told.get("Url") or ""}


def _rules(choices: list[str], said: list[Said]) -> list[dict[str, str]]:
    seen: dict[str, str] = {}
    for one in said:
        selected, set_aside = selection(one.state)
        if one.risk in _RISKS and (selected or set_aside):
            terms = [
                choice if choice in selected else f"!{choice}"
                for choice in choices
                if choice not in set_aside
            ]
            if terms:
                seen[" && ".join(terms)] = _RISKS[one.risk]
    practices = [choice for choice in choices if not choice.endswith("_no")]
    if practices:
        seen.setdefault(" && ".join(practices), "NO_RISK")
    rules = [{"condition": text, "risk": risk} for text, risk in list(seen.items())[:_MOST_RULES]]
    return [*rules, {"condition": "default", "risk": "HIGH_RISK"}]
