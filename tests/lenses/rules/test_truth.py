"""The truth view: every answer a person can give, in few rows."""

import time
from itertools import chain, combinations

import pytest
from hypothesis import given

from lenses.rules import RISK_ORDER, Risk, RuleSet, Selection, compile_rules, evaluate
from lenses.rules.truth import Row, Truth, truth
from lenses.rules.ways import Pick, Way
from tests.lenses.properties import rule_sets, thorough

LADDER = [("a && b && c", "NO_RISK"), ("a || b", "MEDIUM_RISK"), ("default", "HIGH_RISK")]


def seen(choices: str, rules: list[tuple[str, str]]) -> Truth:
    found = truth(compile_rules(choices.split(), rules))
    assert found
    return found


def words(row: Row) -> str:
    """A row as a test reads it."""
    terms = [
        f"{term.form} {term.least}-{term.most} of {' '.join(term.choices)}" for term in row.terms
    ]
    return f"{row.risk}: {', '.join(terms) or 'always'}"


def answers(rules: RuleSet) -> list[frozenset[str]]:
    """Every answer a person can give, one by one."""
    practices = [each for each in rules.choices if each in rules.practices]
    sizes = range(1, len(practices) + 1)
    some = chain.from_iterable(combinations(practices, size) for size in sizes)
    return [frozenset(each) for each in some] + [frozenset({n}) for n in rules.none_choices]


def fits(row: Row, answer: frozenset[str]) -> bool:
    return all(term.least <= len(answer & set(term.choices)) <= term.most for term in row.terms)


def test_practices_that_rules_treat_alike_stand_in_one_row():
    view = seen("a b c d e q_no", [("a && b && c && d && e", "NO_RISK"), ("a && b", "MEDIUM_RISK"),
                                   ("default", "HIGH_RISK")])  # fmt: skip
    assert [words(row) for row in view.rows] == [
        "none: all 5-5 of a b c d e",
        "medium: all 2-2 of a b, not-all 0-2 of c d e",
        "high: not-all 0-1 of a b",
    ]
    assert view.answers == 32
    assert view.risks == {Risk.HIGH: 24, Risk.MEDIUM: 7, Risk.LOW: 0, Risk.NONE: 1}


def test_none_of_these_stands_alone_and_its_rule_is_named():
    (alone,) = seen("a b c q_no", LADDER).alone
    assert (alone.choice, alone.risk, alone.rule) == ("q_no", Risk.HIGH, 2)


def test_at_least_so_many_is_seen_in_whatever_way_it_was_written():
    view = seen("a b c d", [("(a && b) || (a && c) || (b && c)", "NO_RISK"), ("default", "HIGH")])
    assert [words(row) for row in view.rows] == [
        "none: at-least 2-3 of a b c",
        "high: at-most 0-1 of a b c",
    ]
    assert view.idle == ("d",)


def test_every_rule_tells_what_it_is_true_for_and_what_it_decides():
    first, second, last = seen("a b c q_no", LADDER).tallies
    assert (first.holds, first.decides) == (1, 1)
    assert (second.holds, second.decides) == (6, 5)
    assert (last.holds, last.decides) == (8, 2)


@pytest.mark.parametrize(
    ("rules", "fate", "by"),
    [
        ([("a || b", "NO"), ("a && b", "LOW"), ("default", "HIGH")], "shadowed", (0,)),
        ([("a", "NO"), ("b", "LOW"), ("a || b", "HIGH")], "shadowed", (0, 1)),
        ([("default", "NO"), ("a", "HIGH")], "shadowed", (0,)),
        ([("a && b", "NO"), ("a && !a", "LOW"), ("default", "HIGH")], "contradiction", ()),
        ([("a && q_no", "NO"), ("default", "HIGH")], "contradiction", ()),
        ([("a || b || c || q_no", "NO"), ("default", "HIGH")], "shadowed", (0,)),
    ],
)
def test_a_rule_that_never_decides_says_why(rules, fate, by):
    view = seen("a b c q_no", rules)
    idle = next(each for each in view.tallies if each.fate != "decides")
    assert (idle.fate, idle.by, idle.decides) == (fate, by, 0)


