"""Publishing a draft in the browser."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from lenses.models import LensVersion
from lenses.services import drafts, imports, versions
from tests.builders import SMALL_LENS, publish_lens

PUBLISH = "/lenses/small/publish/"
NEW = {"name": "1.0", "kind": "minor", "notes": "First words."}


@pytest.fixture
def draft(actors):
    return imports.import_document(actors.ada, data=SMALL_LENS)


def test_a_draft_becomes_a_version(client_of, cast, draft):
    page = client_of(cast.ben).post(PUBLISH, NEW, follow=True)
    assert page.redirect_chain[-1][0] == "/lenses/small/"
    assert "Version 1.0 is published." in page.text
    draft.refresh_from_db()
    assert (draft.status, draft.name, draft.is_major) == ("published", "1.0", False)
    assert (draft.notes, draft.published_by) == ("First words.", "Ben Example")


def test_a_published_version_is_not_touched_by_what_comes_later(client_of, cast, draft):
    browser = client_of(cast.ben)
    browser.post(PUBLISH, NEW)
    browser.post("/lenses/import/", {"text": json.dumps(SMALL_LENS | {"name": "Another name"})})
    draft.refresh_from_db()
    assert draft.document["name"] == "Small lens"
    assert LensVersion.objects.filter(lens=draft.lens).count() == 2
    assert "Small lens" in browser.get("/lenses/small/").text


def test_without_a_draft_there_is_nothing_to_publish(client_of, cast, small_lens):
    assert client_of(cast.ben).get(PUBLISH).status_code == 404
    assert client_of(cast.ben).post(PUBLISH, NEW | {"name": "9"}).status_code == 404


@pytest.mark.parametrize("name", ["1", "a b", "", "draft", "x" * 33])
def test_a_name_that_cannot_be_used_is_said_and_the_notes_stay(client_of, cast, actors, name):
    publish_lens(actors.ada, name="1")
    imports.import_document(actors.ada, data=SMALL_LENS)
    page = client_of(cast.ada).post(PUBLISH, NEW | {"name": name})
    assert page.status_code == 422
    assert 'id="id_name_error"' in page.text
    assert "First words." in page.text
    assert LensVersion.objects.filter(lens__alias="small", status="draft").exists()


@pytest.mark.parametrize(
    ("published", "suggested"), [((), "1.0"), (("1.0",), "1.1"), (("1", "2026.9"), "2026.10")]
)
def test_the_next_name_is_suggested(client_of, cast, actors, published, suggested):
    for name in published:
        publish_lens(actors.ada, name=name)
    imports.import_document(actors.ada, data=SMALL_LENS)
    assert f'name="name" value="{suggested}"' in client_of(cast.ada).get(PUBLISH).text


def test_the_name_in_the_document_comes_first(client_of, cast, actors):
    imports.import_document(actors.ada, data=SMALL_LENS | {"version": "7.2"})
    assert 'name="name" value="7.2"' in client_of(cast.ada).get(PUBLISH).text


def with_rule(risk):
    """The small lens with another risk for no safe."""
    document = deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][1]["riskRules"][1]["risk"] = risk
    return document


@pytest.mark.parametrize(
    ("published", "suggested"), [("1.0", "2.0"), ("1", "2"), ("2026.9", "2027.0"), ("v3", "v4")]
)
def test_a_change_of_meaning_suggests_major_and_the_next_whole_number(
    client_of, cast, actors, published, suggested
):
    publish_lens(actors.ada, name=published)
    imports.import_document(actors.ada, data=with_rule("LOW_RISK"))
    page = client_of(cast.ada).get(PUBLISH).text
    assert "Major is suggested" in page
    assert f'name="name" value="{suggested}"' in page
    assert 'value="major" required id="id_kind_0" checked' in page
    assert "The rules of 1 question give some answers another risk." in page


def test_words_alone_suggest_minor_and_the_notes_begin_with_what_changed(
    client_of, cast, actors, small_lens
):
    imports.import_document(actors.ada, data=SMALL_LENS | {"description": "Better words."})
    page = client_of(cast.ada).get(PUBLISH).text
    assert "Minor is suggested" in page
    assert 'name="name" value="1.1"' in page
    assert "1 text changed.</textarea>" in page
    assert 'name="sure"' not in page


def test_a_change_of_meaning_becomes_minor_only_on_purpose(client_of, cast, actors, review):
    imports.import_document(actors.ada, data=with_rule("LOW_RISK"))
    browser = client_of(cast.ada)
    wanted = NEW | {"name": "1.1"}
    refused = browser.post(PUBLISH, wanted)
    assert refused.status_code == 422
    assert "Choose major, or say here that you mean it." in refused.text
    assert "1 open review gets it by itself" in refused.text
    done = browser.post(PUBLISH, wanted | {"sure": "on"}, follow=True)
    assert "Version 1.1 is published. 1 open review gets it in a moment" in done.text


def test_a_major_version_says_that_owners_upgrade(client_of, cast, actors, review):
    imports.import_document(actors.ada, data=with_rule("LOW_RISK"))
    done = client_of(cast.ada).post(PUBLISH, NEW | {"name": "2", "kind": "major"}, follow=True)
    assert "offer the upgrade to their owners" in done.text
    review.refresh_from_db()
    assert review.lens_version.name == "1"


def test_reviews_before_the_last_major_version_do_not_get_a_minor_one(
    client_of, cast, actors, review
):
    publish_lens(actors.ada, with_rule("LOW_RISK"), name="2")
    imports.import_document(actors.ada, data=with_rule("LOW_RISK") | {"description": "Words."})
    page = client_of(cast.ada).get(PUBLISH).text
    assert "No open review would get it by itself." in page
    assert "1 open review uses this lens." in page


def test_a_broken_draft_is_not_published_and_its_errors_lead_to_the_editor(
    client_of, api_of, cast, actors, small_lens
):
    draft = imports.import_document(actors.ada, data=SMALL_LENS)
    draft.document = with_rule("LOW_RISK")
    draft.document["pillars"][0]["questions"][1]["riskRules"][0]["condition"] = "nobody"
    draft.save(update_fields=["document"])
    browser = client_of(cast.ada)
    page = browser.get(PUBLISH).text
    assert "1 error to repair first" in page
    assert '<a href="/lenses/small/edit/questions/keys/rules/0/">Where are the keys?</a>' in page
    assert "Publish this version" not in page
    assert browser.post(PUBLISH, NEW | {"sure": "on"}).status_code == 422
    answer = api_of(cast.ada).post("/api/v1/lenses/small/publish/", {"name": "2"}, format="json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid-lens"
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_edits_of_a_draft_go_when_it_is_published(actors, small_lens):
    drafts.open(actors.ada, "small")
    wanted = {"op": "set", "at": "questions/locks", "field": "title", "value": "Locked?"}
    edited = drafts.edit(actors.ada, "small", operation=wanted, base_revision=0)
    version = versions.publish(actors.ada, edited.version, name="2", major=False)
    assert not version.edits.exists()
    assert version.questions.get(key="locks").title == "Locked?"


@pytest.mark.parametrize("who", ["cleo", "vic"])
def test_who_may_not_write_lenses_cannot_publish(client_of, cast, draft, who):
    browser = client_of(getattr(cast, who))
    assert browser.get(PUBLISH).status_code == 403
    assert browser.post(PUBLISH, NEW).status_code == 403
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_built_in_lens_has_no_desk(client_of, cast, framework):
    address = "/lenses/wellarchitected/publish/"
    assert client_of(cast.ada).post(address, NEW).status_code == 403


def test_a_draft_that_changed_since_it_was_read_is_not_published_unseen(
    client_of, actors, cast, draft
):
    browser = client_of(cast.ben)
    assert 'name="revision" value="0"' in browser.get(PUBLISH).text
    operation = {"op": "set", "at": "", "field": "focus", "value": "Doors"}
    drafts.edit(actors.ada, "small", operation=operation)
    page = browser.post(PUBLISH, NEW | {"revision": 0})
    assert "The draft changed since you read it." in page.text
    assert 'name="revision" value="1"' in page.text
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert browser.post(PUBLISH, NEW | {"revision": 1}).status_code == 302
