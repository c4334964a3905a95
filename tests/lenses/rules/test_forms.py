"""Simple forms of conditions, and ready-made rule sets."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses.document import LIMITS
from lenses.rules import Risk, RuleError, Selection, compile_rules, evaluate
from lenses.rules.forms import LONGEST, Form, condition, form_of
from lenses.rules.language import parse
from lenses.rules.suggest import suggest
from lenses.rules.truth import truth
from tests.lenses.properties import quick

IDS = ("a", "b", "c", "d", "e", "f", "g", "h")


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("all", 1, "a && b && c"),
        ("any", 1, "a || b || c"),
        ("none", 1, "!a && !b && !c"),
        ("least", 1, "a || b || c"),
        ("least", 2, "a && b || a && c || b && c"),
        ("least", 3, "a && b && c"),
    ],
)
def test_a_form_is_written_as_an_ordinary_condition(form, number, text):
    written = condition(form, ["a", "b", "c"], number)
    assert parse(written, IDS) == parse(text, IDS)


@quick
@given(st.integers(1, 8), st.integers(1, 8), st.sets(st.sampled_from(IDS)))
def test_at_least_holds_for_so_many_and_more(size, number, selected):
    if number > size:
        return
    rules = compile_rules(
        [*IDS, "z"], [(condition("least", IDS[:size], number), "NO"), ("default", "HIGH")]
    )
    outcome = evaluate(rules, Selection(frozenset(selected | {"z"})))
    enough = len(selected & set(IDS[:size])) >= number
    assert outcome.risk is (Risk.NONE if enough else Risk.HIGH)


@quick
@given(st.integers(2, 8), st.integers(2, 7), st.sets(st.sampled_from(IDS[1:])))
def test_a_practice_set_aside_is_one_that_at_least_asks_for_less(size, number, selected):
    if number > size:
        return
    rules = compile_rules(IDS, [(condition("least", IDS[:size], number), "NO"), ("default", "LOW")])
    outcome = evaluate(rules, Selection(frozenset(selected), frozenset("a")))
    enough = len(selected & set(IDS[:size])) >= number - 1
    assert outcome.risk is (Risk.NONE if enough else Risk.LOW)


LONG = [f"practice_{number:02}" for number in range(12)]


@quick
@given(st.sets(st.sampled_from(LONG)), st.sets(st.sampled_from(LONG)))
def test_at_least_so_many_of_many_is_halved_and_asks_for_no_more_than_it_says(selected, aside):
    text = condition("least", LONG, 6)
    assert len(text) < LONGEST < sum(len(f"{name} && ") for name in LONG) * comb(11, 5)
    rules = compile_rules([*LONG, "z"], [(text, "NO"), ("default", "LOW")])
    aside -= selected
    outcome = evaluate(rules, Selection(frozenset(selected | {"z"}), frozenset(aside)))
    if len(selected) >= 6:
        assert outcome.risk is Risk.NONE
    elif len(selected) + len(aside) < 6:
        assert outcome.risk is Risk.LOW


def test_what_the_builder_writes_fits_into_a_document():
    assert LIMITS.rule_length == LONGEST


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a", Form("all", ("a",))),
        ("a && b", Form("all", ("a", "b"))),
        ("a || b", Form("any", ("a", "b"))),
        ("!a && !b", Form("none", ("a", "b"))),
        ("!(a || b)", Form("none", ("a", "b"))),
        ("!a", Form("none", ("a",))),
        ("a && b || a && c || b && c", Form("least", ("a", "b", "c"), 2)),
        ("!!a", None),
        ("!(a && b)", None),
        ("a && (b || c)", None),
        ("a && b || c", None),
        ("a && !b", None),
    ],
)
def test_a_simple_condition_is_recognized_and_a_free_one_left_alone(text, form):
    assert form_of(parse(text, IDS)) == form


@pytest.mark.parametrize(
    ("form", "choices", "number", "code"),
    [
        ("most", ["a"], 1, "unknown-form"),
        ("all", [], 1, "form-empty"),
        ("least", ["a", "b"], 3, "form-number"),
        ("least", ["a", "b"], 0, "form-number"),
        ("all", ["x" * 200 + str(n) for n in range(60)], 1, "rule-too-long"),
    ],
)
def test_what_cannot_be_written_says_why(form, choices, number, code):
    with pytest.raises(RuleError) as raised:
        condition(form, choices, number)
    assert raised.value.code == code


# ---- ready-made rule sets ----------------------------------------------------------------------


def by_code(choices, levels=()):
    return {each.code: each.rules for each in suggest(choices, dict(levels))}


def test_there_is_something_to_start_from_for_every_question_with_practices():
    found = by_code(["a", "b", "c", "d", "e", "f", "q_no"])
    assert list(found) == ["all-half", "foundation", "all-any", "all-or-high"]
    assert found["foundation"][1] == ("a && b", "MEDIUM_RISK")
    assert all("q_no" not in text for rules in found.values() for text, _word in rules)


def test_levels_of_the_practices_come_first_when_there_are_any():
    levels = {"a": "high", "b": "medium", "c": "high"}
    found = by_code(["a", "b", "c", "q_no"], levels)
    assert next(iter(found)) == "levels"
    assert found["foundation"][1] == ("a && c", "MEDIUM_RISK")


def test_one_practice_needs_one_rule_set_and_none_needs_none():
    assert list(by_code(["a", "q_no"])) == ["all-or-high"]
    assert by_code(["q_no"]) == {}


@quick
@given(st.integers(1, 15), st.dictionaries(st.integers(0, 14), st.sampled_from(["high", "low"])))
def test_every_suggestion_decides_every_answer_and_rewards_every_practice(size, levels):
    ids = [f"c{number}" for number in range(size)]
    marked = {f"c{number}": level for number, level in levels.items()}
    for each in suggest([*ids, "q_no"], marked):
        view = truth(compile_rules([*ids, "q_no"], each.rules))
        assert view
        assert view.unmatched == 0
        assert view.raises == ()
        assert all(tally.fate == "decides" for tally in view.tallies)
