"""Every built-in lens, held to the depth and care that a review deserves.

Checklists (`scoring: percent`) are short by nature and held to less depth, never to less care.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lenses.compiled import CompiledQuestion, compile_lens
from lenses.document import Choice, Lens, lint, read, to_aws, write_aws
from lenses.document.catalog_reader import read_folder
from lenses.rules import Risk, Selection, evaluate

CATALOG = Path(__file__).resolve().parents[2] / "lenses" / "catalog"
FOLDERS = sorted(path.parent for path in CATALOG.glob("*/lens.yaml"))
SPECIALISED = {
    "serverless", "saas", "machine-learning", "data-analytics", "iot", "financial-services",
    "games",
}  # fmt: skip
FILLER = re.compile(
    r"\b(it is important to|make sure to|in today's|best practice)\b", re.IGNORECASE
)


def lens_of(folder: Path) -> Lens:
    reading = read_folder(folder)
    assert reading.lens is not None, reading.errors
    return reading.lens


LENSES = {folder.name: lens_of(folder) for folder in FOLDERS}
DEEP = [name for name, lens in LENSES.items() if lens.scoring != "percent"]


def practices(lens: Lens) -> Iterator[Choice]:
    for question in lens.questions():
        yield from (choice for choice in question.choices if not choice.is_none)


def texts(lens: Lens) -> Iterator[str]:
    for pillar in lens.pillars:
        yield pillar.description
        yield from (principle.example for principle in pillar.principles)
        for question in pillar.questions:
            yield from (question.description, question.conversation)
            yield from (*question.evidence, *question.anti_patterns)
            for choice in question.choices:
                yield choice.description
                yield choice.improvement_plan.text if choice.improvement_plan else ""
                yield from choice.anti_patterns


def sentences(text: str) -> list[str]:
    """The sentences of a text, in lower case, without the numbers of steps."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    plain = (re.sub(r"^(?:\d+\.|done when:)\s*", "", part.strip().lower()) for part in parts)
    return [part for part in plain if len(part.split()) >= 4]


@pytest.mark.parametrize("name", LENSES)
def test_the_linter_has_nothing_to_say(name):
    reading = read_folder(CATALOG / name)
    assert reading.problems == ()
    assert lint(LENSES[name]) == ()


@pytest.mark.parametrize("name", LENSES)
def test_no_sentence_stands_twice(name):
    counted = Counter(s for text in texts(LENSES[name]) for s in sentences(text))
    assert [sentence for sentence, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", DEEP)
def test_every_practice_says_what_why_and_how_one_knows(name):
    thin = []
    for choice in practices(LENSES[name]):
        plan = choice.improvement_plan.text if choice.improvement_plan else ""
        if not (
            35 <= len(choice.description.split()) <= 110
            and 40 <= len(plan.split()) <= 140
            and len(plan) <= 2048
            and "done when" in plan.lower()
            and 1 <= len(choice.anti_patterns) <= 3
            and choice.risk_if_absent in {"high", "medium", "low"}
            and choice.effort in {"low", "medium", "high"}
            and len(choice.title) <= 100
        ):
            thin.append(choice.id)
    assert thin == []


@pytest.mark.parametrize("name", DEEP)
def test_every_question_helps_a_team_to_talk(name):
    thin = [
        question.id
        for question in LENSES[name].questions()
        if not (question.description and question.conversation and len(question.evidence) >= 3)
    ]
    assert thin == []


@pytest.mark.parametrize("name", DEEP)
def test_every_pillar_has_principles_with_examples_and_a_checklist(name):
    for pillar in LENSES[name].pillars:
        assert pillar.description, pillar.id
        assert pillar.principles, pillar.id
        assert all(principle.example for principle in pillar.principles), pillar.id
        assert pillar.checklist, pillar.id


@pytest.mark.parametrize("name", LENSES)
def test_none_of_these_is_there_once_and_last(name):
    wrong = [
        question.id
        for question in LENSES[name].questions()
        if [choice.is_none for choice in question.choices]
        != [False] * (len(question.choices) - 1) + [True]
    ]
    assert wrong == []


def reachable(question: CompiledQuestion) -> set[Risk]:
    """Every risk that some selection of practices, or none of these, leads to."""
    ids = [practice.id for practice in question.practices]
    chosen = itertools.chain.from_iterable(
        itertools.combinations(ids, size) for size in range(1, len(ids) + 1)
    )
    selections = itertools.chain(
        chosen, [(question.none_choice.id,)] if question.none_choice else []
    )
    return {evaluate(question.rules, Selection(frozenset(s), frozenset())).risk for s in selections}


@pytest.mark.parametrize("name", LENSES)
def test_every_question_reaches_each_of_its_risk_levels(name):
    for question in compile_lens(LENSES[name]):
        assert reachable(question) == {rule.risk for rule in question.rules.rules}, question.id


@pytest.mark.parametrize("name", LENSES)
def test_links_are_addresses(name):
    links = [
        link.url
        for question in LENSES[name].questions()
        for holder in (question, *question.choices)
        if (link := holder.helpful_resource) and link.url
    ]
    assert [url for url in links if not re.fullmatch(r"https://[^\s]+", url)] == []


@pytest.mark.parametrize("name", LENSES)
def test_texts_have_no_filler(name):
    assert [t for text in texts(LENSES[name]) for t in FILLER.findall(text)] == []


@pytest.mark.parametrize("name", LENSES)
def test_the_lens_leaves_as_a_document_that_aws_takes(name):
    document, notes = to_aws(LENSES[name], lambda question, choice: f"https://w.example/{question}")
    assert [note for note in notes if note.level == "error"] == []
    written = write_aws(document)
    reading = read(written, strict=True)
    assert [problem for problem in reading.problems if problem.level == "error"] == []
    assert len(written) <= 500_000


@pytest.mark.parametrize("name", sorted(SPECIALISED))
def test_a_specialised_lens_has_the_size_of_an_afternoon(name):
    lens = LENSES[name]
    questions = list(lens.questions())
    assert 4 <= len(lens.pillars) <= 6
    assert 15 <= len(questions) <= 30
    assert all(4 <= len(question.choices) - 1 <= 8 for question in questions)
    assert lens.focus
    assert lens.considerations
