"""Milestones through the AWS API: a workload as it was, whatever happens to it since."""

from __future__ import annotations

import pytest

from lenses.models import LensVersion
from reviews.models import Milestone
from reviews.services import reviews
from tests.aws.made import NOBODY, arn, workload
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused
from tests.builders import select, start_workload


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def key(review):
    return review.workload_id.hex


@pytest.fixture
def place(review, small_lens):
    return {"WorkloadId": review.workload_id.hex, "LensAlias": arn(small_lens)}


def then(api, place, number):
    """All that is told of a review at a milestone, without when and by which request."""
    at = {**place, "MilestoneNumber": number}
    found = [
        api.get_lens_review(**at),
        api.list_answers(**at),
        api.list_lens_review_improvements(**at),
        api.list_lens_reviews(WorkloadId=place["WorkloadId"], MilestoneNumber=number),
        *(api.get_answer(**at, QuestionId=each) for each in ("locks", "keys", "glass")),
    ]
    return [
        {name: value for name, value in each.items() if name != "ResponseMetadata"}
        for each in found
    ]


def test_a_milestone_keeps_the_workload(ben, key, actors, review, small_lens):
    select(actors.cleo, review, "locks", "locks_no")
    ben.update_workload(WorkloadId=key, Description="As it was", ImprovementStatus="IN_PROGRESS")
    made = ben.create_milestone(WorkloadId=key, MilestoneName="First")
    assert (made["WorkloadId"], made["MilestoneNumber"]) == (key, 1)
    before = ben.get_workload(WorkloadId=key)["Workload"]
    ben.update_workload(WorkloadId=key, WorkloadName="Store", Description="As it is")
    select(actors.cleo, review, "locks", "locks_key")
    kept = ben.get_milestone(WorkloadId=key, MilestoneNumber=1)["Milestone"]
    row = Milestone.objects.get()
    assert (kept["MilestoneNumber"], kept["MilestoneName"]) == (1, "First")
    assert kept["RecordedAt"].timestamp() == pytest.approx(row.recorded_at.timestamp(), abs=0.002)
    assert kept["Workload"] == before | {"UpdatedAt": kept["RecordedAt"]}
    assert kept["Workload"]["RiskCounts"]["HIGH"] == 1
    assert kept["Workload"]["Lenses"] == [arn(small_lens)]


def test_milestones_are_listed_oldest_first(ben, key, actors, review):
    names = ["First", "Second", "Third"]
    for name in names:
        ben.create_milestone(WorkloadId=key, MilestoneName=name)
        select(actors.cleo, review, "locks", "locks_no")
    first = ben.list_milestones(WorkloadId=key, MaxResults=2)
    rest = ben.list_milestones(WorkloadId=key, MaxResults=2, NextToken=first["NextToken"])
    found = first["MilestoneSummaries"] + rest["MilestoneSummaries"]
    assert [each["MilestoneName"] for each in found] == names
    assert [each["MilestoneNumber"] for each in found] == [1, 2, 3]
    highs = [each["WorkloadSummary"]["RiskCounts"]["HIGH"] for each in found]
    assert highs == [0, 1, 1]
    whole = ben.get_milestone(WorkloadId=key, MilestoneNumber=2)["Milestone"]["Workload"]
    assert found[1]["WorkloadSummary"] == {
        name: whole[name] for name in found[1]["WorkloadSummary"]
    }


def test_what_a_review_was_is_told_whatever_happens_since(ben, place, key, actors, review):
    select(actors.cleo, review, "locks", "locks_key", notes="A good one.")
    ben.update_lens_review(**place, LensNotes="Then.", PillarNotes={"doors": "Three."})
    ben.create_milestone(WorkloadId=key, MilestoneName="First")
    told = then(ben, place, 1)
    now = [
        {name: value for name, value in each.items() if name != "ResponseMetadata"}
        for each in (ben.list_answers(**place), ben.get_answer(**place, QuestionId="locks"))
    ]
    assert [told[1], told[4]] == [each | {"MilestoneNumber": 1} for each in now]
    select(actors.cleo, review, "locks", "locks_bolt", notes="Now.")
    ben.update_lens_review(**place, LensNotes="Now.", PillarNotes={"doors": "Four."})
    assert then(ben, place, 1) == told
    # … also when the lens is taken off, or when its version is not there any more.
    reviews.remove(actors.ben, review.pk)
    assert then(ben, place, 1) == told
    LensVersion.objects.filter(pk=review.lens_version_id).update(digest="0" * 64)
    assert then(ben, place, 1) == told


