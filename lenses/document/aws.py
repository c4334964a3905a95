"""to_aws(): a lens in the reference format, within its limits, and what had to change for that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lenses.document import strict
from lenses.document.aws_rules import fit_rules
from lenses.document.aws_texts import Fit
from lenses.document.model import (
    SCHEMA_VERSION,
    AdditionalResource,
    Choice,
    Lens,
    Pillar,
    Question,
)
from lenses.document.problems import Problem
from lenses.document.writing import to_dict
from lenses.rules import Risk, compile_rules

KEPT: Mapping[str, tuple[str, ...]] = {
    "lens": ("schemaVersion", "name", "description", "pillars"),
    "pillar": ("id", "name", "questions"),
    "question": ("id", "title", "description", "helpfulResource", "choices", "riskRules"),
    "choice": (
        "id", "title", "helpfulResource", "improvementPlan", "additionalResources", "description",
    ),
}  # fmt: skip
"""The keys that reach AWS: those of the format, and what is put into one of them."""


Page = Callable[[str, str], str]


def to_aws(
    lens: Lens, page: Page = lambda question, choice: ""
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The document AWS accepts, and notes on what was left out, shortened or renamed.

    page: the address where a question (choice empty) or a choice can be read in full; a
    shortened text ends with it, and a choice without an address of its own gets it.

    Only counts cannot be made to fit (pillars, questions, choices): those notes are errors, and
    the document still holds everything. Pointers are those of the lens as it was.
    """
    for description, longest in _LENGTHS:
        fit = Fit(description, longest)
        document = _document(fit, lens, page)
        if len(write_aws(document).encode()) <= strict.SIZE:
            break
    return document, fit.all()


