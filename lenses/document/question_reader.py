"""One question of a document: its choices and its rules. Keeps track of ids used in the lens."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lenses.document.model import AdditionalResource, Choice, Link, Question, Rule
from lenses.document.nodes import Node, link_of
from lenses.rules import LEVELS, RuleError, compile_rule, rules_from_levels

TITLE_LENGTH = 128
"""Longest title of the reference format."""

RULE_COUNT = 3
"""Most rules a question has in the reference format."""

_ID = re.compile(r"[\w.\-]+")


class QuestionReader:
    """Reads questions one after the other, since their ids must differ within the lens."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def read(self, node: Node) -> Question:
        """Reads one question; appends what is wrong to its notes."""
        question_id = read_id(node)
        self.check_unique(node, question_id)
        title = read_title(node, question_id)
        choices = self._choices(node, question_id)
        rules = _rules(node, question_id, choices)
        return Question(
            id=question_id,
            title=title,
            description=node.text("description"),
            choices=choices,
            risk_rules=rules,
            helpful_resource=node.link("helpfulResource"),
            code=node.text("code", node.notes.limits.code),
            conversation=node.text("conversation"),
            evidence=node.texts("evidence"),
            anti_patterns=node.texts("antiPatterns"),
            extra=node.rest(),
        )

    def check_unique(self, node: Node, question_id: str) -> None:
        """Notes an id that a question before this one has."""
        if not question_id:
            return
        first = self.seen.setdefault(question_id, node.pointer)
        if first != node.pointer:
            node.notes.error(
                node.at("id"),
                "question-id-repeated",
                f"The question id “{question_id}” is used twice, first at {first}.",
            )

    def _choices(self, node: Node, question_id: str) -> tuple[Choice, ...]:
        notes = node.notes
        choices: list[Choice] = []
        seen: set[str] = set()
        for child in node.nodes("choices", "choice"):
            choice = _choice(child)
            if choice.id and choice.id in seen:
                notes.error(
                    child.at("id"),
                    "choice-id-repeated",
                    f"Two choices of “{question_id}” have the id “{choice.id}”.",
                )
            seen.add(choice.id)
            choices.append(choice)
            if len(choices) > notes.limits.choices:
                message = f"“{question_id}” has more than {notes.limits.choices} choices."
                notes.error(node.at("choices"), "too-many-choices", message)
                break
        if not choices:
            message = f"The question “{question_id}” has no choices, so it cannot be answered."
            notes.error(node.at("choices"), "no-choices", message)
        return tuple(choices)


def read_id(node: Node) -> str:
    """The id of an object; "" with an error when it has none that can be used."""
    text = node.text("id", node.notes.limits.id)
    found = text.strip()
    if not found:
        node.notes.error(node.pointer, "id-missing", f"This {node.kind} has no id.")
        return ""
    if found != text:
        node.notes.warning(
            node.at("id"), "id-blanks", f"The id “{found}” is written with blanks around it."
        )
    if not _ID.fullmatch(found):
        message = f"The id “{found}” may only have letters, digits, “_”, “-” and “.”."
        node.notes.error(node.at("id"), "id-characters", message)
    return found


def read_title(node: Node, stand_in: str) -> str:
    """The title of a question or choice; the id stands in for one that is missing."""
    title = node.text("title", node.notes.limits.title)
    if not title.strip():
        message = f"The {node.kind} “{stand_in}” has no title; its id stands in."
        node.notes.warning(node.pointer, "title-missing", message)
        return stand_in
    if len(title) > TITLE_LENGTH:
        message = (
            f"The title has {len(title)} characters; the reference format allows {TITLE_LENGTH}."
        )
        node.notes.warning(node.at("title"), "title-long", message)
    return title


def _choice(node: Node) -> Choice:
    choice_id = read_id(node)
    return Choice(
        id=choice_id,
        title=read_title(node, choice_id),
        helpful_resource=node.link("helpfulResource"),
        improvement_plan=node.link("improvementPlan"),
        additional_resources=tuple(
            _resource(child) for child in node.nodes("additionalResources", "additional resource")
        ),
        code=node.text("code", node.notes.limits.code),
        description=node.text("description"),
        risk_if_absent=_level(node),
        effort=node.text("effort", node.notes.limits.title),
        anti_patterns=node.texts("antiPatterns"),
        extra=node.rest(),
    )


def _level(node: Node) -> str:
    level = node.text("riskIfAbsent").strip().lower()
    if level and level not in LEVELS:
        message = f"“{level}” is no level; riskIfAbsent is high, medium or low. It is left out."
        node.notes.warning(node.at("riskIfAbsent"), "unknown-level", message)
        return ""
    return level


def _resource(node: Node) -> AdditionalResource:
    kind = node.text("type")
    content: list[Link] = []
    for child in node.nodes("content", "link"):
        if link := link_of(child):
            content.append(link)
    return AdditionalResource(kind, tuple(content), node.rest())


def _rules(node: Node, question_id: str, choices: tuple[Choice, ...]) -> tuple[Rule, ...]:
    notes = node.notes
    known = frozenset(choice.id for choice in choices)
    rules: list[Rule] = []
    has_default = False
    for child in node.nodes("riskRules", "rule"):
        rule = Rule(child.text("condition", notes.limits.rule_length), child.text("risk"))
        has_default |= _check_rule(child, rule, known)
        rules.append(Rule(rule.condition, rule.risk, child.rest()))
    if not rules:
        return _derived(node, question_id, choices)
    at = node.at("riskRules")
    if len(rules) > notes.limits.rules:
        message = f"“{question_id}” has more than {notes.limits.rules} rules."
        notes.error(at, "too-many-rules", message)
    elif len(rules) > RULE_COUNT:
        message = f"“{question_id}” has {len(rules)} rules; the reference format allows 3."
        notes.warning(at, "many-rules", message)
    if not has_default:
        message = f"“{question_id}” has no default rule; what no rule matches is no risk."
        notes.warning(at, "default-missing", message)
    return tuple(rules)


def _check_rule(node: Node, rule: Rule, known: frozenset[str]) -> bool:
    """Notes what is wrong with a rule; says whether it is the default."""
    if not rule.risk.strip():
        node.notes.error(node.pointer, "rule-risk-missing", "The rule names no risk.")
    else:
        try:
            compile_rule(known, "default", rule.risk)
        except RuleError as error:
            node.notes.error(node.at("risk"), error.code, error.message)
    try:
        return compile_rule(known, rule.condition, "NO_RISK").is_default
    except RuleError as error:
        pointer = node.at("condition") if "condition" in node.value else node.pointer
        node.notes.error(pointer, error.code, error.message)
        return False


def _derived(node: Node, question_id: str, choices: tuple[Choice, ...]) -> tuple[Rule, ...]:
    """Rules from riskIfAbsent, when there are no others."""
    levels: Mapping[str, str] = {
        choice.id: choice.risk_if_absent
        for choice in choices
        if choice.risk_if_absent and not choice.is_none
    }
    if levels:
        return tuple(Rule(*pair) for pair in rules_from_levels(levels))
    if choices:
        message = f"“{question_id}” has no risk rules, so every answer to it is no risk."
        node.notes.warning(node.pointer, "rules-missing", message)
    return ()
