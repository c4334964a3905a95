"""Whole documents replace a draft and lose nothing."""

from __future__ import annotations

import copy
import json

import pytest

from lenses.services import drafts, imports, versions
from tests.builders import SMALL_LENS
from tests.lenses.drafting import TEXT, TITLE, document, put, question
from wellarch.errors import Invalid, Stale


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ada, "small")


def test_a_text_replaces_the_draft_and_can_be_undone(actors, draft):
    text = json.dumps(SMALL_LENS | {"name": "Typed"})
    edited = drafts.replace(actors.ada, "small", text=text, base_revision=0)
    assert (edited.version.revision, document()["name"]) == (1, "Typed")
    drafts.undo(actors.ada, "small")
    assert document() == SMALL_LENS
    drafts.redo(actors.ada, "small")
    assert document()["name"] == "Typed"


def test_a_text_with_errors_is_kept_and_not_published(actors, draft):
    broken = copy.deepcopy(SMALL_LENS)
    broken["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = "locks_ghost"
    edited = drafts.replace(actors.ada, "small", text=json.dumps(broken))
    assert document() == broken
    with pytest.raises(Invalid) as refused:
        versions.publish(actors.ada, edited.version, name="2")
    pointer = "/pillars/0/questions/0/riskRules/0/condition"
    assert set(refused.value.fields) == {pointer}
    assert refused.value.data["problems"][0]["pointer"] == pointer


@pytest.mark.parametrize("text", ['{"name": ', "name: [", "", "[1, 2]", "just words"])
def test_a_text_that_is_no_document_keeps_nothing(actors, draft, text):
    with pytest.raises(Invalid) as refused:
        drafts.replace(actors.ada, "small", text=text)
    assert refused.value.code == "invalid-lens"
    assert refused.value.data["problems"]
    assert document() == SMALL_LENS


def test_a_text_that_does_not_parse_is_refused_with_its_line(actors, draft):
    with pytest.raises(Invalid) as refused:
        drafts.replace(actors.ada, "small", text='{\n"name": ,\n}')
    assert refused.value.data["problems"][0]["line"] == 2


def test_a_text_made_from_an_older_state_is_stale(actors, draft):
    drafts.edit(actors.ben, "small", operation=TITLE)
    text = json.dumps(SMALL_LENS | {"name": "Typed"})
    with pytest.raises(Stale):
        drafts.replace(actors.ada, "small", text=text, base_revision=0)
    assert question()["title"] == "How do you lock?"


def test_an_import_over_a_draft_loses_nothing(actors, draft):
    drafts.edit(actors.ben, "small", operation=TITLE)
    before = document()
    imports.import_document(actors.ada, data=SMALL_LENS | {"name": "Imported"})
    assert document()["name"] == "Imported"
    with pytest.raises(Stale):
        drafts.edit(actors.ben, "small", operation=TEXT, base_revision=1)
    drafts.undo(actors.ben, "small", revision=2)
    assert document() == before


def test_a_document_that_grows_too_large_is_refused(actors, draft, monkeypatch):
    text = json.dumps(SMALL_LENS | {"focus": "x" * 40_000, "considerations": ["y" * 40_000] * 120})
    drafts.replace(actors.ada, "small", text=text)
    many = [put(f"questions/{key}", "description", "z" * 49_000) for key in ("locks", "keys")]
    many += [put("questions/locks", "conversation", "z" * 49_000), put("", "focus", "z" * 49_900)]
    for key in ("locks", "keys", "glass"):
        many.append(put(f"questions/{key}", "evidence", ["e" * 10_000] * 3))
    before = document()
    with pytest.raises(Invalid) as refused:
        drafts.edit(actors.ada, "small", operation={"op": "many", "operations": many})
    assert refused.value.code == "too-large"
    assert document() == before