def test_a_rule_true_only_for_no_answer_at_all_is_told_from_a_contradiction():
    view = seen("a b", [("a || b", "NO"), ("!a && !b", "HIGH")])
    assert view.tallies[1].fate == "only-empty"


def test_answers_that_no_rule_matches_are_rows_of_no_rule():
    view = seen("a b q_no", [("a && b", "NO_RISK"), ("a", "HIGH_RISK")])
    assert view.unmatched == 2  # b alone, none of these
    (left,) = [row for row in view.rows if row.rule is None]
    assert words(left) == "none: none 0-0 of a"


def test_the_ways_down_say_how_little_and_how_much_it_takes():
    ways = {(way.source, way.target): way for way in seen("a b c q_no", LADDER).ways}
    from_high = ways[Risk.HIGH, Risk.NONE]
    assert (from_high.fewest, from_high.most, from_high.stuck) == (2, 2, 0)
    assert from_high.picks == ((Pick(("a", "b"), 2),),)
    assert ways[Risk.HIGH, Risk.MEDIUM].picks == ((Pick(("a", "b"), 1),),)
    assert ways[Risk.MEDIUM, Risk.NONE].picks == ((Pick(("a", "b"), 1),), (Pick(("c",), 1),))
    assert ways[Risk.UNANSWERED, Risk.NONE].picks == ((Pick(("a", "b", "c"), 3),),)


def test_answers_that_no_further_practice_helps_are_counted():
    ways = seen("a b c", [("a && !b", "NO_RISK"), ("default", "HIGH_RISK")]).ways
    way = next(each for each in ways if each.source is Risk.HIGH)
    assert way.stuck == 4  # everything with b
    assert way.picks == ((Pick(("a",), 1),),)


def test_a_practice_that_raises_the_risk_is_shown_with_an_example():
    (found,) = seen("a b c", [("a && !b", "NO_RISK"), ("default", "HIGH_RISK")]).raises
    assert found.choices == ("b",)
    assert (found.example, found.before, found.after) == (("a",), Risk.NONE, Risk.HIGH)
    assert found.answers == 2


def test_rules_that_never_raise_the_risk_raise_no_warning():
    assert seen("a b c q_no", LADDER).raises == ()


def test_rules_without_practices_are_one_row_for_everything():
    view = seen("a b q_no", [("default", "HIGH_RISK")])
    assert [words(row) for row in view.rows] == ["high: always"]
    assert view.risks[Risk.HIGH] == 4


def test_no_rules_at_all_leave_everything_without_risk():
    view = seen("a q_no", [])
    assert view.unmatched == 2
    assert [words(row) for row in view.rows] == ["none: always"]


def test_more_practices_than_a_table_takes_give_no_view():
    ids = [f"c{number}" for number in range(21)]
    assert truth(compile_rules(ids, [(" && ".join(ids), "NO_RISK")])) is None


# ---- against trying every answer --------------------------------------------------------------


@thorough
@given(rule_sets())
def test_rows_say_of_every_answer_what_evaluation_says(rules):
    view = truth(rules)
    assert view
    alone = {each.choice: (each.rule, each.risk) for each in view.alone}
    for answer in answers(rules):
        outcome = evaluate(rules, Selection(answer))
        if answer & rules.none_choices:
            assert alone[next(iter(answer))] == (outcome.rule, outcome.risk)
            continue
        holding = {(row.rule, row.risk) for row in view.rows if fits(row, answer)}
        cut = view.unmatched_more + sum(each.more for each in view.tallies)
        assert holding == {(outcome.rule, outcome.risk)} or (cut and not holding)


