"""The daily digest: one mail in the morning, wherever morning is."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from tests.events.letters import html_of, tell
from wellarch import clock
from wellarch.accounts.models import Membership
from wellarch.events.mailing import digest, letters
from wellarch.events.models import Notice, NoticeKind


class Down(EmailBackend):
    """A server nobody reaches."""

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError("nobody there")


# Tests live in days to come: history is told nobody.
DAY = datetime(2031, 6, 10, tzinfo=UTC)


@pytest.fixture
def told_at(cast):
    """Tells Cleo, who lives in a zone, of something that is due, at a moment (UTC)."""

    def write(moment, zone="UTC", **data):
        cast.cleo.time_zone = zone
        cast.cleo.save(update_fields=["time_zone"])
        with clock.at(moment):
            return tell(cast.cleo, NoticeKind.DUE_SOON, organization=cast.northwind, **data)

    return write


@contextmanager
def no_server(settings):
    settings.EMAIL_BACKEND = "tests.events.test_digest.Down"
    yield
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sent_at(moment) -> int:
    with clock.at(moment):
        return digest.send_due()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("UTC", "06:59", "07:00"),
        ("Europe/Berlin", "04:59", "05:00"),  # summer time
        ("Asia/Kolkata", "01:29", "01:30"),  # half an hour off
        ("America/Los_Angeles", "13:59", "14:00"),
        ("Pacific/Kiritimati", "16:59", "17:00"),  # where tomorrow has begun
    ],
)
def test_it_comes_at_seven_where_the_person_is(told_at, zone, before, after):
    told_at(DAY - timedelta(days=1), zone)
    # What waited was written the day before; this person's seven o'clock falls on that day or
    # the next, so everything up to `before` of it was sent already where morning came earlier.
    hour, minute = map(int, before.split(":"))
    moment = DAY.replace(hour=hour, minute=minute) - timedelta(days=1)
    assert sent_at(moment) == 0
    assert sent_at(moment + timedelta(minutes=1)) == 1
    local = (moment + timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    assert f"{local:%H:%M}" == "07:00"
    assert f"{moment + timedelta(minutes=1):%H:%M}" == after


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (datetime(2031, 3, 29, tzinfo=UTC), "06:00"),
        (datetime(2031, 3, 30, tzinfo=UTC), "05:00"),  # the clock went forward at 2
        (datetime(2031, 10, 25, tzinfo=UTC), "05:00"),
        (datetime(2031, 10, 26, tzinfo=UTC), "06:00"),  # the clock went back at 3
    ],
)
def test_a_changed_clock_changes_no_morning(told_at, day, utc):
    told_at(day - timedelta(hours=3), "Europe/Berlin")
    hour = int(utc[:2])
    assert sent_at(day + timedelta(hours=hour, minutes=-1)) == 0
    assert sent_at(day + timedelta(hours=hour)) == 1


def test_everything_that_waited_is_in_one_mail_by_kind_and_workload(cast, told_at):
    told_at(DAY, workload="Shop")
    told_at(DAY, workload="Checkout", title="2 risks")
    told_at(DAY, workload="Checkout", title="Next review")
    with clock.at(DAY):
        tell(cast.cleo, NoticeKind.LENS_UPGRADED, organization=cast.northwind)
    assert sent_at(DAY + timedelta(hours=7)) == 1
    [written] = django_mail.outbox
    assert written.subject == "Your day in WellArch: 4 things to know"
    order = ["DUE SOON", "Checkout", "2 risks", "Next review", "Shop", "NEW VERSIONS", "Small lens"]
    places = [written.body.index(words) for words in order]
    assert places == sorted(places)
    assert written.body.count("Checkout") == 1
    assert html_of(written).count('href="http://localhost:8000/workloads/1/"') == 3
    assert written.extra_headers["Message-ID"] == f"<digest-{cast.cleo.pk}-2031-06-10@localhost>"
    assert not Notice.objects.exclude(data={}).exists()


def test_there_is_one_a_day(told_at):
    told_at(DAY)
    assert sent_at(DAY + timedelta(hours=7)) == 1
    told_at(DAY + timedelta(hours=8))
    assert sent_at(DAY + timedelta(hours=12)) == 0
    assert sent_at(DAY + timedelta(days=1, hours=7)) == 1


def test_what_happens_after_breakfast_waits_for_the_next_morning(told_at):
    told_at(DAY + timedelta(hours=8))
    assert sent_at(DAY + timedelta(hours=20)) == 0
    assert sent_at(DAY + timedelta(days=1, hours=7)) == 1


def test_a_morning_that_was_missed_is_made_up_for(told_at):
    told_at(DAY)
    assert sent_at(DAY + timedelta(hours=15)) == 1


def test_without_anything_to_tell_there_is_none(cast):
    assert sent_at(DAY + timedelta(hours=7)) == 0
    assert django_mail.outbox == []


def test_a_digest_that_failed_is_sent_again_the_same_day(cast, told_at, settings):
    told_at(DAY)
    with no_server(settings):
        assert sent_at(DAY + timedelta(hours=7)) == 0
    cast.cleo.refresh_from_db()
    assert cast.cleo.digest_sent_on is None
    assert sent_at(DAY + timedelta(hours=7, minutes=2)) == 1


def test_a_worker_that_died_with_a_digest_leaves_it_to_the_next_day(cast, told_at):
    told_at(DAY)
    cast.cleo.digest_sent_on = DAY.date()  # it was begun, and nothing came of it
    cast.cleo.save(update_fields=["digest_sent_on"])
    assert sent_at(DAY + timedelta(hours=8)) == 0
    assert sent_at(DAY + timedelta(days=1, hours=7)) == 1


def test_what_is_wanted_no_more_is_left_out(cast, told_at):
    told_at(DAY)
    cast.cleo.mail_preferences = {"due_soon": "never"}
    cast.cleo.save()
    assert sent_at(DAY + timedelta(hours=7)) == 0
    assert not Notice.objects.exclude(next_attempt_at=None).exists()


def test_who_left_gets_none(cast, told_at):
    told_at(DAY)
    Membership.objects.filter(user=cast.cleo).delete()
    assert sent_at(DAY + timedelta(hours=7)) == 0
    assert django_mail.outbox == []


def test_a_long_list_ends_with_how_many_more(cast, told_at, monkeypatch):
    monkeypatch.setattr(letters, "MAX_LINES", 2)
    for n in range(5):
        told_at(DAY, title=f"Thing {n}")
    assert sent_at(DAY + timedelta(hours=7)) == 1
    [written] = django_mail.outbox
    assert "5 things" in written.subject
    assert "And 3 more." in written.body
    assert "Thing 2" not in written.body


def test_people_cost_a_fixed_number_of_queries_until_it_is_their_hour(
    cast, told_at, django_assert_num_queries
):
    told_at(DAY + timedelta(hours=8))
    for person in (cast.ada, cast.ben, cast.vic):
        with clock.at(DAY + timedelta(hours=8)):
            tell(person, NoticeKind.DUE_SOON)
    with django_assert_num_queries(1):
        assert sent_at(DAY + timedelta(hours=9)) == 0
