"""Two versions of a lens side by side, in the browser and for programs."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lenses.services import imports, versions
from tests.builders import SMALL_LENS, publish_lens
from tests.lenses.document.test_diff import largest

COMPARE = "/lenses/small/compare/"
API = "/api/v1/lenses/small/versions/1/differences/"


def changed():
    """The small lens with a word, a rule and a question changed."""
    document = deepcopy(SMALL_LENS)
    locks, keys = document["pillars"][0]["questions"]
    locks["title"] = "How do you lock every door?"
    keys["riskRules"][1]["risk"] = "MEDIUM_RISK"
    document["pillars"][1]["questions"].append(deepcopy(keys) | {"id": "roof", "title": "Roof?"})
    return document


@pytest.fixture
def draft(actors, small_lens):
    return imports.import_document(actors.ada, data=changed())


def test_the_draft_stands_beside_the_published_version(client_of, cast, draft):
    page = client_of(cast.ben).get(COMPARE).text
    assert "<del>the doors</del>" in page
    assert "<ins>every door</ins>" in page
    assert "1 new question" in page
    assert "another result" in page
    assert "changes the meaning" in page
    assert "1 question unchanged" in page


def test_only_changes_of_meaning_leaves_the_words_out(client_of, cast, draft):
    page = client_of(cast.ben).get(COMPARE + "?only=meaning").text
    assert "every door" not in page
    assert "Roof?" in page
    assert "another result" in page


def test_one_pillar_or_one_question_can_be_looked_at_alone(client_of, cast, draft):
    browser = client_of(cast.ben)
    windows = browser.get(COMPARE + "?pillar=windows").text
    assert "Roof?" in windows
    assert "<ins>every door</ins>" not in windows
    locks = browser.get(COMPARE + "?question=locks").text
    assert "<ins>every door</ins>" in locks
    assert "Roof?" not in locks


def test_versions_are_named_in_the_address(client_of, cast, actors, draft):
    versions.publish(actors.ada, draft, name="2")
    publish_lens(actors.ada, changed() | {"description": "Third."}, name="3")
    browser = client_of(cast.vic)
    assert "Roof?" not in browser.get(COMPARE).text  # 3 beside 2
    assert "Roof?" in browser.get(COMPARE + "?from=1&to=3").text
    assert browser.get(COMPARE + "?from=1&to=9").status_code == 404
    assert browser.get(COMPARE + "?from=1&to=3&pillar=none").status_code == 404


def test_versions_that_say_the_same_say_so(client_of, cast, actors, small_lens):
    publish_lens(actors.ada, name="2")
    assert "Both versions say and ask the same." in client_of(cast.vic).get(COMPARE).text


def test_a_lens_with_one_version_has_nothing_to_compare(client_of, cast, small_lens):
    page = client_of(cast.vic).get(COMPARE)
    assert page.status_code == 200
    assert "has to have two versions" in page.text


def test_a_draft_with_errors_is_not_compared_but_its_page_stands(client_of, cast, draft):
    draft.document["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = "gone &&"
    draft.save(update_fields=["document"])
    page = client_of(cast.ben).get(COMPARE)
    assert page.status_code == 200
    assert "The draft holds errors" in page.text


def test_who_shares_a_lens_shows_no_draft(client_of, cast, draft, actors, api_of):
    assert client_of(cast.oda).get(COMPARE).status_code == 404
    assert api_of(cast.oda).get(API).status_code == 404


def test_a_copy_stands_beside_what_it_was_copied_from(client_of, cast, actors, framework):
    document = deepcopy(framework.document) | {"alias": "ours", "name": "Ours"}
    document["pillars"] = document["pillars"][:2]
    draft = imports.import_document(actors.ada, data=document)
    draft.lens.copied_from = framework
    draft.lens.save(update_fields=["copied_from"])
    page = client_of(cast.vic).get("/lenses/ours/compare/").text
    assert f"{framework.lens.name} {framework.name}, copied from" in page
    assert "4 pillars removed" in page


def test_the_page_of_the_largest_lens_is_bounded_and_opens_the_rest_one_by_one(
    client_of, cast, actors
):
    publish_lens(actors.ada, largest(" && ") | {"alias": "largest"})
    document = largest(" || ") | {"alias": "largest"}
    for pillar in document["pillars"]:
        for question in pillar["questions"]:
            question["description"] = "More words about it. " * 40
            for choice in question["choices"]:
                choice["title"] += " of more words"
    imports.import_document(actors.ada, data=document)
    browser = client_of(cast.ada)
    with CaptureQueriesContext(connection) as captured:
        page = browser.get("/lenses/largest/compare/")
    assert len(page.content) < 600_000
    assert "?from=1&amp;to=draft&amp;question=q9x19" in page.text
    assert len(captured) < 20
    last = browser.get("/lenses/largest/compare/?from=1&to=draft&question=q9x19")
    assert "More words about it." in last.text


def test_a_program_gets_the_tree_of_what_differs(api_of, cast, draft):
    found = api_of(cast.vic).get(API).json()
    assert (found["base"], found["to"], found["is_meaning"]) == (1, 2, True)
    assert found["counts"]["questions_new"] == 1
    doors, windows = found["pillars"]
    locks, keys = doors["questions"]
    assert locks["fields_changed"][0]["lines"] == [
        {"old": "How do you lock the doors?", "new": "How do you lock every door?"}
    ]
    assert (keys["rules"]["verdict"], keys["rules"]["answers"]) == ("other", 2)
    assert keys["rules"]["shifts"] == [{"old": "high", "new": "medium", "answers": 1}]
    assert [(q["id"], q["fate"]) for q in windows["questions"]] == [("roof", "new")]


def test_a_program_names_both_versions_by_number(api_of, cast, draft):
    api = api_of(cast.vic)
    back = api.get("/api/v1/lenses/small/versions/2/differences/?to=1").json()
    assert back["counts"]["questions_removed"] == 1
    assert api.get(API + "?to=9").status_code == 404
    assert api.get(API + "?to=0").status_code == 404
    huge = "/api/v1/lenses/small/versions/99999999999999999999/differences/"
    assert api.get(huge).status_code == 404
    assert api.get(API + "?to=x").status_code == 422


def test_a_program_hears_that_a_draft_with_errors_cannot_be_compared(api_of, cast, draft):
    draft.document["pillars"] = []
    draft.save(update_fields=["document"])
    answer = api_of(cast.vic).get(API)
    assert (answer.status_code, answer.json()["code"]) == (409, "draft-errors")
