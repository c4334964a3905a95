"""Improvements over REST: made, listed, changed together with others, accepted, ticked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.services import improvements
from tests.builders import select

HOUSE = "/api/v1/workloads"


@pytest.fixture
def at_risk(actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    return review


def test_an_improvement_lives_from_a_question_to_the_tick(cast, at_risk, api_of):
    api, base = api_of(cast.cleo), f"{HOUSE}/{at_risk.workload_id}/improvements/"
    body = {"questions": [{"review_id": str(at_risk.pk), "question": "locks"}]}
    made = api.post(f"{base}from-questions/", body, format="json")
    assert made.status_code == 201
    [item] = made.json()["results"]
    assert (item["number"], item["choices"]) == (1, ["locks_bolt", "locks_dog"])
    again = api.post(f"{base}from-questions/", body, format="json").json()["results"]
    assert [each["id"] for each in again] == [item["id"]]
    one = f"{base}1/"
    plan = api.get(f"{HOUSE}/{at_risk.workload_id}/plan/").json()["results"][0]
    assert plan["improvements"] == [{"number": 1, "choices": ["locks_bolt", "locks_dog"]}]
    assert [practice["improvement_number"] for practice in plan["missing"]] == [None, None]
    moved = api.post(f"{one}move/", {"state": "done"}, format="json")
    assert (moved.json()["state"], moved.headers["ETag"]) == ("done", '"2"')
    proposal = api.get(f"{one}proposal/").json()
    assert (proposal["risk"], proposal["risk_after"]) == ("medium", "none")
    ids = [choice["id"] for choice in proposal["choices"]]
    left = api.post(f"{one}proposal/", {"choices": ids}, format="json").json()
    assert (left["risk"], left["choices"]) == ("none", [])
    history = api.get(f"{one}history/").json()["results"]
    assert [change["fields_changed"]["state"] for change in history] == [
        ["open", "done"],
        ["", "open"],
    ]
    burndown = api.get(f"{base}burndown/").json()["results"]
    assert burndown[-1] == {
        "on": timezone.localdate().isoformat(), "unfinished": 0, "done": 1, "accepted": 0,
    }  # fmt: skip
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404


def test_one_in_ones_own_words(cast, workload, api_of):
    api, base = api_of(cast.cleo), f"{HOUSE}/{workload.pk}/improvements/"
    body = {"title": "Oil", "owner": cast.ben.pk, "due_on": "2030-01-01", "effort": "low"}
    made = api.post(base, body, format="json")
    assert made.status_code == 201
    assert made.json()["owner"] == {"id": cast.ben.pk, "name": "Ben Example"}
    found = api.get(made.headers["Location"])
    assert (found.json()["due_on"], found.json()["has_own_date"]) == ("2030-01-01", True)
    same = api.get(made.headers["Location"], headers={"if-none-match": found.headers["ETag"]})
    assert same.status_code == 304


def test_two_programs_change_different_fields_and_collide_in_the_same(cast, workload, api_of):
    api, base = api_of(cast.cleo), f"{HOUSE}/{workload.pk}/improvements/"
    one = api.post(base, {"title": "Oil"}, format="json").headers["Location"]
    seen = {"if-match": '"1"'}
    assert api.patch(one, {"steps": "Go"}, format="json", headers=seen).status_code == 200
    assert api.patch(one, {"effort": "low"}, format="json", headers=seen).status_code == 200
    clash = api.patch(one, {"steps": "Stop"}, format="json", headers=seen)
    assert clash.status_code == 412
    assert clash.json()["fields"] == {"steps": {"mine": "Stop", "theirs": "Go"}}


def test_a_risk_is_accepted_by_an_architect(cast, workload, api_of):
    api, base = api_of(cast.ben), f"{HOUSE}/{workload.pk}/improvements/"
    one = api.post(base, {"title": "Oil"}, format="json").headers["Location"]
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    body = {"reason": "It does not squeak", "until": until}
    assert api_of(cast.cleo).post(f"{one}accept/", body, format="json").status_code == 403
    accepted = api.post(f"{one}accept/", body, format="json").json()["accepted"]
    assert accepted == {**body, "by": {"id": cast.ben.pk, "name": "Ben Example"}}
    wrong = api.patch(one, {"state": "accepted"}, format="json")
    assert wrong.status_code == 422


def test_those_of_all_workloads_are_narrowed(actors, cast, workload, api_of):
    late = timezone.localdate() - timedelta(days=1)
    improvements.make(actors.ben, workload.pk, title="Paint", due_on=late, owner=cast.cleo.pk)
    improvements.make(actors.ben, workload.pk, title="Oil", pillar_key="security")
    api, base = api_of(cast.vic), "/api/v1/improvements/"

    def titles(**query):
        return [row["title"] for row in api.get(base, query).json()["results"]]

    assert sorted(titles()) == ["Oil", "Paint"]
    assert titles(overdue="true") == ["Paint"]
    assert titles(overdue="false") == ["Oil"]
    assert titles(owner=cast.cleo.pk) == ["Paint"]
    assert titles(pillar="security") == ["Oil"]
    assert titles(q="oi") == ["Oil"]
    assert titles(state=["done", "planned"]) == []
    assert titles(ordering="title") == ["Oil", "Paint"]
    assert api_of(cast.oda).get(base).json()["results"] == []


def test_many_are_listed_in_as_many_queries_as_few(
    actors, cast, workload, api_of, django_assert_max_num_queries
):
    for number in range(6):
        improvements.make(actors.ben, workload.pk, title=f"N {number}", owner=cast.cleo.pk)
    api = api_of(cast.vic)
    api.get("/api/v1/improvements/")
    with django_assert_max_num_queries(7):
        assert len(api.get("/api/v1/improvements/").json()["results"]) == 6
