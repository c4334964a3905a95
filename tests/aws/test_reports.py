"""Reports through the AWS API: PDFs of reviews and of all workloads, and numbers as JSON."""

from __future__ import annotations

import base64
import hashlib
import threading
from datetime import timedelta

import pytest

from reviews.models import Report, ReportStatus
from reviews.services import report_making, reports, reports_at_once, sharing, workloads
from tests.aws.made import FRAMEWORK, NOBODY, arn, workload
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, refused
from tests.builders import select
from wellarch import clock
from wellarch.accounts.models import Share
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.events.models import Event, Notice

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    """No worker is there: what is asked for is made at once, and nobody waits in vain."""
    monkeypatch.setattr(reports_at_once, "WAIT_FOR_WORKER", 0)
    monkeypatch.setattr(reports_at_once, "WAIT", 0)
    monkeypatch.setattr(reports, "send_on_commit", lambda *_args: None)


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def place(review, small_lens):
    """The small lens on Checkout."""
    return {"WorkloadId": review.workload_id.hex, "LensAlias": arn(small_lens)}


def risks(**numbers):
    return dict.fromkeys(("UNANSWERED", "HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE"), 0) | numbers


# --- Of a review --------------------------------------------------------------------------


def test_the_report_of_a_review_is_a_pdf(ben, place, review, cast):
    found = ben.get_lens_review_report(**place)
    assert found["WorkloadId"] == place["WorkloadId"]
    told = found["LensReviewReport"]
    assert (told["LensAlias"], told["LensArn"]) == (place["LensAlias"], place["LensAlias"])
    pdf = base64.b64decode(told["Base64String"])
    assert pdf.startswith(b"%PDF-")
    row = Report.objects.get()
    assert row.digest == hashlib.sha256(pdf).hexdigest()
    assert (row.review, row.requested_by) == (review, str(cast.ben))
    # It is in the log, and nobody is told of what they wait for.
    assert Event.objects.get(verb="report.requested").user == cast.ben
    assert not Notice.objects.exists()


def test_a_report_is_given_again_until_something_changes(ben, place, actors, review):
    first = ben.get_lens_review_report(**place)["LensReviewReport"]["Base64String"]
    assert ben.get_lens_review_report(**place)["LensReviewReport"]["Base64String"] == first
    assert Report.objects.count() == 1
    select(actors.cleo, review, "locks", "locks_key")
    assert ben.get_lens_review_report(**place)["LensReviewReport"]["Base64String"] != first
    assert Report.objects.count() == 2


def test_a_report_of_a_part_is_not_that_of_the_review(ben, place, actors, review):
    part = reports.request(
        actors.ben, review.workload_id, review_id=review.pk, options={"pillars": ["doors"]}
    )
    assert report_making.render(part.pk)
    ben.get_lens_review_report(**place)
    assert Report.objects.count() == 2


def test_the_report_of_a_milestone(ben, place, actors, review):
    ben.create_milestone(WorkloadId=place["WorkloadId"], MilestoneName="First")
    found = ben.get_lens_review_report(**place, MilestoneNumber=1)
    assert found["MilestoneNumber"] == 1
    assert Report.objects.get().milestone.number == 1
    select(actors.cleo, review, "locks", "locks_key")
    again = ben.get_lens_review_report(**place, MilestoneNumber=1)
    assert again["LensReviewReport"] == found["LensReviewReport"]
    assert Report.objects.count() == 1


def test_a_report_that_takes_long_is_asked_for_again(ben, place, monkeypatch):
    # A worker has it, and does not finish in time.
    monkeypatch.setattr(report_making, "render", _taken)
    with refused("ThrottlingException") as answer:
        ben.get_lens_review_report(**place)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 429
    row = Report.objects.get()
    Report.objects.update(status=ReportStatus.QUEUED)
    monkeypatch.undo()
    assert report_making.render(row.pk)
    assert ben.get_lens_review_report(**place)["LensReviewReport"]["Base64String"]
    assert Report.objects.count() == 1


def test_few_threads_wait_for_reports(ben, place, monkeypatch):
    monkeypatch.setattr(reports_at_once, "_waiting", threading.BoundedSemaphore(1))
    assert reports_at_once._waiting.acquire(blocking=False)  # somebody else does
    with refused("ThrottlingException"):
        ben.get_lens_review_report(**place)
    report = Report.objects.get()
    assert report.status == ReportStatus.QUEUED
    # Made meanwhile, it is given out without waiting.
    assert report_making.render(report.pk)
    assert ben.get_lens_review_report(**place)["LensReviewReport"]["Base64String"]


def _taken(report_id):
    Report.objects.filter(pk=report_id).update(status=ReportStatus.RENDERING)


def test_a_report_that_cannot_be_made_says_so(ben, place, monkeypatch):
    def broken(report_id):
        Report.objects.filter(pk=report_id).update(status=ReportStatus.FAILED, error="No paper.")

    monkeypatch.setattr(report_making, "render", broken)
    with refused("InternalServerException", "No paper."):
        ben.get_lens_review_report(**place)


def test_reports_that_are_not_there(ben, aws_of, cast, place):
    with refused(NOT_THERE, "No lens review for lens alias serverless"):
        ben.get_lens_review_report(**place | {"LensAlias": "serverless"})
    with refused(NOT_THERE, ResourceId=NOBODY):
        ben.get_lens_review_report(**place | {"WorkloadId": NOBODY})
    with refused(NOT_THERE, ResourceType="MILESTONE"):
        ben.get_lens_review_report(**place, MilestoneNumber=1)
    with refused(NOT_THERE):
        aws_of(cast.oda).get_lens_review_report(**place)
    with refused(NOT_ALLOWED):
        aws_of(cast.vic).get_lens_review_report(**place)
    assert not Report.objects.exists()


