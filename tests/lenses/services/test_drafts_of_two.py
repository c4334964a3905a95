"""Two authors write one draft, and each takes back what is theirs."""

from __future__ import annotations

import random

import pytest

from lenses import editing
from lenses.editing import history
from lenses.models import DraftEdit, LensVersion
from lenses.services import draft_edits, draft_rows, drafts, imports
from tests.builders import SMALL_LENS
from tests.lenses.drafting import REMOVE, TEXT, TITLE, document, put, question
from wellarch.errors import Conflict, Invalid, NotFound, Stale


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ada, "small")


# --- Two authors -----------------------------------------------------------------------------


def test_two_authors_changing_different_texts_both_win(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE, base_revision=0)
    merged = drafts.edit(actors.ben, "small", operation=TEXT, base_revision=0)
    assert merged.version.revision == 2
    assert (question()["title"], question()["description"]) == ("How do you lock?", "Every door.")


def test_the_same_text_changed_by_two_is_stale_and_shows_both(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE, base_revision=0)
    mine = TITLE | {"value": "How are doors locked?"}
    with pytest.raises(Stale) as refused:
        drafts.edit(actors.ben, "small", operation=mine, base_revision=0)
    said = refused.value.data
    assert said["fields"] == {
        "questions/locks#title": {"mine": "How are doors locked?", "theirs": "How do you lock?"}
    }
    assert (said["by"], said["revision"]) == ("Ada Example", 1)
    assert question()["title"] == "How do you lock?"


def test_who_writes_the_same_as_another_is_no_conflict(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE, base_revision=0)
    assert not drafts.edit(actors.ben, "small", operation=TITLE, base_revision=0).changed


def test_what_was_changed_and_taken_back_since_is_no_conflict(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE, base_revision=0)
    drafts.undo(actors.ada, "small")
    mine = TITLE | {"value": "How are doors locked?"}
    assert drafts.edit(actors.ben, "small", operation=mine, base_revision=0).changed


def test_an_edit_finds_an_element_that_got_another_id_meanwhile(actors, draft):
    drafts.edit(actors.ada, "small", operation=put("questions/locks", "id", "bolts"))
    edited = drafts.edit(actors.ben, "small", operation=TEXT, base_revision=0)
    assert edited.at == "questions/bolts"
    assert question("bolts")["description"] == "Every door."


def test_an_edit_of_what_another_moved_meanwhile_wins_too(actors, draft):
    move = {"op": "move", "at": "questions/locks", "to": "pillars/windows", "place": 0}
    drafts.edit(actors.ada, "small", operation=move)
    drafts.edit(actors.ben, "small", operation=TITLE, base_revision=0)
    assert document()["pillars"][1]["questions"][0]["title"] == "How do you lock?"


@pytest.mark.parametrize("remove", [REMOVE, {"op": "remove", "at": "pillars/doors"}])
def test_an_edit_of_what_another_removed_is_refused_and_given_back(actors, draft, remove):
    drafts.edit(actors.ada, "small", operation=remove)
    with pytest.raises(Conflict) as refused:
        drafts.edit(actors.ben, "small", operation=TITLE, base_revision=0)
    assert refused.value.code == "gone"
    assert refused.value.data == {"by": "Ada Example", "operation": TITLE}


@pytest.mark.parametrize("remove", [REMOVE, {"op": "remove", "at": "pillars/doors"}])
def test_who_removes_what_another_just_changed_is_asked_first(actors, draft, remove):
    drafts.edit(actors.ada, "small", operation=TITLE)
    with pytest.raises(Stale):
        drafts.edit(actors.ben, "small", operation=remove, base_revision=0)
    assert question()["title"] == "How do you lock?"


def test_rules_in_another_order_and_a_changed_rule_do_not_meet_silently(actors, draft):
    move = {"op": "move", "at": "questions/locks/rules/0", "place": 1}
    drafts.edit(actors.ada, "small", operation=move)
    change = put("questions/locks/rules/0", "condition", "locks_key")
    with pytest.raises(Stale):
        drafts.edit(actors.ben, "small", operation=change, base_revision=0)


def test_different_rules_changed_by_two_both_win(actors, draft):
    first = put("questions/locks/rules/0", "condition", "locks_key")
    second = put("questions/locks/rules/1", "risk", "LOW_RISK")
    drafts.edit(actors.ada, "small", operation=first, base_revision=0)
    drafts.edit(actors.ben, "small", operation=second, base_revision=0)
    rules = question()["riskRules"]
    assert (rules[0]["condition"], rules[1]["risk"]) == ("locks_key", "LOW_RISK")


def test_a_revision_that_is_to_come_is_refused(actors, draft):
    with pytest.raises(Invalid) as refused:
        drafts.edit(actors.ada, "small", operation=TITLE, base_revision=7)
    assert set(refused.value.fields) == {"base_revision"}


# --- Undo and redo ---------------------------------------------------------------------------


