"""Lenses and profiles of a workload through the AWS API."""

from __future__ import annotations

from uuid import UUID

import pytest

from lenses.services import deletion
from reviews.aws import profile_names
from reviews.models import Profile
from reviews.services import profiles, workloads
from tests.aws.made import FRAMEWORK, NOBODY, arn, workload
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def key(ben):
    return workload(ben)


@pytest.fixture
def shop(actors):
    """The ARN of an e-commerce profile."""
    made = profiles.create(actors.ben, name="Our shop", answers={"business": ["e-commerce"]})
    return profile_names.arn_of(Profile.objects.select_related("organization").get(pk=made.pk))


def lenses(api, key):
    return api.get_workload(WorkloadId=key)["Workload"]["Lenses"]


def used(api, key):
    return api.get_workload(WorkloadId=key)["Workload"].get("Profiles")


# --- Lenses -------------------------------------------------------------------------------


def test_a_lens_that_was_removed_comes_back_with_its_answers(ben, key, small_lens):
    small = arn(small_lens)
    ben.associate_lenses(WorkloadId=key, LensAliases=[small, "serverless"])
    assert lenses(ben, key) == [FRAMEWORK, small, "serverless"]
    place = {"WorkloadId": key, "LensAlias": small}
    ben.update_answer(**place, QuestionId="keys", SelectedChoices=["keys_safe"], Notes="In it.")
    ben.disassociate_lenses(WorkloadId=key, LensAliases=[small])
    assert lenses(ben, key) == [FRAMEWORK, "serverless"]
    with refused(NOT_THERE, f"No lens review for lens alias {small}", ResourceId=small):
        ben.get_answer(**place, QuestionId="keys")
    ben.associate_lenses(WorkloadId=key, LensAliases=[small])
    answer = ben.get_answer(**place, QuestionId="keys")["Answer"]
    assert (answer["SelectedChoices"], answer["Notes"]) == (["keys_safe"], "In it.")


def test_a_lens_that_is_there_stays_as_it_is(ben, key, small_lens):
    small = arn(small_lens)
    ben.associate_lenses(WorkloadId=key, LensAliases=[small])
    ben.associate_lenses(WorkloadId=key, LensAliases=[small, FRAMEWORK, small])
    assert lenses(ben, key) == [FRAMEWORK, small]


def test_the_framework_stays_for_ever(ben, key, small_lens):
    ben.associate_lenses(WorkloadId=key, LensAliases=[arn(small_lens)])
    with refused(NOT_VALID, FRAMEWORK):
        ben.disassociate_lenses(WorkloadId=key, LensAliases=[arn(small_lens), FRAMEWORK])
    assert lenses(ben, key) == [FRAMEWORK, arn(small_lens)]  # all of it, or nothing of it


@pytest.mark.parametrize("operation", ["associate_lenses", "disassociate_lenses"])
def test_calls_about_lenses_that_are_refused(operation, ben, aws_of, cast, key, small_lens):
    small = arn(small_lens)
    with refused(NOT_VALID, "at most 10"):
        getattr(ben, operation)(WorkloadId=key, LensAliases=[f"lens-{n}" for n in range(11)])
    with refused(NOT_THERE, "nothing"):
        getattr(ben, operation)(WorkloadId=key, LensAliases=["nothing"])
    with refused(NOT_ALLOWED):
        getattr(aws_of(cast.cleo), operation)(WorkloadId=key, LensAliases=[small])
    with refused(NOT_THERE, ResourceId=key, ResourceType="WORKLOAD"):
        getattr(aws_of(cast.oda), operation)(WorkloadId=key, LensAliases=[small])
    assert lenses(ben, key) == [FRAMEWORK]


def test_a_lens_that_was_deleted_is_taken_off_and_does_not_come_back(ben, key, small_lens, actors):
    small = arn(small_lens)
    ben.associate_lenses(WorkloadId=key, LensAliases=[small])
    deletion.delete(actors.ada, small_lens.lens_id)
    assert lenses(ben, key) == [FRAMEWORK, small]
    ben.disassociate_lenses(WorkloadId=key, LensAliases=[small])
    with refused(NOT_THERE):
        ben.associate_lenses(WorkloadId=key, LensAliases=[small])


