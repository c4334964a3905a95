"""When reviews are proposed, and how their time is counted: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.models import MilestoneKind
from reviews.review_timing import (
    EARLY_DESIGN,
    PRE_GO_LIVE,
    REGULAR,
    Dates,
    Held,
    Known,
    length,
    proposals,
    time_of,
)
from reviews.telling import words

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def day(days):
    return TODAY + timedelta(days=days)


def found(dates, *known):
    return [(each.kind, (each.on - TODAY).days) for each in proposals(dates, known, TODAY)]


def test_reviews_come_early_in_design_and_before_go_live():
    dates = Dates(design=day(10), go_live=day(100), next=day(200))
    assert found(dates) == [(EARLY_DESIGN, 10), (PRE_GO_LIVE, 86), (REGULAR, 200)]


def test_without_a_day_for_the_design_review_it_is_twelve_weeks_before_go_live():
    assert found(Dates(go_live=day(100))) == [(EARLY_DESIGN, 16), (PRE_GO_LIVE, 86)]
    assert found(Dates(go_live=day(50))) == [(EARLY_DESIGN, 0), (PRE_GO_LIVE, 36)]


def test_days_that_have_passed_are_today_as_long_as_there_is_time():
    assert found(Dates(design=day(-5), go_live=day(60))) == [(EARLY_DESIGN, 0), (PRE_GO_LIVE, 46)]
    assert found(Dates(go_live=day(5))) == [(PRE_GO_LIVE, 0)]
    assert found(Dates(next=day(-9))) == [(REGULAR, 0)]


def test_nothing_is_proposed_for_what_is_over_or_unknown():
    assert found(Dates()) == []
    assert found(Dates(design=day(-5))) == []
    assert found(Dates(design=day(-50), go_live=day(-1))) == []


@pytest.mark.parametrize("is_done", [True, False])
def test_nothing_is_proposed_twice(is_done):
    dates = Dates(design=day(10), go_live=day(100), next=day(200))
    known = [
        Known(EARLY_DESIGN, day(3), is_done), Known(PRE_GO_LIVE, None, is_done),
        Known(REGULAR, day(199), is_done),
    ]  # fmt: skip
    assert found(dates, *known) == []


def test_a_regular_review_of_last_year_does_not_stand_for_the_next():
    dates = Dates(next=day(200))
    assert found(dates, Known(REGULAR, day(-160), is_done=True)) == [(REGULAR, 200)]


def test_each_proposal_says_why_and_takes_hours():
    dates = Dates(design=day(10), go_live=day(100))
    early, before = proposals(dates, (), TODAY)
    assert (words(early.title), early.budget) == ("Early design review", 120)
    assert words(early.reason) == "The workload names this day for its design review."
    assert words(before.reason) == "2 weeks before go-live: time to mend what is found."


DAYS = st.none() | st.dates(day(-400), day(400))
KNOWN = st.lists(st.builds(Known, st.sampled_from(MilestoneKind.values), DAYS, st.booleans()))


@given(st.builds(Dates, DAYS, DAYS, DAYS), KNOWN)
def test_what_was_planned_as_proposed_is_never_proposed_again(dates, known):
    first = proposals(dates, known, TODAY)
    assert len({each.kind for each in first}) == len(first)
    assert all(each.on >= TODAY for each in first)
    assert proposals(dates, [*known, *(Known(p.kind, p.on) for p in first)], TODAY) == ()


def moments(first, last):
    found = st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None))
    return st.none() | found.map(lambda at: at.replace(tzinfo=UTC))


SESSIONS = st.lists(
    st.builds(
        Held,
        moments(NOW - timedelta(days=20), NOW - timedelta(days=10)),
        moments(NOW - timedelta(days=9), NOW),
        st.dictionaries(st.sampled_from(["", "security", "cost"]), st.integers(0, 7200)),
    ),
    max_size=6,
)  # fmt: skip


@given(SESSIONS, st.integers(1, 6000), st.integers(0, 6000))
def test_time_is_the_sum_of_its_sessions_whichever_way_they_are_ordered(sessions, budget, extra):
    time = time_of(budget, extra, sessions, NOW)
    assert time == time_of(budget, extra, reversed(sessions), NOW)
    seconds = sum(each.seconds(NOW) for each in sessions)
    assert 0 <= time.sessions * 60 - seconds < 60
    assert time.spent == time.sessions + extra
    assert time.left - time.over == budget - time.spent
    assert time.left == 0 or time.over == 0


def test_a_session_took_what_was_on_the_screen_else_from_its_beginning_to_its_end():
    begun = NOW - timedelta(minutes=50)
    assert Held(begun, NOW, {"security": 600, "": 60}).seconds(NOW) == 660
    assert Held(begun, NOW - timedelta(minutes=20), {}).seconds(NOW) == 1800
    assert Held(begun, None, {}).seconds(NOW) == 3000
    assert Held(None, None, {}).seconds(NOW) == 0


@pytest.mark.parametrize(("budget", "is_long"), [(480, False), (481, True)])
def test_more_than_eight_hours_are_days(budget, is_long):
    assert time_of(budget, 0, (), NOW).is_long is is_long


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (45, "45 min"), (120, "2 h"), (100, "1 h 40 min")]
)
def test_minutes_are_said_as_people_say_them(minutes, text):
    assert words(length(minutes)) == text
