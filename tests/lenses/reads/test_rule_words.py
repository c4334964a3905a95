"""Risk rules in words."""

from __future__ import annotations

import pytest

from lenses.compiled import compile_lens
from lenses.document import read
from lenses.reads.rule_words import Group, Term, read_rules

CHOICES = [{"id": each, "title": each.upper()} for each in "abcde"] + [
    {"id": "q_no", "title": "None of these"}
]


def said(condition, choices=CHOICES):
    document = {
        "name": "L",
        "pillars": [
            {
                "id": "p",
                "name": "P",
                "questions": [
                    {
                        "id": "q",
                        "title": "Q?",
                        "choices": choices,
                        "riskRules": [{"condition": condition, "risk": "NO_RISK"}],
                    }
                ],
            }
        ],
    }
    (rule,) = read_rules(compile_lens(read(document).lens).questions["q"])
    return rule


def titles(rule):
    return [item.title for item in rule.items]


@pytest.mark.parametrize(
    ("condition", "sentence", "listed"),
    [
        ("default", "Whatever is selected", ""),
        ("a && b && c && d && e", "All practices are in place", ""),
        ("a || b || c || d || e", "At least one practice is in place", ""),
        ("a && b && c && d", "All practices are in place, but these may be missing:", "E"),
        ("a && b", "All of these are in place:", "AB"),
        ("a || b", "At least one of these is in place:", "AB"),
        ("a", "This is in place:", "A"),
        ("!a", "This is missing:", "A"),
        ("!a && !b", "All of these are missing:", "AB"),
        ("!(a || b)", "All of these are missing:", "AB"),
        ("!a || !b", "One of these is missing:", "AB"),
        ("!(a && b)", "One of these is missing:", "AB"),
        ("!!a", "This is in place:", "A"),
        ("a && (b && c)", "All practices are in place, but these may be missing:", "DE"),
    ],
)
def test_plain_conditions_are_one_sentence_and_a_list(condition, sentence, listed):
    rule = said(condition)
    assert rule.sentence == sentence
    assert "".join(titles(rule)) == listed
    assert rule.plain
    assert rule.written == condition


def test_mixed_conditions_say_of_each_practice_how_it_is_meant():
    rule = said("a && !b && (c || !(d && e))")
    assert rule.sentence == "All of this holds:"
    assert not rule.plain
    assert rule.items == (
        Term("", "A", True),
        Term("", "B", False),
        Group(False, (Term("", "C", True), Term("", "D", False), Term("", "E", False))),
    )


def test_a_rule_about_none_of_these_names_it():
    assert titles(said("q_no")) == ["None of these"]


def test_practices_of_the_same_title_are_not_confused():
    twins = [{"id": "a", "title": "A"}, {"id": "b", "title": "A"}, {"id": "c", "title": "C"}]
    assert said("a && c", twins).sentence != "All practices are in place"
