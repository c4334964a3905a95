"""The two functions of docs/aws-sdk-javascript.md, call by call."""

from __future__ import annotations

import re
from pathlib import Path

from tests.aws.made import FRAMEWORK
from tests.aws.refusals import CLASH, NOT_VALID, refused

DOCS = Path(__file__).parents[2] / "docs"
PILLARS = [
    "security",
    "reliability",
    "operationalExcellence",
    "performance",
    "costOptimization",
    "sustainability",
]
WISH = {
    "WorkloadName": "Order service",
    "Description": "Well-Architected review for Order service",
    "Environment": "PRODUCTION",
    "ReviewOwner": "platform-team@example.com",
    "AwsRegions": ["eu-central-1"],
    "Lenses": [FRAMEWORK],
    "PillarPriorities": PILLARS,
}


def high_risks(api, key):
    found, more = [], {}
    while True:
        page = api.list_answers(WorkloadId=key, LensAlias=FRAMEWORK, MaxResults=10, **more)
        found += [each for each in page["AnswerSummaries"] if each["Risk"] == "HIGH"]
        if "NextToken" not in page:
            return found
        more = {"NextToken": page["NextToken"]}


def test_a_workload_is_made_once_and_its_high_risks_are_listed(aws_of, cast):
    api = aws_of(cast.ben)
    key = api.create_workload(**WISH, ClientRequestToken="once")["WorkloadId"]
    assert api.create_workload(**WISH, ClientRequestToken="once")["WorkloadId"] == key
    with refused(CLASH):
        api.create_workload(**WISH)
    assert high_risks(api, key) == []
    # One of the first page and one of the second.
    for question, none in (
        ("priorities", "ops_priorities_no"),
        ("identities", "sec_identities_no"),
    ):
        api.update_answer(
            WorkloadId=key, LensAlias=FRAMEWORK, QuestionId=question, SelectedChoices=[none]
        )
    found = high_risks(api, key)
    assert [each["PillarId"] for each in found] == ["operationalExcellence", "security"]
    assert all(each["QuestionTitle"] for each in found)


def test_what_the_short_version_gets_wrong_is_answered_as_the_page_says(aws_of, cast):
    api = aws_of(cast.ben)
    # It makes the workload, with a pillar no lens has, and asks pillars as if they were questions.
    priorities = ["performanceEfficiency" if p == "performance" else p for p in PILLARS]
    wish = WISH | {"NonAwsRegions": [], "PillarPriorities": priorities}
    key = api.create_workload(**wish)["WorkloadId"]
    assert api.get_workload(WorkloadId=key)["Workload"]["PillarPriorities"] == priorities
    for pillar in PILLARS:
        with refused(NOT_VALID, f"No question with ID {pillar} was found in workload"):
            api.get_answer(WorkloadId=key, LensAlias=FRAMEWORK, QuestionId=pillar)
    with refused(NOT_VALID, "No pillar with ID performanceEfficiency"):
        api.list_answers(WorkloadId=key, LensAlias=FRAMEWORK, PillarId="performanceEfficiency")


def test_the_page_names_the_pillars_of_the_framework(aws_of, cast):
    api = aws_of(cast.ben)
    key = api.create_workload(**WISH)["WorkloadId"]
    review = api.get_lens_review(WorkloadId=key, LensAlias=FRAMEWORK)["LensReview"]
    there = {each["PillarId"] for each in review["PillarReviewSummaries"]}
    text = (DOCS / "aws-sdk-javascript.md").read_text(encoding="utf-8")
    named = re.search(r"PillarPriorities: \[(.*?)\]", text, re.DOTALL)
    assert named
    assert set(re.findall(r"'(\w+)'", named[1])) == there == set(PILLARS)
