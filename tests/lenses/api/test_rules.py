"""Risk rules over REST: what they do, before they are in a lens."""

import pytest

URL = "/api/v1/lenses/rules/check/"
LADDER = [
    {"condition": "key && bolt", "risk": "NO_RISK"},
    {"condition": "key || bolt", "risk": "MEDIUM_RISK"},
    {"condition": "default", "risk": "HIGH_RISK"},
]


@pytest.fixture
def check(api_of, cast):
    api = api_of(cast.vic, "read")

    def check(rules=LADDER, choices=("key", "bolt", "dog", "door_no"), **more):
        body = {"choices": list(choices), "rules": rules, **more}
        return api.post(URL, body, content_type="application/json")

    return check


def test_rules_are_looked_at_as_a_whole(check):
    found = check().json()
    assert found["is_exact"]
    assert found["answers"] == 8
    assert found["risks"] == {"high": 2, "medium": 4, "low": 0, "none": 2}
    assert found["unused"] == ["dog"]
    assert found["none_of_these"] == [{"choice": "door_no", "risk": "high", "rule": 2}]
    assert [row["answers"] for row in found["rows"]] == [2, 4, 1]
    assert found["rows"][1] == {
        "risk": "medium", "rule": 1, "answers": 4,
        "terms": [{"choices": ["key", "bolt"], "at_least": 1, "at_most": 1}],
    }  # fmt: skip
    ways = {(way["from_risk"], way["to_risk"]): way["sets"] for way in found["ways"]}
    assert ways["unanswered", "none"] == [[{"choices": ["key", "bolt"], "number": 2}]]
    assert found["outcome"] is None


def test_an_answer_is_tried(check):
    found = check(answer={"selected": ["key"]}).json()
    assert found["outcome"] == {"risk": "medium", "rule": 1}
    aside = check(answer={"selected": ["key"], "not_applicable": ["bolt"]}).json()
    assert aside["outcome"] == {"risk": "none", "rule": 0}


def test_rules_that_never_decide_say_why(check):
    rules = [LADDER[1], LADDER[0], {"condition": "dog && !dog", "risk": "LOW"}, LADDER[2]]
    fates = [(rule["fate"], rule["shadowed_by"]) for rule in check(rules).json()["rules"]]
    assert fates == [("decides", []), ("shadowed", [0]), ("contradiction", []), ("decides", [])]


def test_every_rule_that_cannot_be_read_is_named_with_its_place(check):
    rules = [
        {"condition": "key && cat", "risk": "NO_RISK"},
        {"condition": "key", "risk": "AWFUL"},
        {"condition": "", "risk": "NO_RISK"},
        LADDER[2],
    ]
    answer = check(rules)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "rules-unreadable"
    found = [(fault["rule"], fault["code"], fault["column"]) for fault in problem["faults"]]
    assert found == [
        (0, "rule-unknown-choice", 8), (1, "rule-unknown-risk", None), (2, "rule-empty", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body", [{"choices": []}, {"rules": "none"}, {"choices": ["a", "a"]}, {"rules": [{"risk": 1}]}]
)
def test_what_is_no_question_is_refused(check, body):
    assert check(**{"rules": LADDER, **body}).status_code == 422


def test_too_many_choices_are_not_looked_at_but_an_answer_is_tried(check):
    ids = [f"c{number}" for number in range(25)]
    rules = [{"condition": " && ".join(ids), "risk": "NO_RISK"}, LADDER[2]]
    found = check(rules, ids, answer={"selected": ids}).json()
    assert not found["is_exact"]
    assert found["outcome"] == {"risk": "none", "rule": 0}
