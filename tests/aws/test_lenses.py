"""Lenses through the AWS API: published, listed, compared, exported, deleted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.aws import library
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused

SHARED = Path(os.environ.get("WELLARCH_SHARED", Path(__file__).parents[2].parent / "shared"))
REAL = SHARED / "lenses"


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def oda(aws_of, cast):
    return aws_of(cast.oda)


def names(api, **filters):
    return [each["LensName"] for each in api.list_lenses(MaxResults=50, **filters)["LensSummaries"]]


# --- Publish ------------------------------------------------------------------------------


def test_a_draft_is_published_and_is_a_draft_no_more(ben):
    arn = library.import_lens(ben)
    answer = ben.create_lens_version(LensAlias=arn, LensVersion="1.0", IsMajorVersion=True)
    assert (answer["LensArn"], answer["LensVersion"]) == (arn, "1.0")
    (found,) = ben.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"]
    assert found["LensVersion"] == "1.0"
    assert found["LensStatus"] == "CURRENT"
    assert names(ben, LensStatus="DRAFT") == []
    assert ben.get_lens(LensAlias=arn)["Lens"]["LensVersion"] == "1.0"


def test_a_published_lens_with_a_new_draft_is_listed_as_both(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.document(description="New."), LensAlias=arn)
    found = ben.list_lenses(LensType="CUSTOM_SELF", LensStatus="ALL")["LensSummaries"]
    assert [each["LensVersion"] for each in found] == ["1", "draft"]
    assert ben.get_lens(LensAlias=arn)["Lens"]["Description"] == "What a house needs."
    draft = ben.get_lens(LensAlias=arn, LensVersion="draft")["Lens"]
    assert draft["Description"] == "New."


def test_without_a_draft_nothing_is_published(ben):
    arn = library.new_lens(ben)
    with refused(CLASH, "has no draft", ResourceId=arn, ResourceType="LENS"):
        library.publish(ben, arn, "2")


@pytest.mark.parametrize("name", ["1", "a b", "ü"])
def test_a_version_needs_a_fresh_name_of_letters_and_digits(ben, name):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.document(description="New."), LensAlias=arn)
    with refused(NOT_VALID) as answer:
        library.publish(ben, arn, name)
    assert [field["Name"] for field in answer["Fields"]] == ["LensVersion"]


def test_more_versions_than_the_quota_cannot_be_paid_for(ben, settings):
    settings.WELLARCH_AWS_QUOTAS = {**settings.WELLARCH_AWS_QUOTAS, "lens-versions": 1}
    arn = library.new_lens(ben)
    library.import_lens(ben, library.document(description="New."), LensAlias=arn)
    with refused(QUOTA, QuotaCode="lens-versions", ResourceId=arn):
        library.publish(ben, arn, "2")


def test_an_outsider_publishes_nothing_and_a_contributor_may_not(ben, oda, aws_of, cast):
    arn = library.import_lens(ben)
    with refused(NOT_THERE, ResourceId=arn, ResourceType="LENS"):
        library.publish(oda, arn)
    with refused(NOT_ALLOWED):
        library.publish(aws_of(cast.cleo), arn)
    with refused(NOT_ALLOWED, "built-in"):
        library.publish(ben, "wellarchitected")


# --- Lists --------------------------------------------------------------------------------


def test_built_in_lenses_are_official_and_go_by_their_alias(ben):
    found = ben.list_lenses(LensType="AWS_OFFICIAL", MaxResults=50)["LensSummaries"]
    framework = next(each for each in found if each["LensAlias"] == "wellarchitected")
    assert framework["LensArn"] == "arn:aws:wellarchitected::aws:lens/wellarchitected"
    assert "Owner" not in framework
    assert all(each["LensType"] == "AWS_OFFICIAL" for each in found)


def test_a_lens_is_found_by_a_part_of_its_name(ben):
    library.new_lens(ben)
    assert names(ben, LensName="house") == ["House lens"]
    assert names(ben, LensName="nothing like it") == []


def test_pages_of_lenses_add_up_to_all_of_them(ben):
    for number in range(5):
        library.new_lens(ben, library.document(f"Lens {number}"))
    seen, token = [], {}
    while True:
        answer = ben.list_lenses(LensType="CUSTOM_SELF", MaxResults=2, **token)
        seen += [each["LensName"] for each in answer["LensSummaries"]]
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert seen == [f"Lens {number}" for number in range(5)]


def test_a_list_takes_the_same_queries_however_long_it_is(ben):
    library.new_lens(ben)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as seen:
            ben.list_lenses(LensStatus="ALL", MaxResults=50)
        counts.append(len(seen))
        library.new_lens(ben, library.document(f"Lens {number}"))
    assert len(set(counts)) == 1


# --- Differences --------------------------------------------------------------------------


def test_the_difference_of_two_versions_is_told_by_pillar_and_question(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.changed(library.document()), LensAlias=arn)
    library.publish(ben, arn, "2")
    answer = ben.get_lens_version_difference(LensAlias=arn, BaseLensVersion="1")
    assert answer["BaseLensVersion"] == "1"
    assert answer["TargetLensVersion"] == answer["LatestLensVersion"] == "2"
    pillars = answer["VersionDifferences"]["PillarDifferences"]
    assert [(p["PillarId"], p["PillarName"], p["DifferenceStatus"]) for p in pillars] == [
        ("doors", "Doors", "UPDATED"),
        ("roof", "Roof", "NEW"),
    ]
    assert {q["QuestionId"]: q["DifferenceStatus"] for q in pillars[0]["QuestionDifferences"]} == {
        "locks": "UPDATED",
        "bells": "DELETED",
        "guests": "NEW",
    }
    assert pillars[1]["QuestionDifferences"] == [
        {"QuestionId": "tiles", "QuestionTitle": "Tiles?", "DifferenceStatus": "NEW"}
    ]


def test_without_a_base_the_version_before_is_compared(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.changed(library.document()), LensAlias=arn)
    library.publish(ben, arn, "2")
    answer = ben.get_lens_version_difference(LensAlias=arn)
    assert (answer["BaseLensVersion"], answer["TargetLensVersion"]) == ("1", "2")
    same = ben.get_lens_version_difference(LensAlias=arn, TargetLensVersion="1")
    assert same["VersionDifferences"]["PillarDifferences"] == []


def test_versions_there_are_not_cannot_be_compared(ben, oda):
    arn = library.new_lens(ben)
    with refused(NOT_THERE, ResourceId="9", ResourceType="LENS_VERSION"):
        ben.get_lens_version_difference(LensAlias=arn, BaseLensVersion="9")
    with refused(NOT_THERE, ResourceType="LENS"):
        oda.get_lens_version_difference(LensAlias=arn)


# --- Export -------------------------------------------------------------------------------


def test_what_was_imported_is_exported_word_for_word(ben):
    arn = library.new_lens(ben)
    assert json.loads(ben.export_lens(LensAlias=arn)["LensJSON"]) == library.document()


def test_an_older_version_is_exported_by_its_name(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.changed(library.document()), LensAlias=arn)
    library.publish(ben, arn, "2")
    one = ben.export_lens(LensAlias=arn, LensVersion="1")["LensJSON"]
    two = ben.export_lens(LensAlias=arn)["LensJSON"]
    assert json.loads(one) == library.document()
    assert json.loads(two) == library.changed(library.document())
    with refused(NOT_THERE, ResourceId="3", ResourceType="LENS_VERSION"):
        ben.export_lens(LensAlias=arn, LensVersion="3")


def test_our_own_extensions_stay_behind(ben):
    arn = library.new_lens(ben, library.document(focus="Houses", version="7"))
    assert json.loads(ben.export_lens(LensAlias=arn)["LensJSON"]) == library.document()


def test_only_the_owner_exports_a_lens(ben, oda, cast):
    arn = library.new_lens(ben)
    with refused(NOT_ALLOWED, "User might be not authorized to access lens"):
        ben.export_lens(LensAlias="wellarchitected")
    with refused(NOT_THERE):
        oda.export_lens(LensAlias=arn)
    ben.create_lens_share(LensAlias=arn, SharedWith=cast.elsewhere.number)
    (found,) = oda.list_share_invitations()["ShareInvitationSummaries"]
    oda.update_share_invitation(
        ShareInvitationId=found["ShareInvitationId"], ShareInvitationAction="ACCEPT"
    )
    (seen,) = oda.list_lenses(LensType="CUSTOM_SHARED")["LensSummaries"]
    assert seen["LensArn"] == arn
    assert seen["Owner"] == cast.northwind.number
    assert oda.get_lens(LensAlias=arn)["Lens"]["ShareInvitationId"] == found["ShareInvitationId"]
    with refused(NOT_ALLOWED, "User might be not authorized to access lens"):
        oda.export_lens(LensAlias=arn)


def test_a_lens_made_in_a_browser_is_exported_within_the_limits(ben, small_lens):
    (arn,) = [each["LensArn"] for each in ben.list_lenses(LensName="Small lens")["LensSummaries"]]
    text = ben.export_lens(LensAlias=arn)["LensJSON"]
    risks = {
        rule["risk"]
        for pillar in json.loads(text)["pillars"]
        for question in pillar["questions"]
        for rule in question["riskRules"]
    }
    assert "LOW_RISK" not in risks
    ben.import_lens(JSONString=text.replace("Small lens", "Small lens again"))


@pytest.mark.skipif(not REAL.is_dir(), reason="no real lenses: set WELLARCH_SHARED")
def test_a_real_lens_goes_through_and_comes_back_the_same(ben):
    (path,) = REAL.rglob("*Amazon_ECS_Lens.json")
    arn = library.new_lens(ben, json.loads(path.read_text()))
    text = ben.export_lens(LensAlias=arn)["LensJSON"]
    given, got = json.loads(path.read_text()), json.loads(text)
    assert [p["questions"] for p in got["pillars"]] == [p["questions"] for p in given["pillars"]]
    again = {**got, "name": "The same lens again"}
    copy = library.new_lens(ben, again)
    assert json.loads(ben.export_lens(LensAlias=copy)["LensJSON"]) == again


# --- Delete -------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_and_what_is_published_stays(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.document(description="New."), LensAlias=arn)
    ben.delete_lens(LensAlias=arn, LensStatus="DRAFT")
    found = ben.list_lenses(LensType="CUSTOM_SELF", LensStatus="ALL")["LensSummaries"]
    assert [each["LensVersion"] for each in found] == ["1"]
    with refused(CLASH):
        ben.delete_lens(LensAlias=arn, LensStatus="DRAFT")


def test_what_is_published_goes_and_the_draft_stays(ben):
    arn = library.new_lens(ben)
    library.import_lens(ben, library.document(description="New."), LensAlias=arn)
    ben.delete_lens(LensAlias=arn, LensStatus="PUBLISHED")
    found = ben.list_lenses(LensType="CUSTOM_SELF", LensStatus="ALL")["LensSummaries"]
    assert [each["LensVersion"] for each in found] == ["draft"]
    library.publish(ben, arn, "2")
    assert names(ben, LensType="CUSTOM_SELF") == ["House lens"]


def test_only_a_draft_has_nothing_published_to_delete(ben):
    arn = library.import_lens(ben)
    with refused(CLASH):
        ben.delete_lens(LensAlias=arn, LensStatus="PUBLISHED")


def test_a_deleted_lens_is_gone_but_reviews_go_on(ben):
    arn = library.new_lens(ben)
    key = library.workload(ben, arn)
    ben.delete_lens(LensAlias=arn, LensStatus="ALL")
    assert names(ben, LensType="CUSTOM_SELF", LensStatus="ALL") == []
    with refused(NOT_THERE, ResourceId=arn):
        ben.get_lens(LensAlias=arn)
    review = ben.get_lens_review(WorkloadId=key, LensAlias=arn)["LensReview"]
    assert review["LensStatus"] == "DELETED"
    assert library.new_lens(ben), "its name is free again"


def test_nobody_else_deletes_a_lens(ben, oda, aws_of, cast):
    arn = library.new_lens(ben)
    with refused(NOT_THERE):
        oda.delete_lens(LensAlias=arn, LensStatus="ALL")
    with refused(NOT_ALLOWED):
        aws_of(cast.vic).delete_lens(LensAlias=arn, LensStatus="ALL")
    with refused(NOT_ALLOWED):
        ben.delete_lens(LensAlias="wellarchitected", LensStatus="ALL")
    assert names(ben, LensType="CUSTOM_SELF") == ["House lens"]
