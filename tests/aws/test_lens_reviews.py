"""Lens reviews through the AWS API: listed, read, notes written, upgraded, and how they were."""

from __future__ import annotations

import pytest

from lenses.models import LensVersion, VersionStatus
from lenses.services import deletion
from reviews.models import Finding, Review
from tests.aws import shapes
from tests.aws.made import FRAMEWORK, NOBODY, arn, workload
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused
from tests.builders import select
from tests.reviews import versions_of_a_lens as v


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def place(review, small_lens):
    """The small lens on Checkout."""
    return {"WorkloadId": review.workload_id.hex, "LensAlias": arn(small_lens)}


def risks(**numbers):
    return dict.fromkeys(("UNANSWERED", "HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE"), 0) | numbers


def said(api, place, **more):
    summaries = api.list_answers(**place, **more)["AnswerSummaries"]
    return {each["QuestionId"]: each["SelectedChoices"] for each in summaries}


# --- Now ----------------------------------------------------------------------------------


def test_a_review_is_read_with_its_pillars(ben, place, actors, review):
    select(actors.cleo, review, "locks", "locks_no")
    select(actors.cleo, review, "glass", "glass_film")  # low, which they call none
    found = ben.get_lens_review(**place)
    assert found["WorkloadId"] == place["WorkloadId"]
    whole = found["LensReview"]
    assert whole.pop("UpdatedAt")
    assert whole == {
        "LensAlias": place["LensAlias"],
        "LensArn": place["LensAlias"],
        "LensVersion": "1",
        "LensName": "Small lens",
        "LensStatus": "CURRENT",
        "PillarReviewSummaries": [
            {
                "PillarId": "doors",
                "PillarName": "Doors",
                "RiskCounts": risks(HIGH=1, UNANSWERED=1),
            },
            {"PillarId": "windows", "PillarName": "Windows", "RiskCounts": risks(NONE=1)},
        ],
        "RiskCounts": risks(HIGH=1, UNANSWERED=1, NONE=1),
    }


def test_reviews_are_listed_with_the_same_numbers(ben, small_lens):
    key = workload(ben, Lenses=[arn(small_lens)])
    place = {"WorkloadId": key, "LensAlias": arn(small_lens)}
    ben.update_answer(**place, QuestionId="locks", SelectedChoices=["locks_key"])
    found = ben.list_lens_reviews(WorkloadId=key)
    assert [each["LensAlias"] for each in found["LensReviewSummaries"]] == [
        FRAMEWORK,
        arn(small_lens),
    ]
    whole = ben.get_lens_review(**place)["LensReview"]
    small = found["LensReviewSummaries"][1]
    assert small == {name: whole[name] for name in small}
    assert small["RiskCounts"] == risks(MEDIUM=1, UNANSWERED=2)
    first = ben.list_lens_reviews(WorkloadId=key, MaxResults=1)
    rest = ben.list_lens_reviews(WorkloadId=key, MaxResults=1, NextToken=first["NextToken"])
    assert rest["LensReviewSummaries"] == [small]


def test_notes_are_written_on_the_lens_and_on_pillars(ben, place, review):
    answer = ben.update_lens_review(
        **place, LensNotes="All of it.", PillarNotes={"doors": "Three doors."}
    )["LensReview"]
    assert answer == ben.get_lens_review(**place)["LensReview"]
    assert answer["Notes"] == "All of it."
    doors, windows = answer["PillarReviewSummaries"]
    assert doors["Notes"] == "Three doors."
    assert "Notes" not in windows
    # It is what people read as the current state of the pillar.
    assert Finding.objects.get(review=review).current_state == "Three doors."
    ben.update_lens_review(**place, PillarNotes={"windows": "Two."})
    again = ben.get_lens_review(**place)["LensReview"]
    notes = [each["Notes"] for each in again["PillarReviewSummaries"]]
    assert (again["Notes"], notes) == ("All of it.", ["Three doors.", "Two."])
    ben.update_lens_review(**place, LensNotes="", PillarNotes={"doors": ""})
    again = ben.get_lens_review(**place)["LensReview"]
    assert "Notes" not in again
    assert "Notes" not in again["PillarReviewSummaries"][0]


def test_what_is_chosen_for_jira_is_read_back(ben, place):
    chosen = {"SelectedPillars": [{"PillarId": "doors", "SelectedQuestionIds": ["locks"]}]}
    ben.update_lens_review(**place, JiraConfiguration=chosen)
    assert ben.get_lens_review(**place)["LensReview"]["JiraConfiguration"] == chosen


def test_a_pillar_that_is_not_there_has_no_notes(ben, place, review):
    told = f"[Validation] No pillar with ID roof was found in workload {place['WorkloadId']}."
    with refused(NOT_VALID, told):
        ben.update_lens_review(
            **place, LensNotes="x", PillarNotes={"doors": "Three.", "roof": "None."}
        )
    assert not Finding.objects.exists()
    assert Review.objects.get(pk=review.pk).notes == ""


