"""check(): everything that is wrong or looks wrong in a document that is being written, fast.

Says what read() and lint() say together, and says it of a document that holds errors too. What is
found in a question is remembered by its content, so that after an edit only the question that was
changed is looked at again. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from lenses.document.lens_reader import read_lens
from lenses.document.lint import TABLE_BUDGET, lint_texts, same_titles
from lenses.document.lint_rules import lint_rules
from lenses.document.model import Question
from lenses.document.nodes import Node, Notes
from lenses.document.problems import LIMITS, Problem
from lenses.document.question_reader import QuestionReader

REMEMBERED = 2_048
"""Questions of which a process remembers what is wrong: ten lenses of the largest size."""


def check(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every error and warning with its pointer, those of reading first, each said once.

    document: plain data, as a draft holds it. Unknown keys are said once per question.
    """
    notes = Notes(LIMITS)
    reader = _Remembering()
    lens = read_lens(Node(notes, document, "", "lens"), reader)
    linted: list[Problem] = []
    if _is_whole(notes.problems):
        for number, pillar in enumerate(lens.pillars):
            linted += same_titles(pillar.questions, f"/pillars/{number}/questions")
    linted += reader.linted()
    once = {(each.pointer, each.code): each for each in (*notes.all(), *linted)}
    return tuple(once.values())


def forget() -> None:
    """Forgets every question, so that a measurement begins with nothing."""
    _known.cache_clear()


class _Known(NamedTuple):
    """What is known of a question's content; pointers begin at the question."""

    id: str
    title: str
    read: tuple[Problem, ...]
    texts: tuple[Problem, ...]
    rules: tuple[Problem, ...]
    cost: int


class _Remembering(QuestionReader):
    """Reads questions by what is known of their content."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[tuple[str, _Known]] = []

    def read(self, node: Node) -> Question:
        """The question with its id and title only; its problems go to the notes."""
        found = _known(json.dumps(node.value))
        self.check_unique(node, found.id)
        node.notes.problems += [_moved(each, node.pointer) for each in found.read]
        self.known.append((node.pointer, found))
        return Question(found.id, found.title)

    def linted(self) -> list[Problem]:
        """What the linter says of the questions, within the budget of a lens."""
        budget = TABLE_BUDGET
        problems: list[Problem] = []
        for at, found in self.known:
            problems += [_moved(each, at) for each in found.texts]
            if found.cost > budget:
                message = f"“{found.id}” has too many choices to look at every answer."
                problems.append(Problem(f"{at}/riskRules", message, "warning", "not-checked"))
                continue
            budget -= found.cost
            problems += [_moved(each, at) for each in found.rules]
        return problems


@lru_cache(maxsize=REMEMBERED)
def _known(content: str) -> _Known:
    notes = Notes(LIMITS)
    question = QuestionReader().read(Node(notes, json.loads(content), "", "question"))
    problems = tuple(notes.all())
    texts = tuple(lint_texts(question, "")) if _is_whole(problems) else ()
    rules: list[Problem] = []
    cost = 0
    if not any(problem.is_error for problem in problems):
        rules, cost = lint_rules(question, "", TABLE_BUDGET)
    return _Known(question.id, question.title, problems, texts, tuple(rules), cost)


def _is_whole(problems: Iterable[Problem]) -> bool:
    """Whether every item of every list was read, so that places in lists are those of pointers."""
    return not any(problem.code == "not-an-object" for problem in problems)


def _moved(problem: Problem, at: str) -> Problem:
    return replace(problem, pointer=at + problem.pointer)
