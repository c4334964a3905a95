"""What leaves for AWS keeps within the reference format, and says what that cost."""

from itertools import combinations

import pytest
from hypothesis import given

from lenses.document import Choice, Lens, Link, Pillar, Question, Rule, read, to_aws
from lenses.document.aws_rules import fit_rules
from lenses.rules import Risk, Selection, compile_rules, evaluate, rules_from_levels
from tests.lenses.document.cases import FIXTURES, codes, document, good, lens
from tests.lenses.document.test_read import ODDITIES
from tests.lenses.properties import CHOICES, rule_sets, thorough


@pytest.mark.parametrize("name", ODDITIES)
def test_every_fixture_becomes_a_document_without_complaints(name):
    exported, _problems = to_aws(good(name))
    reading = read(exported, strict=True)
    assert reading.problems == ()


def test_the_seed_lens_says_what_became_of_it():
    exported, problems = to_aws(good("company-platform-standards.json"))
    (question,) = exported["pillars"][0]["questions"]
    assert question["id"] == "obs_01"
    assert question["choices"][0]["id"] == "obs_01_a"
    assert question["riskRules"] == [
        {"condition": "!obs_01_a", "risk": "HIGH_RISK"},
        {"condition": "default", "risk": "NO_RISK"},
    ]
    assert codes(problems) == ["aws-id", "aws-id", "aws-rules"]


def test_extensions_are_left_out_and_named():
    exported, problems = to_aws(good("everything.yaml"))
    assert set(exported) == {"schemaVersion", "name", "description", "pillars"}
    (question,) = exported["pillars"][0]["questions"]
    assert set(question["choices"][0]) == {"id", "title", "helpfulResource", "improvementPlan"}
    dropped = [problem.pointer for problem in problems if problem.code == "aws-left-out"]
    assert "/pillars/0/maturity" in dropped
    assert "/pillars/0/questions/0/choices/0/riskIfAbsent" in dropped


def test_what_is_dropped_often_is_said_once():
    _exported, problems = to_aws(good("unknown-keys.json"))
    (problem,) = [each for each in problems if "“number” of 2 choices" in each.message]
    assert problem.pointer == "/pillars/0/questions/0/choices/0/number"


def test_a_description_of_a_choice_becomes_its_helpful_text():
    data = document(("a_1", "NO_RISK"), ("default", "HIGH_RISK"))
    data["pillars"][0]["questions"][0]["choices"][0]["description"] = "What it means."
    exported, _problems = to_aws(read(data).lens)
    choice = exported["pillars"][0]["questions"][0]["choices"][0]
    assert choice["helpfulResource"] == {"displayText": "What it means."}


def test_levels_become_three_rules_without_low():
    levels = {"a_1": "high", "a_2": "medium", "a_3": "low"}
    exported, problems = to_aws(lens(*rules_from_levels(levels), choices="a_1 a_2 a_3 a_no"))
    assert exported["pillars"][0]["questions"][0]["riskRules"] == [
        {"condition": "a_1 && a_2", "risk": "NO_RISK"},
        {"condition": "a_1", "risk": "MEDIUM_RISK"},
        {"condition": "default", "risk": "HIGH_RISK"},
    ]
    assert codes(problems) == ["aws-low-risk"]


def test_a_long_title_is_cut_at_a_word_and_refused_characters_are_replaced():
    exported, problems = to_aws(good("long-titles.json"))
    title = exported["pillars"][0]["questions"][0]["choices"][0]["title"]
    assert len(title) <= 128
    assert title.endswith("...")
    assert exported["description"] == (
        "Maps a project, with a semicolon, 100 percent 'quoted' & (marked)."
    )
    assert set(codes(problems)) == {"aws-characters", "aws-shortened"}


def test_only_five_links_of_a_type_are_kept():
    exported, problems = to_aws(good("more-links.json"))
    resources = exported["pillars"][0]["questions"][0]["choices"][0]["additionalResources"]
    assert [len(each["content"]) for each in resources] == [5, 1]
    assert codes(problems) == ["aws-count-links"]


def test_too_many_questions_cannot_be_fitted_and_are_an_error():
    questions = tuple(
        Question(
            f"q_{i}",
            f"Question {i}",
            "",
            (Choice("c_1", "C", improvement_plan=Link("Do it.")),),
            (Rule("default", "NO_RISK"),),
        )
        for i in range(21)
    )
    exported, problems = to_aws(Lens("L", (Pillar("pil", "P", questions),), "About."))
    assert len(exported["pillars"][0]["questions"]) == 21
    assert [(each.code, each.level) for each in problems] == [("aws-count", "error")]


def test_ids_stay_different_and_none_of_these_stays_what_it_is():
    exported, _problems = to_aws(
        lens(("a-1 && a.1", "NO_RISK"), ("default", "HIGH_RISK"), choices="a-1 a.1 x-no é b_no")
    )
    ids = [each["id"] for each in exported["pillars"][0]["questions"][0]["choices"]]
    assert ids == ["a_1", "a_1_2", "x_no_", "e__", "b_no"]
    rules = exported["pillars"][0]["questions"][0]["riskRules"]
    assert rules[0]["condition"] == "a_1 && a_1_2"


def test_a_missing_default_is_written_as_no_risk():
    exported, _problems = to_aws(lens(("a_1 && !a_2", "HIGH_RISK")))
    assert exported["pillars"][0]["questions"][0]["riskRules"][-1] == {
        "condition": "default",
        "risk": "NO_RISK",
    }


@thorough
@given(rule_sets())
def test_fitted_rules_give_every_answer_the_same_risk_but_low(rules):
    fitted = fit_rules(rules, {choice: choice for choice in CHOICES})
    risks = [each["risk"] for each in fitted]
    assert len(set(risks)) == len(risks) <= 3
    assert fitted[-1]["condition"] == "default"
    again = compile_rules(CHOICES, [(each["condition"], each["risk"]) for each in fitted])
    for size in range(1, len(CHOICES) + 1):
        for chosen in combinations(CHOICES, size):
            answer = Selection(frozenset(chosen))
            risk = evaluate(rules, answer).risk
            expected = Risk.NONE if risk is Risk.LOW else risk
            assert evaluate(again, answer).risk is expected


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("company-platform-standards.json", {"aws-id", "aws-risk", "aws-condition"}),
        ("four-rules-and-low-risk.json", {"aws-count", "aws-risk"}),
        ("long-titles.json", {"aws-long", "aws-characters"}),
        ("missing-parts.json", {"aws-missing"}),
        ("more-links.json", {"aws-count"}),
        ("no-default.json", {"default-missing"}),
        ("same-risk-twice.json", {"aws-risk-repeated"}),
        ("unknown-keys.json", set()),
        ("constant-results.json", {"aws-risk-repeated"}),
        ("mixed-operators.json", set()),
    ],
)
def test_strict_reading_says_what_aws_would_refuse(name, found):
    lens_document = good(name)
    from_text = read(_text_of(name), strict=True)
    assert found <= set(codes(from_text.errors))
    assert (from_text.lens is None) == bool(found)
    assert lens_document is not None


def test_a_document_over_the_size_limit_is_refused_when_strict():
    text = _text_of("unknown-keys.json")
    padded = text + b" " * 500_000
    assert codes(read(padded, strict=True).errors) == ["aws-size"]
    assert read(padded).lens


def _text_of(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()
