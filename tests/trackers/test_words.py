"""What a status means, and how texts are written: for every state and any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.tracking import Draft, Part, states, texts
from tests.trackers.fake_jira import is_adf

STAGES = ("new", "active", "done", "dropped")
MARKER = "0" * 32
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
drafts = st.builds(
    Draft,
    title=words,
    parts=st.lists(st.builds(Part, heading=words, text=words), max_size=4).map(tuple),
    marker=st.just(MARKER),
)


@pytest.mark.parametrize("is_coarse", [True, False])
@pytest.mark.parametrize(
    ("state", "stage", "mapped"),
    list(itertools.product(states.STATES, STAGES, ("", *states.STATES))),
)
def test_what_moved_once_moves_no_further(state, stage, mapped, is_coarse):
    mapping = {"status": mapped} if mapped else {}
    moved = states.moved(state, "Status", stage, mapping, is_coarse=is_coarse)
    assert moved != state
    assert moved != "accepted", "A risk is accepted here only."
    if moved:
        assert states.moved(moved, "Status", stage, mapping, is_coarse=is_coarse) == ""
        assert states.fits(moved, "Status", stage, mapping, is_coarse=is_coarse)


@pytest.mark.parametrize(
    ("state", "status", "stage", "is_coarse", "moved"),
    [
        ("open", "Done", "done", False, "done"),
        ("planned", "To Do", "new", False, ""),
        ("in_progress", "To Do", "new", False, "open"),
        ("in_progress", "open", "new", True, ""),
        ("done", "open", "new", True, "open"),
        ("open", "not planned", "dropped", True, ""),
        ("accepted", "closed", "done", True, ""),
    ],
)
def test_the_usual_meanings(state, status, stage, is_coarse, moved):
    assert states.moved(state, status, stage, {}, is_coarse=is_coarse) == moved


@given(drafts)
def test_any_text_is_a_document_of_jira(draft):
    assert is_adf(texts.adf(draft))
    assert texts.marker_word(MARKER) in str(texts.adf(draft))


@given(drafts)
def test_the_marker_of_github_stands_alone_at_the_end(draft):
    written = texts.markdown(draft)
    assert written.endswith(f"<!-- {texts.marker_word(MARKER)} -->")
    assert written.count("<!--") == 1


def test_an_address_of_mail_stays_whole_and_a_mention_does_not():
    written = texts.markdown(Draft("t", (Part(text="@ada, ask ben@example.com"),), MARKER))
    assert "@ada" not in written
    assert "ben@example.com" in written
