"""Parking, assigning and confirming a question: who may, what stays, who is told."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.models import Answer
from reviews.services import answers, questions
from tests.builders import select
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice


@pytest.fixture
def answer(actors, review) -> Answer:
    return select(actors.cleo, review, "locks", "locks_key")


def test_a_parked_question_keeps_its_answer_and_its_revision(actors, review, answer):
    parked = questions.park(actors.ben, review.pk, "locks", note=" Which doors? ")
    assert parked.parked_at is not None
    assert parked.parked_note == "Which doors?"
    assert (parked.revision, parked.risk) == (answer.revision, answer.risk)
    assert questions.unpark(actors.cleo, review.pk, "locks").parked_at is None
    verbs = (
        Event.objects.filter(subject_type="answer").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["answer.changed", "answer.parked", "answer.unparked"]


def test_a_question_is_given_to_somebody_who_sees_it_and_they_are_told_once(
    actors, cast, review, answer, django_capture_on_commit_callbacks
):
    for _twice in range(2):
        given = questions.assign(
            actors.ada, review.pk, "locks", user_id=cast.cleo.pk, due_on=date(2027, 1, 1)
        )
    assert (given.assignee, given.due_on) == (cast.cleo, date(2027, 1, 1))
    assert Notice.objects.filter(kind="assignment", user=cast.cleo).count() == 1
    event = Event.objects.get(verb="answer.assigned")
    assert event.changes["assignee"] == {"before": None, "after": cast.cleo.pk}


def test_whoever_takes_a_question_is_not_told_of_it(actors, cast, review, answer):
    questions.assign(actors.cleo, review.pk, "locks", user_id=cast.cleo.pk)
    assert not Notice.objects.exists()


def test_a_question_cannot_be_given_to_an_outsider(actors, cast, review, answer):
    with pytest.raises(Invalid):
        questions.assign(actors.ada, review.pk, "locks", user_id=cast.oda.pk)


def test_taking_it_back_forgets_the_date(actors, cast, review, answer):
    questions.assign(actors.ada, review.pk, "locks", user_id=cast.ben.pk, due_on=date(2027, 1, 1))
    back = questions.assign(actors.ada, review.pk, "locks", user_id=None, due_on=date(2027, 1, 1))
    assert (back.assignee, back.due_on) == (None, None)


def test_the_one_who_answered_cannot_confirm(actors, review, answer):
    with pytest.raises(Forbidden):
        questions.confirm(actors.cleo, review.pk, "locks", revision=answer.revision)


def test_a_confirmation_ends_with_the_next_change(actors, review, answer):
    agreed = questions.confirm(actors.ben, review.pk, "locks", revision=answer.revision)
    assert agreed.is_confirmed
    changed = select(actors.cleo, review, "locks", "locks_bolt")
    changed.refresh_from_db()
    assert not changed.is_confirmed
    assert changed.confirmed_by_id is not None


def test_one_cannot_agree_with_what_one_has_not_seen(actors, review, answer):
    select(actors.cleo, review, "locks", "locks_bolt")
    with pytest.raises(Conflict):
        questions.confirm(actors.ben, review.pk, "locks", revision=answer.revision)


def test_an_unanswered_question_has_nothing_to_agree_with(actors, review):
    with pytest.raises(Conflict):
        questions.confirm(actors.ben, review.pk, "glass", revision=0)


def test_viewers_may_not_and_outsiders_see_nothing(actors, review, answer):
    for act in (questions.park, questions.unpark, questions.unconfirm):
        with pytest.raises(Forbidden):
            act(actors.vic, review.pk, "locks")
        with pytest.raises(NotFound):
            act(actors.oda, review.pk, "locks")


def test_restoring_nothing_is_lost_for_who_answers_meanwhile(actors, review, answer):
    questions.park(actors.ben, review.pk, "locks")
    after = answers.record(
        actors.cleo,
        review_id=review.pk,
        question="locks",
        changes_wanted={"notes": "Two doors."},
        base_revision=answer.revision,
    )
    assert after.notes == "Two doors."
    assert after.parked_at is not None
