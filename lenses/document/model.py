"""A lens as a document says it: frozen values, field by field. Knows no files and no database.

Attributes are the format's camelCase keys in snake_case. Texts are exactly as written ("" when
absent). ``extra`` holds keys the format does not know, so that nothing is lost on the way back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lenses.rules import is_none_choice

SCHEMA_VERSION = "2021-11-01"

Extra = Mapping[str, Any]


def web_address(url: str) -> str:
    """The address if it leads to a web page, else nothing: only such may become a link.

    Lenses come from anywhere, and an address may also be a script.
    """
    url = url.strip()
    return url if url.lower().startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads; either may be empty."""

    text: str = ""
    url: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AdditionalResource:
    """More links of one type: HELPFUL_RESOURCE or IMPROVEMENT_PLAN."""

    type: str
    content: tuple[Link, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Principle:
    """A design principle of a pillar, with an example of what it means (extension)."""

    name: str
    example: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MaturityLevel:
    """One step of a pillar's maturity model, lowest first (extension)."""

    name: str
    examples: tuple[str, ...] = ()
    description: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One risk rule as written; lenses.rules compiles it."""

    condition: str
    risk: str
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One best practice of a question, or “None of these”.

    Extensions: code, description, risk_if_absent (high, medium, low), effort, anti_patterns.
    """

    id: str
    title: str
    helpful_resource: Link | None = None
    improvement_plan: Link | None = None
    additional_resources: tuple[AdditionalResource, ...] = ()
    code: str = ""
    description: str = ""
    risk_if_absent: str = ""
    effort: str = ""
    anti_patterns: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        """Whether it is “None of these”: its id ends in ``_no``."""
        return is_none_choice(self.id)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices and rules.

    Extensions: code, conversation, evidence, anti_patterns.
    """

    id: str
    title: str
    description: str = ""
    choices: tuple[Choice, ...] = ()
    risk_rules: tuple[Rule, ...] = ()
    helpful_resource: Link | None = None
    code: str = ""
    conversation: str = ""
    evidence: tuple[str, ...] = ()
    anti_patterns: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)

    @property
    def none_choice(self) -> Choice | None:
        """The first “None of these” choice, if there is one."""
        return next((choice for choice in self.choices if choice.is_none), None)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A group of questions.

    Extensions: description, principles, maturity, checklist.
    """

    id: str
    name: str
    questions: tuple[Question, ...] = ()
    description: str = ""
    principles: tuple[Principle, ...] = ()
    maturity: tuple[MaturityLevel, ...] = ()
    checklist: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lens:
    """A whole lens.

    Extensions: alias, version, focus, considerations, scoring (``percent``: the share of practices
    in place is shown as the result).
    """

    name: str
    pillars: tuple[Pillar, ...]
    description: str = ""
    schema_version: str = SCHEMA_VERSION
    alias: str = ""
    version: str = ""
    focus: str = ""
    considerations: tuple[str, ...] = ()
    scoring: str = ""
    extra: Extra = field(default_factory=dict)

    def questions(self) -> Iterator[Question]:
        """Every question in order."""
        for pillar in self.pillars:
            yield from pillar.questions
