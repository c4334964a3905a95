"""Reading and checking the document of a mapping: every problem at once, with its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lenses.document import Limits, Problem, write_data
from lenses.document.problems import place
from lenses.document.source import load
from reviews.profiling.mapping import FRAMEWORK, Mapping, Option, Priorities, Push, Question

FORMAT = 1
LIMITS = Limits(size=500_000)
MAX_QUESTIONS, MAX_OPTIONS, MAX_ENTRIES, MAX_IDS = 20, 20, 60, 200
MAX_TITLE, MAX_TEXT = 120, 500
MAX_WEIGHT, MOST = 100, 1000
_ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_FILE = Path(__file__).with_name("mapping.yaml")


@dataclass(frozen=True, slots=True)
class Reading:
    """A mapping, unless there are problems."""

    mapping: Mapping | None
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=1)
def builtin() -> Mapping:
    """The mapping WellArch comes with."""
    reading = read(_FILE.read_text(encoding="utf-8"))
    if reading.mapping is None:
        raise ValueError(f"mapping.yaml does not read: {reading.problems}")
    return reading.mapping


def read(document: str | MappingOf[str, Any]) -> Reading:
    """The mapping of a text (YAML or JSON) or of data, or everything that is wrong with it."""
    source = load(document, LIMITS)
    if not source.ok:
        return Reading(None, tuple(problem for problem in source.problems if problem.is_error))
    reader = _Reader()
    mapping = reader.mapping(source.data)
    problems = place(reader.problems, source.places)
    return Reading(None if problems else mapping, problems)


def write(mapping: Mapping) -> str:
    """The mapping as YAML, which reads as the same mapping."""
    return write_data(as_data(mapping))


def as_data(mapping: Mapping) -> dict[str, Any]:
    """The mapping as JSON values, without what is empty."""
    return {
        "format": FORMAT,
        "at_most": mapping.at_most,
        "questions": [_question_data(question) for question in mapping.questions],
    }


def known_answers(mapping: Mapping, answers: Any) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The answers as {question: [option, …]}, and {question: what is wrong with it}."""
    if not isinstance(answers, MappingOf):
        return {}, {"": "Send an object: question, list of options."}
    wrong: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for key, value in answers.items():
        question = mapping.question(str(key))
        options = [value] if isinstance(value, str) else value
        if question is None:
            wrong[str(key)] = "There is no such question."
        elif not isinstance(options, Sequence) or not all(isinstance(o, str) for o in options):
            wrong[str(key)] = "Send a list of options."
        elif unknown := [option for option in options if question.option(option) is None]:
            wrong[str(key)] = f"There is no option {unknown[0][:64]}."
        elif len(options) > 1 and not question.is_several:
            wrong[str(key)] = "Choose one of these."
        elif options:
            found[question.id] = [o.id for o in question.options if o.id in options]
    order = [question.id for question in mapping.questions]
    return {key: found[key] for key in order if key in found}, wrong


def _question_data(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        **({"help": question.help} if question.help else {}),
        **({"choose": "any"} if question.is_several else {}),
        "options": [_option_data(option) for option in question.options],
    }


def _option_data(option: Option) -> dict[str, Any]:
    data: dict[str, Any] = {"id": option.id, "title": option.title}
    if option.description:
        data["description"] = option.description
    if option.pillars:
        data["pillars"] = [
            {"pillar": push.pillar, "weight": push.weight, "why": push.why}
            for push in option.pillars
        ]
    if option.priorities:
        data["priorities"] = [
            {
                **({"lens": entry.lens} if entry.lens != FRAMEWORK else {}),
                "questions": list(entry.questions),
                "why": entry.why,
            }
            for entry in option.priorities
        ]
    return data


