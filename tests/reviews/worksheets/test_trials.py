"""What has to be tried again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.worksheets.trials import next_on, trial

TODAY = date(2026, 11, 21)


def test_a_month_that_is_too_short_ends_earlier():
    assert next_on(date(2026, 8, 31), Decimal(6)) == date(2027, 2, 28)
    assert next_on(date(2026, 11, 21), Decimal(12)) == date(2027, 11, 21)


def test_it_is_fresh_until_its_day_and_overdue_after_it():
    assert trial(date(2026, 5, 21), Decimal(6), TODAY).state == "soon"
    assert trial(date(2026, 5, 20), Decimal(6), TODAY).state == "overdue"
    assert trial(date(2026, 11, 1), Decimal(6), TODAY).state == "later"
    assert trial(None, Decimal(6), TODAY).state == "never"


@given(st.dates(date(1970, 1, 1), date(2190, 1, 1)), st.integers(1, 60))
def test_more_months_are_never_sooner(day, months):
    assert day < next_on(day, Decimal(months)) < next_on(day, Decimal(months + 1))
