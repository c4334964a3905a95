"""The reference format's own limits: what AWS would refuse about a lens that we accept.

Sources: the published lens format, and what the live service was seen to enforce beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lenses.document.model import (
    SCHEMA_VERSION,
    AdditionalResource,
    Choice,
    Lens,
    Link,
    Pillar,
    Question,
)
from lenses.document.problems import Problem
from lenses.rules import Risk

SIZE = 500_000
NAME = TITLE = 128
TEXT = 2048
PILLARS, QUESTIONS, CHOICES, RULES, CONTENT = 10, 20, 15, 3, 5
RESOURCE_TYPES = ("HELPFUL_RESOURCE", "IMPROVEMENT_PLAN")

ID = re.compile(r"[A-Za-z0-9_]{3,128}")
ADDRESS = re.compile(r"https?://\S.*", re.DOTALL)
REFUSED_CHARACTERS = re.compile(r"[^\w\s\-.,:/()@!&#+'?\u2019]|[\u00a0\u200b\u2028\u2029]")
"""Not accepted in names, titles and descriptions; display texts may hold anything."""


def strict_size(data: str | bytes) -> list[Problem]:
    """The size limit of a document."""
    if len(data) <= SIZE:
        return []
    message = f"The document has {len(data):,} characters; AWS accepts {SIZE:,}."
    return [Problem("", message, code="aws-size")]


def strict_problems(lens: Lens) -> list[Problem]:
    """Everything AWS would refuse, as errors."""
    found = list(_lens(lens))
    for index, pillar in enumerate(lens.pillars):
        found += _pillar(pillar, f"/pillars/{index}")
    return found


def _error(pointer: str, code: str, message: str) -> Problem:
    return Problem(pointer, message, code=code)


def _text(pointer: str, text: str, limit: int, *, plain: bool = True) -> Iterator[Problem]:
    """Length, and for plain texts the characters."""
    if len(text) > limit:
        yield _error(
            pointer, "aws-long", f"It has {len(text):,} characters; AWS accepts {limit:,}."
        )
    refused = sorted(set(REFUSED_CHARACTERS.findall(text))) if plain else []
    if refused:
        shown = " ".join(repr(each)[1:-1] for each in refused)
        yield _error(pointer, "aws-characters", f"AWS does not accept these characters: {shown}")


def _id(pointer: str, text: str) -> Iterator[Problem]:
    if text and not ID.fullmatch(text):
        message = f"“{text}”: AWS accepts ids of 3 to 128 letters, digits and underscores."
        yield _error(f"{pointer}/id", "aws-id", message)


def _count(pointer: str, items: Sequence[object], limit: int, what: str) -> Iterator[Problem]:
    if len(items) > limit:
        yield _error(pointer, "aws-count", f"There are {len(items)} {what}; AWS accepts {limit}.")


def _lens(lens: Lens) -> Iterator[Problem]:
    if lens.schema_version != SCHEMA_VERSION:
        message = f"schemaVersion must be {SCHEMA_VERSION}."
        yield _error("/schemaVersion", "schema-version", message)
    yield from _text("/name", lens.name, NAME)
    if not lens.description.strip():
        yield _error("/description", "aws-missing", "AWS wants a description of the lens.")
    yield from _text("/description", lens.description, TEXT)
    yield from _count("/pillars", lens.pillars, PILLARS, "pillars")


def _pillar(pillar: Pillar, at: str) -> Iterator[Problem]:
    yield from _id(at, pillar.id)
    yield from _text(f"{at}/name", pillar.name, NAME)
    yield from _count(f"{at}/questions", pillar.questions, QUESTIONS, "questions")
    for index, question in enumerate(pillar.questions):
        yield from _question(question, f"{at}/questions/{index}")


def _question(question: Question, at: str) -> Iterator[Problem]:
    yield from _id(at, question.id)
    yield from _text(f"{at}/title", question.title, TITLE)
    yield from _text(f"{at}/description", question.description, TEXT)
    yield from _link(f"{at}/helpfulResource", question.helpful_resource)
    yield from _count(f"{at}/choices", question.choices, CHOICES, "choices")
    for index, choice in enumerate(question.choices):
        yield from _choice(choice, f"{at}/choices/{index}")
    yield from _rules(question, f"{at}/riskRules")


def _choice(choice: Choice, at: str) -> Iterator[Problem]:
    yield from _id(at, choice.id)
    yield from _text(f"{at}/title", choice.title, TITLE)
    yield from _link(f"{at}/helpfulResource", choice.helpful_resource)
    plan = choice.improvement_plan
    if not choice.is_none and (plan is None or not plan.text.strip()):
        message = f"AWS wants an improvement plan with a text for “{choice.id}”."
        yield _error(f"{at}/improvementPlan", "aws-missing", message)
    yield from _link(f"{at}/improvementPlan", plan)
    yield from _resources(choice.additional_resources, f"{at}/additionalResources")


def _resources(resources: Sequence[AdditionalResource], at: str) -> Iterator[Problem]:
    types = [resource.type for resource in resources]
    for index, resource in enumerate(resources):
        here = f"{at}/{index}"
        if resource.type not in RESOURCE_TYPES:
            message = f"“{resource.type}”: AWS knows the types {' and '.join(RESOURCE_TYPES)}."
            yield _error(f"{here}/type", "aws-resource-type", message)
        elif resource.type in types[:index]:
            message = f"AWS accepts one entry of type {resource.type}."
            yield _error(f"{here}/type", "aws-count", message)
        yield from _count(f"{here}/content", resource.content, CONTENT, "links")
        for place, link in enumerate(resource.content):
            yield from _link(f"{here}/content/{place}", link)


def _link(at: str, link: Link | None) -> Iterator[Problem]:
    if link is None:
        return
    yield from _text(f"{at}/displayText", link.text, TEXT, plain=False)
    if link.url and not ADDRESS.fullmatch(link.url):
        message = f"“{link.url}”: an address begins with http:// or https://."
        yield _error(f"{at}/url", "aws-url", message)
    if link.url and not link.text.strip():
        yield _error(f"{at}/displayText", "aws-missing", "AWS wants a text beside an address.")


def _rules(question: Question, at: str) -> Iterator[Problem]:
    rules = question.risk_rules
    yield from _count(at, rules, RULES, "rules")
    risks: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.risk not in (Risk.HIGH.word, Risk.MEDIUM.word, Risk.NONE.word):
            message = f"“{rule.risk}”: AWS knows HIGH_RISK, MEDIUM_RISK and NO_RISK."
            yield _error(f"{at}/{index}/risk", "aws-risk", message)
        elif rule.risk in risks:
            message = f"A second rule for {rule.risk}; AWS accepts one for each risk."
            yield _error(f"{at}/{index}/risk", "aws-risk-repeated", message)
        risks.add(rule.risk)
        if " selected" in rule.condition.casefold() or re.search(r"[.\-]", rule.condition):
            message = "AWS knows ids, &&, ||, ! and parentheses only; write !id for NOT selected."
            yield _error(f"{at}/{index}/condition", "aws-condition", message)
    if not any(rule.condition.strip() == "default" for rule in rules):
        message = f"“{question.id}” has no default rule."
        yield _error(at, "default-missing", message)