@dataclass(slots=True)
class _Reader:
    """Walks through the data and notes what is wrong."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, pointer: str, message: str) -> None:
        self.problems.append(Problem(pointer, message))

    def mapping(self, data: Any) -> Mapping:
        values = self.object(data, "", {"format", "at_most", "questions"})
        if values.get("format", FORMAT) != FORMAT:
            self.wrong("/format", f"This version of WellArch reads format {FORMAT}.")
        return Mapping(
            self.number(values, "/at_most", "at_most", MOST),
            tuple(
                self.question(each, f"/questions/{n}")
                for n, each in enumerate(self.unique(values, "", "questions", MAX_QUESTIONS))
            ),
        )

    def question(self, data: Any, at: str) -> Question:
        values = self.object(data, at, {"id", "title", "help", "choose", "options"})
        choose = values.get("choose", "one")
        if choose not in ("one", "any"):
            self.wrong(f"{at}/choose", "Write one or any.")
        return Question(
            self.id(values, at, "id"),
            self.text(values, at, "title", MAX_TITLE),
            self.text(values, at, "help", MAX_TEXT, is_optional=True),
            choose == "any",
            tuple(
                self.option(each, f"{at}/options/{n}")
                for n, each in enumerate(self.unique(values, at, "options", MAX_OPTIONS))
            ),
        )

    def option(self, data: Any, at: str) -> Option:
        values = self.object(data, at, {"id", "title", "description", "pillars", "priorities"})
        pillars = self.many(values, at, "pillars", MAX_ENTRIES, is_optional=True)
        entries = self.many(values, at, "priorities", MAX_ENTRIES, is_optional=True)
        return Option(
            self.id(values, at, "id"),
            self.text(values, at, "title", MAX_TITLE),
            self.text(values, at, "description", MAX_TEXT, is_optional=True),
            tuple(self.push(each, f"{at}/pillars/{n}") for n, each in enumerate(pillars)),
            tuple(self.entry(each, f"{at}/priorities/{n}") for n, each in enumerate(entries)),
        )

    def push(self, data: Any, at: str) -> Push:
        values = self.object(data, at, {"pillar", "weight", "why"})
        return Push(
            self.id(values, at, "pillar"),
            self.number(values, f"{at}/weight", "weight", MAX_WEIGHT),
            self.text(values, at, "why", MAX_TEXT),
        )

    def entry(self, data: Any, at: str) -> Priorities:
        values = self.object(data, at, {"lens", "questions", "why"})
        ids = self.many(values, at, "questions", MAX_IDS)
        for n, each in enumerate(ids):
            if not isinstance(each, str) or not _ID.fullmatch(each):
                self.wrong(f"{at}/questions/{n}", "Write the id of a question of the lens.")
        return Priorities(
            tuple(each for each in ids if isinstance(each, str)),
            self.text(values, at, "why", MAX_TEXT),
            self.id(values, at, "lens") if "lens" in values else FRAMEWORK,
        )

    def object(self, data: Any, at: str, keys: set[str]) -> MappingOf[str, Any]:
        if not isinstance(data, MappingOf):
            self.wrong(at, "Here belongs an object: keys with values.")
            return {}
        for key in data:
            if key not in keys:
                known = ", ".join(sorted(keys))
                self.wrong(f"{at}/{key}", f"There is no key “{key}” here; there are {known}.")
        return data

    def many(
        self,
        values: MappingOf[str, Any],
        at: str,
        key: str,
        most: int,
        *,
        is_optional: bool = False,
    ) -> list[Any]:
        found = values.get(key)
        if found in (None, []) and is_optional:
            return []
        if not isinstance(found, list) or not found:
            self.wrong(f"{at}/{key}" if key in values else at, f"“{key}” must be a list.")
            return []
        if len(found) > most:
            self.wrong(f"{at}/{key}", f"There may be at most {most}.")
            return []
        return found

    def unique(self, values: MappingOf[str, Any], at: str, key: str, most: int) -> list[Any]:
        found = self.many(values, at, key, most)
        seen: set[str] = set()
        for n, each in enumerate(found):
            name = each.get("id") if isinstance(each, MappingOf) else None
            if isinstance(name, str) and name in seen:
                self.wrong(f"{at}/{key}/{n}/id", f"“{name}” is there already.")
            seen.add(str(name))
        return found

    def id(self, values: MappingOf[str, Any], at: str, key: str) -> str:
        found = values.get(key)
        if not isinstance(found, str) or not _ID.fullmatch(found):
            where = f"{at}/{key}" if key in values else at
            self.wrong(where, f"“{key}” must be letters, digits, dots, dashes or underscores.")
            return ""
        return found

    def text(
        self,
        values: MappingOf[str, Any],
        at: str,
        key: str,
        most: int,
        *,
        is_optional: bool = False,
    ) -> str:
        found = values.get(key)
        if found is None and is_optional:
            return ""
        if not isinstance(found, str) or not found.strip():
            self.wrong(f"{at}/{key}" if key in values else at, f"“{key}” must be a text.")
            return ""
        if len(found) > most:
            self.wrong(f"{at}/{key}", f"Use at most {most} characters.")
        return found.strip()

    def number(self, values: MappingOf[str, Any], at: str, key: str, most: int) -> int:
        found = values.get(key)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
            where = at if key in values else at.rpartition("/")[0]
            self.wrong(where, f"“{key}” must be a whole number from 1 to {most}.")
            return 1
        return found
