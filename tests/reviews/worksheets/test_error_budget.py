"""Error budgets: what is left, how fast it goes, and when it is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import objectives
from reviews.worksheets.content import Measured, Row
from reviews.worksheets.error_budget import reckon
from reviews.worksheets.objectives import objective_of

TODAY = date(2026, 11, 30)
NINES = Decimal("99.9")


def daily(*failed, total="100000", until=TODAY):
    """A reading a day, the last one of today."""
    first = datetime(until.year, until.month, until.day, tzinfo=UTC)
    return tuple(
        Measured((first - timedelta(days=n)).isoformat(), str(value), total)
        for n, value in zip(range(len(failed) - 1, -1, -1), failed, strict=True)
    )


def said_of(*failed, target="99.9", days="30", total="100000"):
    values = {"name": "Checkout", "target": target, "window_days": days}
    row = Row(6, "objectives", values, readings=daily(*failed, total=total))
    return objective_of(row, TODAY)


def test_three_nines_allow_43_minutes_in_30_days():
    assert reckon(NINES, 30, (), TODAY).minutes == Fraction("43.2")
    assert words(said_of().allowed_text) == "43.2 minutes"


def test_a_burn_rate_of_one_spends_exactly_all_of_it_at_the_end_of_the_window():
    found = reckon(NINES, 30, daily(*[100] * 10), TODAY)
    assert (found.burn, found.fast, found.left) == (1, 1, Fraction(2, 3))
    assert found.spent_on == date(2026, 12, 21)  # 30 days after it began on 21 November
    whole = reckon(NINES, 30, daily(*[100] * 30), TODAY)
    assert (whole.burn, whole.left, whole.left_minutes, whole.left_failures) == (1, 0, 0, 0)
    assert whole.is_met


def test_what_is_left_is_said_in_percent_downtime_and_failures():
    found = said_of(*[50] * 30)
    assert words(found.attained_text) == "99.95%"
    assert words(found.left_text) == "50%"
    assert words(found.left_in_time) == "21.6 minutes of downtime, or 1,500 of what is counted"
    assert words(found.outlook) == "It outlasts the window"
    assert found.tone == "good"


def test_overspent_is_said_as_such():
    found = said_of(*[150] * 30)
    assert words(found.left_text) == "Overspent by 50%"
    assert "too much" in words(found.left_in_time)
    assert words(found.outlook) == "Spent already"
    assert next(words(mark.text) for mark in objectives.marks([found])) == (
        "Error budget: Overspent by 50%."
    )


def test_a_fast_day_says_when_the_budget_is_gone():
    found = said_of(*[0] * 9, 1000)
    assert found.budget.fast == 10
    assert found.budget.left == Fraction(2, 3)
    assert found.budget.fast_spent_on == date(2026, 12, 3)
    assert words(found.outlook) == "At the rate of the last day it is spent on 3 December 2026"
    assert found.tone == "warn"


def test_what_burned_first_falls_out_of_the_window_again():
    late = said_of(*[0] * 29, 2700)  # 90% of a month's budget yesterday, as fast as never since
    assert late.budget.left == Fraction(1, 10)
    assert late.budget.fast_spent_on == date(2026, 12, 1)
    early = said_of(2700, *[0] * 28, 50)
    assert early.budget.fast == Fraction(1, 2)
    assert early.budget.fast_spent_on is None


def test_a_missed_target_never_looks_met_by_rounding():
    found = said_of(100001, total="100000000")
    assert words(found.attained_text) == "99.899%"
    assert not found.budget.is_met


def test_a_target_of_a_hundred_allows_nothing():
    assert words(said_of(0, target="100").left_text) == "None allowed"
    found = said_of(1, target="100")
    assert words(found.left_text) == "Spent: the target allows no failure"
    assert found.tone == "bad"


def test_values_that_cannot_be_counted_are_named_and_left_out():
    readings = (*daily(1), Measured("2026-11-29T00:00:00Z", "5"))
    row = Row(1, "objectives", {"name": "X", "target": "99"}, readings=readings)
    found = objective_of(row, TODAY)
    assert found.budget.skipped == 1
    said = words(list(objectives.marks([found]))[-1].text)
    assert said == "Values that are no part of a total are not counted: 1."


def test_an_hour_without_requests_is_none_of_none():
    assert not reckon(NINES, 30, daily(0, 0, total="0"), TODAY).is_measured
    found = reckon(NINES, 30, (*daily(100, until=TODAY - timedelta(days=1)), *daily(0, total="0")),
                   TODAY)  # fmt: skip
    assert (found.skipped, found.covered, found.burn) == (0, 2, 1)


def test_what_is_older_than_the_window_does_not_count():
    found = reckon(NINES, 7, daily(*[100000] * 5, *[0] * 7), TODAY)
    assert (found.failed, found.covered, found.left) == (0, 7, 1)


def test_the_paces_of_the_sre_workbook_come_out_as_it_prints_them():
    paces = reckon(NINES, 30, daily(0), TODAY).paces
    assert [(pace.hours, pace.threshold, pace.wakes) for pace in paces] == [
        (1, Fraction("14.4"), True), (6, 6, True), (72, 1, False),
    ]  # fmt: skip


def test_an_alert_needs_both_its_windows():
    def hourly(*failed):
        first = datetime(2026, 11, 30, tzinfo=UTC)
        return tuple(
            Measured((first + timedelta(minutes=5 * n)).isoformat(), str(value), "1000")
            for n, value in enumerate(failed)
        )

    burning = reckon(NINES, 30, hourly(*[0] * 12, *[20] * 12), TODAY)
    assert [pace.is_off for pace in burning.paces] == [True, True, True]
    over = reckon(NINES, 30, hourly(*[20] * 12, *[0] * 6), TODAY)
    assert [pace.is_off for pace in over.paces] == [False, False, True]


def test_daily_values_say_nothing_of_an_hour():
    paces = reckon(NINES, 30, daily(*[5000] * 5), TODAY).paces
    assert [pace.burn is None for pace in paces] == [True, True, False]
    assert paces[-1].is_off


targets = st.decimals("0.001", "99.999", places=3)
counts = st.lists(st.integers(0, 1000), min_size=1, max_size=40)


@given(targets, counts, st.integers(1, 90))
def test_what_is_left_and_what_is_spent_are_the_whole(target, failed, days):
    found = reckon(target, days, daily(*failed, total="1000"), TODAY)
    assert found.left == 1 - found.burn * found.covered / days
    assert 0 < found.covered <= days
    assert found.curve[-1][1] == found.left
    assert [left for _at, left in found.curve] == sorted(
        (left for _at, left in found.curve), reverse=True
    )


@given(targets, st.integers(1, 60), st.integers(1, 60))
def test_at_a_burn_rate_of_one_it_is_gone_just_when_the_window_ends(target, days, covered):
    covered = min(days, covered)
    failed = (100 - target) * 10  # of a thousand
    readings = tuple(Measured(each.at, str(failed), "1000") for each in daily(*[0] * covered))
    found = reckon(target, days, readings, TODAY)
    assert found.burn == 1
    assert found.left == Fraction(days - covered, days)
    begun = TODAY + timedelta(days=1) - timedelta(days=covered)
    assert found.spent_on == begun + timedelta(days=days)


@given(targets, counts)
def test_nothing_negative_is_ever_said(target, failed):
    found = said_of(*failed, target=str(target), total="1000")
    assert not words(found.left_text).startswith("-")
    assert not words(found.left_in_time).startswith("-")
