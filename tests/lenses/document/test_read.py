"""Real lenses are odd. What is let through, what is refused, and what is said about it."""

import json

import pytest

from lenses.compiled import compile_lens
from lenses.document import Limits, Link, read
from lenses.rules import Risk, Selection, evaluate
from tests.lenses.document.cases import FIXTURES, SEED, codes, document, fixture, good

ODDITIES = {
    "address-spelling.json": ["url-spelling"],
    "bare-nan.json": ["not-a-number", "title-missing", "not-a-number"],
    "company-platform-standards.json": ["default-missing"],
    "constant-results.json": [],
    "default-first.json": [],
    "everything.yaml": [],
    "four-rules-and-low-risk.json": ["many-rules"],
    "long-ids.json": [],
    "long-titles.json": ["title-long"],
    "missing-parts.json": [],
    "mixed-operators.json": [],
    "more-links.json": [],
    "no-default.json": ["default-missing"],
    "no-rules.json": ["rules-missing"],
    "none-of-these.json": [],
    "odd-texts.json": [],
    "repeated-keys.json": ["key-repeated"],
    "same-risk-twice.json": [],
    "two-defaults.json": [],
    "unknown-keys.json": ["unknown-key"] * 9,
}
REFUSED = {
    "bad-choice-id-repeated.json": [("/pillars/0/questions/0/choices/1/id", "choice-id-repeated")],
    "bad-condition.json": [
        ("/pillars/0/questions/0/riskRules/0/condition", "rule-syntax"),
        ("/pillars/0/questions/0/riskRules/1/condition", "rule-syntax"),
    ],
    "bad-everything-at-once.json": [
        ("/name", "name-missing"),
        ("/pillars/0", "id-missing"),
        ("/pillars/0/questions/0/choices/0", "id-missing"),
        ("/pillars/0/questions/0/choices/1", "not-an-object"),
        ("/pillars/0/questions/0/riskRules/0/risk", "rule-unknown-risk"),
        ("/pillars/0/questions/0/riskRules/0/condition", "rule-unknown-choice"),
        ("/pillars/0/questions/0/riskRules/1", "rule-risk-missing"),
        ("/pillars/0/questions/1", "not-an-object"),
    ],
    "bad-no-choices.json": [("/pillars/0/questions/0/choices", "no-choices")],
    "bad-no-pillars.json": [("/pillars", "no-pillars")],
    "bad-no-questions.json": [("/pillars", "no-questions")],
    "bad-question-id-repeated.json": [
        ("/pillars/1/questions/0/id", "question-id-repeated"),
    ],
    "bad-risk.json": [("/pillars/0/questions/0/riskRules/0/risk", "rule-unknown-risk")],
    "bad-unknown-choice.json": [
        ("/pillars/0/questions/0/riskRules/0/condition", "rule-unknown-choice"),
    ],
}


def test_every_fixture_is_spoken_for():
    assert {path.name for path in FIXTURES.iterdir()} == {*ODDITIES, *REFUSED}


@pytest.mark.parametrize("name", ODDITIES)
def test_an_odd_lens_is_read_and_the_oddity_named(name):
    reading = fixture(name)
    assert reading.lens is not None
    assert codes(reading.problems) == ODDITIES[name]
    assert not reading.errors


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_reviewed_is_refused_with_every_place(name):
    reading = fixture(name)
    assert reading.lens is None
    assert [(problem.pointer, problem.code) for problem in reading.errors] == REFUSED[name]
    assert all(problem.line and problem.column for problem in reading.errors)


def test_the_seed_lens_imports_as_printed():
    lens = good(SEED.name)
    (pillar,) = lens.pillars
    (question,) = pillar.questions
    (choice,) = question.choices
    assert (lens.name, pillar.id, question.id, choice.id) == (
        "Company Platform Standards",
        "observability",
        "obs-01",
        "obs-01-a",
    )
    assert choice.helpful_resource == Link("Logging Standards", "https://wiki.internal/logging")
    assert choice.improvement_plan == Link("Adopt the platform logging library", "")
    assert (question.risk_rules[0].condition, question.risk_rules[0].risk) == (
        "obs-01-a NOT selected",
        "HIGH",
    )
    rules = compile_lens(lens).questions["obs-01"].rules
    assert evaluate(rules, Selection(frozenset({"obs-01-a"}))).risk is Risk.NONE


def test_a_repeated_question_id_is_told_with_its_first_place():
    (problem,) = fixture("bad-question-id-repeated.json").errors
    assert "“one” is used twice, first at /pillars/0/questions/0" in problem.message


def test_an_address_under_url_with_a_capital_is_kept_and_an_empty_one_is_none():
    first, second = good("address-spelling.json").pillars[0].questions[0].choices[:2]
    assert first.helpful_resource == Link("Capital U", "https://example.com/u")
    assert second.helpful_resource == Link("Empty means none", "")


