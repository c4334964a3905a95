"""Workloads through the AWS API: made, read, changed, deleted, listed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from reviews.models import AwsSettings, Review, Workload
from reviews.services import sharing, summaries, workloads
from tests.aws.made import FRAMEWORK, NOBODY, arn, refused, workload
from tests.builders import select, start_workload
from wellarch import clock
from wellarch.accounts.models import Share
from wellarch.accounts.sharing.targets import Target

WHOLE = {
    "AccountIds": ["123456789012"],
    "NonAwsRegions": ["Basement"],
    "PillarPriorities": ["security", "reliability"],
    "ArchitecturalDesign": "https://example.com/design",
    "IndustryType": "Retail & Wholesale",
    "Industry": "Toys",
    "Notes": "Old and new.",
    "Tags": {"team": "payments"},
    "DiscoveryConfig": {"TrustedAdvisorIntegrationStatus": "DISABLED"},
    "JiraConfiguration": {"IssueManagementStatus": "ENABLED", "JiraProjectKey": "SHOP"},
    "Applications": [
        "arn:aws:servicecatalog:eu-west-1:123456789012:/applications/0123456789abcdef"
    ],
}


def test_what_is_given_is_read_back(aws_of, cast, small_lens):
    api = aws_of(cast.ben)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.at(at):
        key = workload(api, **WHOLE, Lenses=[arn(small_lens)])
        found = api.get_workload(WorkloadId=key)["Workload"]
    assert found["UpdatedAt"] == at
    del found["UpdatedAt"]
    assert set(found.pop("Lenses")) == {FRAMEWORK, arn(small_lens)}  # of one moment: any order
    number = cast.northwind.number
    assert found == {
        **WHOLE,
        "WorkloadId": key,
        "WorkloadArn": f"arn:aws:wellarchitected:us-east-1:{number}:workload/{key}",
        "WorkloadName": "Shop",
        "Description": "Sells things",
        "Environment": "PRODUCTION",
        "ReviewOwner": "platform@example.com",
        "AwsRegions": ["eu-west-1"],
        "ImprovementStatus": "NOT_APPLICABLE",
        "Owner": number,
        "RiskCounts": {"UNANSWERED": 60, "HIGH": 0, "MEDIUM": 0, "NONE": 0, "NOT_APPLICABLE": 0},
    }


def test_it_is_the_workload_people_see(aws_of, cast, small_lens):
    key = workload(aws_of(cast.ben), **WHOLE)
    row = Workload.objects.get(pk=key)
    assert (row.name, row.other_sites, row.industry) == ("Shop", ["Basement"], "Toys")
    assert row.created_by == cast.ben
    assert [review.lens.alias for review in row.reviews.all()] == [FRAMEWORK]


def test_the_framework_is_attached_once_whatever_it_is_called(aws_of, cast, small_lens):
    api = aws_of(cast.ben)
    long = "arn:aws:wellarchitected::aws:lens/wellarchitected"
    key = workload(api, Lenses=[long, FRAMEWORK, arn(small_lens), arn(small_lens)])
    lenses = api.get_workload(WorkloadId=key)["Workload"]["Lenses"]
    assert lenses == [FRAMEWORK, arn(small_lens)]
    other = workload(api, "Other", Lenses=[])
    assert api.get_workload(WorkloadId=other)["Workload"]["Lenses"] == [FRAMEWORK]


@pytest.mark.parametrize("name", ["Shop", "  s H o p", "SHOP"])
def test_a_name_that_is_taken_is_a_conflict(name, aws_of, cast):
    api = aws_of(cast.ben)
    workload(api)
    answer = refused("ConflictException", workload, api=api, name=name)
    assert (answer["ResourceId"], answer["ResourceType"]) == (name, "WORKLOAD")
    assert Workload.objects.count() == 1
    assert workload(aws_of(cast.oda))  # a name belongs to one organization


@pytest.mark.parametrize(
    ("given", "member"),
    [
        ({"ReviewOwner": "   "}, "ReviewOwner"),
        ({"AwsRegions": []}, "AwsRegions"),
        ({"AwsRegions": [], "NonAwsRegions": []}, "NonAwsRegions"),
        ({"name": " ab "}, "WorkloadName"),
    ],
)
def test_what_a_workload_needs(given, member, aws_of, cast):
    answer = refused("ValidationException", workload, api=aws_of(cast.ben), **given)
    assert answer["Reason"] == "FIELD_VALIDATION_FAILED"
    assert member in {field["Name"] for field in answer["Fields"]}
    assert not Workload.objects.exists()


def test_other_sites_alone_are_enough(aws_of, cast):
    api = aws_of(cast.ben)
    key = workload(api, AwsRegions=[], NonAwsRegions=["Basement"])
    assert api.get_workload(WorkloadId=key)["Workload"]["NonAwsRegions"] == ["Basement"]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"Lenses": ["nothing"]}, "LENS"),
        ({"Lenses": [f"arn:aws:wellarchitected:us-east-1:123456789012:lens/{NOBODY}"]}, "LENS"),
        (
            {"ProfileArns": [f"arn:aws:wellarchitected:us-east-1:123456789012:profile/{NOBODY}"]},
            "PROFILE",
        ),
        (
            {
                "ReviewTemplateArns": [
                    f"arn:aws:wellarchitected:us-east-1:123456789012:review-template/{NOBODY}"
                ]
            },
            "REVIEW_TEMPLATE",
        ),
    ],
)
def test_what_it_names_must_be_there(given, kind, aws_of, cast):
    answer = refused("ResourceNotFoundException", workload, api=aws_of(cast.ben), **given)
    assert answer["ResourceType"] == kind
    assert not Workload.objects.exists()  # all of it, or nothing of it


def test_who_may_not_make_workloads_is_refused(aws_of, cast):
    for person in (cast.cleo, cast.vic):
        refused("AccessDeniedException", workload, api=aws_of(person))
    refused("AccessDeniedException", workload, api=aws_of(cast.ben, "read"))


def test_the_quotas_of_workloads_and_of_lenses(aws_of, cast, small_lens, settings):
    api = aws_of(cast.ben)
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"lenses-per-workload": 1}
    answer = refused("ServiceQuotaExceededException", workload, api=api, Lenses=[arn(small_lens)])
    assert answer["QuotaCode"] == "lenses-per-workload"
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"workloads": 1}
    workload(api)
    answer = refused("ServiceQuotaExceededException", workload, api=api, name="Another")
    assert (answer["QuotaCode"], answer["ServiceCode"]) == ("workloads", "wellarchitected")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 402
    assert workload(aws_of(cast.oda))


def test_the_same_token_makes_one_workload(aws_of, cast):
    api = aws_of(cast.ben)
    first = workload(api, ClientRequestToken="once")
    assert workload(api, ClientRequestToken="once") == first
    refused("ConflictException", workload, api=api, name="Other", ClientRequestToken="once")


def test_an_update_changes_what_it_names(aws_of, cast):
    api = aws_of(cast.ben)
    key = workload(api, **WHOLE)
    before = api.get_workload(WorkloadId=key)["Workload"]
    answer = api.update_workload(
        WorkloadId=key,
        WorkloadName="Store",
        ImprovementStatus="RISK_ACKNOWLEDGED",
        Environment="PREPRODUCTION",
        Notes="",
        JiraConfiguration={"IssueManagementStatus": "DISABLED"},
        IsReviewOwnerUpdateAcknowledged=True,
    )["Workload"]
    assert answer == api.get_workload(WorkloadId=key)["Workload"]
    changed = {name for name in {*before, *answer} if before.get(name) != answer.get(name)}
    assert changed - {"UpdatedAt"} == {
        "WorkloadName",
        "ImprovementStatus",
        "Environment",
        "Notes",
        "JiraConfiguration",
        "IsReviewOwnerUpdateAcknowledged",
    }
    assert answer["JiraConfiguration"] == {"IssueManagementStatus": "DISABLED"}
    assert "Notes" not in answer


def test_an_update_that_does_not_fit_is_refused(aws_of, cast):
    api = aws_of(cast.ben)
    key = workload(api)
    workload(api, "Other")
    refused("ConflictException", api.update_workload, WorkloadId=key, WorkloadName="o t h e r")
    answer = refused("ValidationException", api.update_workload, WorkloadId=key, AwsRegions=[])
    assert "At least one" in answer["Error"]["Message"]
    api.update_workload(WorkloadId=key, AwsRegions=[], NonAwsRegions=["Basement"])
    api.update_workload(WorkloadId=key, WorkloadName="SHOP")  # its own name in other letters


def test_what_was_made_without_a_region_may_be_changed(aws_of, cast, actors):
    row = start_workload(actors.ben)
    api = aws_of(cast.ben)
    found = api.update_workload(WorkloadId=row.pk.hex, Description="Sells more")["Workload"]
    assert (found["AwsRegions"], found["Description"]) == ([], "Sells more")


@pytest.mark.parametrize("operation", ["get_workload", "update_workload", "delete_workload"])
def test_an_outsider_does_not_find_it(operation, aws_of, cast):
    key = workload(aws_of(cast.ben))
    answer = refused(
        "ResourceNotFoundException", getattr(aws_of(cast.oda), operation), WorkloadId=key
    )
    assert (answer["ResourceId"], answer["ResourceType"]) == (key, "WORKLOAD")
    refused("ResourceNotFoundException", getattr(aws_of(cast.ben), operation), WorkloadId=NOBODY)


def test_a_viewer_reads_and_changes_nothing(aws_of, cast):
    key = workload(aws_of(cast.ben))
    api = aws_of(cast.vic)
    assert api.get_workload(WorkloadId=key)["Workload"]["WorkloadName"] == "Shop"
    refused("AccessDeniedException", api.update_workload, WorkloadId=key, Notes="x")
    refused("AccessDeniedException", api.update_workload, WorkloadId=key)
    refused("AccessDeniedException", api.delete_workload, WorkloadId=key)


def test_what_is_deleted_is_gone_with_what_was_in_it(aws_of, cast):
    api = aws_of(cast.ben)
    key = workload(api, **WHOLE)
    assert api.delete_workload(WorkloadId=key)["ResponseMetadata"]["HTTPStatusCode"] == 200
    refused("ResourceNotFoundException", api.get_workload, WorkloadId=key)
    assert not Review.objects.exists()
    assert not AwsSettings.objects.exists()


def test_an_archived_workload_is_read_and_not_changed(aws_of, cast, actors):
    api = aws_of(cast.ben)
    key = workload(api)
    workloads.archive(actors.ben, key)
    answer = refused("ConflictException", api.update_workload, WorkloadId=key, Notes="x")
    assert answer["ResourceId"] == key
    assert api.get_workload(WorkloadId=key)


def test_workloads_are_listed_in_pages(aws_of, cast):
    api = aws_of(cast.ben)
    names = [f"Shop {number}" for number in range(5)]
    for name in names:
        workload(api, name)
    first = api.list_workloads(MaxResults=2)
    assert [each["WorkloadName"] for each in first["WorkloadSummaries"]] == names[:2]
    pages = api.get_paginator("list_workloads") if api.can_paginate("list_workloads") else None
    assert pages is None  # botocore has none for this operation: clients follow the token
    found, token = [], None
    while True:
        page = api.list_workloads(MaxResults=2, **({"NextToken": token} if token else {}))
        found += [each["WorkloadName"] for each in page["WorkloadSummaries"]]
        token = page.get("NextToken")
        if token is None:
            break
    assert found == names
    refused("ValidationException", api.list_workloads, NextToken="bm90aGluZw==")
    refused(
        "ValidationException",
        api.list_workloads,
        NextToken=first["NextToken"],
        WorkloadNamePrefix="Shop",
    )


def test_a_list_is_narrowed_by_the_beginning_of_names(aws_of, cast):
    api = aws_of(cast.ben)
    for name in ("Shop one", "Shop two", "The shop"):
        workload(api, name)
    found = api.list_workloads(WorkloadNamePrefix="Shop")["WorkloadSummaries"]
    assert [each["WorkloadName"] for each in found] == ["Shop one", "Shop two"]
    assert api.list_workloads(WorkloadNamePrefix="%")["WorkloadSummaries"] == []


def test_the_numbers_of_a_list_are_those_of_now(aws_of, cast, actors, review):
    api = aws_of(cast.vic)
    select(actors.cleo, review, "locks", "locks_no")
    select(actors.cleo, review, "keys", "keys_safe")
    (found,) = api.list_workloads()["WorkloadSummaries"]
    # A low risk of ours is none of theirs.
    select(actors.cleo, review, "glass", "glass_film")
    (after,) = api.list_workloads()["WorkloadSummaries"]
    none = {"MEDIUM": 0, "NOT_APPLICABLE": 0}
    assert found["RiskCounts"] == {"HIGH": 1, "NONE": 1, "UNANSWERED": 1, **none}
    assert after["RiskCounts"] == {"HIGH": 1, "NONE": 2, "UNANSWERED": 0, **none}


def test_a_list_costs_the_same_for_two_workloads_and_for_many(
    aws_of, cast, small_lens, django_assert_max_num_queries
):
    api = aws_of(cast.ben)

    def some(*names):
        """One whose kept numbers are those of now, and one that changed since."""
        for name in names:
            counted = workload(api, f"{name} counted", Lenses=[arn(small_lens)])
            workload(api, name, Lenses=[arn(small_lens)])
            summaries.compute(UUID(counted))

    some("Shop")
    api.list_workloads()
    with django_assert_max_num_queries(50) as counted:
        api.list_workloads()
    few = len(counted)
    some("Store", "Kiosk", "Stall")
    with django_assert_max_num_queries(few):
        assert len(api.list_workloads()["WorkloadSummaries"]) == 8


def test_others_are_not_listed_until_they_share(aws_of, cast, actors):
    key = workload(aws_of(cast.ben))
    theirs = aws_of(cast.oda)
    assert theirs.list_workloads()["WorkloadSummaries"] == []
    sharing.offer(
        actors.ada, key, Target(organization=cast.elsewhere.number), permission="contribute"
    )
    assert theirs.list_workloads()["WorkloadSummaries"] == []
    offer = Share.objects.get()
    theirs.update_share_invitation(ShareInvitationId=offer.pk.hex, ShareInvitationAction="ACCEPT")
    (found,) = theirs.list_workloads()["WorkloadSummaries"]
    assert (found["WorkloadId"], found["Owner"]) == (key, cast.northwind.number)
    whole = theirs.get_workload(WorkloadId=key)["Workload"]
    assert whole["ShareInvitationId"] == offer.pk.hex
    assert whole["WorkloadArn"].split(":")[4] == cast.northwind.number
    refused("AccessDeniedException", theirs.update_workload, WorkloadId=key, Notes="x")
    refused("AccessDeniedException", theirs.delete_workload, WorkloadId=key)
    own = aws_of(cast.ben).get_workload(WorkloadId=key)["Workload"]
    assert "ShareInvitationId" not in own
