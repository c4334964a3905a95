"""Reports that come by themselves, in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from reviews.models import ReportSchedule
from reviews.services import report_schedules, workloads

DAY = date(2030, 1, 31)


@pytest.fixture
def schedule(actors, review):
    return report_schedules.set_up(
        actors.ben, workload_id=review.workload_id, rhythm="monthly", first_on=DAY
    )


def body(**more):
    return {
        "chosen": "1", "rhythm": "weekly", "next_on": "2030-02-01", "format": "html",
        "sections": ["summary"], "pillars": ["doors", "windows"], "notes": "on",
    } | more  # fmt: skip


def test_one_is_set_up_from_the_page_of_the_workload(client_of, cast, workload, review):
    client = client_of(cast.ben)
    where = f"{reverse('report-schedule-create')}?workload={workload.pk}"
    assert where in client.get(reverse("report-list", args=[workload.pk])).content.decode()
    assert "Checkout" in client.get(where).content.decode()
    assert client.post(where, body())["Location"] == reverse("report-mine")
    made = ReportSchedule.objects.get()
    assert (made.user, made.workload, made.rhythm) == (cast.ben, workload, "weekly")
    assert (made.next_on, made.format) == (date(2030, 2, 1), "html")
    assert made.options["sections"] == ["summary"]
    text = client.get(reverse("report-list", args=[workload.pk])).content.decode()
    assert "next on 1 February 2030" in text


def test_of_a_review_and_of_the_portfolio_as_it_was_filtered(client_of, cast, review):
    client = client_of(cast.ben)
    where = reverse("report-schedule-create")
    client.post(f"{where}?review={review.pk}", body())
    assert "Production" in client.get(f"{where}?environment=production").content.decode()
    portfolio = body(sections=["summary", "heat"])
    client.post(f"{where}?environment=production", portfolio)
    of_review, of_all = ReportSchedule.objects.order_by("created_at")
    assert (of_review.kind, of_review.review) == ("review", review)
    assert (of_all.kind, of_all.workload) == ("portfolio", None)
    assert of_all.options["filters"] == "environment=production"


def test_what_is_wrong_is_said_at_its_field(client_of, cast, workload, review):
    where = f"{reverse('report-schedule-create')}?workload={workload.pk}"
    answer = client_of(cast.ben).post(where, body(next_on="2020-01-01", rhythm="weekly"))
    assert answer.status_code == 422
    assert "Choose today or a later day." in answer.content.decode()
    assert not ReportSchedule.objects.exists()


def test_one_is_changed_and_stopped(client_of, cast, schedule):
    client = client_of(cast.ben)
    where = reverse("report-schedule", args=[schedule.pk])
    assert 'value="2030-01-31"' in client.get(where).content.decode()
    assert client.post(where, body())["Location"] == reverse("report-mine")
    schedule.refresh_from_db()
    assert (schedule.rhythm, schedule.format) == ("weekly", "html")
    client.post(reverse("report-schedule-stop", args=[schedule.pk]))
    assert not ReportSchedule.objects.exists()


def test_why_the_last_one_did_not_come_is_said(client_of, cast, schedule):
    ReportSchedule.objects.update(problem="The workload is archived.")
    client = client_of(cast.ben)
    for where in (reverse("report-mine"), reverse("report-schedule", args=[schedule.pk])):
        text = client.get(where).content.decode()
        assert "The last one did not come: The workload is archived." in text


def test_who_sees_its_workload_no_more_is_not_told_its_name_and_can_stop(
    client_of, cast, actors, schedule, workload
):
    workloads.edit(actors.ada, workload.pk, values={"visibility": "team"})
    client = client_of(cast.ben)
    for where in (reverse("report-mine"), reverse("report-schedule", args=[schedule.pk])):
        text = client.get(where).content.decode()
        assert "Checkout" not in text
        assert "no longer see" in text
    client.post(reverse("report-schedule-stop", args=[schedule.pk]))
    assert not ReportSchedule.objects.exists()


def test_it_is_nobody_elses_business(client_of, cast, schedule):
    for person in (cast.ada, cast.vic, cast.oda):
        client = client_of(person)
        assert client.get(reverse("report-schedule", args=[schedule.pk])).status_code == 404
        stop = reverse("report-schedule-stop", args=[schedule.pk])
        assert client.post(stop).status_code == 404


def test_contributors_and_viewers_set_none_up(client_of, cast, workload, review):
    for person in (cast.cleo, cast.vic):
        client = client_of(person)
        for query in ("", f"?workload={workload.pk}"):
            where = reverse("report-schedule-create") + query
            assert client.get(where).status_code == 403
            assert client.post(where, body()).status_code == 403
