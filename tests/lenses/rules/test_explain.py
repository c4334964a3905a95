"""Which rule decided, and what one click would do."""

from hypothesis import given

from lenses.rules import Change, Risk, compile_rules, evaluate, explain
from tests.lenses.properties import answer, quick, rule_sets, selections

RULES = compile_rules(
    ["a", "b", "c", "q_no"],
    [("a && b && c", "NO_RISK"), ("a || b", "MEDIUM_RISK"), ("default", "HIGH_RISK")],
)


def test_every_choice_says_what_clicking_it_would_do():
    explanation = explain(RULES, answer("a b"))
    assert (explanation.risk, explanation.rule) == (Risk.MEDIUM, 1)
    assert explanation.changes == (
        Change("a", False, Risk.MEDIUM),
        Change("b", False, Risk.MEDIUM),
        Change("c", True, Risk.NONE),
        Change("q_no", True, Risk.HIGH),
    )


def test_selecting_a_practice_takes_none_of_these_back():
    changes = {change.choice: change for change in explain(RULES, answer("q_no")).changes}
    assert changes["a"] == Change("a", True, Risk.MEDIUM)
    assert changes["q_no"] == Change("q_no", False, Risk.UNANSWERED)


def test_a_choice_that_was_set_aside_can_be_selected():
    changes = {change.choice: change for change in explain(RULES, answer("a b", "c")).changes}
    assert explain(RULES, answer("a b", "c")).risk is Risk.NONE
    assert changes["c"] == Change("c", True, Risk.NONE)
    assert changes["b"] == Change("b", False, Risk.MEDIUM)


@quick
@given(rule_sets(), selections())
def test_an_explanation_agrees_with_evaluation(rules, given_answer):
    explanation = explain(rules, given_answer)
    outcome = evaluate(rules, given_answer)
    assert (explanation.risk, explanation.rule) == (outcome.risk, outcome.rule)
    assert [change.choice for change in explanation.changes] == list(rules.choices)
    for change in explanation.changes:
        was_selected = change.choice in rules.known(given_answer).selected
        assert change.becomes_selected is not was_selected
