"""What is legal but probably not meant."""

import time
from itertools import combinations

import pytest
from hypothesis import given

from lenses.document import Choice, Lens, Pillar, Question, Rule, lint, read
from lenses.document.lint import CODES
from lenses.rules import RISK_ORDER, Risk, Selection, evaluate
from tests.lenses.document.cases import codes, document, fixture, lens
from tests.lenses.properties import CHOICES, NONE, PRACTICES, quick, rule_sets

USUAL = [("a_1 && a_2", "NO_RISK"), ("a_1 || a_2", "MEDIUM_RISK"), ("default", "HIGH_RISK")]
RULES_AT = "/pillars/0/questions/0/riskRules"


def test_an_ordinary_lens_gives_no_findings():
    assert lint(lens(*USUAL)) == ()


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        # The rules are looked at first to last; nothing but the finding is expected.
        (USUAL[:2], ["default-missing", "no-rule-matches", "none-choice-better"]),
        ([*USUAL, ("a_1", "NO_RISK")], ["default-not-last"]),
        (
            [("a_1 || a_2", "NO_RISK"), ("a_1", "MEDIUM_RISK"), USUAL[2]],
            ["rule-unreachable"],
        ),
        ([("a_1 && a_2", "MEDIUM_RISK"), USUAL[2]], ["never-no-risk"]),
        ([("default", "NO_RISK")], ["constant-result"]),
        ([("a_1", "NO_RISK"), USUAL[2]], ["choice-unused"]),
        (
            [("a_1 && !a_2", "NO_RISK"), USUAL[2]],
            ["practices-not-enough", "not-monotone"],
        ),
        ([("a_1 && a_2 || a_no", "NO_RISK"), USUAL[2]], ["none-choice-better"]),
    ],
)
def test_a_finding_about_rules(rules, found):
    assert codes(lint(lens(*rules))) == found


def test_a_default_that_only_an_empty_answer_reaches_asks_for_none_of_these():
    rules = [("a_1 && a_2", "NO_RISK"), ("a_1 || a_2", "MEDIUM_RISK"), ("default", "HIGH_RISK")]
    (problem,) = lint(lens(*rules, choices="a_1 a_2"))
    assert problem.code == "rule-only-empty"
    assert problem.pointer == f"{RULES_AT}/2"
    assert "ends in _no" in problem.message


def test_a_finding_shows_an_example():
    (problem,) = [p for p in lint(lens(("a_1 && !a_2", "NO_RISK"), USUAL[2])) if "mono" in p.code]
    assert problem.message == "Selecting “a_2” in addition to “a_1” raises the risk to high."


def test_a_question_of_none_of_these_alone_cannot_be_answered():
    assert "unanswerable" in codes(lint(lens(("default", "HIGH_RISK"), choices="a_no")))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("missing-parts.json", ["improvement-plan-missing"] * 2),
        ("constant-results.json", ["constant-result"] * 2),
        ("two-defaults.json", ["default-not-last"]),
        ("mixed-operators.json", ["not-monotone"]),
        ("four-rules-and-low-risk.json", []),
        ("everything.yaml", []),
    ],
)
def test_findings_in_fixtures(name, found):
    assert codes(lint(fixture(name).lens)) == found


def test_findings_have_lines_once_placed_in_their_document():
    reading = fixture("mixed-operators.json")
    (problem,) = reading.placed(lint(reading.lens))
    assert (problem.line, problem.column) == (37, 11)


def test_titles_that_are_the_same_are_told():
    data = document(*USUAL)
    data["pillars"][0]["questions"][0]["choices"][1]["title"] = " A_1 "
    assert codes(lint(read(data).lens)) == ["same-title"]


def test_an_address_of_another_kind_is_told():
    data = document(*USUAL)
    data["pillars"][0]["questions"][0]["helpfulResource"] = {
        "displayText": "Click",
        "url": "javascript:alert(1)",
    }
    assert codes(lint(read(data).lens)) == ["unsafe-address"]


def test_every_code_is_described():
    used = {
        code
        for rules in ([("a_1", "NO_RISK")], USUAL, [("default", "LOW_RISK")])
        for code in codes(lint(lens(*rules)))
    }
    assert used <= set(CODES)


def many(questions: int, choices: int) -> Lens:
    """A lens of questions with many choices each, all named in rules."""
    ids = [f"c_{i}" for i in range(choices)]
    rules = (
        Rule(" && ".join(ids), "NO_RISK"),
        Rule(" || ".join(ids), "MEDIUM_RISK"),
        Rule("default", "HIGH_RISK"),
    )
    return Lens(
        "Many",
        (
            Pillar(
                "p",
                "P",
                tuple(
                    Question(f"q{n}", f"Q {n}", "", tuple(Choice(i, i) for i in ids), rules)
                    for n in range(questions)
                ),
            ),
        ),
    )


@pytest.mark.slow
def test_a_lens_of_the_largest_size_is_linted_in_a_second():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = lint(many(200, 15))
        times.append(time.perf_counter() - start)
    assert min(times) < 1.5
    assert "not-checked" not in codes(found)


def test_more_choices_than_can_be_looked_at_are_said_not_to_be_checked():
    assert "not-checked" in codes(lint(many(1, 25)))
    assert codes(lint(many(40, 20))).count("not-checked") > 20


@quick
@given(rule_sets())
def test_findings_agree_with_looking_at_every_answer(rules):
    """An oracle: all answers a person can give in the page, one by one."""
    question = Question(
        "q",
        "Q",
        "",
        tuple(Choice(each, each) for each in CHOICES),
        tuple(Rule(rule.condition, rule.risk.word) for rule in rules.rules),
    )
    found = set(codes(lint(Lens("L", (Pillar("p", "P", (question,)),)))))
    if not rules.rules:
        return
    answers = [frozenset({NONE})]
    for size in range(1, len(PRACTICES) + 1):
        answers += map(frozenset, combinations(PRACTICES, size))
    outcome = {each: evaluate(rules, Selection(each)) for each in answers}
    risks = {each.risk for each in outcome.values()}
    assert ("constant-result" in found) == (len(risks) == 1)
    assert ("no-rule-matches" in found) == any(each.rule is None for each in outcome.values())
    if len(risks) > 1:
        assert ("never-no-risk" in found) == (Risk.NONE not in risks)
    reached = {each.rule for each in outcome.values()}
    default = next((i for i, rule in enumerate(rules.rules) if rule.is_default), 99)
    never = {i for i in range(len(rules.rules)) if i not in reached and i <= default}
    assert bool({"rule-unreachable", "rule-only-empty"} & found) == bool(never)
    if len(risks) > 1 and Risk.NONE in risks:
        raised = any(
            RISK_ORDER[outcome[each | {more}].risk] > RISK_ORDER[outcome[each].risk]
            for each in answers[1:]
            for more in set(PRACTICES) - each
        )
        assert ("not-monotone" in found) == raised
        everything = outcome[frozenset(PRACTICES)].risk
        assert ("practices-not-enough" in found) == (everything is not Risk.NONE)