def test_a_title_that_is_not_a_number_gives_way_to_the_id():
    (question,) = good("bare-nan.json").pillars[0].questions
    assert (question.title, question.description) == ("one", "")


def test_of_a_repeated_key_the_last_counts():
    choice = good("repeated-keys.json").pillars[0].questions[0].choices[0]
    assert choice.helpful_resource == Link("Twice", "https://example.com/second")


def test_unknown_keys_are_kept_where_they_were():
    lens = good("unknown-keys.json")
    assert lens.extra["_teams"] == {"_authors": [{"name": "A person"}]}
    assert lens.extra["ready"] is True
    assert lens.pillars[0].questions[0].choices[1].extra == {"number": 1}
    assert lens.pillars[0].description == "A pillar may describe itself."


def test_texts_stay_exactly_as_written():
    choice = good("odd-texts.json").pillars[0].questions[0].choices[0]
    assert choice.title == " Blanks around "
    assert "\n\n- a list\n" in choice.helpful_resource.text


def test_every_extension_is_read():
    lens = good("everything.yaml")
    (pillar,) = lens.pillars
    (question,) = pillar.questions
    assert (lens.alias, lens.version, lens.scoring) == ("everything", "1.10", "percent")
    assert lens.considerations == ("First this", "Then that")
    assert [each.name for each in pillar.principles] == ["Least privilege", "Defence in depth"]
    assert [each.examples for each in pillar.maturity] == [("Tickets", "Mails"), ("Pipelines",)]
    assert pillar.checklist == ("Root is locked away",)
    assert (question.title, question.code) == ("No", "SEC 1")
    assert question.evidence == ("A list of roles",)
    assert question.anti_patterns == ("Shared accounts",)
    assert question.choices[0].effort == "low"
    assert question.none_choice is question.choices[2]


def test_rules_are_derived_from_levels_when_there_are_none():
    (question,) = good("everything.yaml").pillars[0].questions
    assert [(rule.condition, rule.risk) for rule in question.risk_rules] == [
        ("mfa && rotation", "NO_RISK"),
        ("mfa", "LOW_RISK"),
        ("default", "HIGH_RISK"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "x" * 251}, "text-too-long"),
        ({"description": "x" * 50_001}, "text-too-long"),
        ({"pillars": {"id": "a"}}, "not-a-list"),
        ({"pillars": None}, "no-pillars"),
        ({"pillars": [{"id": "a b", "questions": []}]}, "id-characters"),
    ],
)
def test_more_that_is_refused(change, code):
    reading = read(document(("default", "NO_RISK")) | change)
    assert reading.lens is None
    assert code in codes(reading.errors)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schemaVersion": "2020-01-01"}, "schema-version"),
        ({"alias": "not an alias"}, "alias-characters"),
        ({"considerations": {"a": 1}}, "wrong-type"),
        ({"description": ["one", "two"]}, "list-as-text"),
        ({"description": {"a": 1}}, "wrong-type"),
        ({"description": 7}, "number-as-text"),
        ({"description": "a\x00b\ud800"}, "unstorable-character"),
    ],
)
def test_more_that_is_let_through_with_a_warning(change, code):
    reading = read(document(("default", "NO_RISK")) | change)
    assert reading.lens is not None
    assert codes(reading.problems) == [code]


def test_two_pillars_with_one_id_are_refused():
    data = document(("default", "NO_RISK"))
    data["pillars"] *= 2
    assert codes(read(data).errors) == ["pillar-id-repeated", "question-id-repeated"]


def test_an_alias_that_cannot_stand_in_an_address_is_kept_unused():
    lens = read(document(("default", "NO_RISK"), alias="../etc")).lens
    assert lens.alias == ""
    assert lens.extra == {"alias": "../etc"}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=100), "too-large"),
        (Limits(depth=4), "too-deep"),
        (Limits(values=10), "too-many-values"),
        (Limits(pillars=0), "too-many-pillars"),
        (Limits(questions=0), "too-many-questions"),
        (Limits(choices=2), "too-many-choices"),
        (Limits(rules=1), "too-many-rules"),
        (Limits(rule_length=8), "text-too-long"),
        (Limits(title=3), "text-too-long"),
        (Limits(text=3), "text-too-long"),
        (Limits(id=2), "text-too-long"),
    ],
)
def test_limits_protect_the_server(limits, code):
    data = document(("a_1 && a_2", "NO_RISK"), ("default", "HIGH_RISK"))
    if code not in ("too-many-values",):
        assert code in codes(read(json.dumps(data), limits=limits).errors)
    if code not in ("too-large",):
        assert code in codes(read(data, limits=limits).errors)


@pytest.mark.parametrize("data", ["[]", "7", "true", "text", "- a\n- b", '"text"'])
def test_a_document_that_is_no_object_is_refused_in_words(data):
    (problem,) = read(data).errors
    assert problem.code == "not-an-object"
