"""Work that goes on after the answer is followed as a job, whatever it makes."""

from __future__ import annotations

import pytest

from reviews.models import Report, ReportStatus
from reviews.reads import jobs
from tests.rest.described import check, problem


@pytest.fixture
def asked(api_of, cast, review, workload, monkeypatch):
    """The answer to somebody who asked for a report that nobody makes yet."""
    monkeypatch.setattr("wellarch.queue.send", lambda *args, **options: None)
    return api_of(cast.ben).post(f"/api/v1/workloads/{workload.pk}/reports/", {})


def job_of(asked):
    link = asked.headers["Link"]
    assert link.endswith('; rel="monitor"')
    return link[1 : link.index(">")]


def test_what_takes_long_is_accepted_with_a_job_to_follow(api_of, cast, asked):
    assert asked.status_code == 202
    api = api_of(cast.ben, "read")
    answer = api.get(job_of(asked))
    job = check(answer)
    assert (job["kind"], job["state"], job["progress"]) == ("report", "waiting", 0)
    assert (job["result"], job["finished_at"], job["problem"]) == (None, None, "")
    assert job["resource"] == asked.headers["Location"]
    assert answer.headers["Retry-After"] == "1"
    assert [one["id"] for one in check(api.get("/api/v1/jobs/"))["results"]] == [job["id"]]


def test_a_job_that_is_done_says_where_its_result_is(api_of, cast, asked):
    Report.objects.update(status=ReportStatus.READY)
    answer = api_of(cast.ben).get(job_of(asked))
    job = check(answer)
    assert (job["state"], job["progress"]) == ("done", 100)
    assert job["result"] == f"{job['resource']}file/"
    assert "Retry-After" not in answer.headers


def test_a_job_that_failed_says_why(api_of, cast, asked):
    Report.objects.update(status=ReportStatus.FAILED, error="Too many pages.")
    job = check(api_of(cast.ben).get(job_of(asked)))
    assert (job["state"], job["problem"], job["result"]) == ("failed", "Too many pages.", None)


def test_every_state_of_a_report_is_a_state_of_its_job():
    states = {jobs.of_report(Report(status=status)).state for status in ReportStatus}
    assert states == set(jobs.STATES)


def test_a_job_is_there_for_who_sees_what_it_makes(api_of, cast, asked):
    problem(api_of(cast.oda).get(job_of(asked)), 404, "not-found")
    assert check(api_of(cast.vic).get("/api/v1/jobs/"))["results"] == []
    assert check(api_of(cast.vic).get(job_of(asked)))["state"] == "waiting"
