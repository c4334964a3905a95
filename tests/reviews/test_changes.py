"""States of an answer and changes between them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviews import changes

PATHS = {
    "choices.a.status": st.sampled_from(["selected", "unselected", "not_applicable"]),
    "choices.a.note": st.text(max_size=3),
    "choices.b.c.status": st.sampled_from(["selected", "unselected", "not_applicable"]),
    "choices.b.c.reason": st.sampled_from(["none", "other"]),
    "notes": st.text(max_size=3),
    "is_applicable": st.booleans(),
    "reason": st.sampled_from(["none", "other"]),
}
wanted = st.fixed_dictionaries({}, optional=PATHS)


@given(wanted, wanted)
def test_reverting_a_change_gives_back_the_state_before(first, second):
    before, _ = changes.apply({}, first)
    after, delta = changes.apply(before, second)
    assert changes.revert(after, delta) == before


@given(wanted)
def test_a_state_survives_its_columns(values):
    state, _ = changes.apply({}, values)
    columns = changes.nest(state)
    again = changes.flatten(
        columns,
        state.get("is_applicable", True),
        state.get("reason", "none"),
        state.get("notes", ""),
    )
    assert again == state


@given(wanted, wanted, wanted)
def test_changes_of_different_paths_merge_in_any_order(base, one, two):
    two = {path: value for path, value in two.items() if path not in one}
    start, _ = changes.apply({}, base)
    one_first, _ = changes.apply(changes.apply(start, one)[0], two)
    two_first, _ = changes.apply(changes.apply(start, two)[0], one)
    assert one_first == two_first


@given(wanted, wanted)
def test_the_difference_of_two_states_leads_from_one_to_the_other(base, goal):
    start, _ = changes.apply({}, base)
    target, _ = changes.apply({}, goal)
    assert changes.apply(start, changes.difference(start, target))[0] == target


def test_the_same_value_from_two_people_is_no_clash():
    current = {"notes": "same"}
    assert changes.clashes(current, {"notes": "same"}, ["notes"]) == []


def test_another_value_of_a_path_touched_since_is_a_clash():
    found = changes.clashes({"notes": "theirs"}, {"notes": "mine"}, ["notes"])
    assert found == [changes.Clash("notes", "mine", "theirs")]


def test_selecting_none_of_these_unselects_the_others():
    state = {"choices.a.status": "selected", "choices.b.status": "not_applicable"}
    wanted = changes.exclude_none(state, {"choices.x_no.status": "selected"}, "x_no")
    assert changes.apply(state, wanted)[0] == {
        "choices.b.status": "not_applicable",
        "choices.x_no.status": "selected",
    }


def test_selecting_a_practice_unselects_none_of_these():
    state = {"choices.x_no.status": "selected"}
    wanted = changes.exclude_none(state, {"choices.a.status": "selected"}, "x_no")
    assert changes.apply(state, wanted)[0] == {"choices.a.status": "selected"}


def test_setting_a_practice_aside_leaves_none_of_these_alone():
    wanted = changes.exclude_none({}, {"choices.a.status": "not_applicable"}, "x_no")
    assert wanted == {"choices.a.status": "not_applicable"}
