"""Checking a draft: as exact as reading and linting, and only what changed is looked at again."""

from __future__ import annotations

import copy

import pytest

from bench import largest
from lenses.document import check, checking, lint, read
from tests.builders import SMALL_LENS


@pytest.fixture
def looked_at(monkeypatch):
    """The ids of the questions whose rules are looked at, from now on."""
    checking.forget()
    seen: list[str] = []
    real = checking.lint_rules

    def watched(question, at, budget):
        seen.append(question.id)
        return real(question, at, budget)

    monkeypatch.setattr(checking, "lint_rules", watched)
    yield seen
    checking.forget()


def test_after_an_edit_only_the_changed_question_is_looked_at_again(looked_at):
    document = copy.deepcopy(SMALL_LENS)
    check(document)
    assert looked_at == ["locks", "keys", "glass"]
    document["pillars"][0]["questions"][1]["title"] = "Who has the keys?"
    document["pillars"][0]["name"] = "All doors"
    document["pillars"].reverse()
    check(document)
    assert looked_at[3:] == ["keys"]


def test_the_same_question_elsewhere_is_pointed_to_where_it_is(looked_at):
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = "ghost"
    assert [problem.pointer for problem in check(document) if problem.is_error] == [
        "/pillars/0/questions/0/riskRules/0/condition"
    ]
    document["pillars"].reverse()
    assert [problem.pointer for problem in check(document) if problem.is_error] == [
        "/pillars/1/questions/0/riskRules/0/condition"
    ]


def test_the_largest_lens_of_the_format_is_checked_to_the_last_combination():
    document = largest.document()
    question = document["pillars"][9]["questions"][19]
    # True for one answer in 16,384 only: all practices but the last, and not the last.
    names = [choice["id"] for choice in question["choices"]][:-1]
    last = " && ".join(names[:-1]) + f" && !{names[-1]}"
    question["riskRules"].insert(0, {"condition": last, "risk": "NO_RISK"})
    question["riskRules"][1]["risk"] = "HIGH_RISK"
    found = check(document)
    assert {problem.code for problem in found} == {
        "many-rules",
        "not-monotone",
        "practices-not-enough",
    }
    assert all(p.pointer.startswith("/pillars/9/questions/19/") for p in found)
    reading = read(document)
    assert reading.lens is not None
    assert {(p.pointer, p.code) for p in (*reading.warnings, *lint(reading.lens))} == {
        (p.pointer, p.code) for p in found
    }


def test_beyond_the_budget_of_a_lens_it_is_said_that_rules_were_not_looked_at(monkeypatch):
    monkeypatch.setattr(checking, "TABLE_BUDGET", 12)
    checking.forget()
    codes = [problem.code for problem in check(SMALL_LENS)]
    assert codes.count("not-checked") == 1
    checking.forget()
