"""When a report that comes by itself comes next."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rhythms import first_after, following

RHYTHMS = st.sampled_from(["weekly", "monthly", "quarterly"])
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def days(rhythm: str, first: date, count: int) -> list[date]:
    found = [first]
    for _more in range(count):
        found.append(following(rhythm, found[-1], first.day))
    return found


def test_a_month_keeps_its_last_day_through_shorter_ones():
    assert [str(on) for on in days("monthly", date(2027, 1, 31), 3)] == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip
    assert following("monthly", date(2028, 1, 31), 31) == date(2028, 2, 29)
    assert following("monthly", date(2027, 12, 15), 15) == date(2028, 1, 15)


def test_a_quarter_is_three_months_and_a_week_seven_days():
    assert [str(on) for on in days("quarterly", date(2026, 11, 30), 3)] == [
        "2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30",
    ]  # fmt: skip
    assert following("weekly", date(2026, 12, 28), 28) == date(2027, 1, 4)


def test_days_that_were_missed_are_made_up_for_once():
    assert first_after("weekly", date(2026, 1, 5), 5, date(2026, 3, 1)) == date(2026, 3, 2)
    assert first_after("monthly", date(2026, 1, 31), 31, date(2026, 6, 30)) == date(2026, 7, 31)


def test_a_day_to_come_stays():
    assert first_after("weekly", date(2026, 5, 5), 5, date(2026, 5, 4)) == date(2026, 5, 5)


@given(rhythm=RHYTHMS, first=DAYS)
def test_it_always_goes_on_and_keeps_its_day(rhythm, first):
    found = days(rhythm, first, 30)
    for before, after in pairwise(found):
        assert timedelta(days=7) <= after - before <= timedelta(days=92)
    if rhythm != "weekly":
        assert all(on.day == min(first.day, monthrange(on.year, on.month)[1]) for on in found)


@given(rhythm=RHYTHMS, on=DAYS, gone=st.integers(0, 800))
def test_the_next_one_is_the_first_after_today(rhythm, on, gone):
    today = on + timedelta(days=gone)
    found = first_after(rhythm, on, on.day, today)
    assert found > today
    assert found in days(rhythm, on, 130)
    assert not [each for each in days(rhythm, on, 130) if today < each < found]


def test_an_unknown_rhythm_is_an_error():
    with pytest.raises(KeyError):
        following("daily", date(2026, 1, 1), 1)
