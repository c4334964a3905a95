"""Publishing a draft in the browser."""

from __future__ import annotations

import json

import pytest

from lenses.models import LensVersion
from lenses.services import imports
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


@pytest.mark.parametrize("who", ["cleo", "vic"])
def test_who_may_not_write_lenses_cannot_publish(client_of, cast, draft, who):
    browser = client_of(getattr(cast, who))
    assert browser.get(PUBLISH).status_code == 403
    assert browser.post(PUBLISH, NEW).status_code == 403
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_built_in_lens_has_no_desk(client_of, cast, framework):
    address = "/lenses/wellarchitected/publish/"
    assert client_of(cast.ada).post(address, NEW).status_code == 404
