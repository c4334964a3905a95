"""Notifications through the AWS API: lenses and profiles that went on or ended."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.aws import library
from tests.aws.refusals import NOT_THERE, refused


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def lens(ben):
    return library.new_lens(ben)


def next_version(api, lens, name="2", *, major=True):
    library.import_lens(api, library.changed(library.document()), LensAlias=lens)
    library.publish(api, lens, name, major=major)


def listed(api, **filters):
    return api.list_notifications(**filters)["NotificationSummaries"]


def of_profiles(api, **filters):
    return api.list_profile_notifications(**filters)["NotificationSummaries"]


def test_a_major_version_is_told_to_workloads_and_templates_that_use_the_lens(ben, lens):
    key = library.workload(ben, lens)
    template = library.template(ben, lens)
    assert listed(ben) == []
    next_version(ben, lens)
    common = {
        "LensAlias": lens,
        "LensArn": lens,
        "CurrentLensVersion": "1",
        "LatestLensVersion": "2",
    }
    of_workload = {
        "Type": "LENS_VERSION_UPGRADED",
        "LensUpgradeSummary": {"WorkloadId": key, "WorkloadName": "Shop", **common},
    }
    of_template = {
        "Type": "LENS_VERSION_UPGRADED",
        "LensUpgradeSummary": {
            "ResourceArn": template,
            "ResourceName": "Usual answers",
            **common,
        },
    }
    assert listed(ben) == [of_workload, of_template]
    assert listed(ben, WorkloadId=key) == [of_workload]
    assert listed(ben, ResourceArn=template) == [of_template]


def test_who_upgraded_is_told_no_more(ben, lens):
    key = library.workload(ben, lens)
    next_version(ben, lens)
    ben.upgrade_lens_review(WorkloadId=key, LensAlias=lens, MilestoneName="Before")
    assert listed(ben) == []


def test_a_deleted_lens_is_told_as_deprecated(ben, lens):
    key = library.workload(ben, lens)
    library.template(ben, lens)
    ben.delete_lens(LensAlias=lens, LensStatus="ALL")
    found = listed(ben)
    assert [each["Type"] for each in found] == ["LENS_VERSION_DEPRECATED"] * 2
    assert found[0]["LensUpgradeSummary"]["WorkloadId"] == key
    assert "LatestLensVersion" not in found[0]["LensUpgradeSummary"]


def test_a_workload_that_is_not_seen_has_no_notifications(ben, lens, aws_of, cast):
    key = library.workload(ben, lens)
    template = library.template(ben, lens)
    next_version(ben, lens)
    oda = aws_of(cast.oda)
    assert listed(oda) == []
    with refused(NOT_THERE):
        listed(oda, WorkloadId=key)
    with refused(NOT_THERE):
        listed(oda, ResourceArn=template)
    with refused(NOT_THERE):
        of_profiles(oda, WorkloadId=key)


def test_notifications_come_in_pages_with_the_same_queries(ben, lens):
    counts = []
    library.workload(ben, lens, name="Shop 0")
    next_version(ben, lens)
    for number in range(1, 4):
        with CaptureQueriesContext(connection) as queries:
            listed(ben)
        counts.append(len(queries))
        other = library.new_lens(ben, library.document(f"Lens {number}"))
        library.workload(ben, other, name=f"Shop {number}")
        library.import_lens(
            ben, library.document(f"Lens {number}", description="New"), LensAlias=other
        )
        library.publish(ben, other, "2")
    assert len(set(counts)) == 1
    first = ben.list_notifications(MaxResults=3)
    second = ben.list_notifications(MaxResults=3, NextToken=first["NextToken"])
    found = first["NotificationSummaries"] + second["NotificationSummaries"]
    names = [each["LensUpgradeSummary"]["WorkloadName"] for each in found]
    assert names == [f"Shop {number}" for number in range(4)]


def test_other_answers_of_a_profile_are_told_until_the_workload_takes_them(ben):
    arn = library.profile(ben)
    key = library.workload(ben, ProfileArns=[arn])
    assert of_profiles(ben) == []
    ben.update_profile(
        ProfileArn=arn,
        ProfileQuestions=[{"QuestionId": "business", "SelectedChoiceIds": ["startup-mvp"]}],
    )
    assert of_profiles(ben) == [
        {
            "CurrentProfileVersion": "1",
            "LatestProfileVersion": "2",
            "Type": "PROFILE_ANSWERS_UPDATED",
            "ProfileArn": arn,
            "ProfileName": "Our shop",
            "WorkloadId": key,
            "WorkloadName": "Shop",
        }
    ]
    other = library.workload(ben, name="Another")
    assert of_profiles(ben, WorkloadId=other) == []
    ben.upgrade_profile_version(WorkloadId=key, ProfileArn=arn)
    assert of_profiles(ben) == []


def test_a_deleted_profile_is_told(ben):
    arn = library.profile(ben)
    key = library.workload(ben, ProfileArns=[arn])
    ben.delete_profile(ProfileArn=arn)
    (found,) = of_profiles(ben, WorkloadId=key)
    assert found["Type"] == "PROFILE_DELETED"
    assert (found["CurrentProfileVersion"], found["ProfileName"]) == ("1", "Our shop")
