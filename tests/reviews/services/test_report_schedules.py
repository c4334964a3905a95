"""Reports that come by themselves: on their day, with the eyes their person then has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from reviews.models import Report, ReportSchedule
from reviews.services import report_making, report_schedules, reviews, workloads
from tests.builders import start_workload
from wellarch import clock
from wellarch.accounts.models import Membership
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice

DAY = date(2030, 1, 31)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_queue(monkeypatch):
    """What is asked for is not made here."""
    monkeypatch.setattr(report_schedules.reports, "send_on_commit", lambda *_args: None)


@pytest.fixture
def schedule(actors, review):
    """Ben gets Checkout on the last day of every month."""
    return report_schedules.set_up(
        actors.ben, workload_id=review.workload_id, rhythm="monthly", first_on=DAY
    )


def run(day: date, hour: int = 9) -> int:
    with clock.at(at(day, hour)):
        return report_schedules.run_due()


def row(schedule) -> ReportSchedule:
    return ReportSchedule.objects.get(pk=schedule.pk)


def test_a_report_is_asked_for_on_its_day_and_the_next_day_is_set(schedule, cast):
    assert run(DAY - timedelta(days=1)) == 0
    assert run(DAY) == 1
    made = Report.objects.get()
    assert (made.user, made.schedule, made.kind) == (cast.ben, schedule, "workload")
    assert (row(schedule).next_on, row(schedule).last_on) == (date(2030, 2, 28), DAY)
    event = Event.objects.get(verb="report.requested")
    assert (event.user, event.via) == (cast.ben, "task")
    assert run(date(2030, 2, 28)) == 1
    assert row(schedule).next_on == date(2030, 3, 31)


def test_it_is_asked_for_once_however_often_the_task_runs(schedule):
    assert [run(DAY), run(DAY), run(DAY, 23)] == [1, 0, 0]


def test_days_that_were_missed_are_made_up_for_once(schedule):
    assert run(date(2030, 5, 10)) == 1
    assert row(schedule).next_on == date(2030, 5, 31)
    assert Report.objects.count() == 1


def test_the_morning_is_that_of_its_person(schedule, cast):
    cast.ben.time_zone = "Asia/Tokyo"
    cast.ben.save()
    assert run(DAY - timedelta(days=1), 18) == 0  # three in the morning there
    assert run(DAY - timedelta(days=1), 21) == 1  # six


def test_who_lost_access_gets_nothing_and_is_told_once(schedule, actors, cast, workload):
    workloads.edit(actors.ada, workload.pk, values={"visibility": "team"})
    for day in (DAY, date(2030, 2, 28), date(2030, 3, 31)):
        assert run(day) == 0
    assert not Report.objects.exists()
    assert row(schedule).problem == "There is no such workload."
    with clock.at(at(DAY)):
        [told] = Notice.objects.filter(user=cast.ben)
    assert told.data["problem"] == "There is no such workload."
    assert "Checkout" not in str(told.data)  # its name is not theirs to know any more
    workloads.edit(actors.ada, workload.pk, values={"visibility": "organization"})
    assert run(date(2030, 4, 30)) == 1
    assert row(schedule).problem == ""


def test_a_role_that_may_not_ask_gets_nothing(schedule, cast):
    Membership.objects.filter(user=cast.ben).update(role="viewer")
    assert run(DAY) == 0
    assert "Your role, viewer, does not allow this." in row(schedule).problem
    assert Notice.objects.get().data["title"] == "Checkout"


def test_a_second_factor_that_is_missing_is_not_asked_for(schedule, cast):
    cast.northwind.second_factor_required = True
    cast.northwind.save()
    assert run(DAY) == 1


def test_what_was_somebodys_who_left_goes_with_them(schedule, cast):
    Membership.objects.filter(user=cast.ben).delete()
    assert run(DAY) == 0
    assert not ReportSchedule.objects.exists()


def test_an_archived_workload_is_not_reported(schedule, actors, workload):
    workloads.archive(actors.ben, workload.pk)
    assert run(DAY) == 0
    assert row(schedule).problem == "The workload is archived."


def test_one_that_goes_wrong_does_not_keep_the_others(schedule, actors, review, monkeypatch):
    other = report_schedules.set_up(actors.ada, review_id=review.pk, rhythm="weekly", first_on=DAY)
    ask = report_schedules._ask

    def broken(actor, schedule):
        if schedule.pk != other.pk:
            raise RuntimeError("no disk")
        ask(actor, schedule)

    monkeypatch.setattr(report_schedules, "_ask", broken)
    assert run(DAY) == 1
    assert (row(schedule).next_on, row(other).next_on) == (DAY, DAY + timedelta(days=7))
    assert Report.objects.get().kind == "review"


def test_the_portfolio_comes_with_its_filters(actors, review, cast):
    made = report_schedules.set_up(
        actors.ben, rhythm="weekly", first_on=DAY, options={"filters": "environment=production"}
    )
    assert run(DAY) == 1
    report = Report.objects.get()
    assert (report.kind, report.workload, report.user) == ("portfolio", None, cast.ben)
    assert report.options["filters"] == "environment=production"
    assert report.schedule == made


def test_it_is_made_with_what_is_seen_on_the_day(actors, review, cast, workload):
    report_schedules.set_up(actors.ben, rhythm="weekly", first_on=DAY)
    hidden = start_workload(actors.ada, "Vault", visibility="team")
    run(DAY)
    subject = report_making.report_subjects.build(Report.objects.get())
    assert [each.name for each in subject.rows] == ["Checkout"]
    assert hidden.name not in str(subject)


def test_only_who_may_ask_sets_one_up(actors, review):
    for who in (actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            report_schedules.set_up(who, workload_id=review.workload_id, rhythm="weekly")
        with pytest.raises(Forbidden):
            report_schedules.set_up(who, rhythm="weekly")
    with pytest.raises(NotFound):
        report_schedules.set_up(actors.oda, workload_id=review.workload_id, rhythm="weekly")


def test_all_that_is_wrong_is_named_at_once(actors, review):
    with pytest.raises(Invalid) as refused:
        report_schedules.set_up(
            actors.ben,
            workload_id=review.workload_id,
            rhythm="daily",
            first_on=date(2020, 1, 1),
            format="docx",
            options={"sections": ["weather"], "pillars": ["roof"], "x": 1},
        )
    assert set(refused.value.fields) == {
        "rhythm", "next_on", "format", "sections", "pillars", "x"
    }  # fmt: skip


def test_there_are_only_so_many(actors, review, monkeypatch):
    monkeypatch.setattr(report_schedules, "MOST", 1)
    report_schedules.set_up(actors.ben, rhythm="weekly")
    with pytest.raises(Conflict):
        report_schedules.set_up(actors.ben, rhythm="weekly")
    report_schedules.set_up(actors.ada, rhythm="weekly")


def test_a_schedule_is_changed_and_logged(schedule, actors):
    changes = {"rhythm": "quarterly", "next_on": date(2030, 3, 15), "format": "xlsx"}
    report_schedules.change(actors.ben, schedule.pk, changes=changes)
    assert (row(schedule).rhythm, row(schedule).day, row(schedule).format) == (
        "quarterly", 15, "xlsx"
    )  # fmt: skip
    event = Event.objects.get(verb="report_schedule.changed")
    assert event.changes["rhythm"] == {"before": "monthly", "after": "quarterly"}
    report_schedules.change(actors.ben, schedule.pk, changes={"rhythm": "quarterly"})
    assert Event.objects.filter(verb="report_schedule.changed").count() == 1
    with pytest.raises(Invalid):
        report_schedules.change(actors.ben, schedule.pk, changes={"user": 1})


def test_it_is_nobody_elses_business(schedule, actors):
    for who in (actors.ada, actors.vic, actors.oda):
        with pytest.raises(NotFound):
            report_schedules.change(who, schedule.pk, changes={"rhythm": "weekly"})
        with pytest.raises(NotFound):
            report_schedules.stop(who, schedule.pk)


def test_one_may_always_stop(schedule, actors, cast, workload):
    workloads.edit(actors.ada, workload.pk, values={"visibility": "team"})
    with pytest.raises(NotFound):
        report_schedules.change(actors.ben, schedule.pk, changes={"rhythm": "weekly"})
    report_schedules.stop(actors.ben, schedule.pk)
    assert not ReportSchedule.objects.exists()
    assert Event.objects.filter(verb="report_schedule.stopped").exists()


def test_it_goes_with_its_review(actors, review):
    schedule = report_schedules.set_up(
        actors.ben, review_id=review.pk, rhythm="weekly", first_on=DAY
    )
    reviews.remove(actors.ben, review.pk)
    assert run(DAY) == 0
    assert row(schedule).problem == "There is no such review."
