"""Answers through the AWS API: given as scripts give them, read with the texts of the lens."""

from __future__ import annotations

import pytest

from reviews.models import Answer, Improvement, Tracker, TrackerLink
from reviews.services import improvements, reviews
from tests.aws import shapes
from tests.aws.made import FRAMEWORK, NOBODY, arn
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, refused
from tests.builders import select
from wellarch import clock


@pytest.fixture
def cleo(aws_of, cast):
    return aws_of(cast.cleo)


@pytest.fixture
def place(review, small_lens):
    """The small lens on Checkout."""
    return {"WorkloadId": review.workload_id.hex, "LensAlias": arn(small_lens)}


@pytest.fixture
def say(cleo, place):
    """Says something to the question about locks; gives the answer."""

    def to(question="locks", **what):
        return cleo.update_answer(**place, QuestionId=question, **what)["Answer"]

    return to


def test_an_answer_is_read_with_all_texts(cleo, place):
    answer = cleo.get_answer(**place, QuestionId="locks")
    assert answer.pop("ResponseMetadata")
    assert answer == {
        "WorkloadId": place["WorkloadId"],
        "LensAlias": place["LensAlias"],
        "LensArn": place["LensAlias"],
        "Answer": {
            "QuestionId": "locks",
            "PillarId": "doors",
            "QuestionTitle": "How do you lock the doors?",
            "QuestionDescription": "Think of every door.",
            "Choices": [
                {
                    "ChoiceId": "locks_key",
                    "Title": "A key",
                    "ImprovementPlan": {"DisplayText": "Buy a lock."},
                },
                {
                    "ChoiceId": "locks_bolt",
                    "Title": "A bolt",
                    "ImprovementPlan": {"DisplayText": "Fit a bolt."},
                },
                {
                    "ChoiceId": "locks_dog",
                    "Title": "A dog",
                    "ImprovementPlan": {"DisplayText": "Feed a dog."},
                },
                {"ChoiceId": "locks_no", "Title": "None of these"},
            ],
            "SelectedChoices": [],
            "ChoiceAnswers": [],
            "IsApplicable": True,
            "Risk": "UNANSWERED",
            "Reason": "NONE",
        },
    }


def test_a_selection_replaces_the_one_before(say, cleo, place):
    assert say(SelectedChoices=["locks_key"])["Risk"] == "MEDIUM"
    answer = say(SelectedChoices=["locks_bolt", "locks_key"], Notes="Two of them.")
    assert answer["Risk"] == "NONE"
    assert answer["SelectedChoices"] == ["locks_key", "locks_bolt"]
    assert answer["ChoiceAnswers"] == [
        {"ChoiceId": "locks_key", "Status": "SELECTED", "Reason": "NONE"},
        {"ChoiceId": "locks_bolt", "Status": "SELECTED", "Reason": "NONE"},
    ]
    assert say(SelectedChoices=["locks_dog"])["SelectedChoices"] == ["locks_dog"]
    assert say(SelectedChoices=[])["Risk"] == "UNANSWERED"
    assert cleo.get_answer(**place, QuestionId="locks")["Answer"]["Notes"] == "Two of them."


def test_updates_of_choices_win_over_the_selection(say):
    answer = say(
        SelectedChoices=["locks_key", "locks_dog"],
        ChoiceUpdates={
            "locks_dog": {"Status": "UNSELECTED", "Notes": "It ran away."},
            "locks_bolt": {
                "Status": "NOT_APPLICABLE",
                "Reason": "ARCHITECTURE_CONSTRAINTS",
                "Notes": "No room.",
            },
        },
    )
    assert answer["SelectedChoices"] == ["locks_key"]
    assert answer["ChoiceAnswers"] == [
        {"ChoiceId": "locks_key", "Status": "SELECTED", "Reason": "NONE"},
        {
            "ChoiceId": "locks_bolt",
            "Status": "NOT_APPLICABLE",
            "Reason": "ARCHITECTURE_CONSTRAINTS",
            "Notes": "No room.",
        },
        {
            "ChoiceId": "locks_dog",
            "Status": "UNSELECTED",
            "Reason": "NONE",
            "Notes": "It ran away.",
        },
    ]
    # What is set aside satisfies its place: key and bolt, of which the bolt does not apply.
    assert answer["Risk"] == "NONE"


def test_what_is_set_aside_stays_so_when_others_are_selected(say):
    say(ChoiceUpdates={"locks_bolt": {"Status": "NOT_APPLICABLE", "Reason": "OUT_OF_SCOPE"}})
    answer = say(SelectedChoices=["locks_key"])
    assert answer["ChoiceAnswers"][1] == {
        "ChoiceId": "locks_bolt",
        "Status": "NOT_APPLICABLE",
        "Reason": "OUT_OF_SCOPE",
    }
    # … until it is selected itself.
    assert say(SelectedChoices=["locks_bolt"])["SelectedChoices"] == ["locks_bolt"]