# --- Of all workloads ---------------------------------------------------------------------


def test_all_workloads_as_one_pdf(ben, place):
    found = ben.get_consolidated_report(Format="PDF")
    assert base64.b64decode(found["Base64String"]).startswith(b"%PDF-")
    assert "Metrics" not in found
    # Who was told to come again gets the one that was made for them.
    assert ben.get_consolidated_report(Format="PDF")["Base64String"] == found["Base64String"]
    assert Report.objects.count() == 1
    with clock.at(clock.now() + timedelta(minutes=3)):
        ben.get_consolidated_report(Format="PDF")
    assert Report.objects.count() == 2


def test_the_risks_of_all_workloads_as_json(ben, small_lens, cast):
    key = workload(ben, Lenses=[arn(small_lens)])
    place = {"WorkloadId": key, "LensAlias": FRAMEWORK}
    chosen = ["ops_priorities_ext_cust_needs"]
    said = ben.update_answer(
        **place,
        QuestionId="priorities",
        SelectedChoices=chosen,
        ChoiceUpdates={"ops_priorities_int_cust_needs": {"Status": "NOT_APPLICABLE"}},
    )["Answer"]
    small = {"WorkloadId": key, "LensAlias": arn(small_lens)}
    ben.update_answer(**small, QuestionId="keys", SelectedChoices=["keys_no"])
    (found,) = ben.get_consolidated_report(Format="JSON")["Metrics"]
    assert found.pop("UpdatedAt")
    (framework,) = found.pop("Lenses")
    assert found == {
        "MetricType": "WORKLOAD",
        "WorkloadId": key,
        "WorkloadName": "Shop",
        "WorkloadArn": f"arn:aws:wellarchitected:us-east-1:{cast.northwind.number}:workload/{key}",
        "RiskCounts": risks(UNANSWERED=58, HIGH=2),
        "LensesAppliedCount": 2,
    }
    assert framework["LensArn"] == "arn:aws:wellarchitected::aws:lens/wellarchitected"
    assert framework["RiskCounts"] == risks(UNANSWERED=56, HIGH=1)
    assert len(framework["Pillars"]) == 6
    first = framework["Pillars"][0]
    assert first["PillarId"] == "operationalExcellence"
    assert first["RiskCounts"] == risks(UNANSWERED=10, HIGH=1)
    (question,) = first["Questions"]
    missing = [
        {"ChoiceId": choice["ChoiceId"], "ChoiceTitle": choice["Title"]}
        for choice in said["Choices"]
        if choice["ChoiceId"] not in (*chosen, "ops_priorities_int_cust_needs", "ops_priorities_no")
    ]
    assert question == {"QuestionId": "priorities", "Risk": "HIGH", "BestPractices": missing}
    assert all(pillar["Questions"] == [] for pillar in framework["Pillars"][1:])


def test_metrics_come_in_pages_and_cost_the_same_for_many(
    ben, django_assert_max_num_queries, settings
):
    def measured():
        with django_assert_max_num_queries(50) as counted:
            found = ben.get_consolidated_report(Format="JSON")["Metrics"]
        return len(found), len(counted)

    workload(ben)
    one = measured()
    for number in range(3):
        workload(ben, f"Shop {number}")
    four = measured()
    assert (one[0], four[0]) == (1, 4)
    assert four[1] <= one[1]
    first = ben.get_consolidated_report(Format="JSON", MaxResults=3)
    rest = ben.get_consolidated_report(Format="JSON", MaxResults=3, NextToken=first["NextToken"])
    assert [len(first["Metrics"]), len(rest["Metrics"])] == [3, 1]
    assert "NextToken" not in rest


def test_what_others_share_is_in_it_if_it_is_asked_for(ben, aws_of, cast, actors, review):
    theirs = aws_of(cast.oda)
    with refused(CLASH, ResourceId=cast.elsewhere.number):
        theirs.get_consolidated_report(Format="PDF")
    assert theirs.get_consolidated_report(Format="JSON")["Metrics"] == []
    target = Target(organization=cast.elsewhere.number)
    sharing.offer(actors.ada, review.workload_id, target, permission="read")
    offers.accept(actors.oda, Share.objects.get().pk)
    assert theirs.get_consolidated_report(Format="JSON")["Metrics"] == []
    shared = theirs.get_consolidated_report(Format="JSON", IncludeSharedResources=True)
    (found,) = shared["Metrics"]
    assert found["WorkloadId"] == review.workload_id.hex
    assert found["Lenses"] == []  # it is not held against the framework
    assert found["RiskCounts"] == risks(UNANSWERED=3)
    with refused(CLASH):
        theirs.get_consolidated_report(Format="PDF")
    assert theirs.get_consolidated_report(Format="PDF", IncludeSharedResources=True)


def test_what_is_archived_is_in_no_report_of_all(ben, review, actors):
    workloads.archive(actors.ben, review.workload_id)
    assert ben.get_consolidated_report(Format="JSON")["Metrics"] == []


def test_who_may_only_read_gets_numbers_and_no_pdf(aws_of, cast, review):
    api = aws_of(cast.vic)
    assert len(api.get_consolidated_report(Format="JSON")["Metrics"]) == 1
    with refused(NOT_ALLOWED):
        api.get_consolidated_report(Format="PDF")
    with refused(NOT_VALID):
        api.get_consolidated_report(Format="JSON", MaxResults=16)