@thorough
@given(rule_sets())
def test_counts_are_those_of_trying_every_answer(rules):
    view = truth(rules)
    assert view
    given_ = answers(rules)
    outcomes = [evaluate(rules, Selection(answer)) for answer in given_]
    assert view.answers == len(given_)
    assert {r: n for r, n in view.risks.items() if n} == {
        risk: count for risk in Risk if (count := sum(o.risk is risk for o in outcomes))
    }
    assert [each.decides for each in view.tallies] == [
        sum(o.rule == index for o in outcomes) for index in range(len(rules.rules))
    ]
    assert view.unmatched == sum(o.rule is None for o in outcomes)
    for row in view.rows:
        practices = [a for a in given_ if not a & rules.none_choices]
        assert row.answers == sum(fits(row, answer) for answer in practices)


@thorough
@given(rule_sets())
def test_no_row_could_be_left_out_or_said_with_fewer_words(rules):
    view = truth(rules)
    assert view
    practices = [a for a in answers(rules) if not a & rules.none_choices]
    for row in view.rows:
        others = [each for each in view.rows if each.rule == row.rule and each is not row]
        own = [a for a in practices if fits(row, a) and not any(fits(o, a) for o in others)]
        assert own
        for term in row.terms:
            shorter = Row(row.rule, row.risk, tuple(t for t in row.terms if t is not term), 0)
            assert any(
                evaluate(rules, Selection(a)).rule != row.rule
                for a in practices
                if fits(shorter, a)
            )


@thorough
@given(rule_sets())
def test_ways_are_those_found_by_trying_every_addition(rules):
    view = truth(rules)
    assert view
    practices = [a for a in answers(rules) if not a & rules.none_choices]
    risk = {a: evaluate(rules, Selection(a)).risk for a in practices}
    for way in view.ways:
        if way.source is Risk.UNANSWERED:
            continue
        steps = _steps(way, practices, risk)
        reaching = [min(sizes) for sizes in steps.values() if sizes]
        assert (way.fewest, way.most) == (min(reaching), max(reaching))
        assert way.stuck == sum(not sizes for sizes in steps.values())
        for picks in way.picks:
            assert sum(pick.number for pick in picks) == way.fewest


def _steps(
    way: Way, practices: list[frozenset[str]], risk: dict[frozenset[str], Risk]
) -> dict[frozenset[str], list[int]]:
    low = RISK_ORDER[way.target]
    return {
        here: [len(o - here) for o in practices if here < o and RISK_ORDER[risk[o]] <= low]
        for here in practices
        if risk[here] is way.source
    }


@thorough
@given(rule_sets())
def test_practices_said_to_raise_the_risk_are_exactly_those_that_do(rules):
    view = truth(rules)
    assert view
    practices = [a for a in answers(rules) if not a & rules.none_choices]
    risk = {a: evaluate(rules, Selection(a)).risk for a in practices}
    raising = {
        practice: sum(
            RISK_ORDER[risk[a | {practice}]] > RISK_ORDER[risk[a]]
            for a in practices
            if practice not in a
        )
        for practice in rules.practices
    }
    said = {choice: each for each in view.raises for choice in each.choices}
    assert set(said) == {practice for practice, count in raising.items() if count}
    for each in view.raises:
        assert each.answers == sum(raising[choice] for choice in each.choices)
        before, after = frozenset(each.example), frozenset(each.example) | {each.choices[0]}
        assert (risk[before], risk[after]) == (each.before, each.after)


# ---- the largest question ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["alike", "tangled"])
def test_the_largest_question_is_seen_while_a_person_types(kind):
    ids = [f"c{number:02}" for number in range(15)]
    rules = [(" && ".join(ids), "NO_RISK"), (" && ".join(ids[:5]), "MEDIUM_RISK")]
    if kind == "tangled":
        parts = [" && ".join(ids[i % 15] for i in (n, 2 * n + 1, 4 * n + 3)) for n in range(15)]
        rules = [(" || ".join(parts[n::3]), word) for n, word in enumerate(["NO", "LOW", "HIGH"])]
    compiled = compile_rules([*ids, "q_no"], [*rules, ("default", "HIGH_RISK")])
    truth(compiled)  # the columns of tables are made once per process
    took = []
    for _attempt in range(5):  # the quickest tells what it takes; others what else runs here
        started = time.perf_counter()
        view = truth(compiled)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.05
    assert view
    assert view.answers == 32_768
    assert len(view.rows) <= 48
