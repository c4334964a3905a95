"""Improvements are changed by several people at once, moved, accepted, done and deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reviews.models import Improvement
from reviews.services import improvements, reviews
from tests.builders import select, start_workload
from wellarch import clock
from wellarch.accounts.actor import member_actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    return improvements.make_from_question(actors.cleo, review.pk, "locks")


def change(actor, made, revision=None, **fields):
    return improvements.edit(actor, made.workload_id, made.number, fields=fields, revision=revision)


def test_two_people_who_change_different_fields_both_win(actors, made):
    change(actors.cleo, made, revision=1, steps="Measure")
    change(actors.ben, made, revision=1, effort="high")
    made.refresh_from_db()
    assert (made.steps, made.effort, made.revision) == ("Measure", "high", 3)


def test_the_same_field_changed_twice_is_a_conflict_with_both_values(actors, made):
    change(actors.cleo, made, revision=1, steps="Measure")
    with pytest.raises(Stale) as refused:
        change(actors.ben, made, revision=1, steps="Drill", effort="high")
    assert refused.value.data["fields"] == {"steps": {"mine": "Drill", "theirs": "Measure"}}
    assert refused.value.data["by"] == "Cleo Example"
    made.refresh_from_db()
    assert made.effort == "medium"


def test_the_same_value_twice_is_none(actors, made):
    change(actors.cleo, made, revision=1, steps="Measure")
    assert change(actors.ben, made, revision=1, steps="Measure").revision == 2


def test_a_whole_form_overwrites_only_what_was_changed_in_it(actors, made):
    change(actors.cleo, made, steps="Measure")
    form = {"title": made.title, "steps": made.steps, "effort": "low", "due_on": made.due_on}
    improvements.set_whole(actors.ben, made.workload_id, made.number, fields=form, revision=1)
    made.refresh_from_db()
    assert (made.steps, made.effort, made.has_own_date) == ("Measure", "low", False)


def test_what_changes_nothing_writes_nothing(actors, made):
    change(actors.cleo, made, title=made.title)
    assert made.history.count() == 1


def test_a_date_somebody_sets_is_their_own_until_they_give_it_back(actors, made):
    of_risk = made.due_on
    assert change(actors.cleo, made, due_on=date(2031, 5, 1)).has_own_date
    back = change(actors.cleo, made, has_own_date=False)
    assert (back.due_on, back.has_own_date) == (of_risk, False)


def test_a_new_owner_is_told_and_who_takes_it_is_not(actors, made, cast):
    change(actors.cleo, made, owner=cast.cleo.pk)
    assert not Notice.objects.exists()
    change(actors.cleo, made, owner=cast.ben.pk)
    assert Notice.objects.get().user == cast.ben


def test_long_texts_are_not_repeated_in_the_log(actors, made):
    change(actors.cleo, made, steps="The code is 1234", title="New")
    event = Event.objects.get(verb="improvement.changed")
    assert event.changes["steps"] == {"hidden": True}
    assert event.changes["title"]["after"] == "New"


def test_done_and_open_again(actors, made):
    done = improvements.move(actors.cleo, made.workload_id, 1, state="done")
    assert done.done_at is not None
    again = improvements.move(actors.cleo, made.workload_id, 1, state="in_progress")
    assert again.done_at is None
    assert [c.fields["state"] for c in made.history.order_by("revision")] == [
        ["", "open"], ["open", "done"], ["done", "in_progress"],
    ]  # fmt: skip


def test_two_people_who_move_it_elsewhere_hear_of_each_other(actors, made):
    improvements.move(actors.cleo, made.workload_id, 1, state="done", revision=1)
    with pytest.raises(Stale):
        improvements.move(actors.ben, made.workload_id, 1, state="planned", revision=1)


def test_a_viewer_moves_nothing(actors, made):
    with pytest.raises(Forbidden):
        improvements.move(actors.vic, made.workload_id, 1, state="done")
    with pytest.raises(NotFound):
        improvements.move(actors.oda, made.workload_id, 1, state="done")


class TestAccepting:
    def accept(self, actor, made, **more):
        values = {"reason": "The dog is enough", "until": clock.now().date() + timedelta(days=90)}
        return improvements.accept(actor, made.workload_id, made.number, **{**values, **more})

    def test_an_architect_lives_with_a_risk_for_a_reason_and_a_time(self, actors, made, cast):
        accepted = self.accept(actors.ben, made)
        assert (accepted.state, accepted.accepted_by) == ("accepted", cast.ben)
        assert accepted.accepted_reason == "The dog is enough"

    def test_a_contributor_does_not(self, actors, made):
        with pytest.raises(Forbidden):
            self.accept(actors.cleo, made)

    @pytest.mark.parametrize(
        "more", [{"reason": " "}, {"until": None}, {"until": date(2020, 1, 1)}]
    )
    def test_not_without_reason_and_day(self, actors, made, more):
        with pytest.raises(Invalid) as refused:
            self.accept(actors.ben, made, **more)
        assert list(refused.value.fields) == list(more)

    def test_not_when_it_is_done(self, actors, made):
        improvements.move(actors.cleo, made.workload_id, 1, state="done")
        with pytest.raises(Conflict):
            self.accept(actors.ben, made)

    def test_taken_back_it_has_no_reason_any_more(self, actors, made):
        self.accept(actors.ben, made)
        back = improvements.move(actors.cleo, made.workload_id, 1, state="planned")
        assert (back.accepted_reason, back.accepted_until, back.accepted_by) == ("", None, None)
        assert made.history.first().fields["accepted_reason"] == ["The dog is enough", ""]

    def test_after_its_day_it_is_open_again_and_people_are_told(self, actors, made, cast):
        change(actors.cleo, made, owner=cast.cleo.pk)
        until = self.accept(actors.ben, made).accepted_until
        assert improvements.reopen_expired(until) == 0
        assert improvements.reopen_expired(until + timedelta(days=1)) == 1
        assert improvements.reopen_expired(until + timedelta(days=1)) == 0
        made.refresh_from_db()
        assert (made.state, made.accepted_until) == ("open", None)
        told = {notice.user for notice in Notice.objects.filter(kind="due_soon")}
        assert told == {cast.cleo, cast.ben}
        assert Event.objects.get(verb="improvement.reopened").user is None


class TestDone:
    def apply(self, actor, made, *choices):
        return improvements.apply_proposal(
            actor, made.workload_id, made.number, choices=choices or ["locks_bolt", "locks_dog"]
        )

    def test_the_practices_are_ticked_when_somebody_says_so(self, actors, made):
        improvements.move(actors.cleo, made.workload_id, 1, state="done")
        answer = made.review.answers.get(question_key="locks")
        assert answer.risk == "medium"
        self.apply(actors.cleo, made)
        answer.refresh_from_db()
        assert answer.risk == "none"
        assert answer.history.first().user == actors.cleo.user
        assert Event.objects.filter(verb="improvement.practices_ticked").count() == 1

    def test_some_of_them_may_be_ticked_alone(self, actors, made):
        improvements.move(actors.cleo, made.workload_id, 1, state="done")
        self.apply(actors.cleo, made, "locks_dog")
        answer = made.review.answers.get(question_key="locks")
        assert answer.choices["locks_dog"]["status"] == "selected"
        assert "locks_bolt" not in answer.choices

    def test_not_before_the_work_is_done(self, actors, made):
        with pytest.raises(Conflict) as refused:
            self.apply(actors.cleo, made)
        assert refused.value.code == "not-done"

    def test_not_in_a_complete_review(self, actors, made):
        improvements.move(actors.cleo, made.workload_id, 1, state="done")
        for question in ("keys", "glass"):
            select(actors.cleo, made.review, question, f"{question}_no")
        reviews.complete(actors.ben, made.review_id)
        with pytest.raises(Conflict) as refused:
            self.apply(actors.cleo, made)
        assert refused.value.code == "review-complete"

    def test_not_what_it_did_not_stand_for(self, actors, made):
        improvements.move(actors.cleo, made.workload_id, 1, state="done")
        with pytest.raises(Invalid):
            self.apply(actors.cleo, made, "locks_key")


def test_deleted_it_is_gone_and_the_log_knows_it(actors, made):
    improvements.delete(actors.cleo, made.workload_id, made.number)
    assert not Improvement.objects.exists()
    assert Event.objects.get(verb="improvement.deleted").data["title"] == made.title


def test_an_archived_workload_keeps_its_improvements_as_they_are(actors, made):
    made.workload.archived_at = clock.now()
    made.workload.save()
    with pytest.raises(Conflict):
        change(actors.ada, made, title="New")


STATES = ("open", "planned", "in_progress", "done")


class TestAnyOrderOfMoves(TestCase):
    """Whatever is dragged where, every column keeps distinct places and the order asked for."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(1, 5), st.sampled_from(STATES[:2]), st.integers(0, 5)),
            max_size=14,
        )
    )
    def test_places_stay_distinct_and_the_rest_keeps_its_order(self, moves):
        ada = User.objects.create_user(email="a@example.com", password="x", name="Ada")
        actor = member_actor(organizations.found(ada, name="Northwind"), Via.TASK)
        workload = start_workload(actor)
        board = {"open": [1, 2, 3, 4, 5], "planned": []}
        for _number in board["open"]:
            improvements.make(actor, workload.pk, title="T")
        for number, state, after in moves:
            improvements.move(actor, workload.pk, number, state=state, after=after)
            if after == number and number in board[state]:
                continue
            column = next(numbers for numbers in board.values() if number in numbers)
            column.remove(number)
            goal = board[state]
            place = goal.index(after) + 1 if after in goal else 0 if after == 0 else len(goal)
            goal.insert(place, number)
        rows = Improvement.objects.filter(workload=workload)
        for state, numbers in board.items():
            found = list(rows.filter(state=state).order_by("rank").values_list("number", "rank"))
            assert [number for number, _rank in found] == numbers
            assert len({rank for _number, rank in found}) == len(found)
