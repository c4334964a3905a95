"""The risk of an answer when nothing is marked as not applicable."""

from itertools import combinations

import pytest
from hypothesis import given

from lenses.rules import Outcome, Risk, RuleError, Selection, compile_rules, evaluate
from tests.lenses.properties import CHOICES, answer, quick, rule_sets

USUAL = [("a && b && c", "NO_RISK"), ("a || b", "MEDIUM_RISK"), ("default", "HIGH_RISK")]
THREE = compile_rules(["a", "b", "c", "q_no"], USUAL)


@pytest.mark.parametrize(
    ("selected", "risk", "rule"),
    [
        ("", Risk.UNANSWERED, None),
        ("a b c", Risk.NONE, 0),
        ("a", Risk.MEDIUM, 1),
        ("b c", Risk.MEDIUM, 1),
        ("c", Risk.HIGH, 2),
        ("q_no", Risk.HIGH, 2),
    ],
)
def test_the_first_true_rule_decides(selected, risk, rule):
    assert evaluate(THREE, answer(selected)) == Outcome(risk, rule)


def test_an_empty_answer_is_unanswered_whatever_the_rules_say():
    rules = compile_rules(["a"], [("!a", "HIGH_RISK"), ("default", "NO_RISK")])
    assert evaluate(rules, answer()).risk is Risk.UNANSWERED


def test_without_a_matching_rule_there_is_no_risk():
    rules = compile_rules(["a", "b"], [("a && b", "MEDIUM_RISK")])
    assert evaluate(rules, answer("a")) == Outcome(Risk.NONE, None)


def test_the_order_counts_not_the_severity():
    rules = compile_rules(["a"], [("a", "HIGH_RISK"), ("a", "NO_RISK")])
    assert evaluate(rules, answer("a")).risk is Risk.HIGH


def test_rules_after_the_default_are_never_looked_at():
    rules = compile_rules(["a"], [("default", "MEDIUM_RISK"), ("a", "NO_RISK")])
    assert evaluate(rules, answer("a")).risk is Risk.MEDIUM


def test_none_of_these_beside_practices_changes_nothing_unless_a_rule_names_it():
    assert evaluate(THREE, answer("a b c q_no")).risk is Risk.NONE
    named = compile_rules(["a", "q_no"], [("a && !q_no", "NO_RISK"), ("default", "HIGH_RISK")])
    assert evaluate(named, answer("a q_no")).risk is Risk.HIGH


def test_choices_of_another_version_are_ignored():
    assert evaluate(THREE, answer("gone")).risk is Risk.UNANSWERED
    assert evaluate(THREE, answer("a gone")).risk is Risk.MEDIUM


def test_the_seed_rule_gives_high_risk_only_when_something_else_is_selected():
    rules = compile_rules(["obs-01-a", "obs-01-b"], [("obs-01-a NOT selected", "HIGH")])
    assert evaluate(rules, answer()).risk is Risk.UNANSWERED
    assert evaluate(rules, answer("obs-01-a")).risk is Risk.NONE
    assert evaluate(rules, answer("obs-01-b")).risk is Risk.HIGH


def test_default_may_be_written_with_blanks_and_capitals():
    assert compile_rules(["a"], [(" Default ", "NONE")]).rules[0].is_default


def test_a_choice_may_be_called_default():
    rules = compile_rules(["default"], [("default", "NO_RISK")])
    assert not rules.rules[0].is_default


@pytest.mark.parametrize(
    ("condition", "word", "code"),
    [
        ("a && nope", "NO_RISK", "rule-unknown-choice"),
        ("a &&", "NO_RISK", "rule-syntax"),
        ("a", "TERRIBLE", "rule-unknown-risk"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_by_its_number(condition, word, code):
    with pytest.raises(RuleError) as caught:
        compile_rules(["a"], [("a", "NO_RISK"), (condition, word)])
    assert (caught.value.code, caught.value.rule) == (code, 1)


def _python(condition: str, selected: frozenset[str]) -> bool:
    """An oracle that shares nothing with our parser: the condition as Python."""
    text = condition.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
    return bool(eval(text, {}, {choice: choice in selected for choice in CHOICES}))


@quick
@given(rule_sets())
def test_every_answer_gets_the_risk_an_independent_reading_gives(rules):
    for size in range(1, len(CHOICES) + 1):
        for chosen in combinations(CHOICES, size):
            selected = frozenset(chosen)
            expected = Outcome(Risk.NONE, None)
            for index, rule in enumerate(rules.rules):
                if rule.condition == "default" or _python(rule.condition, selected):
                    expected = Outcome(rule.risk, index)
                    break
            assert evaluate(rules, Selection(selected)) == expected
