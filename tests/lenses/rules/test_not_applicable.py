"""Choices set aside are neutral. The truth tables of docs/risk-rules.md, and an oracle."""

import pytest
from hypothesis import given

from lenses.rules import Risk, Selection, compile_rules, evaluate
from lenses.rules.language import All, Expression, Name, Not, Some
from tests.lenses.properties import (
    PRACTICES,
    answer,
    rule_sets,
    selections,
    thorough,
)


def holds(condition: str, selected: str, aside: str) -> bool:
    """Whether a condition holds in a question of a, b, c and d, of which d is never set aside."""
    rules = compile_rules("abcd", [(condition, "MEDIUM_RISK"), ("default", "HIGH_RISK")])
    return evaluate(rules, answer(selected, aside)).risk is Risk.MEDIUM


@pytest.mark.parametrize(
    ("condition", "selected", "aside", "expected"),
    [
        # && : a choice set aside satisfies its place.
        ("a && b", "a", "b", True),
        ("a && b", "", "b", False),
        ("a && b", "d", "b", False),
        ("a && b", "", "a b", True),
        # || : a choice set aside does not satisfy it.
        ("a || b", "a", "b", True),
        ("a || b", "", "b", False),
        ("a || b", "", "a b", False),
        # One alone is an && of one.
        ("a", "", "a", True),
        ("a", "d", "a", True),
        # ! : what does not apply is not missing.
        ("!a", "", "a", False),
        ("!a", "d", "a", False),
        ("!a && !b", "", "b", True),
        ("!a && !b", "a", "b", False),
        ("!a && !b", "", "a b", False),
        ("!(a || b)", "", "b", True),
        ("!(a || b)", "", "a b", False),
        ("!(a && b)", "", "b", True),
        ("!(a && b)", "a", "b", False),
        ("!(a && b)", "", "a b", False),
        ("a && !b", "a", "b", True),
        ("a && !b", "", "a b", False),
        # A group of which nothing is left leaves the condition around it.
        ("(a || b) && c", "c", "a b", True),
        ("(a || b) && c", "", "a b", False),
        ("(a && b) || c", "c", "a b", True),
        ("(a && b) || c", "", "a b", False),
        ("(a && b) || c", "a", "b", True),
        ("(a || b) && c", "a", "c", True),
    ],
)
def test_a_condition_with_choices_set_aside(condition, selected, aside, expected):
    assert holds(condition, selected, aside) is expected


FOUR = compile_rules(
    [*"abcd", "q_no"],
    [("a && b && c && d", "NO_RISK"), ("a && b", "MEDIUM_RISK"), ("default", "HIGH_RISK")],
)


@pytest.mark.parametrize(
    ("selected", "aside", "risk"),
    [
        ("", "a b c d", Risk.NONE),  # seen of the reference product
        ("", "a", Risk.HIGH),  # seen too: the question counts as answered
        ("b", "a", Risk.MEDIUM),
        ("b c d", "a", Risk.NONE),
        ("", "a b", Risk.MEDIUM),
        ("c d", "a b", Risk.NONE),
        ("q_no", "a", Risk.HIGH),
        ("q_no", "a b c d", Risk.NONE),
        ("", "q_no", Risk.UNANSWERED),  # None of these cannot be set aside
        ("a", "a", Risk.HIGH),  # selected wins
        ("", "gone", Risk.UNANSWERED),
    ],
)
def test_an_answer_with_choices_set_aside(selected, aside, risk):
    assert evaluate(FOUR, answer(selected, aside)).risk is risk


def test_all_practices_set_aside_is_no_risk_even_when_the_default_says_otherwise():
    rules = compile_rules(["a", "q_no"], [("default", "HIGH_RISK")])
    assert evaluate(rules, answer("", "a")).risk is Risk.NONE


def test_a_question_of_none_of_these_alone_is_decided_by_its_rules():
    rules = compile_rules(["q_no"], [("default", "HIGH_RISK")])
    assert evaluate(rules, answer("q_no")).risk is Risk.HIGH
    assert evaluate(rules, answer()).risk is Risk.UNANSWERED


def three_valued(expression: Expression, answer: Selection) -> bool | None:
    """An oracle: None stands for “does not matter”."""
    if isinstance(expression, Name):
        return None if expression.id in answer.set_aside else expression.id in answer.selected
    if isinstance(expression, Not):
        term = three_valued(expression.term, answer)
        return None if term is None else not term
    values = [three_valued(term, answer) for term in expression.terms]
    left = [value for value in values if value is not None]
    if not left:
        return None
    return all(left) if isinstance(expression, All) else any(left)


def asks_for_everything(expression: Expression, positive: bool = True) -> bool:
    """Whether a condition, its negations carried inwards, is an && of practices to select."""
    if isinstance(expression, Name):
        return positive
    if isinstance(expression, Not):
        return asks_for_everything(expression.term, not positive)
    is_and = isinstance(expression, All) if positive else isinstance(expression, Some)
    return is_and and all(asks_for_everything(term, positive) for term in expression.terms)


@thorough
@given(rule_sets(), selections())
def test_setting_aside_agrees_with_three_valued_logic(rules, given_answer):
    known = rules.known(given_answer)
    if not known.selected and not known.set_aside:
        assert evaluate(rules, given_answer).risk is Risk.UNANSWERED
        return
    if known.set_aside == set(PRACTICES):
        assert evaluate(rules, given_answer).risk is Risk.NONE
        return
    expected = Risk.NONE
    for rule in rules.rules:
        value = rule.expression is None or three_valued(rule.expression, known)
        if value is None:
            value = asks_for_everything(rule.expression)
        if value:
            expected = rule.risk
            break
    assert evaluate(rules, given_answer).risk is expected
