"""Lenses over REST as something to read: found by words, questions, warnings, uses, tags."""

from __future__ import annotations

import copy

import pytest

from tests.builders import SMALL_LENS, publish_lens
from tests.rest.described import check, problem
from wellarch.events.models import Event

LENSES = "/api/v1/lenses/"


def test_questions_and_practices_are_found_with_the_lens_they_are_in(api_of, cast, small_lens):
    api = api_of(cast.vic, "read")
    found = check(api.get(f"{LENSES}search/", {"q": "bolt"}))
    assert [(row["kind"], row["question"], row["choice"]) for row in found["results"]] == [
        ("practice", "locks", "locks_bolt")
    ]
    assert found["results"][0]["lens"] == "small"
    assert check(api.get(f"{LENSES}search/"))["results"] == []
    assert check(api_of(cast.oda).get(f"{LENSES}search/", {"q": "bolt"}))["results"] == []


def test_a_search_says_when_there_is_more(api_of, cast, framework):
    found = check(api_of(cast.vic).get(f"{LENSES}search/", {"q": "security", "limit": 2}))
    assert (len(found["results"]), found["more"]) == (2, True)
    problem(api_of(cast.vic).get(f"{LENSES}search/", {"q": "x", "limit": 0}), 422, "invalid")


def test_a_question_is_read_with_its_rules_in_words_and_the_ways_to_less_risk(
    api_of, cast, small_lens
):
    shown = check(api_of(cast.vic).get(f"{LENSES}small/questions/locks/"))
    assert [each["id"] for each in shown["practices"]] == ["locks_key", "locks_bolt", "locks_dog"]
    assert shown["practices"][1]["improvement_plan"] == ["Fit a bolt."]
    assert shown["none_choice"] == "locks_no"
    assert [(rule["risk"], rule["condition"]) for rule in shown["rules"]] == [
        ("none", "locks_key && locks_bolt"),
        ("medium", "locks_key || locks_dog"),
        ("high", "default"),
    ]
    assert shown["ways"][0] == {"risk": "none", "sets": [["locks_key", "locks_bolt"]], "more": 0}


@pytest.mark.parametrize(
    "path", ["questions/locks/", "anti-patterns/", "export/notes/", "uses/", "try/"]
)
def test_what_one_may_not_see_is_not_there(path, api_of, cast, small_lens):
    api = api_of(cast.oda)
    ask = api.post if path == "try/" else api.get
    problem(ask(f"{LENSES}small/{path}"), 404, "not-found")


def test_a_question_or_version_that_is_not_there_is_a_problem(api_of, cast, small_lens):
    api = api_of(cast.vic)
    problem(api.get(f"{LENSES}small/questions/roof/"), 404, "not-found")
    problem(api.get(f"{LENSES}small/questions/locks/", {"version": "7"}), 404, "not-found")


def test_what_people_do_wrong_is_listed_by_question(api_of, cast, actors):
    document = copy.deepcopy(SMALL_LENS)
    locks = document["pillars"][0]["questions"][0]
    locks["antiPatterns"] = ["A key under the mat"]
    locks["choices"][2]["antiPatterns"] = ["A cat"]
    publish_lens(actors.ada, document)
    [row] = check(api_of(cast.vic).get(f"{LENSES}small/anti-patterns/"))["results"]
    assert (row["pillar"], row["question"], row["anti_patterns"]) == (
        "doors",
        "locks",
        ["A key under the mat"],
    )
    assert row["practices"] == [{"id": "locks_dog", "title": "A dog", "anti_patterns": ["A cat"]}]


def test_what_an_export_loses_is_said_before(api_of, cast, actors):
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["antiPatterns"] = ["A key under the mat"]
    publish_lens(actors.ada, document)
    notes = check(api_of(cast.vic).get(f"{LENSES}small/export/notes/"))["results"]
    assert notes
    assert {note["level"] for note in notes} <= {"warning", "error"}


def test_what_uses_a_lens_is_counted_for_those_who_may_delete_it(api_of, cast, review):
    uses = check(api_of(cast.ben).get(f"{LENSES}small/uses/"))
    assert (uses["versions"], uses["reviews"], uses["templates"]) == (1, 1, 0)
    problem(api_of(cast.vic).get(f"{LENSES}small/uses/"), 403, "forbidden")


def test_the_tags_of_a_lens_are_set_as_a_whole(api_of, cast, small_lens):
    api = api_of(cast.ben)
    changed = check(api.patch(f"{LENSES}small/", {"tags": {"kind": "house"}}))
    assert changed["tags"] == {"kind": "house"}
    assert check(api.get(f"{LENSES}small/"))["tags"] == {"kind": "house"}
    assert Event.objects.filter(verb="lens.tagged").count() == 1
    refused = problem(api.patch(f"{LENSES}small/", {"tags": {"aws:x": "1"}}), 422, "invalid")
    assert refused["errors"][0]["path"] == "tags"
    problem(api_of(cast.vic).patch(f"{LENSES}small/", {"tags": {}}), 403, "forbidden")
    problem(api.patch(f"{LENSES}wellarchitected/", {"tags": {}}), 403, "forbidden")
