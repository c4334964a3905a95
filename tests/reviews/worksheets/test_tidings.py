"""Owners hear by mail of tests that are due, overdue, or were never done; each occasion once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from reviews.services import calendar_feeds, worksheet_tidings, worksheets
from wellarch import clock
from wellarch.events.mailing import letters
from wellarch.events.models import Notice


@pytest.fixture
def restored(actors, cast, workload):
    """A data set of Ben's whose next restore test is due in so many days."""
    worksheets.start(actors.ben, workload.pk, "recovery", with_rows=False)

    def add(days, owner="ben", name="Orders"):
        tested = clock.now().date() + timedelta(days=days - 31)
        row = worksheets.add(
            actors.ben, workload.pk, "recovery", table="data",
            values={"data": name, "test_months": "1", "tested_on": tested.isoformat()},
            owner=getattr(cast, owner).pk if owner else None,
        )  # fmt: skip
        # A month has 28 to 31 days; the day the test is about is the one that was asked for.
        row.due_on = clock.now().date() + timedelta(days=days)
        row.save(update_fields=["due_on"])
        return row

    return add


def told():
    notices = Notice.objects.filter(kind="due_soon").order_by("pk")
    return sorted((each.user.name, each.data["title"], each.data["overdue"]) for each in notices)


def test_a_test_that_is_due_in_a_week_or_overdue_is_told_once(restored, cast):
    for days in (-2, 7, 8):
        restored(days, name=f"In {days}")
    assert worksheet_tidings.due_soon() == 2
    assert told() == [
        (cast.ben.name, "Next restore test: In -2", True),
        (cast.ben.name, "Next restore test: In 7", False),
    ]
    assert worksheet_tidings.due_soon() == 0


def test_it_is_told_again_when_the_day_has_passed(restored):
    restored(3)
    assert worksheet_tidings.due_soon() == 1
    with clock.at(clock.now() + timedelta(days=4)):
        assert worksheet_tidings.due_soon() == 1
        assert worksheet_tidings.due_soon() == 0


def test_of_what_is_nobodys_those_hear_who_care_for_the_workload(restored, cast):
    restored(2, owner=None)
    assert worksheet_tidings.due_soon() == 1
    assert told() == [(cast.ada.name, "Next restore test: Orders", False)]


def test_an_owner_hears_once_of_what_was_never_tried(restored, actors, workload):
    row = restored(5)
    worksheets.edit(actors.ben, workload.pk, "recovery", row.number, values={"tested_on": ""})
    assert worksheet_tidings.due_soon() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert worksheet_tidings.due_soon() == 1
        assert worksheet_tidings.due_soon() == 0
    assert [title for _name, title, _late in told()] == ["First restore test: Orders"]


def test_starting_rows_that_nobody_took_on_tell_nobody(actors, workload):
    worksheets.start(actors.ben, workload.pk, "failure-modes")
    worksheets.start(actors.ben, workload.pk, "recovery")
    with clock.at(clock.now() + timedelta(days=30)):
        assert worksheet_tidings.due_soon() == 0


def test_nobody_hears_of_what_they_do_not_see_or_of_archived_workloads(restored, cast, workload):
    restored(1, owner="cleo")
    workload.visibility = "team"
    workload.save()
    assert worksheet_tidings.due_soon() == 0
    workload.visibility = "organization"
    workload.archived_at = clock.now()
    workload.save()
    assert worksheet_tidings.due_soon() == 0


def test_a_changed_setting_moves_the_days_of_all_rows(actors, workload):
    sheet = worksheets.start(actors.ben, workload.pk, "failure-modes")
    worksheets.edit(actors.ben, workload.pk, "failure-modes", 1, values={"tested_on": "2026-01-31"})
    assert str(sheet.rows.get(number=1).due_on) == "2027-01-31"
    values = {"test_months": "1"}
    worksheets.set_settings(actors.ben, workload.pk, "failure-modes", values=values)
    assert str(sheet.rows.get(number=1).due_on) == "2026-02-28"


def test_the_mail_says_what_to_do_and_leads_to_the_row(restored, workload):
    row = restored(3)
    worksheet_tidings.due_soon()
    mail = letters.compose(Notice.objects.get())
    assert "Next restore test: Orders" in mail.subject
    assert "write the day into the worksheet" in mail.body
    assert f"/workloads/{workload.pk}/worksheets/recovery/#row-{row.number}" in mail.body


def calendar(actor, workload_id=None):
    _feed, secret = calendar_feeds.renew(actor, workload_id=workload_id)
    return Client().get(f"/calendars/{secret}.ics").text.replace("\r\n ", "").split("\r\n")


def test_ones_own_tests_stand_in_ones_calendar(restored, actors, workload):
    row = restored(40)
    lines = calendar(actors.ben)
    assert f"UID:worksheet-row-{row.pk}@wellarch" in lines
    assert f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}" in lines
    assert f"SUMMARY:Next restore test: Orders ({workload.name})" in lines
    assert any(line.endswith(f"/worksheets/recovery/#row-{row.number}") for line in lines)
    assert "BEGIN:VEVENT" not in calendar(actors.cleo)


def test_the_calendar_of_a_workload_has_everybodys(restored, actors, workload):
    restored(40, owner=None)
    assert calendar(actors.cleo, workload.pk).count("BEGIN:VEVENT") == 1


def test_ones_own_tests_stand_on_ones_own_page(restored, actors, client_of, cast, workload):
    late = restored(-3, name="Orders")
    never = restored(5, name="Invoices")
    worksheets.edit(actors.ben, workload.pk, "recovery", never.number, values={"tested_on": ""})
    page = client_of(cast.ben).get(reverse("mine"))
    assert [(each.label, each.due and each.due.state) for each in page.context["page"].tests] == [
        ("Invoices", None), ("Orders", "overdue"),
    ]  # fmt: skip
    address = reverse("worksheet-detail", args=[workload.pk, "recovery"])
    assert f"{address}#row-{late.number}" in page.text
    assert "Tests you look after" not in client_of(cast.cleo).get(reverse("mine")).text
