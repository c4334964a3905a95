"""Planning game days: from nothing, from the library, from a failure mode, once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reviews.models import GameDay
from reviews.services import game_day_run, game_days, worksheets
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event

SOON = datetime(2030, 3, 31, 9, 30, tzinfo=UTC)


@pytest.fixture
def planned(actors, cast, workload):
    return game_days.plan(
        actors.cleo, workload.pk, title="The vault is locked", hypothesis="Ben has a key",
        planned_at=SOON, repeat_months=6,
        parts=[{"user": cast.ben.pk, "role": "Leads"}, {"name": "Joe of the bank"}],
    )  # fmt: skip


def verbs(game_day):
    rows = Event.objects.filter(subject_type="gameday", subject_id=str(game_day.pk))
    return list(rows.order_by("pk").values_list("verb", flat=True))


def people(game_day):
    return [(part.user_id, part.name, part.role) for part in game_day.parts.order_by("position")]


def test_a_plan_needs_no_more_than_a_title(actors, workload):
    made = game_days.plan(actors.cleo, workload.pk, title="  The   vault ")
    assert (made.number, made.title, made.state, made.revision) == (1, "The vault", "planned", 1)
    with pytest.raises(Invalid) as refused:
        game_days.plan(actors.cleo, workload.pk, hypothesis="It holds")
    assert list(refused.value.fields) == ["title"]


def test_every_wrong_field_is_named_at_once(actors, workload, cast):
    with pytest.raises(Invalid) as refused:
        game_days.plan(
            actors.cleo, workload.pk, title="x" * 201, planned_minutes=0, repeat_months=61,
            runbook_url="ftp://x", planned_at="tomorrow", color="red",
            parts=[{"user": cast.oda.pk}],
        )  # fmt: skip
    assert set(refused.value.fields) == {
        "title", "planned_minutes", "repeat_months", "runbook_url", "planned_at", "parts", "color",
    }  # fmt: skip


def test_a_scenario_of_the_library_fills_what_is_not_given(actors, workload):
    made = game_days.plan(
        actors.cleo, workload.pk, scenario_key="third-party-down", environment="Test"
    )
    assert made.title == "A third party does not answer"
    assert "circuit breaker opens after five failures" in made.hypothesis
    assert (made.environment, made.scenario_key) == ("Test", "third-party-down")
    assert next(role for _user, _name, role in people(made)) == "Leads the game day"
    with pytest.raises(Invalid):
        game_days.plan(actors.cleo, workload.pk, scenario_key="flood")


def test_it_names_the_failure_mode_it_rehearses(actors, workload):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    made = game_days.plan(actors.cleo, workload.pk, title="RDS", failure_mode=2)
    assert made.source.values["component"] == "RDS Primary"
    with pytest.raises(Invalid):
        game_days.plan(actors.cleo, workload.pk, title="RDS", failure_mode=99)
    worksheets.remove(actors.cleo, workload.pk, "failure-modes", 2)
    assert GameDay.objects.get(pk=made.pk).source is None


def test_who_may_write_plans_and_who_may_read_does_not(actors, workload, planned):
    with pytest.raises(Forbidden):
        game_days.plan(actors.vic, workload.pk, title="Mine")
    with pytest.raises(NotFound):
        game_days.edit(actors.oda, workload.pk, planned.number, fields={"title": "Mine"})


def test_changes_of_two_people_merge_and_the_same_field_clashes(actors, workload, planned):
    def edit(actor, **fields):
        return game_days.edit(actor, workload.pk, 1, fields=fields, revision=1)

    edit(actors.ben, hypothesis="Everybody has a key", environment="Staging")
    edit(actors.cleo, environment="Staging", blast_radius="One vault")
    with pytest.raises(Stale) as refused:
        edit(actors.cleo, hypothesis="Nobody has a key")
    assert refused.value.data["by"] == "Ben Example"
    assert refused.value.data["fields"]["hypothesis"] == {
        "mine": "Nobody has a key", "theirs": "Everybody has a key",
    }  # fmt: skip
    now = GameDay.objects.get(pk=planned.pk)
    assert (now.hypothesis, now.blast_radius, now.revision) == (
        "Everybody has a key", "One vault", 3,
    )  # fmt: skip


def test_what_changes_nothing_writes_nothing(actors, workload, planned):
    game_days.edit(actors.cleo, workload.pk, 1, fields={"planned_at": SOON, "title": planned.title})
    assert verbs(planned) == ["game_day.planned"]


def test_people_and_roles_are_set_together(actors, cast, workload, planned):
    parts = [{"role": "Nobody yet"}, {"user": cast.cleo.pk, "name": "ignored", "role": "Injects"}]
    game_days.edit(actors.cleo, workload.pk, 1, fields={"parts": parts})
    assert people(planned) == [(None, "", "Nobody yet"), (cast.cleo.pk, "", "Injects")]


def test_who_takes_part_may_stay_without_seeing_the_workload(actors, cast, workload, planned):
    cast.ben.memberships.all().delete()
    parts = [{"user": cast.ben.pk, "role": "Watches"}]
    game_days.edit(actors.cleo, workload.pk, 1, fields={"parts": parts})
    assert people(planned) == [(cast.ben.pk, "", "Watches")]


def test_the_log_names_what_changed_and_keeps_texts_and_people_to_itself(actors, workload, planned):
    game_days.edit(actors.cleo, workload.pk, 1, fields={"hypothesis": "Secret", "parts": []})
    event = Event.objects.get(verb="game_day.changed")
    assert event.changes == {"hypothesis": {"hidden": True}, "parts": {"hidden": True}}


def test_the_plan_rests_once_it_has_begun_but_people_may_change(actors, workload, planned):
    game_day_run.start(actors.cleo, workload.pk, 1)
    with pytest.raises(Conflict) as refused:
        game_days.edit(actors.cleo, workload.pk, 1, fields={"hypothesis": "It was so all along"})
    assert refused.value.code == "too-late"
    game_days.edit(actors.cleo, workload.pk, 1, fields={"parts": [{"name": "Joe"}]})
    game_day_run.end(actors.cleo, workload.pk, 1)
    game_days.edit(actors.cleo, workload.pk, 1, fields={"repeat_months": 3})


def test_one_that_is_called_off_stays_to_be_read_and_one_that_began_is_not_called_off(
    actors, workload, planned
):
    assert game_days.call_off(actors.cleo, workload.pk, 1).state == "called_off"
    game_days.call_off(actors.cleo, workload.pk, 1)
    with pytest.raises(Conflict):
        game_day_run.start(actors.cleo, workload.pk, 1)
    other = game_days.plan(actors.cleo, workload.pk, title="Another")
    game_day_run.start(actors.cleo, workload.pk, other.number)
    with pytest.raises(Conflict):
        game_days.call_off(actors.cleo, workload.pk, other.number)


def test_planned_again_it_comes_with_the_same_people_when_it_is_to_be_repeated(
    actors, workload, planned
):
    with clock.at(SOON):
        game_day_run.start(actors.cleo, workload.pk, 1)
    with clock.at(SOON + timedelta(hours=2)):
        game_day_run.end(actors.cleo, workload.pk, 1)
    copy = game_days.again(actors.cleo, workload.pk, 1)
    assert (copy.number, copy.state, copy.hypothesis) == (2, "planned", "Ben has a key")
    assert copy.planned_at == datetime(2030, 9, 30, 9, 30, tzinfo=UTC)
    assert people(copy) == people(planned)
    assert copy.started_at is None
    assert copy.held == ""


def test_a_number_is_never_given_twice(actors, workload, planned):
    game_days.delete(actors.cleo, workload.pk, 1)
    assert game_days.plan(actors.cleo, workload.pk, title="Another").number == 2
    assert verbs(planned) == ["game_day.planned", "game_day.deleted"]


def test_an_archived_workload_is_only_read(actors, workload, planned):
    workload.archived_at = clock.now()
    workload.save(update_fields=["archived_at"])
    with pytest.raises(Conflict):
        game_days.edit(actors.cleo, workload.pk, 1, fields={"title": "x"})
