"""The plan, milestones and reports over REST."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.documents import writing
from reviews.models import Report, ReportStatus
from reviews.services import report_making, reports
from tests.builders import answer_all, select
from tests.rest.described import check, problem


@pytest.fixture
def where(workload) -> str:
    return f"/api/v1/workloads/{workload.pk}/"


@pytest.fixture
def written(monkeypatch):
    """Reports are written without layout: what the PDF looks like is tested elsewhere."""

    def write(subject, format, target, *, options, progress):
        target.write(b"%PDF-1.7 small")
        return writing.Written(1, "application/pdf", "pdf")

    monkeypatch.setattr(report_making.writing, "write", write)


def test_the_plan_ranks_risks_and_shows_ways_out(api_of, cast, actors, review, where):
    select(actors.cleo, review, "glass", "glass_film")
    select(actors.cleo, review, "locks", "locks_dog")
    select(actors.cleo, review, "keys", "keys_no")
    items = check(api_of(cast.vic, "read").get(f"{where}plan/"))["results"]
    assert [(item["question"], item["issue_class"]) for item in items] == [
        ("keys", "HRI"), ("locks", "MRI"), ("glass", "LRI"),
    ]  # fmt: skip
    today = timezone.now().date()
    assert [item["due"] for item in items] == [
        str(today + timedelta(days=30)), str(today + timedelta(days=90)), None,
    ]  # fmt: skip
    way = {"target": "none", "practices": ["locks_key", "locks_bolt"]}
    assert items[1]["ways"] == [{**way, "improvement_number": None}]
    assert items[0]["missing"][0]["improvement"] == "Buy a safe."


def test_the_plan_of_one_review_only(api_of, cast, actors, review, where):
    select(actors.cleo, review, "keys", "keys_no")
    api = api_of(cast.vic)
    assert len(check(api.get(f"{where}plan/?review={review.pk}"))["results"]) == 1
    problem(api.get(f"{where}plan/?review=this"), 422, "invalid")
    nothing = "00000000-0000-4000-8000-000000000000"
    assert check(api.get(f"{where}plan/?review={nothing}"))["results"] == []


def test_a_milestone_keeps_the_workload_as_it_was(api_of, cast, actors, review, where):
    select(actors.cleo, review, "keys", "keys_no")
    api = api_of(cast.ben)
    response = api.post(f"{where}milestones/", {"name": "Before launch"})
    made = check(response)
    assert (response.status_code, made["number"], made["counts"]["high"]) == (201, 1, 1)
    select(actors.cleo, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    kept = check(api.get(response.headers["Location"]))
    doors = kept["content"]["reviews"][0]["pillars"][0]
    assert doors["questions"][1]["risk"] == "high"
    etag = api.get(response.headers["Location"]).headers["ETag"]
    again = api.get(response.headers["Location"], HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 304


def test_a_milestone_needs_a_new_name_and_something_to_keep(api_of, cast, review, where, workload):
    api = api_of(cast.ben)
    api.post(f"{where}milestones/", {"name": "Launch"})
    for name in ("launch", "x", "", None):
        found = problem(api.post(f"{where}milestones/", {"name": name}), 422, "invalid")
        assert found["errors"][0]["path"] == "name"
    api.delete(f"/api/v1/reviews/{review.pk}/")
    problem(api.post(f"{where}milestones/", {"name": "Empty"}), 409, "nothing-to-record")


def test_milestones_are_listed_newest_first_without_content(
    api_of, cast, review, where, django_assert_num_queries
):
    api = api_of(cast.ben)
    for name in ("First", "Second", "Third"):
        api.post(f"{where}milestones/", {"name": name})
    with django_assert_num_queries(4):  # token, membership, workload, milestones
        rows = check(api.get(f"{where}milestones/"))["results"]
    assert [row["number"] for row in rows] == [3, 2, 1]
    assert rows[0]["previous_digest"] == rows[1]["digest"]
    assert "content" not in rows[0]


def test_a_milestone_is_compared_with_now_and_with_another(api_of, cast, actors, review, where):
    api = api_of(cast.ben)
    select(actors.cleo, review, "keys", "keys_no")
    api.post(f"{where}milestones/", {"name": "First"})
    select(actors.cleo, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    now = check(api.get(f"{where}milestones/1/compare/"))
    assert [(c["question"], c["move"], c["gained"]) for c in now["moved"]] == [
        ("keys", "improved", ["In a safe"])
    ]
    assert (now["before"]["high"], now["after"]["high"]) == (1, 0)
    api.post(f"{where}milestones/", {"name": "Second"})
    assert check(api.get(f"{where}milestones/1/compare/?with=2")) == now
    assert check(api.get(f"{where}milestones/2/compare/?with=2"))["moved"] == []


def test_a_comparison_with_nothing_is_refused(api_of, cast, review, where):
    api = api_of(cast.ben)
    api.post(f"{where}milestones/", {"name": "First"})
    problem(api.get(f"{where}milestones/1/compare/?with=tomorrow"), 422, "invalid")
    problem(api.get(f"{where}milestones/1/compare/?with=9"), 404, "not-found")
    problem(api.get(f"{where}milestones/7/compare/"), 404, "not-found")


def test_a_report_is_asked_for_followed_and_fetched(
    api_of, cast, review, where, written, django_capture_on_commit_callbacks
):
    api = api_of(cast.ben)
    with django_capture_on_commit_callbacks() as tasks:
        response = api.post(f"{where}reports/", {})
    queued = check(response)
    assert (response.status_code, queued["status"], queued["file"]) == (202, "queued", None)
    location = response.headers["Location"]
    problem(api.get(f"{location}file/"), 409, "report-not-ready")
    for task in tasks:
        task()
    ready = check(api.get(location))
    assert (ready["status"], ready["progress"], ready["pages"]) == ("ready", 100, 1)
    file = api.get(ready["file"], HTTP_ACCEPT="application/pdf")
    assert b"".join(file.streaming_content) == b"%PDF-1.7 small"
    assert file.headers["Content-Type"] == "application/pdf"
    assert 'filename="checkout-' in file.headers["Content-Disposition"]


def test_a_file_that_is_gone_is_not_found(api_of, cast, actors, review):
    report = reports.request(actors.ben, review.workload_id)
    Report.objects.update(status=ReportStatus.READY, file="reports/2026/01/gone.pdf")
    problem(api_of(cast.ben).get(f"/api/v1/reports/{report.pk}/file/"), 404, "not-found")


def test_a_report_may_be_of_one_review_or_one_milestone(api_of, cast, review, where):
    api = api_of(cast.ben)
    assert check(api.post(f"{where}reports/", {"review": str(review.pk)}))["kind"] == "review"
    api.post(f"{where}milestones/", {"name": "First"})
    assert check(api.post(f"{where}reports/", {"milestone": 1}))["milestone"] == 1
    problem(api.post(f"{where}reports/", {"milestone": 2}), 404, "not-found")
    problem(api.post(f"{where}reports/", {"milestone": "one", "x": 1}), 422, "invalid")


def test_a_failed_report_is_tried_again(api_of, cast, review, where):
    api = api_of(cast.ben)
    location = api.post(f"{where}reports/", {}).headers["Location"]
    Report.objects.update(status=ReportStatus.FAILED, error="Out of paper.")
    assert check(api.get(location))["error"] == "Out of paper."
    problem(api.get(f"{location}file/"), 409, "report-not-ready")
    response = api.post(f"{location}retry/")
    assert (response.status_code, check(response)["status"]) == (202, "queued")


def test_the_list_of_reports_costs_the_same_however_long(
    api_of, cast, review, where, django_assert_num_queries
):
    api = api_of(cast.ben)
    api.post(f"{where}milestones/", {"name": "First"})
    for body in ({}, {"milestone": 1}, {"review": str(review.pk)}):
        api.post(f"{where}reports/", body)
        with django_assert_num_queries(4):  # token, membership, workload, reports
            check(api.get(f"{where}reports/"))


def test_the_plan_costs_the_same_however_long(
    api_of, cast, actors, review, where, django_assert_num_queries
):
    api = api_of(cast.vic)
    api.get(f"{where}plan/")
    # token, membership, workload, reviews, answers, findings, improvements
    with django_assert_num_queries(7):
        api.get(f"{where}plan/")
    answer_all(actors.cleo, review, best=False)
    with django_assert_num_queries(7):
        assert len(check(api.get(f"{where}plan/"))["results"]) == 3


def test_others_reports_do_not_exist(api_of, cast, review, where):
    location = api_of(cast.ben).post(f"{where}reports/", {}).headers["Location"]
    api = api_of(cast.oda)
    for path in ("", "file/"):
        problem(api.get(f"{location}{path}"), 404, "not-found")
    problem(api.post(f"{location}retry/"), 404, "not-found")
    problem(api.post(f"{where}reports/", {}), 404, "not-found")
    problem(api.post(f"{where}milestones/", {"name": "Mine"}), 404, "not-found")
