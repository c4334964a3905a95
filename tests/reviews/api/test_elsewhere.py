"""What a question's page can do besides, over REST: the same answer elsewhere, guidance, who
looks into it; sessions for calendars, several improvements at once, what a report can contain."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from reviews.models import Answer
from reviews.services import (
    game_day_findings,
    game_day_run,
    game_days,
    improvements,
    milestones,
    questions,
    reviews,
    templates,
)
from tests.builders import select, start_review, start_workload
from tests.rest.described import check, problem


@pytest.fixture
def other(actors, small_lens):
    return start_review(actors.ada, start_workload(actors.ada, "Shop"), small_lens.lens)


def of(review, question: str, rest: str) -> str:
    return f"/api/v1/reviews/{review.pk}/answers/{question}/{rest}/"


def test_an_answer_is_given_to_other_workloads_as_they_were_shown(
    cast, actors, review, other, api_of
):
    select(actors.ada, review, "locks", "locks_key", notes="Seen.")
    api, url = api_of(cast.cleo), of(review, "locks", "elsewhere")
    [row] = check(api.get(url))["results"]
    assert (row["workload_name"], row["risk_before"], row["risk_after"]) == (
        "Shop",
        "unanswered",
        "medium",
    )
    assert (row["overwrites"], row["refusal"]) == (False, "")
    done = check(api.post(url, {"targets": {row["review"]: row["version"]}, "with_notes": True}))
    assert done["changed"] == [{"review": str(other.pk), "risk": "medium", "revision": 1}]
    assert Answer.objects.get(review=other, question_key="locks").notes == "Seen."
    stale = check(api.post(url, {"targets": {row["review"]: row["version"]}}))
    assert stale["changed"] == []
    assert check(api.get(f"{url}?with_notes=true"))["results"][0]["refusal"] == (
        "Has the same answer."
    )


def test_reviews_that_are_not_there_are_refused(cast, actors, review, api_of):
    select(actors.ada, review, "locks", "locks_key")
    api, url = api_of(cast.cleo), of(review, "locks", "elsewhere")
    found = problem(api.post(url, {"targets": {"shop": ""}}), 422, "invalid")
    assert found["errors"][0]["path"] == "targets"
    problem(api.post(url, {"targets": {}}), 422, "invalid")
    problem(api.post(url, {"targets": {str(cast.northwind.pk): ""}}), 404, "not-found")
    problem(api_of(cast.oda).post(url, {"targets": {}}), 404, "not-found")
    problem(api_of(cast.vic).post(url, {"targets": {}}), 403, "forbidden")


def test_where_answers_can_be_copied_from_is_listed(cast, actors, review, other, api_of):
    milestones.record(actors.ada, review.workload_id, name="First")
    found = check(api_of(cast.cleo).get(f"/api/v1/reviews/{review.pk}/copy-answers/"))
    assert [row["workload_name"] for row in found["reviews"]] == ["Shop"]
    assert [row["name"] for row in found["milestones"]] == ["First"]


def test_guidance_is_read_beside_a_question(cast, review, api_of):
    shown = check(api_of(cast.vic, "read").get(of(review, "locks", "guidance")))
    assert shown["title"] == "How do you lock the doors?"
    assert [each["id"] for each in shown["practices"]] == ["locks_key", "locks_bolt", "locks_dog"]
    assert shown["practices"][2]["improvement"] == "Feed a dog."
    problem(api_of(cast.vic).get(of(review, "roof", "guidance")), 404, "not-found")
    problem(api_of(cast.oda).get(of(review, "locks", "guidance")), 404, "not-found")


def test_who_looks_into_what_is_read_by_question_and_as_a_list(cast, actors, review, api_of):
    due = date(2199, 1, 1)
    questions.assign(actors.ada, review.pk, "locks", user_id=cast.cleo.pk, due_on=due)
    select(actors.ada, review, "locks", "locks_key")
    questions.confirm(actors.ben, review.pk, "locks", revision=1)
    api = api_of(cast.vic, "read")
    shown = check(api.get(of(review, "locks", "attention")))
    assert shown["assignee"]["name"] == "Cleo Example"
    assert (shown["due_on"], shown["confirmed_by"]["name"]) == ("2199-01-01", "Ben Example")
    [row] = check(api.get(f"/api/v1/reviews/{review.pk}/assigned/"))["results"]
    assert (row["question"], row["due_on"]) == ("locks", "2199-01-01")
    problem(api_of(cast.oda).get(of(review, "locks", "attention")), 404, "not-found")


def test_a_session_is_put_into_a_calendar_and_its_minutes_sent_around(cast, review, api_of):
    api = api_of(cast.ben)
    made = api.post(f"/api/v1/reviews/{review.pk}/sessions/", {"title": "Doors"})
    one = made.headers["Location"]
    entry = api.get(f"{one}calendar/")
    assert entry.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:" in entry.content
    body = {"pillar": "doors", "seconds": 1}
    problem(api.post(f"{one}spent/", body), 409, "session-not-running")
    api.post(f"{one}start/")
    assert check(api.post(f"{one}spent/", body))["spent"] == {"doors": 1}
    problem(api.post(f"{one}spent/", {"pillar": "cellar", "seconds": 1}), 422, "invalid")
    text = api.get(f"{one}minutes/text/")
    assert text.headers["Content-Type"].startswith("text/markdown")
    assert "Doors" in text.content.decode()


def test_several_improvements_change_together_or_not_at_all(cast, actors, workload, api_of):
    for title in ("One", "Two", "Three"):
        improvements.make(actors.ada, workload.pk, title=title)
    api, url = api_of(cast.cleo), f"/api/v1/workloads/{workload.pk}/improvements/"
    body = {"numbers": [1, 3], "fields": {"effort": "low", "owner": cast.ben.pk}}
    changed = check(api.patch(url, body))["results"]
    assert [(row["number"], row["effort"]) for row in changed] == [(1, "low"), (3, "low")]
    problem(api.patch(url, {"numbers": [2, 9], "fields": {"effort": "high"}}), 404, "not-found")
    assert check(api.get(f"{url}2/"))["effort"] != "high"
    found = problem(api.patch(url, {"numbers": [2], "fields": {"effort": "huge"}}), 422, "invalid")
    assert found["errors"][0]["path"] == "fields.effort"
    problem(api_of(cast.vic).patch(url, body), 403, "forbidden")
    problem(api_of(cast.oda).patch(url, body), 404, "not-found")


def test_what_was_made_before_is_answered_with_200(cast, actors, review, workload, api_of):
    select(actors.ada, review, "locks", "locks_dog")
    api, base = api_of(cast.cleo), f"/api/v1/workloads/{workload.pk}"
    body = {"questions": [{"review_id": str(review.pk), "question": "locks"}]}
    statuses = [api.post(f"{base}/improvements/from-questions/", body) for _n in range(2)]
    assert [answer.status_code for answer in statuses] == [201, 200]
    assert check(statuses[0])["results"][0]["id"] == check(statuses[1])["results"][0]["id"]
    game_days.plan(actors.ada, workload.pk, title="The key is lost")
    game_day_run.start(actors.ada, workload.pk, 1)
    game_day_findings.add(actors.ada, workload.pk, 1, text="No second key")
    url = f"{base}/game-days/1/findings/1/"
    first, second = api.post(f"{url}improvement/"), api.post(f"{url}improvement/")
    assert (first.status_code, second.status_code) == (201, 200)
    assert check(first)["number"] == check(second)["number"]
    assert check(api.get(url))["text"] == "No second key"
    exported = api.get(f"{base}/improvements/export/", {"as": "csv"})
    text = b"".join(exported.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["worksheet"], row["game_day"], row["game_day_finding"]) for row in rows] == [
        ("", "", ""),
        ("", "1", "1"),
    ]


def test_a_workload_is_made_with_lenses_and_templates_or_not_at_all(
    cast, actors, review, small_lens, api_of
):
    select(actors.ada, review, "locks", "locks_key")
    made = templates.from_reviews(actors.ada, values={"name": "House"}, review_ids=[review.pk])
    api, url = api_of(cast.ben), "/api/v1/workloads/"
    body = {"name": "Bakery", "lenses": ["small"], "templates": [str(made.pk)]}
    shown = check(api.post(url, body))
    assert [each["lens"]["alias"] for each in shown["reviews"]] == ["small"]
    assert shown["reviews"][0]["counts"]["medium"] == 1
    assert shown["organization"]["name"] == "Northwind"
    refused = api.post(url, {"name": "Butcher", "lenses": ["small", "roofs"]})
    assert refused.status_code in (404, 422)
    assert check(api.get(url, {"name": "Butcher"}))["results"] == []


def test_what_a_report_can_contain_is_listed(cast, actors, review, workload, api_of):
    milestones.record(actors.ada, workload.pk, name="First")
    api = api_of(cast.ben)
    found = check(api.get(f"/api/v1/workloads/{workload.pk}/reports/choices/"))
    assert [each["key"] for each in found["pillars"]] == ["doors", "windows"]
    assert found["milestones"] == [{"key": "1", "name": "First"}]
    assert found["reviews"] == [{"key": str(review.pk), "name": "Small lens"}]
    keys = [each["key"] for each in found["sections"]]
    body = {"sections": keys[:1], "format": found["formats"][0]["key"]}
    assert api.post(f"/api/v1/workloads/{workload.pk}/reports/", body).status_code == 202
    assert check(api.get("/api/v1/reports/choices/"))["sections"][0]["key"] == "summary"
    problem(
        api_of(cast.vic).get(f"/api/v1/workloads/{workload.pk}/reports/choices/"), 403, "forbidden"
    )


def test_a_complete_review_is_left_alone_and_says_why(cast, actors, review, other, api_of):
    for question, choice in (("locks", "locks_no"), ("keys", "keys_no"), ("glass", "glass_no")):
        select(actors.ada, other, question, choice)
    reviews.complete(actors.ada, other.pk)
    select(actors.ada, review, "locks", "locks_key")
    [row] = check(api_of(cast.cleo).get(of(review, "locks", "elsewhere")))["results"]
    assert (row["refusal"], row["version"]) == ("The review is complete.", "")
