"""Lens documents brought in through the AWS API: drafts, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.aws import library
from tests.aws.refusals import NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused

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


def test_an_import_makes_a_draft_that_is_listed_at_once(ben, cast):
    answer = ben.import_lens(JSONString=json.dumps(library.document()), Tags={"team": "house"})
    assert set(answer) == {"LensArn", "ResponseMetadata"}
    arn = answer["LensArn"]
    assert arn.startswith(f"arn:aws:wellarchitected:us-east-1:{cast.northwind.number}:lens/")
    assert names(ben, LensType="CUSTOM_SELF") == []
    assert names(ben, LensType="CUSTOM_SELF", LensStatus="ALL") == ["House lens"]
    (found,) = ben.list_lenses(LensStatus="DRAFT")["LensSummaries"]
    assert found["LensArn"] == arn
    assert found["LensType"] == "CUSTOM_SELF"
    assert found["LensVersion"] == "draft"
    assert found["Owner"] == cast.northwind.number
    assert "LensAlias" not in found
    assert ben.get_lens(LensAlias=arn)["Lens"]["Tags"] == {"team": "house"}


def test_an_import_by_arn_replaces_the_draft(ben):
    arn = library.import_lens(ben)
    again = library.document(description="Another text.")
    assert ben.import_lens(JSONString=json.dumps(again), LensAlias=arn)["LensArn"] == arn
    assert ben.get_lens(LensAlias=arn)["Lens"]["Description"] == "Another text."
    assert len(ben.list_lenses(LensStatus="DRAFT")["LensSummaries"]) == 1


def test_an_alias_that_is_no_arn_is_refused_as_the_reference_does(ben):
    says = "[Validation] Invalid lens alias test (allowed value as alias is LensARN)"
    with refused(NOT_VALID, says):
        ben.import_lens(JSONString=json.dumps(library.document()), LensAlias="test")


def test_nobody_replaces_the_draft_of_a_lens_of_others_or_of_none(ben, oda):
    theirs = library.import_lens(oda)
    for arn in (theirs, theirs[:-32] + "0" * 32):
        with refused(NOT_THERE):
            ben.import_lens(JSONString=json.dumps(library.document()), LensAlias=arn)
    assert oda.get_lens(LensAlias=theirs)["Lens"]["Name"] == "House lens"


@pytest.mark.parametrize("name", ["House lens", "HOUSE LENS!", "house-lens"])
def test_a_name_is_taken_whatever_its_case_and_punctuation(ben, name):
    library.import_lens(ben)
    with refused(NOT_VALID, "A lens with normalized name houselens already exists."):
        library.import_lens(ben, library.document(name))


def test_another_account_may_use_the_name(ben, oda):
    library.import_lens(ben)
    assert library.import_lens(oda)


def test_a_published_lens_keeps_its_name(ben):
    arn = library.new_lens(ben)
    with refused(NOT_VALID, "Lens name must match published name"):
        library.import_lens(ben, library.document("Other lens"), LensAlias=arn)


def test_a_lens_without_a_default_rule_is_taken_as_the_reference_does(ben):
    lens = library.document()
    del lens["pillars"][0]["questions"][0]["riskRules"][-1]
    assert library.import_lens(ben, lens)


def test_a_document_is_refused_with_every_problem_at_once(ben):
    lens = library.document("Bad; name", description="x" * 2049)
    lens["pillars"][0]["questions"][0]["title"] = "t" * 129
    with refused(NOT_VALID, "AWS accepts 2,048") as answer:
        library.import_lens(ben, lens)
    wrong = {field["Name"]: field["Message"] for field in answer["Fields"]}
    assert set(wrong) == {"/name", "/description", "/pillars/0/questions/0/title"}
    assert "129" in wrong["/pillars/0/questions/0/title"]
    assert answer["Reason"] == "FIELD_VALIDATION_FAILED"
    assert names(ben, LensStatus="DRAFT") == []


@pytest.mark.parametrize("text", ["name: House", "[]", "{nothing}"])
def test_what_is_not_a_json_object_is_refused(ben, text):
    with refused(NOT_VALID):
        ben.import_lens(JSONString=text)


def test_a_reserved_tag_is_refused_and_no_lens_is_made(ben):
    with refused(NOT_VALID, "aws:"):
        library.import_lens(ben, Tags={"aws:team": "x"})
    assert names(ben, LensStatus="DRAFT") == []


def test_a_viewer_and_a_contributor_import_nothing(aws_of, cast):
    for person in (cast.vic, cast.cleo):
        with refused(NOT_ALLOWED):
            library.import_lens(aws_of(person))


def test_more_lenses_than_the_quota_cannot_be_paid_for(ben, settings):
    settings.WELLARCH_AWS_QUOTAS = {**settings.WELLARCH_AWS_QUOTAS, "lenses": 1}
    library.import_lens(ben)
    with refused(QUOTA, QuotaCode="lenses", ServiceCode="wellarchitected"):
        library.import_lens(ben, library.document("Other lens"))


def test_a_repeated_token_imports_once(ben):
    text = json.dumps(library.document())
    one = ben.import_lens(JSONString=text, ClientRequestToken="once")
    two = ben.import_lens(JSONString=text, ClientRequestToken="once")
    assert one["LensArn"] == two["LensArn"]
    assert len(ben.list_lenses(LensStatus="DRAFT")["LensSummaries"]) == 1