def test_undo_and_redo_walk_through_ones_own_edits(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    one = document()
    drafts.edit(actors.ada, "small", operation=REMOVE)
    two = document()
    drafts.undo(actors.ada, "small")
    assert document() == one
    drafts.undo(actors.ada, "small")
    assert document() == SMALL_LENS
    drafts.redo(actors.ada, "small")
    assert document() == one
    drafts.redo(actors.ada, "small")
    assert document() == two
    drafts.undo(actors.ada, "small")
    assert document() == one
    drafts.edit(actors.ada, "small", operation=TEXT)
    with pytest.raises(Conflict) as refused:
        drafts.redo(actors.ada, "small")
    assert refused.value.code == "nothing-to-redo"


def test_undo_takes_back_ones_own_and_leaves_what_others_did(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.edit(actors.ben, "small", operation=put("", "focus", "Doors"))
    undone = drafts.undo(actors.ada, "small")
    assert undone.at == "questions/locks"
    assert question()["title"] == "How do you lock the doors?"
    assert document()["focus"] == "Doors"
    with pytest.raises(Conflict) as refused:
        drafts.undo(actors.ada, "small")
    assert refused.value.code == "nothing-to-undo"


def test_what_another_changed_since_is_not_taken_back(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.edit(actors.ben, "small", operation=TITLE | {"value": "Third"})
    with pytest.raises(Conflict) as refused:
        drafts.undo(actors.ada, "small")
    assert (refused.value.code, refused.value.data["by"]) == ("changed-since", "Ben Example")
    assert question()["title"] == "Third"


def test_undoing_a_new_pillar_does_not_throw_away_a_question_another_wrote_there(actors, draft):
    drafts.edit(actors.ada, "small", operation={"op": "add", "what": "pillar", "title": "Roof"})
    question = {"op": "add", "what": "question", "to": "pillars/roof", "title": "Is it tight?"}
    drafts.edit(actors.ben, "small", operation=question)
    with pytest.raises(Conflict) as refused:
        drafts.undo(actors.ada, "small")
    assert refused.value.code == "changed-since"


def test_undo_finds_what_another_gave_a_new_id(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.edit(actors.ben, "small", operation=put("questions/locks", "id", "bolts"))
    drafts.undo(actors.ada, "small")
    assert question("bolts")["title"] == "How do you lock the doors?"


def test_any_edit_can_be_named_to_be_undone(actors, draft):
    drafts.edit(actors.ada, "small", operation=TITLE)
    drafts.edit(actors.ada, "small", operation=put("", "focus", "Doors"))
    drafts.undo(actors.ben, "small", revision=1)
    assert question()["title"] == "How do you lock the doors?"
    with pytest.raises(Conflict):
        drafts.undo(actors.ben, "small", revision=1)


def test_old_edits_are_forgotten_and_who_edits_from_before_them_is_stale(
    actors, draft, monkeypatch
):
    monkeypatch.setattr(draft_rows, "KEPT_EDITS", 5)
    for number in range(20):
        drafts.edit(actors.ada, "small", operation=put("", "focus", f"Focus {number}"))
    assert DraftEdit.objects.count() == 5
    with pytest.raises(Stale):
        drafts.edit(actors.ben, "small", operation=TITLE, base_revision=3)
    assert drafts.edit(actors.ben, "small", operation=TITLE, base_revision=15).changed


@pytest.mark.parametrize("seed", range(6))
def test_whatever_two_authors_do_everything_can_be_taken_back_to_the_beginning(actors, draft, seed):
    """Edits from older states, undo and redo in any order: refused or merged, never broken."""
    chance = random.Random(seed)
    for _each in range(25):
        who = chance.choice([actors.ada, actors.ben])
        now = LensVersion.objects.get(pk=draft.pk)
        deed = chance.choice(["edit"] * 6 + ["undo", "redo"])
        try:
            if deed == "edit":
                base = chance.randint(max(0, now.revision - 4), now.revision)
                operation = _any_operation(chance, now.document)
                drafts.edit(who, "small", operation=operation, base_revision=base)
            else:
                getattr(drafts, deed)(who, "small")
        except (Invalid, Conflict, NotFound):
            after = LensVersion.objects.get(pk=draft.pk)
            assert (after.document, after.revision) == (now.document, now.revision)
    for edit in history.standing(draft_edits.past(draft)).edits:
        drafts.undo(actors.ada, "small", edit)
    draft.refresh_from_db()
    assert draft.document == SMALL_LENS
    assert draft.digest == imports.digest(SMALL_LENS)


def _any_operation(chance, document):
    names = [*editing.names_of_all(document).values()]
    at = chance.choice(names)
    return chance.choice(
        [
            put(at, "title", f"Title {chance.random()}"),
            put(at, "id", f"id_{chance.randint(0, 99)}"),
            put(at, "condition", "locks_key || locks_dog"),
            {"op": "remove", "at": at},
            {"op": "duplicate", "at": at},
            {"op": "move", "at": at, "place": chance.randint(0, 3)},
            {"op": "move", "at": at, "to": chance.choice(names), "place": 0},
            {"op": "add", "what": chance.choice(["pillar", "question", "choice", "rule"]),
             "to": chance.choice(names), "title": f"New {chance.randint(0, 9)}"},
        ]
    )  # fmt: skip
