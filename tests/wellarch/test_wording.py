"""Two versions of one text: the differences, and one text with all of both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellarch import wording

TEXT = st.text(alphabet="ab \nä-", max_size=40)


def own(parts: tuple[wording.Part, ...]) -> list[str]:
    return [part.text for part in parts if part.is_own]


def test_only_the_words_that_differ_are_marked():
    mine, theirs = wording.marked("We rotate keys monthly.", "We rotate keys every year.")
    assert own(mine) == ["monthly"]
    assert own(theirs) == ["every year"]


def test_words_that_differ_one_after_the_other_are_marked_together():
    mine, theirs = wording.marked("How do you lock the doors?", "How do you lock every door?")
    assert own(mine) == ["the doors"]
    assert own(theirs) == ["every door"]


@given(TEXT, TEXT)
def test_the_parts_of_both_put_together_are_the_texts_again(one, two):
    for parts, text in zip(wording.marked(one, two), (one, two), strict=True):
        assert "".join(part.text for part in parts) == text


@given(TEXT, TEXT)
def test_one_text_of_both_has_every_line_of_both_in_their_order(one, two):
    lines = wording.together(one, two).split("\n")
    for text in (one, two):
        rest = iter(lines)
        assert all(line in rest for line in text.splitlines())


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("a", "b", "a\nb"),
        ("same", "same", "same"),
        ("one\ntwo", "one\nthree", "one\ntwo\nthree"),
        ("one\ntwo", "one", "one\ntwo"),
    ],
)
def test_what_both_say_stands_once_and_mine_before_theirs(mine, theirs, both):
    assert wording.together(mine, theirs) == both


def test_very_long_texts_are_compared_by_lines_at_once():
    lines = [f"line {n} of many words that all look the same" for n in range(400)]
    mine, theirs = wording.marked("\n".join(lines), "\n".join([*lines[:399], "other"]))
    assert own(theirs) == ["other"]
    assert len(own(mine)) == 1
