"""Beside the sheets: what comes next of game days and reviews, in three facts each."""

from datetime import date, timedelta

import pytest

from reviews.models import GameDay, GameDayFinding, PlannedReview
from reviews.reads import worksheet_neighbours
from wellarch import clock

pytestmark = pytest.mark.django_db


def test_nothing_planned_says_so_and_costs_two_queries(workload, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = worksheet_neighbours.of(workload, clock.now().date())
    assert (found.game_days.count, found.plan.count) == (0, 0)
    assert (*found.game_days.facts, *found.plan.facts) == ()


def test_game_days_tell_the_next_the_last_and_what_is_open(workload, django_assert_num_queries):
    of = {"workload": workload, "organization": workload.organization}
    held = GameDay.objects.create(
        **of, number=1, title="Held", state="done", ended_at=clock.now() - timedelta(days=40)
    )
    GameDayFinding.objects.create(game_day=held, number=1, text="The alarm was late")
    GameDay.objects.create(**of, number=2, title="Zone", planned_at=clock.now() + timedelta(days=3))
    with django_assert_num_queries(3):
        card = worksheet_neighbours.of(workload, clock.now().date()).game_days
    assert (card.title, card.number, card.count) == ("Zone", 2, 2)
    assert [fact.label for fact in card.facts] == ["Next, in 3 days", "Last held", "Findings open"]
    assert (card.facts[2].value, card.facts[2].tone) == ("1", "warn")


def test_the_plan_tells_the_next_review_and_its_time(workload):
    PlannedReview.objects.create(
        workload=workload,
        organization=workload.organization,
        number=1,
        title="Design review",
        kind="manual",
        planned_on=date(2020, 1, 2),
        budget_minutes=120,
    )
    card = worksheet_neighbours.of(workload, date(2020, 1, 5)).plan
    assert (card.title, card.facts[0].label) == ("Design review", "Next, 3 days ago")
    assert card.facts[0].tone == "bad"
    assert card.facts[1].value == "0 min of 2 h"
    assert card.facts[2].value == "none"
