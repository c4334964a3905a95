"""Three states of a question: what the template said, what it says, what the team says."""

from __future__ import annotations

from reviews import proposing

KEY, BOLT, DOG = (f"choices.locks_{name}.status" for name in ("key", "bolt", "dog"))
ON = "selected"


def test_what_only_the_template_changed_is_taken_as_it_says_now():
    found = proposing.compare({KEY: ON}, {KEY: ON, BOLT: ON}, {KEY: ON})
    assert (found.by_template, found.by_team, found.clashes) == (True, False, False)
    assert found.wanted == {BOLT: ON}


def test_what_only_the_team_changed_stays_theirs():
    found = proposing.compare({KEY: ON}, {KEY: ON}, {KEY: ON, DOG: ON})
    assert (found.by_template, found.by_team, found.wanted) == (False, True, {})


def test_who_takes_a_template_s_answer_over_their_own_takes_it_whole():
    found = proposing.compare({KEY: ON}, {KEY: ON, BOLT: ON}, {DOG: ON})
    assert found.clashes
    assert found.wanted == {KEY: ON, BOLT: ON, DOG: "unselected"}


def test_both_sides_saying_the_same_by_now_is_no_change():
    found = proposing.compare({}, {KEY: ON}, {KEY: ON})
    assert (found.by_template, found.by_team, found.wanted) == (False, False, {})


def test_a_note_of_the_team_is_no_clash_with_another_tick_of_the_template():
    found = proposing.compare({KEY: ON}, {BOLT: ON}, {KEY: ON, "notes": "Since May."})
    assert (found.by_template, found.by_team, found.clashes) == (True, True, False)
    assert found.wanted == {BOLT: ON, KEY: "unselected"}


def test_no_text_is_lost_to_another():
    found = proposing.compare({"notes": "A"}, {"notes": "A\nB"}, {"notes": "A\nC"})
    assert found.clashes
    assert sorted(str(found.wanted["notes"]).split("\n")) == ["A", "B", "C"]


def test_what_one_of_the_versions_does_not_ask_plays_no_part():
    found = proposing.compare({}, {KEY: ON, DOG: ON}, {}, lambda path: path != DOG)
    assert found.wanted == {KEY: ON}
