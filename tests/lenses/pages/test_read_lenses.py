"""Reading lenses in the browser: the library, a lens, a pillar, a question, the download."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lenses.document import read
from lenses.services import imports
from tests.builders import SMALL_LENS, publish_lens

LOCKS = "/lenses/small/questions/locks/"


def edited(**changes):
    document = deepcopy(SMALL_LENS)
    document.update(changes)
    return document


def test_the_library_shows_own_lenses_apart_from_built_in_ones(client_of, cast, small_lens):
    page = client_of(cast.vic).get(reverse("lens-list"))
    own, builtin = page.text.split("<h2>Built in")
    assert "Small lens" in own
    assert "2 pillars · 3 questions · 6 practices" in own
    assert "Well-Architected Framework" in builtin
    assert "6 pillars · 57 questions · 307 practices" in builtin
    assert "New lens" not in page.text


def test_a_draft_is_in_the_library_of_its_organization_only(client_of, cast, actors):
    imports.import_document(actors.ada, data=SMALL_LENS)
    assert "Small lens" in client_of(cast.vic).get(reverse("lens-list")).text
    assert "Small lens" not in client_of(cast.oda).get(reverse("lens-list")).text


def test_a_lens_shows_what_it_says_of_itself(client_of, cast, actors):
    publish_lens(actors.ada, edited(focus="Houses", considerations=["Ask who lives there"]))
    page = client_of(cast.vic).get("/lenses/small/")
    for words in ("Two pillars, three questions.", "Houses", "Ask who lives there", "Windows"):
        assert words in page.text
    assert page.text.count("<h1") == 1


def test_a_pillar_shows_principles_maturity_and_checklist(client_of, cast, actors):
    document = edited()
    document["pillars"][0] |= {
        "description": "Ways in.",
        "principles": [{"name": "Few doors", "example": "One, not three."}],
        "maturity": [{"name": "Open", "examples": ["No lock"]}],
        "checklist": ["A spare key exists"],
    }
    publish_lens(actors.ada, document)
    page = client_of(cast.vic).get("/lenses/small/doors/")
    for words in ("Ways in.", "Few doors", "One, not three.", "Open", "No lock", "A spare key"):
        assert words in page.text
    assert "How do you lock the doors?" in page.text


def test_a_question_shows_advice_rules_in_words_and_the_smallest_ways(client_of, cast, small_lens):
    page = client_of(cast.vic).get(LOCKS)
    for words in (
        "Think of every door.",
        "Buy a lock.",
        "The smallest ways",
        "In every other case",
    ):
        assert words in page.text
    assert "None of these" not in page.text.split("As written")[0]
    assert "locks_key &amp;&amp; locks_bolt" in page.text


def test_questions_lead_to_their_neighbours_across_pillars(client_of, cast, small_lens):
    page = client_of(cast.vic).get("/lenses/small/questions/keys/")
    assert f'rel="prev" href="{LOCKS}"' in page.text
    assert 'rel="next" href="/lenses/small/questions/glass/"' in page.text


def test_the_framework_reads_without_its_own_organization(client_of, cast, framework):
    page = client_of(cast.oda).get("/lenses/wellarchitected/questions/securely-operate/")
    assert page.status_code == 200
    assert "if it is missing" in page.text


def test_an_older_version_stays_readable_and_says_so(client_of, cast, actors, small_lens):
    publish_lens(actors.ada, edited(name="Small lens, renewed"), name="2")
    browser = client_of(cast.vic)
    assert "renewed" in browser.get("/lenses/small/").text
    old = browser.get("/lenses/small/?version=1")
    assert "You are reading version 1." in old.text
    assert '/lenses/small/questions/locks/?version=1"' in old.text
    assert "renewed" not in old.text.split("<main")[1].split("Versions")[0]


def test_a_draft_is_read_under_its_own_address(client_of, cast, actors, small_lens):
    imports.import_document(actors.ada, data=edited(name="Small lens, in the making"))
    browser = client_of(cast.vic)
    assert "in the making" not in browser.get("/lenses/small/").text
    draft = browser.get("/lenses/small/?version=draft")
    assert "in the making" in draft.text
    assert "This is a draft" in draft.text


def test_remarks_of_the_linter_are_for_those_who_can_act(client_of, cast, small_lens):
    remark = "glass_film"
    document = edited(alias="odd")
    del document["pillars"][1]["questions"][0]["choices"][0]["improvementPlan"]
    client_of(cast.ben).post("/lenses/import/", {"text": json.dumps(document)})
    address = "/lenses/odd/?version=draft"
    page = client_of(cast.ben).get(address)
    assert "1 thing to look at" in page.text
    assert f"“{remark}” has no improvement plan" in page.text
    assert "thing to look at" not in client_of(cast.vic).get(address).text


def test_dangerous_addresses_are_not_links(client_of, cast, actors):
    document = edited()
    choice = document["pillars"][0]["questions"][0]["choices"][0]
    choice["helpfulResource"] = {"displayText": "Click me", "url": "javascript:alert(1)"}
    publish_lens(actors.ada, document)
    page = client_of(cast.vic).get(LOCKS)
    assert 'href="javascript' not in page.text.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/lenses/small/",
        "/lenses/small/doors/",
        LOCKS,
        "/lenses/small/export/json/",
        "/lenses/small/publish/",
    ],
)
def test_an_outsider_finds_nothing(client_of, cast, small_lens, address):
    assert client_of(cast.oda).get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/lenses/nothing/",
        "/lenses/small/roof/",
        "/lenses/small/questions/roof/",
        "/lenses/small/?version=9",
        "/lenses/small/?version=draft",
    ],
)
def test_what_is_not_there_is_not_found(client_of, cast, small_lens, address):
    assert client_of(cast.ada).get(address).status_code == 404


@pytest.mark.parametrize("format", ["json", "yaml", "aws"])
def test_a_lens_is_downloaded(client_of, cast, small_lens, format):
    page = client_of(cast.vic).get(reverse("lens-export", args=["small", format]))
    assert page["Content-Disposition"].startswith('attachment; filename="small.')
    reading = read(page.content)
    assert not reading.errors
    assert len(reading.lens.pillars) == 2


def test_the_draft_is_downloaded_by_name(client_of, cast, actors, small_lens):
    imports.import_document(actors.ada, data=edited(name="In the making"))
    browser = client_of(cast.vic)
    address = reverse("lens-export", args=["small", "json"])
    assert json.loads(browser.get(address).content)["name"] == "Small lens"
    assert json.loads(browser.get(address + "?version=draft").content)["name"] == "In the making"


def test_a_format_nobody_knows_is_refused(client_of, cast, small_lens):
    address = reverse("lens-export", args=["small", "docx"])
    assert client_of(cast.vic).get(address).status_code == 422


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("/lenses/small/", "/lenses/wellarchitected/"),
        ("/lenses/small/doors/", "/lenses/wellarchitected/security/"),
        (LOCKS, "/lenses/wellarchitected/questions/securely-operate/"),
    ],
)
def test_a_large_lens_costs_as_many_queries_as_a_small_one(
    client_of, cast, small_lens, framework, django_assert_max_num_queries, small, large
):
    browser = client_of(cast.vic)
    for address in (small, large):
        browser.get(address)  # compiled once per process
    cache.clear()
    for address in (small, large):
        with django_assert_max_num_queries(7):
            browser.get(address)


def test_the_library_costs_the_same_however_many_lenses(client_of, cast, actors, small_lens):
    browser = client_of(cast.vic)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            browser.get("/lenses/")
        return len(captured)

    before = queries()
    for number in range(4):
        publish_lens(actors.ada, edited(alias=f"lens-{number}", name=f"Lens {number}"))
    assert queries() == before
