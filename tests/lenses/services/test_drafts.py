"""Drafts: begun, edited, discarded."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lenses.models import DraftEdit, Lens, LensVersion
from lenses.services import drafts, imports, versions
from tests.builders import SMALL_LENS
from tests.lenses.drafting import TEXT, TITLE, document, put, question
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ada, "small")


# --- Beginning -------------------------------------------------------------------------------


def test_a_draft_is_begun_from_the_newest_published_version_once(actors, small_lens):
    draft = drafts.open(actors.ada, "small")
    assert (draft.status, draft.number, draft.revision) == ("draft", 2, 0)
    assert draft.document == SMALL_LENS
    assert draft.digest == small_lens.digest
    assert drafts.open(actors.ben, "small").pk == draft.pk
    assert Event.objects.get(verb="lens.draft_opened").data == {"alias": "small", "version": "1"}


def test_a_new_lens_begins_with_one_of_each_and_without_errors(actors):
    draft = drafts.create(actors.ben, name=" Doors & gates ")
    assert (draft.lens.alias, draft.lens.name) == ("doors-gates", "Doors & gates")
    assert (draft.pillar_count, draft.question_count, draft.choice_count) == (1, 1, 3)
    versions.publish(actors.ben, draft, name="1")
    assert Event.objects.filter(verb="lens.created").count() == 1


def test_an_alias_made_from_a_name_is_free(actors):
    made = [drafts.create(actors.ada, name="Import").lens.alias for _twice in range(2)]
    assert made == ["import-2", "import-3"]


@pytest.mark.parametrize("alias", ["import", "small", "wellarchitected", "a b", "x" * 65])
def test_an_alias_that_is_taken_or_malformed_is_refused(actors, small_lens, alias):
    with pytest.raises(Invalid) as refused:
        drafts.create(actors.ada, name="Another", alias=alias)
    assert set(refused.value.fields) == {"alias"}


def test_a_lens_needs_a_name(actors):
    with pytest.raises(Invalid) as refused:
        drafts.create(actors.ada, name="  ")
    assert set(refused.value.fields) == {"name"}


def test_a_built_in_lens_is_copied_and_the_copy_knows_its_version(actors, framework):
    draft = drafts.copy(actors.ben, "wellarchitected", name="Our framework", alias="ours")
    assert draft.lens.copied_from == framework
    assert (draft.document["name"], draft.document["alias"]) == ("Our framework", "ours")
    assert draft.question_count == framework.question_count
    assert "version" not in draft.document
    assert versions.publish(actors.ben, draft, name="1").is_published


def test_an_earlier_version_and_a_draft_of_ones_own_can_be_copied(actors, draft):
    drafts.edit(actors.ada, "small", operation=put("", "focus", "Doors"))
    ours = drafts.copy(actors.ada, "small", version="draft", name="Second")
    assert ours.document["focus"] == "Doors"
    first = drafts.copy(actors.ada, "small", version="1", name="Third")
    assert "focus" not in first.document


def test_what_one_does_not_see_cannot_be_copied_nor_edited(actors, draft):
    with pytest.raises(NotFound):
        drafts.copy(actors.oda, "small", name="Mine")
    with pytest.raises(NotFound):
        drafts.edit(actors.oda, "small", operation=TITLE)


@pytest.mark.parametrize("who", ["cleo", "vic"])
def test_who_may_not_write_lenses_edits_none(actors, draft, who):
    actor = getattr(actors, who)
    for call in (
        lambda: drafts.open(actor, "small"),
        lambda: drafts.edit(actor, "small", operation=TITLE),
        lambda: drafts.undo(actor, "small"),
        lambda: drafts.replace(actor, "small", text="{}"),
        lambda: drafts.discard(actor, "small"),
        lambda: drafts.create(actor, name="New"),
        lambda: drafts.copy(actor, "small", name="New"),
    ):
        with pytest.raises(Forbidden):
            call()


def test_a_built_in_lens_is_not_edited(actors, framework):
    with pytest.raises(Forbidden):
        drafts.open(actors.ada, "wellarchitected")


# --- Editing ---------------------------------------------------------------------------------


def test_an_edit_changes_the_draft_and_says_where_to_look(actors, draft):
    edited = drafts.edit(actors.ben, "small", operation=TITLE, base_revision=0)
    assert (edited.version.revision, edited.at, edited.changed) == (1, "questions/locks", True)
    draft.refresh_from_db()
    assert question()["title"] == "How do you lock?"
    assert draft.edited_by == actors.ben.user
    assert draft.digest == imports.digest(draft.document)
    row = DraftEdit.objects.get()
    assert (row.revision, row.user, row.operation["op"]) == (1, actors.ben.user, "set")


def test_counts_follow_what_is_added_and_removed(actors, draft):
    add = {"op": "add", "what": "choice", "to": "questions/keys", "title": "Under the mat"}
    added = drafts.edit(actors.ada, "small", operation=add)
    assert added.at == "questions/keys/choices/keys_under_the_mat"
    assert added.version.choice_count == 10
    removed = drafts.edit(actors.ada, "small", operation={"op": "remove", "at": "pillars/doors"})
    assert (removed.version.pillar_count, removed.version.question_count) == (1, 1)


def test_an_edit_that_changes_nothing_leaves_no_trace(actors, draft):
    same = put("questions/locks", "title", "How do you lock the doors?")
    edited = drafts.edit(actors.ada, "small", operation=same)
    assert (edited.changed, edited.version.revision) == (False, 0)
    assert not DraftEdit.objects.exists()


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        ({"op": "paint"}, "op"),
        (put("questions/locks", "colour", "red"), "field"),
        (put("questions/locks", "title", 5), "title"),
        (put("questions/locks", "title", "x" * 1_001), "title"),
        (put("questions/locks", "id", "keys"), "id"),
        (put("questions/locks", "id", "a b"), "id"),
        (put("questions/locks/choices/locks_key", "id", "default"), "id"),
        ({"op": "move", "at": "questions/locks", "place": -1}, "place"),
        ({"op": "add", "what": "question", "to": "questions/locks"}, "to"),
        ({"op": "remove", "at": ""}, "at"),
        ({"op": "many", "operations": []}, "operations"),
    ],
)
def test_an_operation_that_cannot_be_is_refused_at_its_field(actors, draft, operation, field):
    with pytest.raises(Invalid) as refused:
        drafts.edit(actors.ada, "small", operation=operation)
    assert set(refused.value.fields) == {field}
    assert document() == SMALL_LENS


def test_many_operations_are_one_edit_or_none(actors, draft):
    good = {"op": "many", "operations": [TITLE, TEXT]}
    assert drafts.edit(actors.ada, "small", operation=good).version.revision == 1
    before = document()
    bad = {"op": "many", "operations": [put("", "focus", "x"), put("questions/no", "title", "y")]}
    with pytest.raises(NotFound):
        drafts.edit(actors.ada, "small", operation=bad)
    assert document() == before


def test_without_a_draft_there_is_nothing_to_edit(actors, small_lens):
    with pytest.raises(Conflict) as refused:
        drafts.edit(actors.ada, "small", operation=TITLE)
    assert refused.value.code == "no-draft"


def test_the_log_tells_once_in_ten_minutes_that_a_person_edits(actors, draft, monkeypatch):
    for value in ("a", "b", "c"):
        drafts.edit(actors.ada, "small", operation=put("", "focus", value))
    drafts.edit(actors.ben, "small", operation=put("", "focus", "d"))
    assert Event.objects.filter(verb="lens.edited").count() == 2
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    drafts.edit(actors.ada, "small", operation=put("", "focus", "e"))
    assert Event.objects.filter(verb="lens.edited").count() == 3


def test_a_lens_that_was_never_published_is_called_as_its_draft(actors):
    draft = drafts.create(actors.ada, name="Before")
    drafts.edit(actors.ada, draft.lens.alias, operation=put("", "name", "After"))
    assert Lens.objects.get(pk=draft.lens_id).name == "After"


def test_a_published_lens_keeps_its_name_until_the_draft_is_published(actors, draft):
    drafts.edit(actors.ada, "small", operation=put("", "name", "After"))
    assert Lens.objects.get(pk=draft.lens_id).name == "Small lens"


# --- The end ---------------------------------------------------------------------------------


def test_a_discarded_draft_goes_and_the_lens_stays(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.discard(actors.ada, "small")
    assert not LensVersion.objects.filter(status="draft", lens__alias="small").exists()
    assert not DraftEdit.objects.exists()
    assert drafts.open(actors.ada, "small").document == SMALL_LENS
    assert Event.objects.filter(verb="lens.draft_discarded").exists()


def test_a_lens_that_was_never_published_goes_with_its_draft(actors):
    draft = drafts.create(actors.ada, name="Idea")
    drafts.discard(actors.ada, draft.lens.alias)
    assert not Lens.objects.filter(pk=draft.lens_id).exists()


def test_publishing_forgets_the_edits_and_keeps_what_was_edited(actors, draft):
    edited = drafts.edit(actors.ada, "small", operation=TITLE)
    published = versions.publish(actors.ada, edited.version, name="2")
    assert not DraftEdit.objects.exists()
    assert published.document["pillars"][0]["questions"][0]["title"] == "How do you lock?"


def test_publishing_something_else_than_was_seen_is_stale(actors, draft):
    edited = drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.edit(actors.ben, "small", operation=TEXT)
    for seen in ({"revision": edited.version.revision}, {"digest": edited.version.digest}):
        with pytest.raises(Stale):
            versions.publish(actors.ada, edited.version, name="2", **seen)
    assert versions.publish(actors.ada, edited.version, name="2", revision=2).is_published


def test_what_is_published_is_written_as_the_format_has_it(actors, draft):
    text = SMALL_LENS | {"considerations": "One thing", "focus": ""}
    drafts.replace(actors.ada, "small", text=json.dumps({**text, "name": 5.0}))
    published = versions.publish(actors.ada, draft, name="2")
    assert published.document["considerations"] == ["One thing"]
    assert "focus" not in published.document
    assert published.digest == imports.digest(published.document)