def test_none_of_these_may_stand_beside_others_and_no_rule_minds(say):
    answer = say(SelectedChoices=["locks_key", "locks_no"])
    assert answer["SelectedChoices"] == ["locks_key", "locks_no"]
    assert answer["Risk"] == "MEDIUM"
    assert say(SelectedChoices=["locks_no"])["Risk"] == "HIGH"


def test_a_question_that_does_not_apply_keeps_what_was_selected(say):
    say(SelectedChoices=["locks_dog"])
    answer = say(IsApplicable=False, Reason="BUSINESS_PRIORITIES", Notes="A tent.")
    assert (answer["Risk"], answer["SelectedChoices"]) == ("NOT_APPLICABLE", ["locks_dog"])
    answer = say(IsApplicable=True)
    assert (answer["Risk"], answer["Reason"], answer["Notes"]) == (
        "MEDIUM",
        "BUSINESS_PRIORITIES",
        "A tent.",
    )


def test_what_is_not_named_stays(say, place, cleo):
    say(
        SelectedChoices=["locks_key"],
        ChoiceUpdates={"locks_bolt": {"Status": "NOT_APPLICABLE", "Notes": "No room."}},
        Notes="First.",
    )
    before = cleo.get_answer(**place, QuestionId="locks")["Answer"]
    assert say() == before
    assert say(Notes="Second.") == before | {"Notes": "Second."}
    after = say(Notes="")
    assert "Notes" not in after


@pytest.mark.parametrize(
    "chosen",
    [
        [],
        ["locks_key"],
        ["locks_bolt"],
        ["locks_dog"],
        ["locks_no"],
        ["locks_key", "locks_bolt"],
        ["locks_key", "locks_bolt", "locks_dog"],
        ["locks_bolt", "locks_no"],
    ],
)
def test_the_risk_is_that_of_the_rest_api(chosen, say, api_of, cast, review):
    found = say(SelectedChoices=chosen)["Risk"]
    address = f"/api/v1/reviews/{review.pk}/answers/locks/"
    told = api_of(cast.cleo).get(address).json()
    assert found == told["risk"].upper()
    assert {key for key, said in told["choices"].items() if said["status"] == "selected"} == set(
        chosen
    )


def test_a_low_risk_of_ours_is_none_of_theirs(say, review):
    assert say("glass", SelectedChoices=["glass_film"])["Risk"] == "NONE"
    assert Answer.objects.get(review=review, question_key="glass").risk == "low"


def test_an_answer_lands_in_history_as_any_other(say, review, cast):
    say(SelectedChoices=["locks_key"])
    (change,) = Answer.objects.get(review=review, question_key="locks").history.all()
    assert (change.user, change.via, change.risk_after) == (cast.cleo, "aws", "medium")
    say(SelectedChoices=["locks_key"])  # nothing changes, nothing is written
    assert Answer.objects.get(review=review, question_key="locks").revision == 1


def test_the_last_one_to_write_wins(say, actors, review):
    select(actors.ben, review, "locks", "locks_dog")
    assert say(SelectedChoices=["locks_key"])["SelectedChoices"] == ["locks_key"]


