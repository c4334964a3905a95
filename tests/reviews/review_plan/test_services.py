"""The review plan through the core: proposed, planned, changed, recorded, reminded of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews.models import PlannedReview, Workload
from reviews.reads import improvement_feed
from reviews.services import (
    calendar_feeds,
    milestones,
    review_plan_fields,
    review_plan_tidings,
    review_plans,
    sessions,
    tidings,
)
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event, Notice


def day(days):
    return timezone.localdate() + timedelta(days=days)


def dated(workload, design=None, go_live=None, following=None):
    Workload.objects.filter(pk=workload.pk).update(
        design_review_on=design, go_live_on=go_live, next_review_on=following
    )


@pytest.fixture
def planned(actors, workload):
    return review_plans.make(
        actors.ben, workload.pk, title="Early look", kind="early_design", planned_on=day(5)
    )


def test_the_dates_of_a_workload_become_planned_reviews_once(actors, workload):
    dated(workload, design=day(10), go_live=day(100), following=day(300))
    made = review_plans.propose(actors.ben, workload.pk)
    assert [(row.number, row.kind, row.planned_on, row.budget_minutes) for row in made] == [
        (1, "early_design", day(10), 120),
        (2, "pre_go_live", day(86), 240),
        (3, "regular", day(300), 240),
    ]
    assert review_plans.propose(actors.ben, workload.pk) == ()


def test_one_may_take_up_some_proposals_only(actors, workload):
    dated(workload, design=day(10), go_live=day(100))
    (made,) = review_plans.propose(actors.ben, workload.pk, kinds=["pre_go_live"])
    assert made.kind == "pre_go_live"
    (rest,) = review_plans.propose(actors.ben, workload.pk)
    assert rest.kind == "early_design"


OFFSETS = st.none() | st.integers(-200, 400)


@given(OFFSETS, OFFSETS, OFFSETS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_proposing_again_never_plans_anything(actors, workload, design, go_live, following):
    PlannedReview.objects.filter(workload=workload).delete()
    days = [None if each is None else day(each) for each in (design, go_live, following)]
    dated(workload, *days)
    made = review_plans.propose(actors.ben, workload.pk)
    assert review_plans.propose(actors.ben, workload.pk) == ()
    assert PlannedReview.objects.filter(workload=workload).count() == len(made)


def test_a_milestone_is_linked_to_the_review_of_its_kind_that_waits(
    actors, workload, review, planned
):
    later = review_plans.make(
        actors.ben, workload.pk, title="Again", kind="early_design", planned_on=day(50)
    )
    made = milestones.record(actors.ben, workload.pk, name="Drawn", kind="early_design")
    planned.refresh_from_db()
    later.refresh_from_db()
    assert (planned.milestone, later.milestone) == (made, None)
    event = Event.objects.get(verb="review_plan.recorded")
    assert event.data["milestone"] == made.number


def test_a_regular_review_far_ahead_goes_on_waiting(actors, workload, review):
    far = review_plans.make(
        actors.ben, workload.pk, title="In spring", kind="regular", planned_on=day(90)
    )
    milestones.record(actors.ben, workload.pk, name="Today", kind="regular")
    far.refresh_from_db()
    assert far.milestone is None


def test_a_milestone_is_recorded_from_the_plan_once(actors, workload, review, planned):
    other = review_plans.make(
        actors.ben, workload.pk, title="Sooner", kind="early_design", planned_on=day(1)
    )
    made = review_plans.record(actors.ben, workload.pk, planned.number, note="All agreed")
    assert (made.name, made.kind, made.note) == ("Early look", "early_design", "All agreed")
    planned.refresh_from_db()
    other.refresh_from_db()
    assert (planned.milestone, other.milestone) == (made, None)
    with pytest.raises(Conflict) as refused:
        review_plans.record(actors.ben, workload.pk, planned.number, name="Once more")
    assert refused.value.code == "recorded-already"


def test_a_session_planned_for_a_review_counts_there_and_only_there(
    actors, workload, review, planned
):
    session = sessions.plan(
        actors.ben, review.pk, values={"title": "Morning"}, planned=planned.number
    )
    assert list(planned.sessions.all()) == [session]
    with pytest.raises(Invalid) as refused:
        review_plans.make(actors.ben, workload.pk, title="Other", sessions=[session.pk])
    assert set(refused.value.fields) == {"sessions"}
    with pytest.raises(NotFound):
        sessions.plan(actors.ben, review.pk, values={"title": "Lost"}, planned=99)


def test_fields_that_are_wrong_are_named_all_at_once(actors, workload):
    with pytest.raises(Invalid) as refused:
        review_plans.make(
            actors.ben, workload.pk, title=" ", kind="birthday", budget_minutes=0,
            extra_minutes=-1, planned_on="soon", sessions=["x"], milestone=7, colour="red",
        )  # fmt: skip
    assert set(refused.value.fields) == {*review_plan_fields.EDITABLE, "colour"} - {"note"}


def test_two_people_who_change_different_fields_both_win(actors, workload, planned):
    edit = review_plans.edit
    edit(actors.ben, workload.pk, 1, fields={"title": "First look"}, revision=1)
    row = edit(actors.ada, workload.pk, 1, fields={"budget_minutes": 90}, revision=1)
    assert (row.title, row.budget_minutes, row.revision) == ("First look", 90, 3)
    with pytest.raises(Stale) as refused:
        edit(actors.ada, workload.pk, 1, fields={"title": "Another"}, revision=1)
    assert refused.value.data["fields"] == {"title": {"mine": "Another", "theirs": "First look"}}


def test_numbers_are_never_given_twice(actors, workload, planned):
    review_plans.remove(actors.ben, workload.pk, 1)
    assert review_plans.make(actors.ben, workload.pk, title="Next").number == 2


def test_contributors_read_and_outsiders_see_nothing(actors, workload):
    with pytest.raises(Forbidden):
        review_plans.make(actors.cleo, workload.pk, title="Look")
    with pytest.raises(NotFound):
        review_plans.propose(actors.oda, workload.pk)


def test_a_review_within_a_week_is_told_of_once_and_anew_on_another_day(actors, workload, planned):
    assert review_plan_tidings.due_soon() == 2  # who planned it, and who made the workload
    assert review_plan_tidings.due_soon() == 0
    told = Notice.objects.filter(user=actors.ben.user)
    assert [row.data["title"] for row in told] == ["Early look"]
    review_plans.edit(actors.ben, workload.pk, 1, fields={"planned_on": day(7)})
    assert review_plan_tidings.due_soon() == 2
    review_plans.edit(actors.ben, workload.pk, 1, fields={"planned_on": day(8)})
    assert review_plan_tidings.due_soon() == 0


def test_the_day_of_the_next_review_is_not_told_of_twice(actors, workload):
    dated(workload, following=day(3))
    review_plans.propose(actors.ben, workload.pk)
    assert tidings.due_soon() == 0
    assert review_plan_tidings.due_soon() > 0


def test_calendars_show_what_is_planned_until_it_is_recorded(actors, workload, review, planned):
    of_workload, _secret = calendar_feeds.renew(actors.vic, workload.pk)
    own, _secret = calendar_feeds.renew(actors.cleo)

    def titles(actor, feed):
        return [entry.title for entry in improvement_feed.build(actor, feed).beside]

    assert titles(actors.vic, of_workload) == ["Early look"]
    assert titles(actors.cleo, own) == []
    invited = [actors.cleo.user.pk]
    sessions.plan(
        actors.ben, review.pk, values={"title": "A"}, invited=invited, planned=planned.number
    )
    assert titles(actors.cleo, own) == ["Early look"]
    (entry,) = improvement_feed.build(actors.cleo, own).beside
    assert (entry.on, entry.path) == (day(5), f"/workloads/{workload.pk}/review-plan/")
    assert entry.lines[1] == "Time budget: 4 h"
    review_plans.record(actors.ben, workload.pk, planned.number)
    assert titles(actors.vic, of_workload) == []
