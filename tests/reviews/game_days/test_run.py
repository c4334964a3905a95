"""Running a game day: begun, noted by several people, stopped or ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviews.models import GameDay, Workload
from reviews.services import game_day_run, game_days
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale


@pytest.fixture
def running(actors, workload):
    game_days.plan(actors.cleo, workload.pk, title="The vault is locked")
    with clock.at(clock.now() - timedelta(minutes=30)):
        return game_day_run.start(actors.cleo, workload.pk, 1)


def timeline(game_day):
    return [(entry.kind, entry.text, entry.actor_name) for entry in game_day.entries.all()]


def test_one_begins_what_one_has_read(actors, workload):
    game_days.plan(actors.cleo, workload.pk, title="The vault is locked")
    game_days.edit(actors.ben, workload.pk, 1, fields={"scenario": "Another"})
    with pytest.raises(Stale):
        game_day_run.start(actors.cleo, workload.pk, 1, revision=1)
    began = game_day_run.start(actors.cleo, workload.pk, 1, revision=2)
    assert began.state == "running"
    assert began.started_at is not None
    assert game_day_run.start(actors.ben, workload.pk, 1).started_at == began.started_at


def test_two_people_note_at_once_and_both_lines_stay(actors, workload, running):
    game_day_run.note(actors.cleo, workload.pk, 1, kind="injected")
    game_day_run.note(actors.ben, workload.pk, 1, text="The bell rings", kind="detected")
    game_day_run.note(actors.cleo, workload.pk, 1, text="Ben runs")
    assert timeline(running) == [
        ("injected", "", "Cleo Example"),
        ("detected", "The bell rings", "Ben Example"),
        ("note", "Ben runs", "Cleo Example"),
    ]


def test_every_note_tells_pages_that_are_open(actors, workload, running):
    before = Workload.objects.get(pk=workload.pk).revision
    game_day_run.note(actors.cleo, workload.pk, 1, text="Still locked")
    assert Workload.objects.get(pk=workload.pk).revision == before + 1


def test_a_note_needs_words_unless_its_kind_says_enough(actors, workload, running):
    for kind in ("note", "observed", "decided"):
        with pytest.raises(Invalid) as refused:
            game_day_run.note(actors.cleo, workload.pk, 1, text="  ", kind=kind)
        assert "text" in refused.value.fields
    for kind in ("stopped", "shouted"):
        with pytest.raises(Invalid) as refused:
            game_day_run.note(actors.cleo, workload.pk, 1, text="x", kind=kind)
        assert "kind" in refused.value.fields


def test_nothing_is_noted_before_it_begins(actors, workload):
    game_days.plan(actors.cleo, workload.pk, title="The vault is locked")
    for deed in (game_day_run.note, game_day_run.end, game_day_run.stop):
        with pytest.raises(Conflict) as refused:
            deed(actors.cleo, workload.pk, 1, **({"text": "x"} if deed != game_day_run.end else {}))
        assert refused.value.code == "not-running"


def test_a_note_may_be_of_a_moment_ago_but_not_of_before_or_after(actors, workload, running):
    at = running.started_at + timedelta(minutes=10)
    assert game_day_run.note(actors.cleo, workload.pk, 1, text="x", at=at).at == at
    for wrong in (running.started_at - timedelta(hours=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(Invalid) as refused:
            game_day_run.note(actors.cleo, workload.pk, 1, text="x", at=wrong)
        assert "at" in refused.value.fields


def test_who_wrote_an_entry_corrects_it_and_nobody_else(actors, workload, running):
    made = game_day_run.note(actors.cleo, workload.pk, 1, text="Lokced")
    with pytest.raises(Forbidden):
        game_day_run.correct(actors.ada, workload.pk, 1, made.pk, changes={"text": "Open"})
    at = running.started_at + timedelta(minutes=3)
    changes = {"text": "Locked", "kind": "observed", "at": at}
    done = game_day_run.correct(actors.cleo, workload.pk, 1, made.pk, changes=changes)
    assert (done.text, done.kind, done.at) == ("Locked", "observed", at)
    with pytest.raises(NotFound):
        game_day_run.correct(actors.cleo, workload.pk, 1, 999_999, changes={"text": "x"})


def test_a_stop_condition_that_is_met_ends_it_at_once(actors, workload, running):
    stopped = game_day_run.stop(actors.ben, workload.pk, 1, text="Customers wait outside")
    assert (stopped.state, stopped.stopped_early) == ("done", True)
    assert timeline(running) == [("stopped", "Customers wait outside", "Ben Example")]
    entry = stopped.entries.get()
    with pytest.raises((Conflict, Invalid)):
        game_day_run.correct(actors.ben, workload.pk, 1, entry.pk, changes={"kind": "note"})
    game_day_run.correct(actors.ben, workload.pk, 1, entry.pk, changes={"text": "A queue"})


def test_it_ends_once_and_what_was_forgotten_can_be_added(actors, workload, running):
    ended = game_day_run.end(actors.cleo, workload.pk, 1)
    assert game_day_run.end(actors.ben, workload.pk, 1).ended_at == ended.ended_at
    added = game_day_run.note(actors.ben, workload.pk, 1, text="Ben had found a key")
    assert added.at == ended.ended_at
    with pytest.raises(Conflict):
        game_day_run.stop(actors.cleo, workload.pk, 1)
    assert GameDay.objects.get().stopped_early is False


def test_who_reads_does_not_write(actors, workload, running):
    with pytest.raises(Forbidden):
        game_day_run.note(actors.vic, workload.pk, 1, text="x")
    with pytest.raises(NotFound):
        game_day_run.note(actors.oda, workload.pk, 1, text="x")
