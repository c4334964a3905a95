"""Reports and their schedules over REST."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from reviews.models import Report, ReportSchedule, ReportStatus
from reviews.services import milestones, reports
from tests.rest.described import check, problem


@pytest.fixture
def where(workload) -> str:
    return f"/api/v1/workloads/{workload.pk}/reports/"


def test_what_is_in_a_report_is_chosen(api_of, cast, review, where):
    body = {"format": "xlsx", "sections": ["summary"], "pillars": ["doors"], "notes": False}
    made = check(api_of(cast.ben).post(where, body))
    assert (made["format"], made["kind"], made["file"]) == ("xlsx", "workload", None)
    assert made["options"]["sections"] == ["summary"]
    assert made["options"]["notes"] is False


def test_what_there_is_not_is_refused_by_name(api_of, cast, review, where):
    api = api_of(cast.ben)
    found = problem(api.post(where, {"sections": ["weather"], "pillars": ["roof"]}), 422, "invalid")
    assert {error["path"] for error in found["errors"]} == {"sections", "pillars"}
    problem(api.post(where, {"format": "docx", "compare_with": "then"}), 422, "invalid")
    problem(api.post(where, {"compare_with": "now"}), 422, "invalid")


def test_two_states_are_compared(api_of, cast, actors, review, where):
    for name in ("First", "Second"):
        milestones.record(actors.ada, review.workload_id, name=name)
    api = api_of(cast.ben)
    made = check(api.post(where, {"milestone": 1, "compare_with": "now", "format": "json"}))
    assert (made["kind"], made["milestone"], made["compare_with"]) == ("comparison", 1, "now")
    assert check(api.post(where, {"milestone": 1, "compare_with": "2"}))["compare_with"] == "2"
    problem(api.post(where, {"milestone": 1, "compare_with": "9"}), 404, "not-found")


def test_a_report_is_cancelled_and_deleted(api_of, cast, review, where):
    api = api_of(cast.ben)
    location = api.post(where, {}).headers["Location"]
    assert check(api.post(f"{location}cancel/"))["status"] == "cancelled"
    assert check(api.post(f"{location}cancel/"))["status"] == "cancelled"
    assert check(api.post(f"{location}retry/"))["status"] == "queued"
    assert api.delete(location).status_code == 204
    problem(api.get(location), 404, "not-found")
    other = api.post(where, {}).headers["Location"]
    problem(api_of(cast.cleo).post(f"{other}cancel/"), 403, "forbidden")
    problem(api_of(cast.vic).delete(other), 403, "forbidden")


def test_a_file_has_its_type_and_is_sent_once(api_of, cast, actors, review):
    report = reports.request(actors.ben, review.workload_id, format="csv")
    report.file.save("r.csv", ContentFile(b"a,b\n"), save=False)
    report.status, report.digest = ReportStatus.READY, "d1" * 32
    report.save()
    api = api_of(cast.vic)
    address = f"/api/v1/reports/{report.pk}/file/"
    file = api.get(address)
    assert b"".join(file.streaming_content) == b"a,b\n"
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file["Content-Disposition"].startswith("attachment;")
    assert api.get(address, HTTP_IF_NONE_MATCH=file["ETag"]).status_code == 304
    Report.objects.update(status=ReportStatus.EXPIRED, file="")
    problem(api.get(address), 409, "report-expired")
    report.file.storage.delete(report.file.name)


def test_the_portfolio_is_ones_own(api_of, cast, review):
    api = api_of(cast.ben)
    response = api.post("/api/v1/reports/", {"format": "csv", "filters": "environment=production"})
    made = check(response)
    assert (response.status_code, made["kind"], made["workload"]) == (202, "portfolio", None)
    assert made["options"]["filters"] == "environment=production"
    problem(api.post("/api/v1/reports/", {"pillars": ["doors"]}), 422, "invalid")
    problem(api_of(cast.ada).get(response.headers["Location"]), 404, "not-found")
    problem(api_of(cast.vic).post("/api/v1/reports/", {}), 403, "forbidden")


def test_my_reports_are_those_i_asked_for(api_of, cast, actors, review, where):
    api = api_of(cast.ben)
    check(api.post(where, {}))
    check(api.post("/api/v1/reports/", {}))
    reports.request(actors.ada, review.workload_id)
    rows = check(api.get("/api/v1/reports/"))["results"]
    assert sorted(row["kind"] for row in rows) == ["portfolio", "workload"]


def test_a_schedule_is_set_up_changed_and_stopped(api_of, cast, review, workload):
    api = api_of(cast.ben)
    response = api.post(
        "/api/v1/report-schedules/",
        {"workload": str(workload.pk), "rhythm": "monthly", "next_on": "2030-01-31"},
    )
    made = check(response)
    assert (response.status_code, made["kind"], made["problem"]) == (201, "workload", "")
    location = response.headers["Location"]
    changed = check(api.patch(location, {"rhythm": "weekly", "sections": ["plan"]}))
    assert (changed["rhythm"], changed["next_on"]) == ("weekly", "2030-01-31")
    assert changed["options"]["sections"] == ["plan"]
    problem(api.patch(location, {"rhythm": "daily"}), 422, "invalid")
    assert len(check(api.get("/api/v1/report-schedules/"))["results"]) == 1
    problem(api_of(cast.ada).get(location), 404, "not-found")
    assert api.delete(location).status_code == 204
    assert not ReportSchedule.objects.exists()


def test_a_schedule_is_of_a_review_or_of_everything(api_of, cast, review):
    api = api_of(cast.ben)
    one = check(
        api.post("/api/v1/report-schedules/", {"review": str(review.pk), "rhythm": "weekly"})
    )
    assert (one["kind"], one["workload"]) == ("review", str(review.workload_id))
    everything = {"rhythm": "quarterly", "filters": "environment=production"}
    all_of_it = check(api.post("/api/v1/report-schedules/", everything))
    assert (all_of_it["kind"], all_of_it["workload"]) == ("portfolio", None)
    problem(api_of(cast.vic).post("/api/v1/report-schedules/", everything), 403, "forbidden")