def test_a_draft_is_not_attached(ben, key):
    text = '{"schemaVersion":"2021-11-01","name":"House","description":"D","pillars":[{"id":"one",'
    text += '"name":"One","questions":[{"id":"why","title":"Why?","description":"D","choices":'
    text += '[{"id":"because","title":"Because","improvementPlan":{"displayText":"Say it."}}],'
    text += '"riskRules":[{"condition":"default","risk":"HIGH_RISK"}]}]}]}'
    draft = ben.import_lens(JSONString=text)["LensArn"]
    with refused(CLASH):
        ben.associate_lenses(WorkloadId=key, LensAliases=[draft])


def test_the_quota_of_lenses_counts_those_that_are_there(ben, key, small_lens, settings):
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"lenses-per-workload": 2}
    ben.associate_lenses(WorkloadId=key, LensAliases=[arn(small_lens)])
    ben.associate_lenses(WorkloadId=key, LensAliases=[arn(small_lens), FRAMEWORK])
    # Not an error this operation knows, so that clients see a refusal all the same.
    with refused(QUOTA, "lenses per workload", ResourceId=key):
        ben.associate_lenses(WorkloadId=key, LensAliases=["serverless"])


# --- Profiles -----------------------------------------------------------------------------


def test_a_profile_says_what_is_asked_first(ben, key, shop):
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    assert used(ben, key) == [{"ProfileArn": shop, "ProfileVersion": "1"}]
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    place = {"WorkloadId": key, "LensAlias": FRAMEWORK, "MaxResults": 50}
    first = ben.list_answers(**place, QuestionPriority="PRIORITIZED")["AnswerSummaries"]
    every = ben.list_answers(**place, QuestionPriority="NONE")["AnswerSummaries"]
    assert 0 < len(first) < len(every) == 50
    assert {each["QuestionType"] for each in first} == {"PRIORITIZED"}
    assert {each["QuestionType"] for each in every} == {"PRIORITIZED", "NON_PRIORITIZED"}
    found = ben.get_workload(WorkloadId=key)["Workload"]
    (summary,) = ben.list_lens_reviews(WorkloadId=key)["LensReviewSummaries"]
    review = ben.get_lens_review(WorkloadId=key, LensAlias=FRAMEWORK)["LensReview"]
    for counted in (found, summary, review):
        assert sum(counted["PrioritizedRiskCounts"].values()) == len(first)
        assert counted["Profiles"] == [{"ProfileArn": shop, "ProfileVersion": "1"}]
    by_pillar = [sum(p["PrioritizedRiskCounts"].values()) for p in review["PillarReviewSummaries"]]
    assert sum(by_pillar) == len(first)
    (listed,) = ben.list_workloads()["WorkloadSummaries"]
    assert listed["PrioritizedRiskCounts"] == found["PrioritizedRiskCounts"]


def test_a_profile_that_is_removed_leaves_the_workload_as_it_was(ben, key, shop):
    before = ben.get_workload(WorkloadId=key)["Workload"]
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    ben.disassociate_profiles(WorkloadId=key, ProfileArns=[shop])
    after = ben.get_workload(WorkloadId=key)["Workload"]
    assert before | {"UpdatedAt": after["UpdatedAt"]} == after
    place = {"WorkloadId": key, "LensAlias": FRAMEWORK}
    assert ben.list_answers(**place, QuestionPriority="PRIORITIZED")["AnswerSummaries"] == []
    with refused(NOT_THERE, ResourceType="PROFILE"):
        ben.disassociate_profiles(WorkloadId=key, ProfileArns=[shop])


