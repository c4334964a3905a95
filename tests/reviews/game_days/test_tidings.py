"""Mails and calendars of game days: who is reminded, when, and what a calendar shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from reviews.models import GameDay
from reviews.services import calendar_feeds, game_day_run, game_day_tidings, game_days
from wellarch import clock
from wellarch.events.models import Notice

DAY = datetime(2030, 5, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def planned(actors, cast, workload):
    return game_days.plan(
        actors.ada, workload.pk, title="The vault", planned_at=DAY, repeat_months=6,
        parts=[{"user": cast.ben.pk}, {"user": cast.cleo.pk}, {"name": "Joe"}],
    )  # fmt: skip


def told_on(day):
    with clock.at(day):
        return game_day_tidings.remind()


def test_who_takes_part_is_reminded_seven_days_and_one_day_before_each_once(planned, cast):
    found = [told_on(DAY - timedelta(days=left)) for left in (9, 7, 7, 5, 2, 1, 1, 0)]
    assert found == [0, 2, 0, 0, 0, 2, 0, 0]
    people = {(each.user_id, each.data["what"]) for each in Notice.objects.all()}
    assert people == {(cast.ben.pk, "game day"), (cast.cleo.pk, "game day")}


def test_moved_to_another_day_it_is_told_of_anew(actors, workload, planned):
    assert told_on(DAY - timedelta(days=7)) == 2
    later = DAY + timedelta(days=30)
    game_days.edit(actors.ada, workload.pk, 1, fields={"planned_at": later})
    assert GameDay.objects.get().reminded_on is None
    assert told_on(DAY) == 0
    assert told_on(later - timedelta(days=7)) == 2


def test_who_sees_the_workload_no_more_and_what_is_called_off_are_left_out(
    actors, cast, workload, planned
):
    cast.ben.memberships.all().delete()
    assert told_on(DAY - timedelta(days=7)) == 1
    game_days.call_off(actors.ada, workload.pk, 1)
    assert told_on(DAY - timedelta(days=1)) == 0


def test_when_it_is_to_be_held_again_people_hear_of_it_unless_it_is_planned(
    actors, workload, planned
):
    with clock.at(DAY):
        game_day_run.start(actors.ada, workload.pk, 1)
        game_day_run.end(actors.ada, workload.pk, 1)
    again = datetime(2030, 11, 20, tzinfo=UTC)
    assert told_on(again - timedelta(days=30)) == 0
    assert [told_on(again - timedelta(days=each)) for each in (6, 5)] == [2, 0]
    assert {each.data["what"] for each in Notice.objects.all()} == {"rehearsal"}
    Notice.objects.all().delete()
    game_days.again(actors.ada, workload.pk, 1)
    GameDay.objects.filter(number=2).update(planned_at=None)
    assert told_on(again) == 0


def test_a_calendar_that_is_followed_shows_it_at_its_hour(actors, workload, planned, client):
    _feed, mine = calendar_feeds.renew(actors.ben)
    _feed, whole = calendar_feeds.renew(actors.vic, workload.pk)
    _feed, other = calendar_feeds.renew(actors.ada)
    for secret, is_shown in ((mine, True), (whole, True), (other, False)):
        text = client.get(reverse("improvement-feed", args=[secret])).content.decode()
        assert ("SUMMARY:Game day: The vault" in text) == is_shown
        assert ("DTSTART:20300520T093000Z\r\nDTEND:20300520T113000Z" in text) == is_shown
    game_days.call_off(actors.ada, workload.pk, 1)
    assert "Game day" not in client.get(reverse("improvement-feed", args=[mine])).content.decode()
