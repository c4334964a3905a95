"""The smallest sets of practices that lower a risk."""

import time
from importlib import import_module
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses.rules import (
    RISK_ORDER,
    Risk,
    RuleSet,
    Selection,
    compile_rules,
    evaluate,
    paths,
    rules_from_levels,
)
from tests.lenses.properties import answer, rule_sets, selections, thorough

RULES = compile_rules(
    ["a", "b", "c", "q_no"],
    [("a && b && c", "NO_RISK"), ("a || b", "MEDIUM_RISK"), ("default", "HIGH_RISK")],
)
TARGETS = (Risk.NONE, Risk.LOW, Risk.MEDIUM, Risk.HIGH)


@pytest.mark.parametrize(
    ("selected", "aside", "target", "expected"),
    [
        ("c", "", Risk.NONE, (("a", "b"),)),
        ("c", "", Risk.MEDIUM, (("a",), ("b",))),
        ("q_no", "", Risk.MEDIUM, (("a",), ("b",))),
        ("", "", Risk.MEDIUM, (("a",), ("b",))),
        ("", "", Risk.NONE, (("a", "b", "c"),)),
        ("a", "b", Risk.NONE, (("c",),)),
        ("a", "", Risk.MEDIUM, ((),)),
        ("", "a b", Risk.MEDIUM, (("c",),)),
    ],
)
def test_the_smallest_sets_that_reach_a_risk(selected, aside, target, expected):
    assert paths(RULES, answer(selected, aside), target) == expected


def test_where_no_practice_helps_there_is_no_path():
    rules = compile_rules(["a", "b"], [("a", "HIGH_RISK"), ("default", "MEDIUM_RISK")])
    assert paths(rules, answer("a"), Risk.NONE) == ()


def test_a_practice_that_would_raise_the_risk_is_in_no_path():
    rules = compile_rules(["a", "b", "c"], [("a && !b", "NO_RISK"), ("default", "HIGH_RISK")])
    assert paths(rules, answer("c"), Risk.NONE) == (("a",),)


def test_when_any_answer_will_do_each_practice_is_a_path():
    rules = compile_rules(["a", "b", "q_no"], [("default", "NO_RISK")])
    assert paths(rules, answer(), Risk.NONE) == (("a",), ("b",))


def test_small_sets_come_first_then_the_order_of_the_choices():
    rules = compile_rules(["c", "a", "b"], [("(c && a) || b", "NO_RISK"), ("default", "HIGH_RISK")])
    assert paths(rules, answer(), Risk.NONE) == (("b",), ("c", "a"))


def by_trying_everything(rules: RuleSet, start: Selection, target: Risk) -> set[frozenset[str]]:
    """An oracle: all subsets by size, kept when none of those kept is inside."""
    known = rules.known(start)
    now = evaluate(rules, known).risk
    if now is not Risk.UNANSWERED and RISK_ORDER[now] <= RISK_ORDER[target]:
        return {frozenset()}
    kept = known.selected - rules.none_choices
    free = [c for c in rules.choices if c in rules.practices - kept - known.set_aside]
    found: set[frozenset[str]] = set()
    for size in range(1, len(free) + 1):
        for chosen in map(frozenset, combinations(free, size)):
            risk = evaluate(rules, Selection(kept | chosen, known.set_aside)).risk
            if RISK_ORDER[risk] <= RISK_ORDER[target] and not any(s < chosen for s in found):
                found.add(chosen)
    return found


@thorough
@given(rule_sets(), selections(), st.sampled_from(TARGETS))
def test_the_paths_are_exactly_those_found_by_trying_everything(rules, start, target):
    found = paths(rules, start, target)
    assert {frozenset(path) for path in found} == by_trying_everything(rules, start, target)
    assert len(set(found)) == len(found)
    assert [len(path) for path in found] == sorted(len(path) for path in found)


@thorough
@given(rule_sets(), selections(), st.sampled_from(TARGETS))
def test_the_search_for_many_choices_finds_the_same(rules, start, target):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("lenses.rules.paths"), "MAX_CHOICES", 0)
        found = paths(rules, start, target)
    assert found == paths(rules, start, target)


def test_fifteen_choices_take_no_time():
    levels = {f"p{i:02}": ("high", "medium", "low")[i % 3] for i in range(15)}
    rules = compile_rules([*levels, "q_no"], rules_from_levels(levels))
    times = []
    for _ in range(10):
        start = time.perf_counter()
        paths(rules, answer("p00 p04"), Risk.LOW)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.005


def test_forty_choices_that_are_all_needed_are_found():
    ids = [f"p{i}" for i in range(40)]
    rules = compile_rules(ids, [(" && ".join(ids), "NO_RISK"), ("default", "HIGH_RISK")])
    assert paths(rules, answer("p0"), Risk.NONE) == (tuple(ids[1:]),)


def test_rules_with_countless_paths_still_end_with_one_that_works():
    ids = [f"p{i}" for i in range(60)]
    pairs = " && ".join(f"({ids[i]} || {ids[i + 1]})" for i in range(0, 60, 2))
    rules = compile_rules(ids, [(pairs, "NO_RISK"), ("default", "HIGH_RISK")])
    start = time.perf_counter()
    (path,) = paths(rules, answer(), Risk.NONE)
    assert time.perf_counter() - start < 5
    assert len(path) == 30
    assert evaluate(rules, Selection(frozenset(path))).risk is Risk.NONE


def test_rules_with_countless_paths_still_give_all_the_small_ones():
    ids = [f"p{i}" for i in range(60)]
    pairs = " && ".join(f"({ids[i]} || {ids[i + 1]})" for i in range(0, 58, 2))
    rules = compile_rules(
        ids, [(f"p59 || p1 && p58 || ({pairs})", "NO_RISK"), ("default", "HIGH_RISK")]
    )
    found = paths(rules, answer(), Risk.NONE)
    assert found[:2] == (("p59",), ("p1", "p58"))