def test_long_texts_of_ours_are_told_in_full(cleo, place, actors, review, monkeypatch):
    told = shapes.LONGER_THAN_SAID | {"Notes"}
    monkeypatch.setattr(shapes, "LONGER_THAN_SAID", told)
    long = "n" * 3000
    select(actors.ben, review, "locks", notes=long)
    assert cleo.get_answer(**place, QuestionId="locks")["Answer"]["Notes"] == long
    with refused(NOT_VALID):
        cleo.update_answer(**place, QuestionId="locks", Notes=long)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"SelectedChoices": ["locks_cat"]}, "No choice with ID locks_cat"),
        ({"ChoiceUpdates": {"locks_cat": {"Status": "SELECTED"}}}, "No choice with ID locks_cat"),
        (
            {"ChoiceUpdates": {"locks_no": {"Status": "NOT_APPLICABLE"}}},
            "locks_no cannot be marked as not applicable",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(what, says, cleo, place, review):
    with refused(NOT_VALID, says, Reason="FIELD_VALIDATION_FAILED"):
        cleo.update_answer(**place, QuestionId="locks", Notes="x", **what)
    assert Answer.objects.get(review=review, question_key="locks").revision == 0


@pytest.mark.parametrize("operation", ["get_answer", "update_answer"])
def test_what_is_not_there(operation, cleo, aws_of, cast, place):
    call = getattr(cleo, operation)
    with refused(NOT_VALID, "[Validation] No question with ID windows was found in workload"):
        call(**place, QuestionId="windows")
    with refused(NOT_THERE, "No lens review for lens alias nothing", ResourceId="nothing"):
        call(**place | {"LensAlias": "nothing"}, QuestionId="locks")
    with refused(NOT_THERE, "No lens review for lens alias wellarchitected"):
        call(**place | {"LensAlias": FRAMEWORK}, QuestionId="locks")
    odd = "arn:aws:wellarchitected:us-east-1:123456789012:profile/abc"
    with refused(NOT_THERE, odd):
        call(**place | {"LensAlias": odd}, QuestionId="locks")
    with refused(NOT_THERE, ResourceId=NOBODY, ResourceType="WORKLOAD"):
        call(**place | {"WorkloadId": NOBODY}, QuestionId="locks")
    with refused(NOT_THERE, ResourceId=place["WorkloadId"], ResourceType="WORKLOAD"):
        getattr(aws_of(cast.oda), operation)(**place, QuestionId="locks")


def test_who_may_only_read_says_nothing(aws_of, cast, place, review):
    with refused(NOT_ALLOWED):
        aws_of(cast.vic).update_answer(**place, QuestionId="locks", Notes="x")
    with refused(NOT_ALLOWED):
        aws_of(cast.cleo, "read").update_answer(**place, QuestionId="locks", Notes="x")


def test_a_complete_review_rests(cleo, place, actors, review):
    for question in ("locks", "keys", "glass"):
        select(actors.ben, review, question, f"{question}_no")
    reviews.complete(actors.ben, review.pk)
    with refused(CLASH, "complete"):
        cleo.update_answer(**place, QuestionId="locks", Notes="x")


def test_answers_are_listed_in_the_order_of_the_lens(cleo, place, say):
    say("keys", SelectedChoices=["keys_safe"], Notes="Behind the picture.")
    first = cleo.list_answers(**place, MaxResults=2)
    second = cleo.list_answers(**place, MaxResults=2, NextToken=first["NextToken"])
    assert "NextToken" not in second
    found = first["AnswerSummaries"] + second["AnswerSummaries"]
    assert [each["QuestionId"] for each in found] == ["locks", "keys", "glass"]
    assert first["LensArn"] == place["LensAlias"]
    keys = found[1]
    assert [choice["ChoiceId"] for choice in keys.pop("Choices")] == ["keys_safe", "keys_no"]
    assert keys == {
        "QuestionId": "keys",
        "PillarId": "doors",
        "QuestionTitle": "Where are the keys?",
        "SelectedChoices": ["keys_safe"],
        "ChoiceAnswerSummaries": [
            {"ChoiceId": "keys_safe", "Status": "SELECTED", "Reason": "NONE"}
        ],
        "IsApplicable": True,
        "Risk": "NONE",
        "Reason": "NONE",
    }


def test_answers_of_a_pillar(cleo, place, aws_of, cast):
    found = cleo.list_answers(**place, PillarId="windows")["AnswerSummaries"]
    assert [each["QuestionId"] for each in found] == ["glass"]
    told = f"[Validation] No pillar with ID roof was found in workload {place['WorkloadId']}."
    with refused(NOT_VALID, told) as answer:
        cleo.list_answers(**place, PillarId="roof")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    with refused(NOT_THERE):
        aws_of(cast.oda).list_answers(**place)
    assert cleo.list_answers(**place, QuestionPriority="PRIORITIZED")["AnswerSummaries"] == []


def test_the_jira_issue_of_a_question_is_told(cleo, place, actors, review, cast):
    select(actors.ben, review, "locks", "locks_no")
    made = improvements.make(
        actors.ben,
        review.workload_id,
        title="Buy a lock",
        review_id=review.pk,
        question="locks",
        choices=["locks_key"],
    )
    tracker = Tracker.objects.create(
        organization=cast.northwind,
        name="Jira",
        kind="jira_cloud",
        base_url="https://jira.example.com",
        project="SHOP",
    )
    at = clock.now().replace(microsecond=0)
    TrackerLink.objects.create(
        organization=cast.northwind,
        improvement=Improvement.objects.get(pk=made.pk),
        tracker=tracker,
        url="https://jira.example.com/browse/SHOP-1",
        synced_at=at,
    )
    told = {"JiraIssueUrl": "https://jira.example.com/browse/SHOP-1", "LastSyncedTime": at}
    assert cleo.get_answer(**place, QuestionId="locks")["Answer"]["JiraConfiguration"] == told
    locks, keys, _glass = cleo.list_answers(**place)["AnswerSummaries"]
    assert locks["JiraConfiguration"] == told
    assert "JiraConfiguration" not in keys
    (item,) = cleo.list_lens_review_improvements(**place)["ImprovementSummaries"]
    assert item["JiraConfiguration"] == told


def test_answering_costs_a_fixed_number_of_queries(cleo, place, django_assert_max_num_queries):
    cleo.update_answer(**place, QuestionId="locks", SelectedChoices=["locks_dog"])
    with django_assert_max_num_queries(16):
        cleo.update_answer(**place, QuestionId="locks", SelectedChoices=["locks_key"], Notes="x")
    with django_assert_max_num_queries(7):
        cleo.get_answer(**place, QuestionId="locks")
    with django_assert_max_num_queries(8):
        cleo.list_answers(**place)
