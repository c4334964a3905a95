"""A draft that holds errors breaks no page: each says so and leads to where it is repaired."""

from __future__ import annotations

import copy
import json

import pytest

from lenses.services import drafts, exports
from tests.builders import SMALL_LENS
from wellarch.errors import Conflict


@pytest.fixture
def broken(actors, small_lens):
    """The small lens with a published version and a draft whose rule names no choice."""
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = "locks_ghost"
    drafts.open(actors.ada, "small")
    return drafts.replace(actors.ada, "small", text=json.dumps(document)).version


PAGES = ["", "doors/", "questions/locks/", "anti-patterns/", "export/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_draft_with_errors_says_what_is_wrong(cast, client_of, broken, page):
    answer = client_of(cast.ada).get(f"/lenses/small/{page}?version=draft")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "The draft has 1 error." in text
    assert "locks_ghost" in text
    assert '<a href="/lenses/small/edit/questions/locks/rules/0/">How do you lock' in text
    assert "Read version 1" in text


@pytest.mark.parametrize("page", PAGES)
def test_the_published_version_is_read_as_ever(cast, client_of, broken, page):
    assert client_of(cast.vic).get(f"/lenses/small/{page}").status_code == 200


def test_lists_show_a_lens_whose_only_version_is_a_draft_with_errors(cast, actors, client_of):
    draft = drafts.create(actors.ada, name="Idea")
    text = json.dumps({"name": "Idea", "pillars": [{"questions": "none yet"}, 5]})
    drafts.replace(actors.ada, draft.lens.alias, text=text)
    assert "Idea" in client_of(cast.vic).get("/lenses/").content.decode()
    answer = client_of(cast.vic).get("/lenses/idea/")
    assert answer.status_code == 409
    assert "Open the editor" not in answer.content.decode()


def test_a_draft_with_errors_is_exported_as_it_stands_but_not_to_aws(actors, broken):
    for format in ("json", "yaml"):
        assert "locks_ghost" in exports.export(
            actors.ada, alias="small", format=format, version="draft"
        )
    with pytest.raises(Conflict):
        exports.export(actors.ada, alias="small", format="aws", version="draft")


def test_a_draft_with_errors_is_listed_and_read_over_rest(cast, api_of, broken):
    api = api_of(cast.ada)
    assert api.get("/api/v1/lenses/").status_code == 200
    assert api.get("/api/v1/lenses/small/versions/2/").data["document"] == broken.document
    assert api.get("/api/v1/lenses/small/export/?version=draft").status_code == 200
