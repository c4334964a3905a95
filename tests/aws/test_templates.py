"""Review templates through the AWS API: made, answered, upgraded, applied."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.services import template_uses
from tests.aws import library
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def oda(aws_of, cast):
    return aws_of(cast.oda)


@pytest.fixture
def lens(ben):
    return library.new_lens(ben)


@pytest.fixture
def arn(ben, lens):
    return library.template(ben, lens)


def shown(api, arn):
    return api.get_review_template(TemplateArn=arn)["ReviewTemplate"]


def answered(api, arn, lens, question="locks", **said):
    return api.update_review_template_answer(
        TemplateArn=arn, LensAlias=lens, QuestionId=question, **said
    )["Answer"]


# --- The template -------------------------------------------------------------------------


def test_a_template_is_made_with_its_lenses_and_says_nothing_yet(ben, lens, cast):
    arn = library.template(ben, lens, "wellarchitected", Notes="For all.", Tags={"team": "shop"})
    found = shown(ben, arn)
    assert found["TemplateName"] == "Usual answers"
    assert found["Description"] == "For every team"
    assert set(found["Lenses"]) == {lens, "wellarchitected"}
    assert found["Owner"] == cast.northwind.number
    assert found["Notes"] == "For all."
    assert found["Tags"] == {"team": "shop"}
    assert found["UpdateStatus"] == "CURRENT"
    assert found["QuestionCounts"]["ANSWERED"] == 0
    framework = ben.get_review_template_lens_review(TemplateArn=arn, LensAlias="wellarchitected")
    counts = framework["LensReview"]["QuestionCounts"]
    assert found["QuestionCounts"]["UNANSWERED"] == counts["UNANSWERED"] + 3


def test_a_template_is_changed_and_what_is_not_named_stays(ben, lens, arn):
    answer = ben.update_review_template(
        TemplateArn=arn,
        TemplateName="Our answers",
        Notes="More.",
        LensesToAssociate=["wellarchitected"],
        LensesToDisassociate=[lens],
    )["ReviewTemplate"]
    assert answer["TemplateName"] == "Our answers"
    assert answer["Description"] == "For every team"
    assert answer["Notes"] == "More."
    assert answer["Lenses"] == ["wellarchitected"]
    assert shown(ben, arn)["Lenses"] == ["wellarchitected"]


def test_a_refused_change_changes_nothing(ben, lens, arn):
    with refused(CLASH, "in this template already"):
        ben.update_review_template(TemplateArn=arn, Notes="New", LensesToAssociate=[lens])
    assert "Notes" not in shown(ben, arn)


def test_names_of_templates_are_unique(ben, lens, arn):
    with refused(CLASH, "already exists", ResourceType="REVIEW_TEMPLATE"):
        library.template(ben, lens, name="usual ANSWERS")
    other = library.template(ben, lens, name="Other answers")
    with refused(CLASH, "already exists"):
        ben.update_review_template(TemplateArn=other, TemplateName="Usual answers")


def test_a_deleted_template_is_gone(ben, arn):
    ben.delete_review_template(TemplateArn=arn)
    with refused(NOT_THERE, ResourceId=arn, ResourceType="REVIEW_TEMPLATE"):
        ben.get_review_template(TemplateArn=arn)
    assert ben.list_review_templates()["ReviewTemplates"] == []


def test_templates_are_listed_by_name_in_pages(ben, lens):
    for name in ("Cellar", "Attic", "Bath"):
        library.template(ben, lens, name=name)
    first = ben.list_review_templates(MaxResults=2)
    second = ben.list_review_templates(MaxResults=2, NextToken=first["NextToken"])
    found = first["ReviewTemplates"] + second["ReviewTemplates"]
    assert [each["TemplateName"] for each in found] == ["Attic", "Bath", "Cellar"]
    assert all(each["Lenses"] == [lens] for each in found)
    assert "NextToken" not in second


def test_a_list_takes_the_same_queries_however_long_it_is(ben, lens):
    counts = []
    for number in range(3):
        library.template(ben, lens, name=f"Template {number}")
        with CaptureQueriesContext(connection) as seen:
            ben.list_review_templates()
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_a_lens_that_is_shared_with_one_cannot_be_in_a_template(ben, oda, cast, lens):
    ben.create_lens_share(LensAlias=lens, SharedWith=cast.elsewhere.number)
    (found,) = oda.list_share_invitations()["ShareInvitationSummaries"]
    oda.update_share_invitation(
        ShareInvitationId=found["ShareInvitationId"], ShareInvitationAction="ACCEPT"
    )
    with refused(CLASH, "is shared with you"):
        library.template(oda, lens)


def test_a_lens_there_is_not_cannot_be_in_a_template(ben):
    with refused(NOT_THERE, ResourceId="nothing", ResourceType="LENS"):
        library.template(ben, "nothing")


def test_more_than_the_quotas_cannot_be_paid_for(ben, lens, arn, settings):
    quotas = dict(settings.WELLARCH_AWS_QUOTAS)
    settings.WELLARCH_AWS_QUOTAS = {**quotas, "templates": 1}
    with refused(QUOTA, QuotaCode="templates"):
        library.template(ben, lens, name="Another")
    settings.WELLARCH_AWS_QUOTAS = {**quotas, "lenses-per-template": 1}
    with refused(QUOTA, QuotaCode="lenses-per-template", ResourceId=arn):
        ben.update_review_template(TemplateArn=arn, LensesToAssociate=["wellarchitected"])


def test_the_limit_of_the_installation_is_a_quota_too(ben, lens, arn, monkeypatch):
    monkeypatch.setattr("reviews.services.templates.MAX_TEMPLATES", 1)
    with refused(QUOTA, QuotaCode="templates", ResourceType="ACCOUNT"):
        library.template(ben, lens, name="Another")


def test_outsiders_see_no_template_and_viewers_change_none(ben, oda, aws_of, cast, lens, arn):
    for call in (oda.get_review_template, oda.delete_review_template, oda.update_review_template):
        with refused(NOT_THERE, ResourceId=arn):
            call(TemplateArn=arn)
    for person in (cast.vic, cast.cleo):
        api = aws_of(person)
        assert shown(api, arn)["TemplateName"] == "Usual answers"
        for call in (api.delete_review_template, api.update_review_template):
            with refused(NOT_ALLOWED):
                call(TemplateArn=arn)
        with refused(NOT_ALLOWED):
            library.template(api, lens, name="Mine")
        with refused(NOT_ALLOWED):
            answered(api, arn, lens, Notes="x")


# --- A lens of it -------------------------------------------------------------------------


def test_a_lens_of_a_template_shows_its_pillars_with_counts_and_notes(ben, lens, arn):
    answered(ben, arn, lens, SelectedChoices=["locks_key"])
    ben.update_review_template_lens_review(
        TemplateArn=arn, LensAlias=lens, LensNotes="On all.", PillarNotes={"doors": "On doors."}
    )
    answer = ben.get_review_template_lens_review(TemplateArn=arn, LensAlias=lens)
    review = answer["LensReview"]
    assert answer["TemplateArn"] == arn
    assert (review["LensAlias"], review["LensArn"]) == (lens, lens)
    assert (review["LensName"], review["LensVersion"]) == ("House lens", "1")
    assert review["LensStatus"] == "CURRENT"
    assert review["Notes"] == "On all."
    assert review["QuestionCounts"] == {"ANSWERED": 1, "UNANSWERED": 2}
    assert review["PillarReviewSummaries"] == [
        {
            "PillarId": "doors",
            "PillarName": "Doors",
            "Notes": "On doors.",
            "QuestionCounts": {"ANSWERED": 1, "UNANSWERED": 1},
        },
        {
            "PillarId": "windows",
            "PillarName": "Windows",
            "QuestionCounts": {"ANSWERED": 0, "UNANSWERED": 1},
        },
    ]


def test_notes_that_are_not_named_stay_and_empty_ones_go(ben, lens, arn):
    where = {"TemplateArn": arn, "LensAlias": lens}
    ben.update_review_template_lens_review(
        **where, LensNotes="L", PillarNotes={"doors": "D", "windows": "W"}
    )
    review = ben.update_review_template_lens_review(**where, PillarNotes={"doors": ""})
    assert review["LensReview"]["Notes"] == "L"
    notes = {
        each["PillarId"]: each.get("Notes")
        for each in review["LensReview"]["PillarReviewSummaries"]
    }
    assert notes == {"doors": None, "windows": "W"}


def test_notes_on_a_pillar_there_is_not_are_refused_and_none_are_kept(ben, lens, arn):
    where = {"TemplateArn": arn, "LensAlias": lens}
    with refused(NOT_VALID, "no such pillar"):
        ben.update_review_template_lens_review(**where, LensNotes="L", PillarNotes={"cellar": "C"})
    assert "Notes" not in ben.get_review_template_lens_review(**where)["LensReview"]


def test_a_lens_that_is_not_in_the_template_is_not_found(ben, arn):
    where = {"TemplateArn": arn, "LensAlias": "wellarchitected"}
    for call in (
        ben.get_review_template_lens_review,
        ben.update_review_template_lens_review,
        ben.upgrade_review_template_lens_review,
        ben.list_review_template_answers,
    ):
        with refused(NOT_THERE, "No lens review for lens alias wellarchitected"):
            call(**where)


# --- Answers ------------------------------------------------------------------------------


def test_an_answer_of_a_template_has_no_risk_but_is_answered(ben, lens, arn):
    answer = answered(
        ben,
        arn,
        lens,
        SelectedChoices=["locks_key"],
        ChoiceUpdates={
            "locks_bolt": {"Status": "NOT_APPLICABLE", "Reason": "OUT_OF_SCOPE", "Notes": "No."}
        },
        Notes="We lock.",
    )
    assert answer["AnswerStatus"] == "ANSWERED"
    assert "Risk" not in answer
    assert answer["SelectedChoices"] == ["locks_key"]
    assert answer["Notes"] == "We lock."
    assert answer["ChoiceAnswers"] == [
        {"ChoiceId": "locks_key", "Status": "SELECTED", "Reason": "NONE"},
        {
            "ChoiceId": "locks_bolt",
            "Status": "NOT_APPLICABLE",
            "Reason": "OUT_OF_SCOPE",
            "Notes": "No.",
        },
    ]
    read = ben.get_review_template_answer(TemplateArn=arn, LensAlias=lens, QuestionId="locks")
    assert read["Answer"] == answer
    assert answer["QuestionTitle"] == "How do you lock the doors?"
    assert answer["HelpfulResourceUrl"] == "https://example.com/help"
    assert [each["ChoiceId"] for each in answer["Choices"]] == [
        "locks_key",
        "locks_bolt",
        "locks_no",
    ]


def test_a_selection_replaces_the_one_before_and_what_is_aside_stays(ben, lens, arn):
    answered(
        ben,
        arn,
        lens,
        SelectedChoices=["locks_key"],
        ChoiceUpdates={"locks_bolt": {"Status": "NOT_APPLICABLE"}},
    )
    answer = answered(ben, arn, lens, SelectedChoices=["locks_no"])
    assert answer["SelectedChoices"] == ["locks_no"]
    status = {each["ChoiceId"]: each["Status"] for each in answer["ChoiceAnswers"]}
    assert status["locks_bolt"] == "NOT_APPLICABLE"
    assert answered(ben, arn, lens, SelectedChoices=[])["SelectedChoices"] == []


def test_a_question_that_does_not_apply_is_answered(ben, lens, arn):
    answer = answered(ben, arn, lens, IsApplicable=False, Reason="OTHER")
    assert (answer["IsApplicable"], answer["Reason"]) == (False, "OTHER")
    assert answer["AnswerStatus"] == "ANSWERED"
    assert answered(ben, arn, lens, "bells", Notes="Only notes.")["AnswerStatus"] == "UNANSWERED"


def test_answers_are_listed_in_the_order_of_the_lens_and_by_pillar(ben, lens, arn):
    answered(ben, arn, lens, "glass", SelectedChoices=["glass_film"])
    where = {"TemplateArn": arn, "LensAlias": lens}
    answer = ben.list_review_template_answers(**where)
    found = {each["QuestionId"]: each["AnswerStatus"] for each in answer["AnswerSummaries"]}
    assert found == {"locks": "UNANSWERED", "bells": "UNANSWERED", "glass": "ANSWERED"}
    assert list(found) == ["locks", "bells", "glass"]
    some = ben.list_review_template_answers(**where, PillarId="windows")["AnswerSummaries"]
    assert [each["SelectedChoices"] for each in some] == [["glass_film"]]
    with refused(NOT_VALID, "No pillar with ID cellar was found"):
        ben.list_review_template_answers(**where, PillarId="cellar")
    page = ben.list_review_template_answers(**where, MaxResults=2)
    rest = ben.list_review_template_answers(**where, MaxResults=2, NextToken=page["NextToken"])
    assert [each["QuestionId"] for each in rest["AnswerSummaries"]] == ["glass"]


def test_questions_and_choices_there_are_not_are_refused(ben, lens, arn):
    with refused(NOT_VALID, "No question with ID nothing was found"):
        answered(ben, arn, lens, "nothing", Notes="x")
    with refused(NOT_VALID, "No choice with ID locks_dog was found") as answer:
        answered(ben, arn, lens, SelectedChoices=["locks_dog"])
    assert answer["Fields"][0]["Name"] == "SelectedChoices"
    with refused(NOT_VALID, "cannot be marked as not applicable"):
        answered(ben, arn, lens, ChoiceUpdates={"locks_no": {"Status": "NOT_APPLICABLE"}})


# --- Upgrades -----------------------------------------------------------------------------


def test_a_major_version_leaves_the_template_behind_until_it_is_upgraded(ben, lens, arn):
    answered(ben, arn, lens, SelectedChoices=["locks_key"], Notes="Kept.")
    answered(ben, arn, lens, "bells", SelectedChoices=["bells_bell"])
    library.import_lens(ben, library.changed(library.document()), LensAlias=lens)
    library.publish(ben, lens, "2")
    assert shown(ben, arn)["UpdateStatus"] == "LENS_NOT_CURRENT"
    where = {"TemplateArn": arn, "LensAlias": lens}
    review = ben.get_review_template_lens_review(**where)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("1", "NOT_CURRENT")
    ben.upgrade_review_template_lens_review(**where)
    review = ben.get_review_template_lens_review(**where)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("2", "CURRENT")
    assert shown(ben, arn)["UpdateStatus"] == "CURRENT"
    kept = ben.get_review_template_answer(**where, QuestionId="locks")["Answer"]
    assert (kept["SelectedChoices"], kept["Notes"]) == (["locks_key"], "Kept.")
    with refused(NOT_VALID, "No question with ID bells was found"):
        ben.get_review_template_answer(**where, QuestionId="bells")
    with refused(CLASH, "newest version"):
        ben.upgrade_review_template_lens_review(**where)


# --- Applied ------------------------------------------------------------------------------


def test_a_workload_begins_with_answers_and_all_three_kinds_of_notes(ben, lens):
    arn = library.template(ben, lens, Notes="On the workload.")
    answered(ben, arn, lens, SelectedChoices=["locks_key", "locks_bolt"], Notes="We lock.")
    ben.update_review_template_lens_review(
        TemplateArn=arn, LensAlias=lens, LensNotes="On all.", PillarNotes={"doors": "On doors."}
    )
    key = library.workload(ben, ReviewTemplateArns=[arn])
    assert ben.get_workload(WorkloadId=key)["Workload"]["Notes"] == "On the workload."
    review = ben.get_lens_review(WorkloadId=key, LensAlias=lens)["LensReview"]
    assert review["Notes"] == "On all."
    notes = {each["PillarId"]: each.get("Notes") for each in review["PillarReviewSummaries"]}
    assert notes == {"doors": "On doors.", "windows": None}
    said = ben.get_answer(WorkloadId=key, LensAlias=lens, QuestionId="locks")["Answer"]
    assert (said["Risk"], said["Notes"]) == ("NONE", "We lock.")


def test_what_a_team_noted_itself_stays_when_a_template_is_applied(ben, lens, actors):
    arn = library.template(ben, lens, Notes="Of the template.")
    where = {"TemplateArn": arn, "LensAlias": lens}
    ben.update_review_template_lens_review(
        **where, LensNotes="Of the template.", PillarNotes={"doors": "T", "windows": "T"}
    )
    key = library.workload(ben, lens, Notes="Our own.")
    ben.update_lens_review(
        WorkloadId=key, LensAlias=lens, LensNotes="Our own.", PillarNotes={"doors": "Ours"}
    )
    template_uses.apply(actors.ben, UUID(key), template_id=UUID(arn.rpartition("/")[2]))
    assert ben.get_workload(WorkloadId=key)["Workload"]["Notes"] == "Our own."
    review = ben.get_lens_review(WorkloadId=key, LensAlias=lens)["LensReview"]
    assert review["Notes"] == "Our own."
    notes = {each["PillarId"]: each.get("Notes") for each in review["PillarReviewSummaries"]}
    assert notes == {"doors": "Ours", "windows": "T"}
