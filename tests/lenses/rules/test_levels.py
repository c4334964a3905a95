"""Rules from the levels of practices."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses.rules import (
    RISK_ORDER,
    Risk,
    RuleError,
    Selection,
    compile_rules,
    evaluate,
    rules_from_levels,
)
from tests.lenses.properties import quick

BY_LEVEL = {"high": Risk.HIGH, "medium": Risk.MEDIUM, "low": Risk.LOW}


@pytest.mark.parametrize(
    ("levels", "rules"),
    [
        (
            {"a": "high", "b": "medium", "c": "low"},
            [
                ("a && b && c", "NO_RISK"),
                ("a && b", "LOW_RISK"),
                ("a", "MEDIUM_RISK"),
                ("default", "HIGH_RISK"),
            ],
        ),
        ({"a": "high", "b": "high"}, [("a && b", "NO_RISK"), ("default", "HIGH_RISK")]),
        ({"a": "medium"}, [("a", "NO_RISK"), ("default", "MEDIUM_RISK")]),
        ({"a": "low", "b": "low"}, [("a && b", "NO_RISK"), ("default", "LOW_RISK")]),
        (
            {"a": "low", "b": "high"},
            [("b && a", "NO_RISK"), ("b", "LOW_RISK"), ("default", "HIGH_RISK")],
        ),
        ({}, [("default", "NO_RISK")]),
        ({"a": "high", "q_no": "high"}, [("a", "NO_RISK"), ("default", "HIGH_RISK")]),
    ],
)
def test_levels_become_ordinary_rules_least_risky_first(levels, rules):
    assert rules_from_levels(levels) == rules


def test_an_unknown_level_is_refused():
    with pytest.raises(RuleError, match="no level"):
        rules_from_levels({"a": "terrible"})


LEVELS = st.dictionaries(
    st.sampled_from("abcdef"), st.sampled_from(sorted(BY_LEVEL)), min_size=1, max_size=6
)


@quick
@given(LEVELS)
def test_the_worst_missing_practice_decides(levels):
    rules = compile_rules([*levels, "q_no"], rules_from_levels(levels))
    for size in range(len(levels) + 1):
        for chosen in combinations(levels, size):
            missing = [BY_LEVEL[levels[each]] for each in levels if each not in chosen]
            worst = max(missing, key=RISK_ORDER.__getitem__, default=Risk.NONE)
            selected = frozenset(chosen) or frozenset({"q_no"})
            assert evaluate(rules, Selection(selected)).risk is worst


@quick
@given(LEVELS, st.data())
def test_one_more_practice_selected_or_set_aside_never_raises_the_risk(levels, data):
    rules = compile_rules([*levels, "q_no"], rules_from_levels(levels))
    state = {each: data.draw(st.sampled_from(("", "on", "aside"))) for each in levels}
    selected = frozenset(each for each, is_ in state.items() if is_ == "on")
    aside = frozenset(each for each, is_ in state.items() if is_ == "aside")
    before = evaluate(rules, Selection(selected | {"q_no"}, aside)).risk
    for each in set(levels) - selected - aside:
        more = Selection(selected | {each}, aside)
        fewer_wanted = Selection(selected | {"q_no"}, aside | {each})
        assert RISK_ORDER[evaluate(rules, more).risk] <= RISK_ORDER[before]
        assert RISK_ORDER[evaluate(rules, fewer_wanted).risk] <= RISK_ORDER[before]