def test_long_notes_of_ours_are_told_in_full(ben, place, review, monkeypatch):
    monkeypatch.setattr(shapes, "LONGER_THAN_SAID", shapes.LONGER_THAN_SAID | {"Notes"})
    Review.objects.filter(pk=review.pk).update(notes="n" * 3000)
    assert len(ben.get_lens_review(**place)["LensReview"]["Notes"]) == 3000


@pytest.mark.parametrize("operation", ["get_lens_review", "update_lens_review"])
def test_reviews_that_are_not_there(operation, ben, aws_of, cast, place):
    with refused(NOT_THERE, "No lens review for lens alias serverless"):
        getattr(ben, operation)(**place | {"LensAlias": "serverless"})
    with refused(NOT_THERE, ResourceId=NOBODY, ResourceType="WORKLOAD"):
        getattr(ben, operation)(**place | {"WorkloadId": NOBODY})
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        getattr(aws_of(cast.oda), operation)(**place)
    with refused(NOT_THERE):
        aws_of(cast.oda).list_lens_reviews(WorkloadId=place["WorkloadId"])


def test_who_may_only_read_changes_nothing(aws_of, cast, place):
    api = aws_of(cast.vic)
    assert api.get_lens_review(**place)
    for what in (
        {},
        {"LensNotes": "x"},
        {"PillarNotes": {"doors": "x"}},
        {"JiraConfiguration": {"SelectedPillars": []}},
    ):
        with refused(NOT_ALLOWED):
            api.update_lens_review(**place, **what)
    with refused(NOT_ALLOWED):
        api.upgrade_lens_review(**place, MilestoneName="Before")


# --- Upgrades -----------------------------------------------------------------------------


def test_an_upgrade_keeps_how_it_was_in_a_milestone(ben, place, actors, review):
    select(actors.cleo, review, "locks", "locks_key", "locks_dog", notes="Barks.")
    select(actors.cleo, review, "keys", "keys_safe")
    v.publish(actors.ada, "2", v.without_dog, v.without_keys, v.with_alarm)
    assert ben.get_lens_review(**place)["LensReview"]["LensStatus"] == "NOT_CURRENT"
    ben.upgrade_lens_review(**place, MilestoneName="Before")
    whole = ben.get_lens_review(**place)["LensReview"]
    assert (whole["LensStatus"], whole["LensVersion"]) == ("CURRENT", "2")
    # Choices that are gone are not selected any more, notes stay, new questions are open.
    assert said(ben, place) == {"alarm": [], "locks": ["locks_key"], "glass": []}
    assert ben.get_answer(**place, QuestionId="locks")["Answer"]["Notes"] == "Barks."
    with refused(NOT_VALID, "No question with ID keys was found"):
        ben.get_answer(**place, QuestionId="keys")
    with refused(NOT_VALID, "No question with ID keys was found"):
        ben.update_answer(**place, QuestionId="keys", Notes="x")
    # … and the milestone tells what was asked and said before.
    before = ben.get_answer(**place, QuestionId="keys", MilestoneNumber=1)["Answer"]
    assert (before["SelectedChoices"], before["Risk"]) == (["keys_safe"], "NONE")
    then = {"locks": ["locks_key", "locks_dog"], "keys": ["keys_safe"], "glass": []}
    assert said(ben, place, MilestoneNumber=1) == then
    frozen = ben.get_lens_review(**place, MilestoneNumber=1)
    assert frozen["MilestoneNumber"] == 1
    assert frozen["LensReview"]["LensVersion"] == "1"
    assert frozen["LensReview"]["LensStatus"] == "NOT_CURRENT"
    (summary,) = ben.list_milestones(WorkloadId=place["WorkloadId"])["MilestoneSummaries"]
    assert summary["MilestoneName"] == "Before"


def test_upgrades_that_are_refused(ben, aws_of, cast, place, actors, settings):
    with refused(CLASH, "nothing newer"):
        ben.upgrade_lens_review(**place, MilestoneName="Before")
    v.publish(actors.ada, "2", v.without_dog)
    ben.create_milestone(WorkloadId=place["WorkloadId"], MilestoneName="Before")
    with refused(CLASH, "already exists", ResourceType="MILESTONE"):
        ben.upgrade_lens_review(**place, MilestoneName="b e f o r e")
    with refused(NOT_VALID) as answer:
        ben.upgrade_lens_review(**place, MilestoneName="  a ")
    assert answer["Fields"][0]["Name"] == "MilestoneName"
    with refused(NOT_THERE, "No lens review"):
        ben.upgrade_lens_review(**place | {"LensAlias": "serverless"}, MilestoneName="Then")
    with refused(NOT_ALLOWED):
        aws_of(cast.cleo).upgrade_lens_review(**place, MilestoneName="Then")
    with refused(NOT_THERE):
        aws_of(cast.oda).upgrade_lens_review(**place, MilestoneName="Then")
    settings.WELLARCH_AWS_QUOTAS = settings.WELLARCH_AWS_QUOTAS | {"milestones-per-workload": 1}
    with refused(QUOTA, QuotaCode="milestones-per-workload"):
        ben.upgrade_lens_review(**place, MilestoneName="Then")
    assert ben.get_lens_review(**place)["LensReview"]["LensVersion"] == "1"


