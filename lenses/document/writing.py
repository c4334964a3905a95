"""A lens → document: plain data, JSON, YAML, in one stable order. Loses nothing.

read(write_json(lens)) and read(write_yaml(lens)) give the same lens again (tested).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from lenses.document.model import (
    AdditionalResource,
    Choice,
    Lens,
    Link,
    MaturityLevel,
    Pillar,
    Principle,
    Question,
    Rule,
)
from lenses.document.yaml_source import is_plain_text


def to_dict(lens: Lens) -> dict[str, Any]:
    """The document as plain data: keys in the order of the format, absent parts left out."""
    return _object(
        lens.extra,
        schemaVersion=lens.schema_version,
        alias=lens.alias,
        version=lens.version,
        name=lens.name,
        description=lens.description,
        focus=lens.focus,
        considerations=list(lens.considerations),
        scoring=lens.scoring,
        pillars=[_pillar(pillar) for pillar in lens.pillars],
    )


def write_json(lens: Lens) -> str:
    """The document as indented JSON."""
    return json_text(to_dict(lens))


def json_text(data: Mapping[str, Any]) -> str:
    """Plain data as indented JSON in the order of its keys."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


_KEYS = (
    "schemaVersion", "alias", "version", "id", "code", "type", "name", "title", "displayText",
    "url", "condition", "risk", "description", "example", "focus", "considerations", "scoring",
    "conversation", "evidence", "riskIfAbsent", "effort", "antiPatterns", "helpfulResource",
    "improvementPlan", "additionalResources", "content", "principles", "maturity", "examples",
    "checklist", "choices", "riskRules", "questions", "pillars",
)  # fmt: skip
_PLACE = {key: place for place, key in enumerate(_KEYS)}


def ordered(data: Any) -> Any:
    """Plain data with the keys of the format in its order and others behind them, at every level.

    For documents that do not read: a database may have kept their keys in an order of its own.
    """
    if isinstance(data, dict):
        keys = sorted(data, key=lambda key: _PLACE.get(key, len(_PLACE)))
        return {key: ordered(data[key]) for key in keys}
    return [ordered(each) for each in data] if isinstance(data, list) else data


def write_yaml(lens: Lens) -> str:
    """The document as YAML, long texts as blocks where that loses nothing."""
    return write_data(to_dict(lens))


def write_data(data: Mapping[str, Any]) -> str:
    """Plain data as YAML in the order of its keys; our reader gives the same back."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.CSafeDumper):
    """Safe YAML that writes texts of several lines as blocks and never uses aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # PyYAML writes for YAML 1.1, where 0E0 is a word; our reader (1.2) takes it for a number.
    style = "|" if "\n" in text.strip("\n") else None if is_plain_text(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _object(extra: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """The values that are there, then what the format does not know."""
    kept = {key: value for key, value in values.items() if value not in (None, "", [], ())}
    return kept | {key: value for key, value in extra.items() if key not in kept}


def _pillar(pillar: Pillar) -> dict[str, Any]:
    return _object(
        pillar.extra,
        id=pillar.id,
        name=pillar.name,
        description=pillar.description,
        principles=[_principle(each) for each in pillar.principles],
        maturity=[_level(each) for each in pillar.maturity],
        checklist=list(pillar.checklist),
    ) | {"questions": [_question(question) for question in pillar.questions]}


def _question(question: Question) -> dict[str, Any]:
    return _object(
        question.extra,
        id=question.id,
        code=question.code,
        title=question.title,
        description=question.description,
        conversation=question.conversation,
        evidence=list(question.evidence),
        antiPatterns=list(question.anti_patterns),
        helpfulResource=_link(question.helpful_resource),
        choices=[_choice(choice) for choice in question.choices],
        riskRules=[_rule(rule) for rule in question.risk_rules],
    )


def _choice(choice: Choice) -> dict[str, Any]:
    return _object(
        choice.extra,
        id=choice.id,
        code=choice.code,
        title=choice.title,
        description=choice.description,
        riskIfAbsent=choice.risk_if_absent,
        effort=choice.effort,
        antiPatterns=list(choice.anti_patterns),
        helpfulResource=_link(choice.helpful_resource),
        improvementPlan=_link(choice.improvement_plan),
        additionalResources=[_resource(each) for each in choice.additional_resources],
    )


def _link(link: Link | None) -> dict[str, Any] | None:
    return None if link is None else _object(link.extra, displayText=link.text, url=link.url)


def _resource(resource: AdditionalResource) -> dict[str, Any]:
    content = [_link(link) for link in resource.content]
    return _object(resource.extra, type=resource.type, content=content)


def _rule(rule: Rule) -> dict[str, Any]:
    return _object(rule.extra, condition=rule.condition, risk=rule.risk)


def _principle(principle: Principle) -> dict[str, Any]:
    return _object(principle.extra, name=principle.name, example=principle.example)


def _level(level: MaturityLevel) -> dict[str, Any]:
    return _object(
        level.extra,
        name=level.name,
        description=level.description,
        examples=list(level.examples),
    )
