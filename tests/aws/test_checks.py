"""Trusted Advisor and Jira through the AWS API: what an account without them is told, and ours."""

from __future__ import annotations

import pytest

from reviews.models import PushState, Tracker, TrackerLink
from reviews.services import improvements, trackers
from tests.aws.made import NOBODY, arn
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, refused
from tests.builders import select

LISTS = {"list_check_details": "CheckDetails", "list_check_summaries": "CheckSummaries"}


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def asked(review, small_lens):
    """A choice of the small lens on Checkout."""
    return {
        "WorkloadId": review.workload_id.hex,
        "LensArn": arn(small_lens),
        "PillarId": "doors",
        "QuestionId": "locks",
        "ChoiceId": "locks_key",
    }


@pytest.mark.parametrize(("operation", "member"), LISTS.items())
def test_there_are_no_checks(operation, member, aws_of, cast, asked):
    found = getattr(aws_of(cast.vic), operation)(**asked)
    assert found[member] == []
    assert "NextToken" not in found


@pytest.mark.parametrize("operation", LISTS)
def test_what_is_asked_for_must_be_there(operation, ben, aws_of, cast, asked):
    call = getattr(ben, operation)
    with refused(NOT_VALID, "No pillar with ID roof"):
        call(**asked | {"PillarId": "roof"})
    with refused(NOT_VALID, "No question with ID glass"):
        call(**asked | {"QuestionId": "glass"})  # of another pillar
    with refused(NOT_VALID, "No choice with ID locks_cat"):
        call(**asked | {"ChoiceId": "locks_cat"})
    for lens in ("arn:aws:wellarchitected::aws:lens/serverless", "nothing"):
        with refused(NOT_THERE, lens, ResourceId=lens):
            call(**asked | {"LensArn": lens})
    with refused(NOT_THERE, ResourceId=NOBODY):
        call(**asked | {"WorkloadId": NOBODY})
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        getattr(aws_of(cast.oda), operation)(**asked)


# --- Jira ---------------------------------------------------------------------------------


@pytest.fixture
def work(actors, review):
    """Two improvements to make, one that is made."""
    select(actors.ben, review, "locks", "locks_no")
    for title in ("Buy a lock", "Fit a bolt", "Feed a dog"):
        improvements.make(actors.ben, review.workload_id, title=title)
    improvements.move(actors.ben, review.workload_id, 3, state="done")
    return review.workload_id.hex


def jira(actor, name, project):
    values = {
        "name": name,
        "kind": "jira_cloud",
        "base_url": "https://jira.example.com",
        "project": project,
        "account": "ada@example.com",
        "secret": "s",
    }
    return trackers.create(actor, values=values)[0]


def sent():
    return {
        (link.improvement.title, link.tracker.name): link.state
        for link in TrackerLink.objects.select_related("improvement", "tracker")
    }


def test_what_is_to_be_done_is_sent_to_jira(ben, actors, work):
    jira(actors.ada, "First", "ONE")
    jira(actors.ada, "Second", "TWO")
    ben.update_integration(WorkloadId=work, IntegratingService="JIRA")
    queued = PushState.QUEUED
    assert sent() == {("Buy a lock", "First"): queued, ("Fit a bolt", "First"): queued}
    TrackerLink.objects.update(state=PushState.PUSHED)
    ben.update_integration(WorkloadId=work, IntegratingService="JIRA")
    assert set(sent().values()) == {queued}  # brought up to date
    assert TrackerLink.objects.count() == 2


def test_the_workload_says_into_which_project(ben, actors, work):
    jira(actors.ada, "First", "ONE")
    jira(actors.ada, "Second", "TWO")
    wanted = {"IssueManagementStatus": "ENABLED", "JiraProjectKey": "TWO"}
    ben.update_workload(WorkloadId=work, JiraConfiguration=wanted)
    ben.update_integration(WorkloadId=work, IntegratingService="JIRA")
    assert {tracker for _title, tracker in sent()} == {"Second"}
    ben.update_workload(WorkloadId=work, JiraConfiguration={"IssueManagementStatus": "DISABLED"})
    with refused(CLASH, "switched off", ResourceId=work):
        ben.update_integration(WorkloadId=work, IntegratingService="JIRA")


def test_without_a_jira_nothing_is_sent(ben, actors, work, aws_of, cast):
    with refused(CLASH, "No Jira is set up", ResourceId=work):
        ben.update_integration(WorkloadId=work, IntegratingService="JIRA")
    jira(actors.ada, "Paused", "ONE")
    Tracker.objects.update(is_active=False)
    with refused(CLASH, "No Jira is set up"):
        ben.update_integration(WorkloadId=work, IntegratingService="JIRA")
    with refused(NOT_VALID):
        ben.update_integration(WorkloadId=work, IntegratingService="GITHUB")
    with refused(NOT_ALLOWED):
        aws_of(cast.vic).update_integration(WorkloadId=work, IntegratingService="JIRA")
    with refused(NOT_THERE, ResourceType="WORKLOAD"):
        aws_of(cast.oda).update_integration(WorkloadId=work, IntegratingService="JIRA")
    assert not TrackerLink.objects.exists()
