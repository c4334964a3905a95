"""The fields of lenses, pillars, questions and choices as texts, and which of them changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from lenses.document.diffing.order import pairs
from lenses.document.diffing.values import FieldChange, Line
from lenses.document.model import (
    AdditionalResource,
    Choice,
    Extra,
    Lens,
    Link,
    MaturityLevel,
    Pillar,
    Principle,
    Question,
)

Value = str | tuple[str, ...]
Fields = Mapping[str, Value]


def changed(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    """The fields whose content differs, in the order of the format."""
    names = dict.fromkeys([*old, *new])
    found = []
    for name in names:
        change = _change(name, old.get(name, ""), new.get(name, ""))
        if change is not None:
            found.append(change)
    return tuple(found)


def _change(name: str, old: Value, new: Value) -> FieldChange | None:
    if old == new or not (old or new):
        return None
    if isinstance(old, str) and isinstance(new, str):
        return FieldChange(name, (Line(old, new),))
    one, two = _items(old), _items(new)
    if Counter(one) == Counter(two):
        return FieldChange(name, (), is_order=True)
    lines = tuple(
        Line(one[i] if i is not None else "", two[j] if j is not None else "")
        for i, j, is_same in pairs(one, two)
        if not is_same
    )
    return FieldChange(name, lines)


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def of_lens(lens: Lens) -> Fields:
    """What a lens says of itself, its pillars excepted."""
    return {
        "name": lens.name,
        "description": lens.description,
        "alias": lens.alias,
        "version": lens.version,
        "schemaVersion": lens.schema_version,
        "focus": lens.focus,
        "considerations": lens.considerations,
        "scoring": lens.scoring,
        **_extra(lens.extra),
    }


def of_pillar(pillar: Pillar) -> Fields:
    """What a pillar says, its questions excepted."""
    return {
        "name": pillar.name,
        "description": pillar.description,
        "principles": tuple(_principle(each) for each in pillar.principles),
        "maturity": tuple(_level(each) for each in pillar.maturity),
        "checklist": pillar.checklist,
        **_extra(pillar.extra),
    }


def of_question(question: Question) -> Fields:
    """What a question says, its choices and rules excepted."""
    return {
        "title": question.title,
        "code": question.code,
        "description": question.description,
        "conversation": question.conversation,
        "evidence": question.evidence,
        "antiPatterns": question.anti_patterns,
        **_link("helpfulResource", question.helpful_resource),
        **_extra(question.extra),
    }


def of_choice(choice: Choice) -> Fields:
    """What a choice says."""
    return {
        "title": choice.title,
        "code": choice.code,
        "description": choice.description,
        "riskIfAbsent": choice.risk_if_absent,
        "effort": choice.effort,
        "antiPatterns": choice.anti_patterns,
        **_link("helpfulResource", choice.helpful_resource),
        **_link("improvementPlan", choice.improvement_plan),
        "additionalResources": tuple(_resources(choice.additional_resources)),
        **_extra(choice.extra),
    }


def _link(name: str, link: Link | None) -> Fields:
    if link is None:
        return {}
    return {
        f"{name}.displayText": link.text,
        f"{name}.url": link.url,
        **_extra(link.extra, f"{name}."),
    }


def _resources(resources: Iterable[AdditionalResource]) -> Iterable[str]:
    for resource in resources:
        more = _more(resource.extra)
        if not resource.content:
            yield _lines(resource.type, *more)
        for link in resource.content:
            yield _lines(resource.type, link.text, link.url, *_more(link.extra), *more)


def _principle(each: Principle) -> str:
    return _lines(each.name, each.example, *_more(each.extra))


def _level(each: MaturityLevel) -> str:
    return _lines(each.name, each.description, *each.examples, *_more(each.extra))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _more(extra: Extra) -> list[str]:
    return [f"{name}: {value}" for name, value in _extra(extra).items()]


def _extra(extra: Extra, before: str = "") -> dict[str, str]:
    """The keys the format does not know, their values as text."""
    return {f"{before}{name}": _text(value) for name, value in extra.items()}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
