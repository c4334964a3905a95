"""Counts, progress, scores and due dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.scoring import (
    Counts,
    PracticeTally,
    checklist_score,
    count,
    due_on,
    round_half_up,
)

RISKS = ["high", "medium", "low", "none", "unanswered", "not_applicable"]


@given(st.lists(st.sampled_from(RISKS)), st.lists(st.sampled_from(RISKS)))
def test_counting_parts_and_adding_is_counting_all(first, second):
    assert count(first) + count(second) == count(first + second)
    assert count(first).total == len(first)


def test_what_does_not_apply_counts_as_answered():
    assert count(["not_applicable", "unanswered", "high"]).answered == 2


def test_progress_is_100_percent_only_when_nothing_is_open():
    assert Counts(none=999, unanswered=1).percent_answered == 99
    assert Counts(none=1000).percent_answered == 100
    assert Counts().percent_answered == 0


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(5, 2, 3), (7, 2, 4), (4, 3, 1), (0, 7, 0), (5, 3, 2)]
)
def test_halves_round_up_as_in_the_seed(numerator, denominator, rounded):
    assert round_half_up(numerator, denominator) == rounded


def test_the_checklist_score_is_the_mean_of_rounded_pillar_percents():
    # 3/7 → 43, 8/8 → 100, 1/5 → 20: mean 54.33 → 54
    score = checklist_score(
        {
            "ops": PracticeTally(3, 7),
            "security": PracticeTally(8, 8),
            "sustainability": PracticeTally(1, 5),
        }
    )
    assert score == 54


def test_a_pillar_where_nothing_applies_is_left_out_of_the_score():
    assert checklist_score({"a": PracticeTally(1, 2), "b": PracticeTally(0, 0)}) == 50
    assert checklist_score({"b": PracticeTally()}) is None


def test_risks_are_due_by_class_and_low_ones_go_to_the_backlog():
    days = {"high": 30, "medium": 90, "low": None}
    since = date(2026, 1, 1)
    assert due_on("high", since, days) == date(2026, 1, 31)
    assert due_on("medium", since, days) == date(2026, 4, 1)
    assert due_on("low", since, days) is None
    assert due_on("none", since, days) is None
    assert due_on("high", None, days) is None
