"""Places on the board, texts from the lens, and how many were open over time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lenses.compiled import compile_lens
from lenses.document import read
from reviews import improving
from tests.builders import SMALL_LENS

RANKS = st.lists(st.integers(-100, 100), min_size=0, max_size=8)


@given(RANKS, st.integers(0, 12))
def test_a_place_keeps_the_others_in_order_and_lies_where_it_was_asked_for(ranks, after):
    column = list(enumerate(sorted(set(ranks)), start=1))
    written = improving.placed(column, 99, after)
    after_all = dict(column) | written
    order = sorted(after_all, key=after_all.__getitem__)
    numbers = [number for number, _rank in column]
    place = 0 if after == 0 else numbers.index(after) + 1 if after in numbers else len(numbers)
    assert order == [*numbers[:place], 99, *numbers[place:]]
    assert len(set(after_all.values())) == len(after_all)


def test_twenty_times_between_the_same_two_writes_one_rank_each():
    column = [(1, 0), (2, improving.GAP)]
    for number in range(3, 22):
        written = improving.placed(column, number, 1)
        assert list(written) == [number]
        column = sorted([*column, *written.items()], key=lambda pair: pair[1])


def test_equal_ranks_are_set_right():
    assert set(improving.placed([(1, 0), (2, 0)], 3, 1)) == {1, 2, 3}


def test_the_greatest_effort_counts():
    assert improving.effort_of(["low", "High effort", "medium"]) == "high"
    assert improving.effort_of(["", "?"]) == "medium"


def test_links_are_web_pages_each_once():
    document = {**SMALL_LENS, "pillars": [_linked(SMALL_LENS["pillars"][0])]}
    asked = compile_lens(read(document).lens).questions["locks"]
    found = improving.prefill(asked, asked.practices, "high")
    assert [link["url"] for link in found.links] == ["https://locks.example/"]
    assert found.impact == "high"


def _linked(pillar):
    question = {**pillar["questions"][0]}
    plans = ("https://locks.example/", "https://locks.example/", "javascript:alert(1)")
    question["choices"] = [
        {**choice, "improvementPlan": {"displayText": "Do it", "url": url}}
        for choice, url in zip(question["choices"], plans, strict=False)
    ]
    return {**pillar, "questions": [question]}


@given(
    st.lists(
        st.lists(st.sampled_from(("open", "planned", "done", "accepted")), max_size=4), max_size=6
    )
)
def test_every_improvement_is_counted_once_from_the_day_it_was_made(lives):
    first = date(2026, 1, 1)
    courses = [
        improving.Course(
            tuple((first + timedelta(days=3 * n), state) for n, state in enumerate(states))
        )
        for states in lives
    ]
    numbers = improving.burndown(courses, [first - timedelta(days=1), first + timedelta(days=99)])
    assert (numbers[0].unfinished, numbers[0].done, numbers[0].accepted) == (0, 0, 0)
    assert numbers[1].unfinished + numbers[1].done + numbers[1].accepted == sum(map(bool, lives))


def test_weeks_end_on_sundays_and_with_the_last_day():
    found = improving.weeks(date(2026, 11, 4), date(2026, 11, 20))
    assert found == (date(2026, 11, 8), date(2026, 11, 15), date(2026, 11, 20))


def test_months_end_on_their_last_days():
    found = improving.months(date(2026, 1, 31), date(2026, 3, 5))
    assert found == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 5))
