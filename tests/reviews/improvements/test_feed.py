"""A calendar follows what is due by a secret address, as its person sees it at that moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import CalendarFeed
from reviews.services import calendar_feeds, improvements
from tests.builders import start_workload
from wellarch.accounts.models import Membership
from wellarch.errors import Forbidden, NotFound
from wellarch.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(actors, cast, workload):
    return improvements.make(
        actors.cleo,
        workload.pk,
        title="Bolts, nuts; and a very long line of words that has to be folded äöü" * 2,
        owner=cast.cleo.pk,
        due_on=date(2030, 12, 31),
        impact="high",
    )


def fetch(secret, **headers):
    return Client().get(f"/calendars/{secret}.ics", headers=headers)


def unfolded(answer):
    text = answer.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_ones_own_improvements_are_days_of_the_calendar(actors, due):
    _feed, secret = calendar_feeds.renew(actors.cleo)
    answer = fetch(secret)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    lines = unfolded(answer)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20301231" in lines
    assert "DTEND;VALUE=DATE:20310101" in lines
    assert f"UID:{due.pk}@wellarch" in lines
    assert any(line.startswith("SUMMARY:Bolts\\, nuts\\; and a") for line in lines)
    assert any(line.endswith(f"/workloads/{due.workload_id}/improvements/1/") for line in lines)


def test_what_is_done_or_of_others_is_not_in_it(actors, cast, due):
    improvements.make(actors.ben, due.workload_id, title="X", owner=cast.ben.pk,
                      due_on=date(2031, 1, 1))  # fmt: skip
    _feed, secret = calendar_feeds.renew(actors.cleo)
    assert unfolded(fetch(secret)).count("BEGIN:VEVENT") == 1
    improvements.move(actors.cleo, due.workload_id, due.number, state="done")
    assert "BEGIN:VEVENT" not in unfolded(fetch(secret))


def test_a_calendar_of_a_workload_has_everybodys(actors, cast, due):
    improvements.make(actors.ben, due.workload_id, title="X", due_on=date(2031, 1, 1))
    accepted = improvements.make(actors.ben, due.workload_id, title="Lived with")
    improvements.accept(
        actors.ben, due.workload_id, accepted.number, reason="So it is",
        until=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    _feed, secret = calendar_feeds.renew(actors.vic, due.workload_id)
    assert unfolded(fetch(secret)).count("BEGIN:VEVENT") == 3


def test_the_same_calendar_is_not_sent_twice(actors, due):
    _feed, secret = calendar_feeds.renew(actors.cleo)
    tag = fetch(secret)["ETag"]
    assert fetch(secret, if_none_match=tag).status_code == 304
    improvements.edit(actors.cleo, due.workload_id, due.number, fields={"title": "New"})
    assert fetch(secret, if_none_match=tag).status_code == 200


def test_a_new_address_ends_the_old_one_and_only_hashes_are_kept(actors, due):
    _feed, old = calendar_feeds.renew(actors.cleo)
    _feed, new = calendar_feeds.renew(actors.cleo)
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)
    assert CalendarFeed.objects.count() == 1
    assert new not in str(CalendarFeed.objects.values().get())
    assert new not in str(list(Event.objects.values()))
    calendar_feeds.revoke(actors.cleo)
    assert fetch(new).status_code == 404
    assert calendar_feeds.own(actors.cleo) is None


def test_who_left_or_sees_it_no_more_reads_nothing(actors, cast, due):
    _feed, secret = calendar_feeds.renew(actors.cleo)
    _feed, of_workload = calendar_feeds.renew(actors.cleo, due.workload_id)
    due.workload.visibility = "team"
    due.workload.save()
    assert "BEGIN:VEVENT" not in unfolded(fetch(secret))
    assert fetch(of_workload).status_code == 404
    Membership.objects.filter(user=cast.cleo).delete()
    assert fetch(secret).status_code == 404


def test_nobody_follows_what_they_do_not_see(actors, workload):
    with pytest.raises(NotFound):
        calendar_feeds.renew(actors.oda, workload.pk)
    calendar_feeds.renew(actors.oda)
    assert start_workload(actors.ada, "Other")


def test_a_token_of_some_workloads_makes_no_address(actors, workload):
    narrow = type(actors.cleo)(
        **{name: getattr(actors.cleo, name) for name in ("user", "organization", "role", "via")},
        workloads=frozenset({workload.pk}),
    )
    with pytest.raises(Forbidden):
        calendar_feeds.renew(narrow)


def test_it_is_not_read_without_end(actors, due, monkeypatch):
    monkeypatch.setattr(calendar_feeds, "MAX_A_MINUTE", 2)
    _feed, secret = calendar_feeds.renew(actors.cleo)
    codes = [fetch(secret).status_code for _n in range(4)]
    assert codes == [200, 200, 429, 429]
    assert [fetch(f"wrong{n}").status_code for n in range(4)][-1] == 429
