"""A place that fails again and again is left alone, in every process, and tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellarch import clock
from wellarch.errors import Forbidden, NotFound
from wellarch.events.models import Breaker, Event
from wellarch.outgoing import breakers, tending

START = datetime(2026, 11, 21, 9, tzinfo=UTC)


def at(seconds: float):
    return clock.at(START + timedelta(seconds=seconds))


def refuse_connection():
    raise ConnectionRefusedError("nobody is there")


def refuse_message():
    raise ValueError("not like this")


def fail(times: int, key: str = "place", **more) -> None:
    for _turn in range(times):
        with pytest.raises(ConnectionRefusedError):
            breakers.call(key, refuse_connection, **more)


def state(key: str = "place") -> str:
    return Breaker.objects.get(key=key).state


@pytest.mark.django_db
def test_a_call_that_goes_well_gives_what_the_function_gives():
    assert breakers.call("place", lambda a, b: a + b, 1, b=2) == 3
    assert state() == "closed"


@pytest.mark.django_db
def test_five_failures_within_a_minute_open_it_and_nothing_is_called_any_more():
    with at(0):
        fail(4)
        assert state() == "closed"
        fail(1)
        assert state() == "open"
        called = []
        with pytest.raises(breakers.Open) as refusal:
            breakers.call("place", called.append, 1, label="The place")
        assert refusal.value.retry_after == 30
        assert "The place" in refusal.value.message
        assert not called


@pytest.mark.django_db
def test_failures_that_are_older_than_a_minute_do_not_count():
    for turn in range(12):
        with at(turn * 16):  # never five within 60 s
            fail(1)
    assert state() == "closed"


@pytest.mark.django_db
def test_a_success_ends_the_row_of_failures():
    with at(0):
        fail(4)
        breakers.call("place", int)
        fail(4)
        assert state() == "closed"


@pytest.mark.django_db
def test_after_thirty_seconds_calls_may_try_and_three_that_go_well_close_it():
    with at(0):
        fail(5)
    with at(29.5), pytest.raises(breakers.Open) as refusal:
        breakers.call("place", int)
    assert refusal.value.retry_after == 1
    with at(30):
        breakers.call("place", int)
        assert state() == "half-open"
        breakers.call("place", int)
        assert state() == "half-open"
        breakers.call("place", int)
        assert state() == "closed"
    row = Breaker.objects.get()
    assert (row.failures, row.successes, row.revision) == ([], 0, 3)


@pytest.mark.django_db
def test_a_failure_in_half_open_opens_it_for_thirty_seconds_more():
    with at(0):
        fail(5)
    with at(31):
        breakers.call("place", int)
        breakers.call("place", int)
        fail(1)
        assert state() == "open"
        assert breakers.wait("place") == 30
    with at(60), pytest.raises(breakers.Open):
        breakers.call("place", int)
    with at(61):
        for _turn in range(3):
            breakers.call("place", int)
    assert state() == "closed"


@pytest.mark.django_db
def test_a_refusal_of_one_message_says_nothing_about_the_place():
    with at(0):
        for _turn in range(9):
            with pytest.raises(ValueError, match="like this"):
                breakers.call("place", refuse_message)
        assert state() == "closed"
        for _turn in range(5):
            with pytest.raises(ValueError, match="like this"):
                breakers.call("place", refuse_message, is_failure=lambda error: True)
        assert state() == "open"


@pytest.mark.django_db
def test_organizations_do_not_share_a_breaker_even_of_the_same_key(cast):
    with at(0):
        fail(5, organization=cast.northwind)
        breakers.call("place", int, organization=cast.elsewhere)
        breakers.call("place", int)
        with pytest.raises(breakers.Open):
            breakers.check("place", cast.northwind)
        breakers.check("place", cast.elsewhere)


@pytest.mark.django_db
def test_the_log_of_the_organization_hears_that_it_opened_and_closed(cast):
    with at(0):
        fail(5, organization=cast.northwind, label="Jira")
    with at(30):
        for _turn in range(3):
            breakers.call("place", int, organization=cast.northwind, label="Jira")
    said = Event.objects.filter(verb__startswith="breaker.").order_by("pk")
    assert [each.verb for each in said] == ["breaker.opened", "breaker.closed"]
    assert said[0].data == {"label": "Jira"}
    assert said[0].user is None


@pytest.mark.django_db
def test_the_last_error_is_kept_for_people():
    with at(7):
        fail(1)
    row = Breaker.objects.get()
    assert row.last_error == "ConnectionRefusedError: nobody is there"
    assert row.last_error_at == START + timedelta(seconds=7)


@pytest.mark.django_db
def test_who_says_try_now_need_not_wait(actors, cast):
    with at(0):
        fail(5, organization=cast.northwind, label="Jira")
        row = Breaker.objects.get()
        assert tending.try_now(actors.ada, row.pk).state == "half-open"
        breakers.call("place", int, organization=cast.northwind)
        assert state() == "half-open"
        tending.try_now(actors.ada, row.pk)
    assert Event.objects.filter(verb="breaker.tried").count() == 1
    with pytest.raises(NotFound):
        tending.try_now(actors.oda, row.pk)
    with pytest.raises(Forbidden):
        tending.try_now(actors.ben, row.pk)


@pytest.mark.django_db
def test_a_breaker_nobody_used_for_a_month_is_forgotten():
    with at(0):
        breakers.call("place", int)
        breakers.call("other", int)
    with clock.at(START + timedelta(days=20)):
        breakers.call("other", int)
    with clock.at(START + timedelta(days=31)):
        assert breakers.forget() == 1
    assert state("other") == "closed"
