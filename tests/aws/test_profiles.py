"""Profiles through the AWS API: the template, made, changed as versions, listed, deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews import profiling
from tests.aws import library
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def arn(ben):
    return library.profile(ben)


def shown(api, arn, **version):
    return api.get_profile(ProfileArn=arn, **version)["Profile"]


def selected(profile):
    return {
        each["QuestionId"]: each["SelectedChoiceIds"]
        for each in profile["ProfileQuestions"]
        if each["SelectedChoiceIds"]
    }


def test_the_template_asks_what_profiles_are_asked_here(ben):
    asked = ben.get_profile_template()["ProfileTemplate"]["TemplateQuestions"]
    ours = profiling.builtin().questions
    assert [each["QuestionId"] for each in asked] == [each.id for each in ours]
    for theirs, question in zip(asked, ours, strict=True):
        assert theirs["QuestionTitle"] == question.title
        choices = [each["ChoiceId"] for each in theirs["QuestionChoices"]]
        assert choices == [option.id for option in question.options]
        most = len(question.options) if question.is_several else 1
        assert (theirs["MinSelectedChoices"], theirs["MaxSelectedChoices"]) == (0, most)


def test_a_profile_is_made_and_read(ben, cast):
    answer = ben.create_profile(
        ProfileName="Our shop",
        ProfileDescription="What matters to us",
        ProfileQuestions=[{"QuestionId": "business", "SelectedChoiceIds": ["e-commerce"]}],
        Tags={"team": "shop"},
    )
    assert answer["ProfileVersion"] == "1"
    profile = shown(ben, answer["ProfileArn"])
    assert profile["ProfileName"] == "Our shop"
    assert profile["ProfileDescription"] == "What matters to us"
    assert profile["ProfileVersion"] == "1"
    assert profile["Owner"] == cast.northwind.number
    assert profile["Tags"] == {"team": "shop"}
    assert selected(profile) == {"business": ["e-commerce"]}
    business = profile["ProfileQuestions"][0]
    assert business["QuestionTitle"] == "What kind of business is it?"
    assert len(business["QuestionChoices"]) > 3


def test_other_answers_are_a_new_version_and_the_old_one_stays(ben, arn):
    changed = ben.update_profile(
        ProfileArn=arn,
        ProfileDescription="Something else",
        ProfileQuestions=[{"QuestionId": "business", "SelectedChoiceIds": ["startup-mvp"]}],
    )["Profile"]
    assert changed["ProfileVersion"] == "2"
    assert changed["ProfileDescription"] == "Something else"
    assert selected(changed) == {"business": ["startup-mvp"]}
    assert selected(shown(ben, arn, ProfileVersion="1")) == {"business": ["e-commerce"]}
    assert shown(ben, arn)["ProfileVersion"] == "2"


def test_another_description_is_no_new_version(ben, arn):
    changed = ben.update_profile(ProfileArn=arn, ProfileDescription="Something else")["Profile"]
    assert changed["ProfileVersion"] == "1"


def test_questions_that_are_not_named_keep_their_answers(ben, arn):
    other = profiling.builtin().questions[1]
    choice = other.options[0].id
    changed = ben.update_profile(
        ProfileArn=arn,
        ProfileQuestions=[{"QuestionId": other.id, "SelectedChoiceIds": [choice]}],
    )["Profile"]
    assert selected(changed) == {"business": ["e-commerce"], other.id: [choice]}


def test_what_is_not_asked_is_refused_with_every_problem(ben):
    with refused(NOT_VALID) as answer:
        library.profile(ben, business="circus", weather="fine")
    told = [(field["Name"], field["Message"]) for field in answer["Fields"]]
    assert sorted(told) == [
        ("ProfileQuestions", "There is no option circus."),
        ("ProfileQuestions", "There is no such question."),
    ]


def test_one_choice_is_all_where_one_is_asked_for(ben):
    with refused(NOT_VALID, "Choose one of these."):
        ben.create_profile(
            ProfileName="Our shop",
            ProfileDescription="Both",
            ProfileQuestions=[
                {"QuestionId": "business", "SelectedChoiceIds": ["e-commerce", "startup-mvp"]}
            ],
        )


def test_names_of_profiles_are_unique(ben, arn):
    with refused(CLASH, "already exists", ResourceType="PROFILE"):
        library.profile(ben, "our SHOP")


def test_versions_there_are_not_are_not_found(ben, arn):
    for version in ("2", "x", "0"):
        with refused(NOT_THERE, ResourceId=version, ResourceType="PROFILE_VERSION"):
            shown(ben, arn, ProfileVersion=version)


def test_profiles_are_listed_by_owner_and_beginning_of_the_name(ben, arn):
    def names(**filters):
        found = ben.list_profiles(MaxResults=50, **filters)["ProfileSummaries"]
        return [each["ProfileName"] for each in found]

    library.profile(ben, "Another one")
    assert names(ProfileOwnerType="SELF") == ["Another one", "Our shop"]
    assert names(ProfileOwnerType="SELF", ProfileNamePrefix="our") == ["Our shop"]
    builtin = names(ProfileOwnerType="SHARED")
    assert "E-commerce" in builtin
    assert sorted(names()) == sorted([*builtin, "Another one", "Our shop"])


def test_a_built_in_profile_is_read_but_not_changed(ben):
    found = ben.list_profiles(ProfileOwnerType="SHARED", ProfileNamePrefix="E-commerce")
    (builtin,) = found["ProfileSummaries"]
    assert builtin["Owner"] == "000000000000"
    assert selected(shown(ben, builtin["ProfileArn"])) == {"business": ["e-commerce"]}
    with refused(NOT_ALLOWED, "built-in"):
        ben.delete_profile(ProfileArn=builtin["ProfileArn"])


def test_a_list_takes_the_same_queries_however_long_it_is(ben):
    counts = []
    for number in range(3):
        library.profile(ben, f"Profile {number}")
        with CaptureQueriesContext(connection) as seen:
            ben.list_profiles()
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_a_deleted_profile_is_gone_and_workloads_keep_it(ben, arn):
    key = library.workload(ben, ProfileArns=[arn])
    ben.delete_profile(ProfileArn=arn)
    with refused(NOT_THERE, ResourceId=arn, ResourceType="PROFILE"):
        shown(ben, arn)
    assert ben.list_profiles(ProfileOwnerType="SELF")["ProfileSummaries"] == []
    used = ben.get_workload(WorkloadId=key)["Workload"]["Profiles"]
    assert used == [{"ProfileArn": arn, "ProfileVersion": "1"}]


def test_more_profiles_than_the_quota_cannot_be_paid_for(ben, arn, settings):
    settings.WELLARCH_AWS_QUOTAS = {**settings.WELLARCH_AWS_QUOTAS, "profiles": 1}
    with refused(QUOTA, QuotaCode="profiles"):
        library.profile(ben, "Another one")


def test_the_limit_of_the_installation_is_a_quota_too(ben, arn, monkeypatch):
    monkeypatch.setattr("reviews.services.profiles.MAX_PROFILES", 1)
    with refused(QUOTA, QuotaCode="profiles", ResourceType="ACCOUNT"):
        library.profile(ben, "Another one")


def test_outsiders_see_no_profile_and_viewers_change_none(ben, arn, aws_of, cast):
    oda = aws_of(cast.oda)
    for call in (oda.get_profile, oda.delete_profile, oda.update_profile):
        with refused(NOT_THERE, ResourceId=arn):
            call(ProfileArn=arn)
    for person in (cast.vic, cast.cleo):
        api = aws_of(person)
        assert shown(api, arn)["ProfileName"] == "Our shop"
        for call in (api.delete_profile, api.update_profile):
            with refused(NOT_ALLOWED):
                call(ProfileArn=arn)
        with refused(NOT_ALLOWED):
            library.profile(api, "Mine")
