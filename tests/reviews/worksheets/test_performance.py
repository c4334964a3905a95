"""What a metric is held against its budget, its alarm threshold, and the seed's own table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import performance, starting
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.performance import State, metric_of, state_of

TODAY = date(2026, 11, 21)

# Seed 000, section 5, "Performance Budget", as it is printed.
PRINTED = """
P50 latency | 100ms | 150ms
P95 latency | 300ms | 500ms
P99 latency | 1000ms | 2000ms
Error rate | 0.1% | 0.05% (warn at 50% of budget)
Availability | 99.9% | 99.95% (warn at 50% of budget)
"""


def metric(value=None, *, unit="ms", better="lower", budget="100", alarm="150", on="2026-11-20"):
    values = {"metric": "M", "unit": unit, "better": better, "budget": budget, "alarm": alarm}
    readings = (Measured(f"{on}T09:00:00Z", value),) if value else ()
    return metric_of(Row(1, "metrics", values, readings=readings), TODAY)


def _tight(said):
    """The seed neither groups thousands nor sets units apart."""
    return said.replace(" ", "").replace(",", "")


def test_the_table_of_the_seed_comes_out_as_it_is_printed():
    rows = starting.content("performance").table("metrics")
    found = []
    for row in rows:
        each = metric_of(row, TODAY)
        budget = _tight(words(performance.amount(each.budget, each.unit)))
        value, *meaning = words(each.alarm_text).split(" (")
        found.append(" | ".join([each.name, budget, " (".join([_tight(value), *meaning])]))
    assert found == PRINTED.strip().splitlines()


@pytest.mark.parametrize(
    ("value", "state", "headroom"),
    [
        ("80", State.WITHIN, "20 ms left"),
        ("100", State.WITHIN, "0 ms left"),
        ("120", State.OVER, "20 ms over"),
        ("150", State.ALARM, "50 ms over"),
        (None, State.NONE, None),
    ],
)
def test_a_latency_is_over_budget_before_its_alarm_goes_off(value, state, headroom):
    found = metric(value)
    said = found.headroom_text
    assert (found.state, said and words(said)) == (state, headroom)


@pytest.mark.parametrize(
    ("value", "said", "tone"),
    [
        ("0.04", "Within budget", "good"),
        ("0.05", "Warning", "warn"),
        ("0.1", "Warning", "warn"),
        ("0.11", "Over budget", "bad"),
    ],
)
def test_an_error_rate_warns_before_its_budget_is_spent(value, said, tone):
    found = metric(value, unit="%", budget="0.1", alarm="0.05")
    assert (words(found.state_text), found.tone) == (said, tone)


@pytest.mark.parametrize(
    ("value", "said", "spent"),
    [
        ("99.99", "Within budget", "10% of the budget is spent"),
        ("99.95", "Warning", "50% of the budget is spent"),
        ("99.9", "Warning", "100% of the budget is spent"),
        ("99.89", "Over budget", "110% of the budget is spent"),
    ],
)
def test_availability_warns_above_what_it_may_not_fall_below(value, said, spent):
    found = metric(value, unit="%", better="higher", budget="99.9", alarm="99.95")
    assert (words(found.state_text), words(found.warning_text)) == (said, spent)


def test_a_throughput_has_no_share_to_spend_but_warns_all_the_same():
    found = metric("110", unit="req/s", better="higher", budget="100", alarm="120")
    assert words(found.warning_text) == "Close to the budget"
    assert words(found.alarm_text) == "120 req/s (warns before the budget)"


def test_an_old_value_says_so_and_is_no_good_news():
    assert not metric("80", on="2026-10-22").is_old
    found = metric("80", on="2026-10-21")
    assert words(found.state_text) == "Within budget; the value is more than 30 days old"
    assert found.tone == "warn"


def test_what_follows_is_summed_up_marked_and_told_to_the_questions():
    begun = starting.content("performance")
    values = ("120", "250", "2500", "0.06", "")
    rows = [
        Row(row.number, row.table, row.values, readings=(
            (Measured("2026-11-20T09:00:00Z", value),) if value else ()
        ))
        for row, value in zip(begun.rows, values, strict=False)
    ]  # fmt: skip
    found = performance.work_out(Content("performance", {}, tuple(rows)), TODAY)
    assert words(found.summary[0].value) == "2 of 5 metrics"
    assert words(found.summary[0].note) == "1 without a value"
    assert [(words(mark.text), mark.tone) for mark in found.marks] == [
        ("20 ms over its budget of 100 ms.", "bad"),
        ("Alarm: 1,500 ms over its budget of 1,000 ms.", "bad"),
        ("60% of the budget is spent.", "warn"),
    ]
    assert found.facts == {"filled", "alarms-set", "measured"}
    assert words(found.derived[1]["measured_on"]) == "20 November 2026"


def test_an_improvement_begins_with_what_is_wrong():
    row = Row(
        1, "metrics", {"metric": "P95", "unit": "ms", "budget": "300"},
        readings=(Measured("2026-11-20T09:00:00Z", "420"),),
    )  # fmt: skip
    found = performance.improvement(Content("performance"), row, TODAY)
    assert words(found["title"]) == "Bring P95 within its budget of 300 ms"
    assert words(found["description"]) == "P95 may be 300 ms; the last value is 420 ms."


amounts = st.decimals(0, 1000, places=2)
RANKS = list(State)


@given(amounts, amounts, st.none() | amounts, amounts, st.sampled_from((1, -1)))
def test_a_worse_value_never_stands_better(value, budget, alarm, other, side):
    better, worse = sorted((value, other), key=lambda each: each * side)
    found = [RANKS.index(state_of(each, budget, alarm, side)) for each in (better, worse)]
    assert found == sorted(found)


@given(amounts, amounts, st.none() | amounts)
def test_lower_and_higher_mirror_each_other(value, budget, alarm):
    mirrored = None if alarm is None else -alarm
    assert state_of(value, budget, alarm, 1) == state_of(-value, -budget, mirrored, -1)


def test_no_value_is_a_float():
    assert metric("0.1", unit="%", budget="0.3", alarm="").headroom == Decimal("0.2")


def test_starting_rows_nobody_touched_prove_nothing():
    found = performance.work_out(starting.content("performance"), TODAY)
    assert found.facts == {"filled"}
    assert words(found.headline) == "Metrics without a value: 5"