def test_one_profile_at_most(ben, key, shop):
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    builtin = Profile.objects.filter(organization=None).first()
    other = profile_names.arn_of(builtin)
    with refused(CLASH, "Another profile", ResourceId=key):
        ben.associate_profiles(WorkloadId=key, ProfileArns=[other])
    with refused(NOT_VALID, "at most 1"):
        ben.associate_profiles(WorkloadId=key, ProfileArns=[shop, other])
    ben.disassociate_profiles(WorkloadId=key, ProfileArns=[shop])
    ben.associate_profiles(WorkloadId=key, ProfileArns=[other])
    assert used(ben, key) == [{"ProfileArn": other, "ProfileVersion": "1"}]


def test_a_workload_begins_with_a_profile(ben, shop):
    key = workload(ben, ProfileArns=[shop])
    assert used(ben, key) == [{"ProfileArn": shop, "ProfileVersion": "1"}]


def test_a_newer_version_of_a_profile_is_taken_over(ben, key, shop, actors):
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    with refused(CLASH, "no newer version"):
        ben.upgrade_profile_version(WorkloadId=key, ProfileArn=shop)
    profile = Profile.objects.get(name="Our shop")
    profiles.edit(actors.ben, profile.pk, values={"answers": {"business": ["iot-industrial"]}})
    assert used(ben, key)[0]["ProfileVersion"] == "1"
    ben.upgrade_profile_version(WorkloadId=key, ProfileArn=shop, MilestoneName="Before")
    assert used(ben, key)[0]["ProfileVersion"] == "2"
    (milestone,) = ben.list_milestones(WorkloadId=key)["MilestoneSummaries"]
    assert milestone["MilestoneName"] == "Before"


def test_upgrades_of_profiles_that_are_refused(ben, aws_of, cast, key, shop, settings):
    place = {"WorkloadId": key, "ProfileArn": shop}
    with refused(NOT_THERE, "not associated"):
        ben.upgrade_profile_version(**place)
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    ben.create_milestone(WorkloadId=key, MilestoneName="Before")
    with refused(NOT_ALLOWED):
        aws_of(cast.cleo).upgrade_profile_version(**place)
    with refused(NOT_THERE):
        aws_of(cast.oda).upgrade_profile_version(**place)
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"milestones-per-workload": 1}
    with refused(QUOTA, QuotaCode="milestones-per-workload"):
        ben.upgrade_profile_version(**place, MilestoneName="Again")


@pytest.mark.parametrize("operation", ["associate_profiles", "disassociate_profiles"])
def test_calls_about_profiles_that_are_refused(operation, ben, aws_of, cast, key, shop):
    call = {"WorkloadId": key, "ProfileArns": [shop]}
    with refused(NOT_ALLOWED):
        getattr(aws_of(cast.cleo), operation)(**call)
    with refused(NOT_THERE):
        getattr(aws_of(cast.oda), operation)(**call)
    nothing = f"arn:aws:wellarchitected:us-east-1:123456789012:profile/{NOBODY}"
    with refused(NOT_THERE, ResourceId=nothing):
        getattr(ben, operation)(WorkloadId=key, ProfileArns=[nothing])


# --- What is put away ---------------------------------------------------------------------


def test_an_archived_workload_keeps_its_lenses_and_its_profile(actors, ben, key, small_lens, shop):
    small = arn(small_lens)
    ben.associate_lenses(WorkloadId=key, LensAliases=[small])
    ben.associate_profiles(WorkloadId=key, ProfileArns=[shop])
    workloads.archive(actors.ben, UUID(key))
    with refused(CLASH, "archived"):
        ben.disassociate_lenses(WorkloadId=key, LensAliases=[small])
    with refused(CLASH, "archived"):
        ben.disassociate_profiles(WorkloadId=key, ProfileArns=[shop])
    with refused(CLASH, "archived"):
        ben.update_lens_review(WorkloadId=key, LensAlias=small, LensNotes="Late.")
    assert lenses(ben, key) == [FRAMEWORK, small]
    assert used(ben, key)[0]["ProfileArn"] == shop
