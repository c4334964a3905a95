"""The fixtures of documents: where they lie, how one is read, and small lenses made in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lenses.document import Lens, Problem, Reading, read

FIXTURES = Path(__file__).with_name("fixtures")
SEED = FIXTURES / "company-platform-standards.json"


def fixture(name: str) -> Reading:
    """Reads a fixture by its file name."""
    return read((FIXTURES / name).read_bytes())


def good(name: str) -> Lens:
    """The lens in a fixture that reads without errors."""
    lens = fixture(name).lens
    assert lens is not None
    return lens


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of problems in order."""
    return [problem.code for problem in problems]


def document(
    *rules: tuple[str, str], choices: str = "a_1 a_2 a_no", **extra: Any
) -> dict[str, Any]:
    """A parsed lens of one question with these choices and rules."""
    question = {
        "id": "one",
        "title": "How?",
        "choices": [
            {"id": each, "title": each, "improvementPlan": {"displayText": "Do it."}}
            for each in choices.split()
        ],
        "riskRules": [{"condition": condition, "risk": risk} for condition, risk in rules],
    }
    return {
        "schemaVersion": "2021-11-01",
        "name": "Small",
        "description": "A small lens.",
        "pillars": [{"id": "first", "name": "First", "questions": [question]}],
        **extra,
    }


def lens(*rules: tuple[str, str], choices: str = "a_1 a_2 a_no") -> Lens:
    """The same as a Lens."""
    found = read(document(*rules, choices=choices)).lens
    assert found is not None
    return found
