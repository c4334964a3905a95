"""Sessions: what is proposed, what is refused, one at a time, time that cannot be invented."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviews.models import ReviewSession
from reviews.services import questions, sessions
from tests.builders import select
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event


@pytest.fixture
def session(actors, review):
    return sessions.plan(actors.ben, review.pk, values={"title": "First"})


def test_the_proposal_begins_with_the_scope_and_gives_time_to_what_is_open(actors, review):
    select(actors.ada, review, "glass", "glass_film", "glass_bars")
    agenda = sessions.plan(actors.ben, review.pk, values={}).agenda
    assert [(item["pillar"], item["minutes"]) for item in agenda] == [
        ("", 15),
        ("doors", 10),  # two open questions of three minutes, in steps of five
        ("windows", 5),
    ]
    assert all(item["people"] for item in agenda)


def test_a_parked_question_gets_its_time_again(actors, review):
    select(actors.ada, review, "locks", "locks_key", "locks_bolt")
    select(actors.ada, review, "keys", "keys_safe")
    before = {i["pillar"]: i["minutes"] for i in sessions.proposed(review)}
    for question in ("locks", "keys"):
        questions.park(actors.cleo, review.pk, question)
    after = {i["pillar"]: i["minutes"] for i in sessions.proposed(review)}
    assert (before["doors"], after["doors"]) == (5, 10)


@pytest.mark.parametrize(
    "agenda",
    [
        [],
        [{"pillar": "cellar", "minutes": 5}],
        [{"pillar": "doors", "minutes": 0}],
        [{"pillar": "doors", "minutes": 481}],
        [{"pillar": "doors", "minutes": True}],
        [{"pillar": "doors", "minutes": 5}, {"pillar": "doors", "minutes": 5}],
        [{"pillar": "doors", "minutes": 5, "note": "n" * 501}],
    ],
)
def test_an_agenda_that_cannot_be_is_refused(actors, review, agenda):
    with pytest.raises(Invalid) as refused:
        sessions.plan(actors.ben, review.pk, values={"agenda": agenda})
    assert set(refused.value.fields) == {"agenda"}
    assert not ReviewSession.objects.exists()


def test_only_people_who_see_the_workload_are_invited(actors, cast, review):
    with pytest.raises(Invalid) as refused:
        sessions.plan(actors.ben, review.pk, values={}, invited=[cast.cleo.pk, cast.oda.pk])
    assert "invited" in refused.value.fields
    made = sessions.plan(actors.ben, review.pk, values={}, invited=[cast.cleo.pk])
    assert list(made.invited.all()) == [cast.cleo]


def test_one_session_of_a_review_runs_at_a_time(actors, review, session):
    other = sessions.plan(actors.ben, review.pk, values={"title": "Second"})
    sessions.start(actors.ben, review.pk, session.pk)
    with pytest.raises(Conflict) as refused:
        sessions.start(actors.ben, review.pk, other.pk)
    assert refused.value.code == "session-running"
    sessions.end(actors.ben, review.pk, session.pk)
    assert sessions.start(actors.ben, review.pk, other.pk).is_running


def test_starting_or_ending_twice_keeps_the_first_moment(actors, review, session):
    first = sessions.start(actors.ben, review.pk, session.pk).started_at
    assert sessions.start(actors.ben, review.pk, session.pk).started_at == first
    ended = sessions.end(actors.ben, review.pk, session.pk).ended_at
    assert sessions.end(actors.ben, review.pk, session.pk).ended_at == ended
    assert Event.objects.filter(verb__in=("session.started", "session.ended")).count() == 2


def test_time_adds_up_and_never_beyond_what_has_passed(actors, review, session):
    begin = clock.now()
    with clock.at(begin):
        sessions.start(actors.ben, review.pk, session.pk)
    with clock.at(begin + timedelta(seconds=60)):
        sessions.spend(actors.ben, review.pk, session.pk, pillar="", seconds=30)
        sessions.spend(actors.ben, review.pk, session.pk, pillar="", seconds=15)
        spent = sessions.spend(actors.ben, review.pk, session.pk, pillar="doors", seconds=300).spent
    assert spent == {"": 45, "doors": 45}  # 60 s passed and 30 s of grace


@pytest.mark.parametrize(("pillar", "seconds"), [("cellar", 15), ("", 0), ("", -5), ("", 301)])
def test_time_that_cannot_be_is_refused(actors, review, session, pillar, seconds):
    sessions.start(actors.ben, review.pk, session.pk)
    with pytest.raises(Invalid):
        sessions.spend(actors.ben, review.pk, session.pk, pillar=pillar, seconds=seconds)


def test_no_time_is_spent_before_the_beginning_or_after_the_end(actors, review, session):
    with pytest.raises(Conflict):
        sessions.spend(actors.ben, review.pk, session.pk, pillar="", seconds=5)
    sessions.start(actors.ben, review.pk, session.pk)
    sessions.end(actors.ben, review.pk, session.pk)
    with pytest.raises(Conflict):
        sessions.spend(actors.ben, review.pk, session.pk, pillar="", seconds=5)


def test_what_was_held_is_neither_changed_nor_called_off_but_noted(actors, review, session):
    sessions.start(actors.ben, review.pk, session.pk)
    with pytest.raises(Conflict):
        sessions.delete(actors.ben, review.pk, session.pk)
    sessions.end(actors.ben, review.pk, session.pk)
    with pytest.raises(Conflict):
        sessions.edit(actors.ben, review.pk, session.pk, values={"title": "Other"})
    assert sessions.write_notes(actors.ben, review.pk, session.pk, notes=" Said. ").notes == "Said."


def test_a_planned_session_is_called_off_without_a_trace_but_the_log(actors, review, session):
    sessions.delete(actors.ben, review.pk, session.pk)
    assert not ReviewSession.objects.exists()
    assert Event.objects.filter(verb="session.deleted").get().data["title"] == "First"


def test_the_log_does_not_repeat_agendas_and_notes(actors, review, session):
    agenda = [{"pillar": "doors", "minutes": 5, "note": "the secret door"}]
    sessions.edit(actors.ben, review.pk, session.pk, values={"agenda": agenda, "title": "New"})
    sessions.write_notes(actors.ben, review.pk, session.pk, notes="the secret door")
    events = Event.objects.filter(verb="session.changed")
    assert not any("secret" in f"{event.changes}{event.data}" for event in events)
    assert events.first().changes["title"] == {"before": "First", "after": "New"}


def test_contributors_do_not_plan_and_another_review_knows_nothing_of_it(
    actors, review, session, workload
):
    with pytest.raises(Forbidden):
        sessions.plan(actors.cleo, review.pk, values={})
    with pytest.raises(NotFound):
        sessions.start(actors.oda, review.pk, session.pk)


def test_two_who_write_notes_at_once_lose_nothing(client_of, cast, actors, review, session):
    address = f"/reviews/{review.pk}/sessions/{session.pk}/notes/"
    ada = client_of(cast.ada)
    sessions.write_notes(actors.ben, review.pk, session.pk, notes="Ben's words", seen="")
    with pytest.raises(Stale):
        sessions.write_notes(actors.ada, review.pk, session.pk, notes="Ada's words", seen="")
    page = ada.post(address, {"notes": "Ada's words", "seen": ""})
    assert page.status_code == 409
    for words in ("Ada&#x27;s words", "Ben&#x27;s words"):
        assert words in page.content.decode()
    both = "Ben's words, Ada's words"
    assert ada.post(address, {"notes": both, "seen": "Ben's words"}).status_code == 302
    session.refresh_from_db()
    assert session.notes == both