def as_aws(lens: Lens) -> dict[str, Any]:
    """The document with the keys of the reference format alone, its texts as they are.

    Other than to_aws() it changes nothing that the format has a place for, so what came from there
    goes back word for word; a lens beyond the format's limits has to be made to fit.
    """

    def kept(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        return {key: each for key, each in value.items() if key in KEPT[kind]}

    document = kept("lens", to_dict(lens))
    document["pillars"] = [kept("pillar", pillar) for pillar in document["pillars"]]
    for pillar in document["pillars"]:
        pillar["questions"] = [kept("question", question) for question in pillar["questions"]]
        for question in pillar["questions"]:
            question["choices"] = [kept("choice", choice) for choice in question["choices"]]
    return document


def write_aws(document: Mapping[str, Any]) -> str:
    """The document as JSON, in lines where that does not make it too long for AWS."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    if len(text.encode()) < strict.SIZE:
        return text + "\n"
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


# How long the descriptions of choices and any other text may be: shorter and shorter until the
# document fits; what to do is worth more than what it means, so descriptions give way first.
_LENGTHS = (
    (strict.TEXT, strict.TEXT),
    (450, strict.TEXT),
    (300, strict.TEXT),
    (200, strict.TEXT),
    (200, 600),
    (150, 400),
    (100, 250),
)


def _document(fit: Fit, lens: Lens, page: Page) -> dict[str, Any]:
    _drop(fit, to_dict(lens))
    _count(fit, "/pillars", lens.pillars, strict.PILLARS, "pillars")
    name = fit.words("/name", lens.name, strict.NAME, "Lens")
    pillar_ids: list[str] = []
    question_ids: list[str] = []
    pillars = []
    for index, pillar in enumerate(lens.pillars):
        pillar_ids.append(fit.id(f"/pillars/{index}", pillar.id, pillar_ids))
        content = _pillar(fit, f"/pillars/{index}", pillar, question_ids, page)
        pillars.append({"id": pillar_ids[-1], **content})
    return {
        "schemaVersion": SCHEMA_VERSION,
        "name": name,
        "description": fit.words("/description", lens.description, strict.TEXT, name),
        "pillars": pillars,
    }


def _drop(fit: Fit, document: Mapping[str, Any]) -> None:
    """Notes every key that the format does not have."""

    def keys(kind: str, value: Mapping[str, Any], at: str) -> None:
        for key in value:
            if key not in KEPT[kind]:
                fit.dropped(kind, key, f"{at}/{key}")

    keys("lens", document, "")
    for number, pillar in enumerate(document["pillars"]):
        at = f"/pillars/{number}"
        keys("pillar", pillar, at)
        for place, question in enumerate(pillar["questions"]):
            keys("question", question, f"{at}/questions/{place}")
            for index, choice in enumerate(question["choices"]):
                keys("choice", choice, f"{at}/questions/{place}/choices/{index}")


def _count(fit: Fit, at: str, items: Sequence[object], limit: int, what: str) -> None:
    if len(items) > limit:
        message = f"There are {len(items)} {what}; AWS accepts {limit}."
        fit.note(at, "aws-count", message, error=True)


def _pillar(fit: Fit, at: str, pillar: Pillar, taken: list[str], page: Page) -> dict[str, Any]:
    _count(fit, f"{at}/questions", pillar.questions, strict.QUESTIONS, "questions")
    questions = []
    for index, question in enumerate(pillar.questions):
        here = f"{at}/questions/{index}"
        taken.append(fit.id(here, question.id, taken))
        questions.append({"id": taken[-1], **_question(fit, here, question, page)})
    fit.page = ""
    name = fit.words(f"{at}/name", pillar.name, strict.NAME, pillar.id)
    return {"name": name, "questions": questions}


def _question(fit: Fit, at: str, question: Question, page: Page) -> dict[str, Any]:
    fit.page = page(question.id, "")
    _count(fit, f"{at}/choices", question.choices, strict.CHOICES, "choices")
    result: dict[str, Any] = {
        "title": fit.words(f"{at}/title", question.title, strict.TITLE, question.id)
    }
    description = fit.words(f"{at}/description", question.description, strict.TEXT)
    if description:
        result["description"] = description
    link = fit.link(f"{at}/helpfulResource", question.helpful_resource, question.title)
    if link:
        result["helpfulResource"] = link
    ids: dict[str, str] = {}
    choices = []
    for index, choice in enumerate(question.choices):
        here = f"{at}/choices/{index}"
        fit.page = page(question.id, choice.id)
        ids[choice.id] = fit.id(here, choice.id, ids.values())
        choices.append({"id": ids[choice.id], **_choice(fit, here, choice)})
    return result | {"choices": choices, "riskRules": _rules(fit, at, question, ids)}


def _rules(fit: Fit, at: str, question: Question, ids: Mapping[str, str]) -> list[dict[str, str]]:
    pairs = [(rule.condition, rule.risk) for rule in question.risk_rules]
    rules = compile_rules([choice.id for choice in question.choices], pairs)
    fitted = fit_rules(rules, ids)
    if any(rule.risk is Risk.LOW for rule in rules.rules):
        message = "AWS knows no low risk; what was low risk is no risk there."
        fit.note(f"{at}/riskRules", "aws-low-risk", message)
    elif len(fitted) != len(pairs):
        message = f"The {len(pairs)} rules became {len(fitted)} with the same meaning."
        fit.note(f"{at}/riskRules", "aws-rules", message)
    return fitted


def _choice(fit: Fit, at: str, choice: Choice) -> dict[str, Any]:
    title = fit.words(f"{at}/title", choice.title, strict.TITLE, choice.id)
    result: dict[str, Any] = {"title": title}
    helpful = _helpful(fit, at, choice)
    if helpful:
        result["helpfulResource"] = helpful
    plan = fit.link(f"{at}/improvementPlan", choice.improvement_plan, choice.title)
    if not plan and not choice.is_none:
        text = choice.description if choice.description.strip() else choice.title
        plan = {"displayText": fit.shortened(f"{at}/description", text, strict.TEXT)}
        message = f"AWS wants an improvement plan for “{choice.id}”; its description stands in."
        fit.note(f"{at}/improvementPlan", "aws-stand-in", message)
    if plan:
        result["improvementPlan"] = plan
    resources = _resources(fit, f"{at}/additionalResources", choice.additional_resources, title)
    return result | ({"additionalResources": resources} if resources else {})


def _helpful(fit: Fit, at: str, choice: Choice) -> dict[str, str]:
    """The helpful resource; the description, which AWS has no place for, goes before its text."""
    helpful = fit.link(f"{at}/helpfulResource", choice.helpful_resource, choice.title)
    if description := choice.description.strip():
        text = "\n".join(part for part in (description, helpful.get("displayText", "")) if part)
        helpful["displayText"] = fit.shortened(f"{at}/description", text, fit.description)
        if fit.page:
            helpful.setdefault("url", fit.page)
    return helpful


def _resources(
    fit: Fit, at: str, resources: Sequence[AdditionalResource], stand_in: str
) -> list[dict[str, Any]]:
    """One entry for each type the format knows, with at most five links."""
    by_type: dict[str, list[dict[str, str]]] = {}
    for number, resource in enumerate(resources):
        links = [
            fit.link(f"{at}/{number}/content/{index}", link, stand_in)
            for index, link in enumerate(resource.content)
        ]
        by_type.setdefault(resource.type, []).extend(link for link in links if link)
    result = []
    for kind, links in by_type.items():
        if kind not in strict.RESOURCE_TYPES:
            fit.note(at, "aws-resource-type", f"AWS knows no resources of type “{kind}”.")
            continue
        if len(links) > strict.CONTENT:
            message = f"Of {len(links)} links of type {kind} the first {strict.CONTENT} are kept."
            fit.note(at, "aws-count-links", message)
        if links:
            result.append({"type": kind, "content": links[: strict.CONTENT]})
    return result
