"""States, clock and days of game days: examples and properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import rehearsing
from reviews.models import EntryKind, GameDayState
from reviews.rehearsals import scenarios
from reviews.rehearsing import Moment

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
moments = st.lists(
    st.builds(
        Moment,
        st.sampled_from(EntryKind.values),
        st.integers(0, 14_400).map(lambda seconds: START + timedelta(seconds=seconds)),
    ),
    max_size=30,
)
days = st.dates(date(2020, 1, 1), date(2100, 1, 1))


def at(seconds, kind):
    return Moment(kind, START + timedelta(seconds=seconds))


def test_every_state_has_its_moves_and_what_may_change():
    assert set(rehearsing.MOVES) == set(rehearsing.CHANGEABLE) == set(GameDayState.values)


@given(st.lists(st.sampled_from(GameDayState.values), max_size=6))
def test_whatever_is_tried_it_runs_at_most_once_and_what_is_over_stays_over(tried):
    state, ran = GameDayState.PLANNED.value, 0
    for wanted in tried:
        if rehearsing.may_become(state, wanted):
            assert state not in ("done", "called_off")
            state, ran = wanted, ran + (wanted == "running")
    assert ran <= 1
    assert state != "done" or ran == 1


def test_times_count_from_the_failure_to_the_first_sign_and_the_last_recovery():
    found = rehearsing.times(
        [at(0, "note"), at(60, "injected"), at(95, "detected"), at(100, "detected"),
         at(200, "recovered"), at(400, "recovered")]
    )  # fmt: skip
    assert found.to_detect == timedelta(seconds=35)
    assert found.to_recover == timedelta(seconds=340)


def test_what_was_before_the_failure_is_not_its_doing():
    assert rehearsing.times([at(0, "detected"), at(10, "injected")]).to_detect is None
    assert rehearsing.times([at(0, "detected"), at(10, "recovered")]) == rehearsing.Times()


@given(moments, st.randoms(use_true_random=False))
def test_times_are_never_negative_and_know_no_order(found, shuffled):
    times = rehearsing.times(found)
    for took in (times.to_detect, times.to_recover):
        assert took is None or timedelta() <= took <= timedelta(hours=4)
    again = list(found)
    shuffled.shuffle(again)
    assert rehearsing.times(again) == times


@given(moments, st.sampled_from(("note", "observed", "decided", "stopped")))
def test_notes_change_no_time(found, kind):
    assert rehearsing.times([*found, at(1, kind)]) == rehearsing.times(found)


@given(st.integers(-100, 100_000), st.integers(0, 100_000))
def test_the_clock_never_runs_backwards(began, now):
    started = START + timedelta(seconds=began)
    assert rehearsing.elapsed(started, None, START + timedelta(seconds=now)) >= timedelta()
    assert rehearsing.elapsed(None, None, START) == timedelta()
    ended = started + timedelta(hours=1)
    assert rehearsing.elapsed(started, ended, START) == timedelta(hours=1)


@given(days, st.integers(1, 60))
def test_the_next_day_is_so_many_months_later_on_the_same_day_or_the_last(held, months):
    on = rehearsing.next_on(held, months)
    assert (on.year * 12 + on.month) - (held.year * 12 + held.month) == months
    assert on.day == held.day or (on + timedelta(days=1)).day == 1
    assert rehearsing.next_on(held, 0) is None
    assert rehearsing.next_on(None, months) is None


@given(days, st.integers(0, 30))
def test_people_are_reminded_at_most_twice_however_often_is_asked(on, planned_ahead):
    reminded, leads = None, []
    for left in range(planned_ahead, -3, -1):
        today = on - timedelta(days=left)
        for _again in range(2):
            if lead := rehearsing.reminder(on, reminded, today):
                leads.append(lead)
                reminded = today
    assert leads == ([7, 1] if planned_ahead > 1 else [1])


@pytest.mark.parametrize(
    ("took", "limit", "right"), [(60, 60, True), (61, 60, False), (None, 60, None)]
)
def test_a_limit_is_kept_to_the_second(took, limit, right):
    took = None if took is None else timedelta(seconds=took)
    assert rehearsing.is_within(took, timedelta(seconds=limit)) is right


def test_the_cadence_is_the_mean_of_the_gaps():
    assert rehearsing.cadence([date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 2)]) == 30
    assert rehearsing.cadence([date(2026, 1, 1)]) is None


def test_never_tested_comes_first_then_the_longest_ago_then_the_highest_priority():
    def key(tested, priority, has_plan=True):
        return rehearsing.first_to_rehearse(tested, priority, has_plan=has_plan)

    old, new = date(2025, 1, 1), date(2026, 1, 1)
    right = [
        key(None, 200), key(None, 10), key(old, 1), key(new, 900), key(new, 10),
        key(None, 900, has_plan=False),
    ]  # fmt: skip
    assert sorted(right) == right


def test_the_library_holds_a_scenario_for_every_failure_mode_of_the_seed():
    found = {(each.component, each.mode) for each in scenarios.scenarios().values()}
    assert found >= {
        ("EC2/ECS task", "Instance crash"), ("RDS Primary", "AZ failure"),
        ("ElastiCache", "Node failure"), ("ALB", "AZ failure"), ("Lambda", "Throttling"),
        ("DynamoDB", "Throttling"),
    }  # fmt: skip
    for each in scenarios.scenarios().values():
        assert all([*each.fields.values(), each.mode]), each.key