def test_how_a_review_stands_to_its_lens(ben, place, actors, small_lens):
    version = LensVersion.objects.filter(pk=small_lens.pk)
    version.update(status=VersionStatus.RETIRED)
    assert ben.get_lens_review(**place)["LensReview"]["LensStatus"] == "DEPRECATED"
    version.update(status=VersionStatus.PUBLISHED)
    deletion.delete(actors.ada, small_lens.lens_id)
    assert ben.get_lens_review(**place)["LensReview"]["LensStatus"] == "DELETED"
    (listed,) = ben.list_lens_reviews(WorkloadId=place["WorkloadId"])["LensReviewSummaries"]
    assert listed["LensStatus"] == "DELETED"


# --- Improvements -------------------------------------------------------------------------


def test_the_plan_has_high_risks_first_then_the_order_of_pillars(ben, place, actors, review):
    select(actors.cleo, review, "locks", "locks_key")  # medium
    select(actors.cleo, review, "keys", "keys_no")  # high
    select(actors.cleo, review, "glass", "glass_no")  # medium
    found = ben.list_lens_review_improvements(**place)["ImprovementSummaries"]
    order = [(each["QuestionId"], each["Risk"]) for each in found]
    assert order == [("keys", "HIGH"), ("locks", "MEDIUM"), ("glass", "MEDIUM")]
    assert found[1] == {
        "QuestionId": "locks",
        "PillarId": "doors",
        "QuestionTitle": "How do you lock the doors?",
        "Risk": "MEDIUM",
        "ImprovementPlans": [
            {"ChoiceId": "locks_bolt", "DisplayText": "Fit a bolt."},
            {"ChoiceId": "locks_dog", "DisplayText": "Feed a dog."},
        ],
    }
    ben.update_workload(WorkloadId=place["WorkloadId"], Notes="x")
    review.workload.pillar_priorities = ["windows"]
    review.workload.save(update_fields=["pillar_priorities"])
    found = ben.list_lens_review_improvements(**place)["ImprovementSummaries"]
    assert [each["QuestionId"] for each in found] == ["keys", "glass", "locks"]


def test_what_is_not_at_risk_is_not_in_the_plan(ben, place, actors, review):
    select(actors.cleo, review, "glass", "glass_film")  # low: the API knows no such risk
    select(actors.cleo, review, "locks", "locks_no", is_applicable=False)
    assert ben.list_lens_review_improvements(**place)["ImprovementSummaries"] == []
    # What is set aside need not be improved.
    ben.update_answer(
        **place,
        QuestionId="keys",
        SelectedChoices=["keys_no"],
        ChoiceUpdates={"keys_safe": {"Status": "NOT_APPLICABLE"}},
    )
    found = ben.list_lens_review_improvements(**place)["ImprovementSummaries"]
    assert [each.get("ImprovementPlans") for each in found if each["QuestionId"] == "keys"] in (
        [],
        [[]],
    )


def test_the_plan_in_pages_of_a_pillar_and_of_a_milestone(ben, place, actors, review):
    for question in ("locks", "keys", "glass"):
        select(actors.cleo, review, question, f"{question}_no")
    first = ben.list_lens_review_improvements(**place, MaxResults=2)
    rest = ben.list_lens_review_improvements(**place, MaxResults=2, NextToken=first["NextToken"])
    assert len(first["ImprovementSummaries"]) == 2
    assert len(rest["ImprovementSummaries"]) == 1
    of_doors = ben.list_lens_review_improvements(**place, PillarId="windows")
    assert [each["QuestionId"] for each in of_doors["ImprovementSummaries"]] == ["glass"]
    with refused(NOT_VALID, "No pillar with ID roof"):
        ben.list_lens_review_improvements(**place, PillarId="roof")
    ben.create_milestone(WorkloadId=place["WorkloadId"], MilestoneName="Before")
    select(actors.cleo, review, "keys", "keys_safe")
    assert len(ben.list_lens_review_improvements(**place)["ImprovementSummaries"]) == 2
    then = ben.list_lens_review_improvements(**place, MilestoneNumber=1)
    assert len(then["ImprovementSummaries"]) == 3
    assert then["MilestoneNumber"] == 1


def test_plans_that_are_not_there(ben, aws_of, cast, place):
    with refused(NOT_THERE, "No lens review"):
        ben.list_lens_review_improvements(**place | {"LensAlias": "serverless"})
    with refused(NOT_THERE):
        aws_of(cast.oda).list_lens_review_improvements(**place)
    assert aws_of(cast.vic).list_lens_review_improvements(**place)["ImprovementSummaries"] == []