def test_a_milestone_with_the_texts_of_a_built_in_lens(ben):
    key = workload(ben)
    place = {"WorkloadId": key, "LensAlias": "wellarchitected"}
    ben.create_milestone(WorkloadId=key, MilestoneName="First")
    now = ben.get_answer(**place, QuestionId="priorities")["Answer"]
    assert ben.get_answer(**place, QuestionId="priorities", MilestoneNumber=1)["Answer"] == now
    assert now["HelpfulResourceUrl"].startswith("https://")
    assert now["Choices"][0]["HelpfulResource"]["Url"].startswith("https://")


@pytest.mark.parametrize("name", ["First", "first", " F i r s t "])
def test_a_name_that_is_taken_is_a_conflict(name, ben, key):
    ben.create_milestone(WorkloadId=key, MilestoneName="First")
    with refused(CLASH, "already exists", ResourceId=name, ResourceType="MILESTONE"):
        ben.create_milestone(WorkloadId=key, MilestoneName=name)
    assert Milestone.objects.count() == 1


def test_milestones_that_are_refused(ben, aws_of, cast, key, actors, settings):
    with refused(NOT_VALID) as answer:
        ben.create_milestone(WorkloadId=key, MilestoneName=" a b ")
    assert answer["Fields"][0]["Name"] == "MilestoneName"
    with refused(NOT_ALLOWED):
        aws_of(cast.cleo).create_milestone(WorkloadId=key, MilestoneName="First")
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        aws_of(cast.oda).create_milestone(WorkloadId=key, MilestoneName="First")
    bare = start_workload(actors.ben, "Bare")
    with refused(CLASH, "Attach a lens first"):
        ben.create_milestone(WorkloadId=bare.pk.hex, MilestoneName="First")
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"milestones-per-workload": 0}
    with refused(QUOTA, QuotaCode="milestones-per-workload", ResourceId=key):
        ben.create_milestone(WorkloadId=key, MilestoneName="First")


def test_the_same_token_records_one_milestone(ben, key):
    call = {"WorkloadId": key, "MilestoneName": "First", "ClientRequestToken": "once"}
    assert ben.create_milestone(**call)["MilestoneNumber"] == 1
    assert ben.create_milestone(**call)["MilestoneNumber"] == 1
    assert Milestone.objects.count() == 1


def test_milestones_that_are_not_there(ben, aws_of, cast, key, place):
    with refused(NOT_THERE, ResourceId="1", ResourceType="MILESTONE"):
        ben.get_milestone(WorkloadId=key, MilestoneNumber=1)
    for call in (ben.get_lens_review, ben.list_answers, ben.list_lens_review_improvements):
        with refused(NOT_THERE, ResourceId="1", ResourceType="MILESTONE"):
            call(**place, MilestoneNumber=1)
    with refused(NOT_THERE, ResourceId="1", ResourceType="MILESTONE"):
        ben.list_lens_reviews(WorkloadId=key, MilestoneNumber=1)
    with refused(NOT_THERE, ResourceId="1", ResourceType="MILESTONE"):
        ben.get_answer(**place, QuestionId="locks", MilestoneNumber=1)
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        ben.list_milestones(WorkloadId=NOBODY)
    ben.create_milestone(WorkloadId=key, MilestoneName="First")
    with refused(NOT_VALID, "No question with ID roof"):
        ben.get_answer(**place, QuestionId="roof", MilestoneNumber=1)
    with refused(NOT_THERE, "No lens review for lens alias serverless"):
        ben.get_lens_review(**place | {"LensAlias": "serverless"}, MilestoneNumber=1)
    for number in (1, 2):
        with refused(NOT_THERE, ResourceType="WORKLOAD"):
            aws_of(cast.oda).get_milestone(WorkloadId=key, MilestoneNumber=number)
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        aws_of(cast.oda).list_milestones(WorkloadId=key)


def test_a_list_costs_the_same_for_one_milestone_and_for_many(
    ben, key, django_assert_max_num_queries
):
    ben.create_milestone(WorkloadId=key, MilestoneName="First")
    with django_assert_max_num_queries(50) as counted:
        ben.list_milestones(WorkloadId=key)
    few = len(counted)
    for name in ("Second", "Third", "Fourth"):
        ben.create_milestone(WorkloadId=key, MilestoneName=name)
    with django_assert_max_num_queries(few) as counted:
        assert len(ben.list_milestones(WorkloadId=key)["MilestoneSummaries"]) == 4
    # What milestones hold is large; a list reads none of it but the properties.
    assert not any('"content", "' in each["sql"] for each in counted.captured_queries)
