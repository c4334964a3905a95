"""Durations as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words as told
from reviews.worksheets import starting
from reviews.worksheets.durations import read, words

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Every cell of the seeds' tables: RTO of the failure modes, RPO and RTO of the backups.
PRINTED = {
    "30-60s": (60, False), "60-120s": (120, False), "60s": (60, False), "0s": (0, False),
    "N/A": None, "1-5min": (300, False),
    "< 5 min": (300, False), "< 30 min": (1800, False),
    "Seconds": (MINUTE, True), "Minutes": (HOUR, True), "Hours": (DAY, True),
    "Real-time": (0, True), "Immediate": (0, True),
}  # fmt: skip
WRITTEN = {
    "2 h": 2 * HOUR, "1 day 4 hours": 28 * HOUR, "1h30m": 5400, "1 h and 30 min": 5400,
    "1.5 h": 5400, "1,5 h": 5400, "1,500 ms": 1.5, "250ms": 0.25, "0": 0, "an hour": HOUR,
    "up to 4 hours": 4 * HOUR, "≤ 15 min": 900, "15 min or less": 900, "~5 min": 300,
    "between 1 and 5 min": 300, "30 s to 2 min": 120, "60–120 s": 120, "15 minutes (RDS)": 900,
    "PT15M": 900, "P1DT4H": 28 * HOUR, "00:15:00": 900, "1 week": 7 * DAY, "1 month": 31 * DAY,
    "a few minutes": HOUR, "Days": 7 * DAY,
}  # fmt: skip
NOT_COMPARED = (
    "", "Varies", "-", "unknown", "5", "> 5 min", "at least 5 min", "1 h 30", "24/7", "5 parsecs",
    "5 min 5 min", "min", "soon", "1-5", "15 min per shard", "9" * 40 + " h",
)  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_what_the_seeds_print_is_understood(text):
    found = read(text)
    assert (found and (found.seconds, found.is_word)) == PRINTED[text]


def test_no_cell_of_the_seeds_is_left_out():
    modes, data = starting.content("failure-modes").rows, starting.content("recovery").rows
    cells = {row.text("rto") for row in modes}
    cells |= {row.text(key) for row in data for key in ("rpo", "rto")}
    assert cells == set(PRINTED)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_else_people_write_is_understood(text):
    found = read(text)
    assert found is not None
    assert found.seconds == Decimal(str(WRITTEN[text]))


@pytest.mark.parametrize("text", NOT_COMPARED)
def test_what_says_no_longest_time_cannot_be_compared(text):
    assert read(text) is None


def test_a_word_says_at_least_one_of_its_unit_and_a_range_its_lower_end():
    assert read("Hours").least == HOUR
    assert (read("1-5min").least, read("1-5min").is_word) == (MINUTE, False)


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_compared_and_never_refused(text):
    found = read(text)
    assert found is None or 0 <= found.least <= found.seconds


@given(st.integers(0, 400 * DAY))
def test_what_is_said_of_a_number_of_seconds_is_read_as_no_less(seconds):
    said = told(words(Decimal(seconds)))
    again = read(said).seconds
    assert seconds <= again < seconds + HOUR
    if seconds < HOUR:
        assert again == seconds


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["s", "min", "h", "d"]))
def test_a_range_is_its_upper_end_however_it_is_spaced_or_written(one, other, unit):
    low, high = sorted((one, other))
    expected = read(f"{high} {unit}")
    for text in (f"{low}-{high}{unit}", f"{low} - {high} {unit}", f"{low}{unit} to {high}{unit}"):
        found = read(text)
        assert found.seconds == expected.seconds
        assert found.least == read(f"{low}{unit}").seconds
        assert read(text.upper()) == found == read(f"  {text}  ")


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_longer_is_never_read_as_the_shorter(one, other):
    assert (read(f"{one} s").seconds < read(f"{other} s").seconds) == (one < other)
