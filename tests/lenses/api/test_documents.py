"""Lens documents that belong to no lens yet, and lenses tried out: nothing of it is stored."""

from __future__ import annotations

import copy

import pytest

from lenses.models import Lens
from lenses.services import drafts
from tests.builders import SMALL_LENS
from tests.rest.described import check, problem

CHECK = "/api/v1/lenses/documents/check/"
STARTER = "/api/v1/lenses/documents/starter/"
TRY = "/api/v1/lenses/small/try/"


def test_a_document_without_errors_says_what_is_in_it_and_is_not_kept(api_of, cast):
    shown = check(api_of(cast.vic, "read").post(CHECK, {"document": SMALL_LENS}))
    assert (shown["error_count"], shown["name"]) == (0, "Small lens")
    assert (shown["pillar_count"], shown["question_count"]) == (2, 3)
    assert not Lens.objects.filter(alias="small").exists()


def test_every_problem_is_told_with_its_place_errors_first(api_of, cast):
    document = copy.deepcopy(SMALL_LENS)
    question = document["pillars"][0]["questions"][0]
    question["riskRules"][0]["condition"] = "locks_key && cat"
    question["choices"][1]["title"] = question["choices"][0]["title"]
    shown = check(api_of(cast.vic).post(CHECK, {"document": document}))
    assert shown["error_count"] > 0
    assert shown["problems"][0]["level"] == "error"
    assert shown["problems"][0]["pointer"].startswith("/pillars/0/questions/0/riskRules/0")
    assert shown["question_count"] == 0


def test_text_is_told_with_lines(api_of, cast):
    text = "name: Short\npillars:\n  - id: a\n"
    answer = api_of(cast.vic).post(CHECK, text, content_type="application/yaml")
    shown = check(answer)
    assert shown["error_count"] > 0
    assert all(each["line"] for each in shown["problems"])


def test_strictly_the_limits_of_the_reference_are_errors(api_of, cast):
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["title"] = "How " + "very " * 60 + "long?"
    api = api_of(cast.vic)
    lenient = check(api.post(CHECK, {"document": document}))
    strict = check(api.post(f"{CHECK}?strict=true", {"document": document}))
    assert lenient["error_count"] == 0
    assert strict["error_count"] > 0


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_the_document_to_begin_from_is_one_that_can_be_imported(form, api_of, cast):
    answer = api_of(cast.vic).get(STARTER, {"as": form})
    assert answer.status_code == 200
    media = f"application/{form}"
    assert answer.headers["Content-Type"].startswith(media)
    again = api_of(cast.vic).post(CHECK, {"document": answer.content.decode()})
    assert check(again)["error_count"] == 0
    problem(api_of(cast.vic).get(STARTER, {"as": "toml"}), 422, "invalid")


def test_a_lens_is_tried_with_answers_and_tells_risks_and_plan(api_of, cast, small_lens):
    body = {"answers": {"locks": {"selected": ["locks_key"]}, "keys": {"selected": ["keys_safe"]}}}
    shown = check(api_of(cast.vic, "read").post(TRY, body))
    assert {each["question"]: each["risk"] for each in shown["questions"]} == {
        "locks": "medium",
        "keys": "none",
        "glass": "unanswered",
    }
    assert shown["counts"]["medium"] == 1
    [planned] = shown["plan"]
    assert (planned["question"], planned["practices"][0]) == ("locks", "locks_bolt")


def test_the_draft_is_tried_by_those_who_may_see_it(api_of, cast, actors, small_lens):
    drafts.open(actors.ada, "small")
    rule = {"op": "set", "at": "questions/keys/rules/1", "field": "risk", "value": "LOW_RISK"}
    drafts.edit(actors.ada, "small", operation=rule)
    body = {"version": "draft", "answers": {"keys": {"selected": ["keys_no"]}}}
    shown = check(api_of(cast.ben).post(TRY, body))
    assert {each["question"]: each["risk"] for each in shown["questions"]}["keys"] == "low"
    shown = check(api_of(cast.ben).post(TRY, {**body, "version": "1"}))
    assert {each["question"]: each["risk"] for each in shown["questions"]}["keys"] == "high"


def test_questions_a_version_does_not_ask_are_named(api_of, cast, small_lens):
    body = {"answers": {"roof": {"selected": []}, "cellar": {}}}
    found = problem(api_of(cast.vic).post(TRY, body), 422, "invalid")
    assert {each["path"] for each in found["errors"]} == {"answers.roof", "answers.cellar"}
