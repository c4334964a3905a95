"""Game days through the REST API."""

from __future__ import annotations

import pytest

from reviews.services import game_days, worksheets

BASE = "/api/v1/workloads/{}/game-days/"


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.cleo)


@pytest.fixture
def base(workload):
    return BASE.format(workload.pk)


def test_a_program_plans_runs_and_learns_from_a_game_day(api, base, actors, workload, cast):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    made = api.post(
        base,
        {"scenario_key": "database-az", "failure_mode": 2, "planned_at": "2030-05-20T09:30:00Z",
         "parts": [{"user": cast.ben.pk, "role": "Leads"}, {"name": "Joe"}]},
        format="json",
    )  # fmt: skip
    assert made.status_code == 201, made.data
    assert made["Location"].endswith(f"{base}1/")
    assert (made.data["failure_mode"], made.data["times"]["promised"]) == (2, 120)
    assert made.data["parts"][0] == {
        "user": {"id": cast.ben.pk, "name": "Ben Example"}, "name": "", "role": "Leads",
    }  # fmt: skip
    assert api.post(f"{base}1/start/", HTTP_IF_MATCH=made["ETag"]).data["state"] == "running"
    for kind in ("injected", "detected", "recovered"):
        noted = api.post(f"{base}1/entries/", {"kind": kind}, format="json")
        assert noted.status_code == 201, noted.data
    mended = api.patch(noted["Location"], {"text": "Writes succeed"}, format="json")
    assert mended.data["text"] == "Writes succeed"
    assert [e["kind"] for e in api.get(f"{base}1/entries/").data["results"]] == [
        "injected", "detected", "recovered",
    ]  # fmt: skip
    assert api.post(f"{base}1/end/", {}, format="json").data["state"] == "done"
    told = api.patch(f"{base}1/learn/", {"held": "Failover", "was_confirmed": True}, format="json")
    assert (told.data["held"], told.data["was_confirmed"]) == ("Failover", True)
    found = api.post(f"{base}1/findings/", {"text": "No alarm", "impact": "high"}, format="json")
    assert found.status_code == 201
    assert api.post(f"{found['Location']}improvement/").data["impact"] == "high"
    read = api.get(f"{base}1/")
    assert read.data["findings"][0]["improvements"] == [1]
    assert read.data["times"]["recover"] >= 0
    assert api.get(f"{base}1/", HTTP_IF_NONE_MATCH=read["ETag"]).status_code == 304
    assert api.post(f"{base}1/tested/").status_code == 200
    assert api.post(f"{base}1/again/").data["number"] == 2
    assert api.delete(found["Location"]).status_code == 204


def test_a_stop_condition_ends_it_and_a_second_end_is_refused(api, base):
    api.post(base, {"title": "The vault"}, format="json")
    assert api.post(f"{base}1/end/", {}, format="json").status_code == 409
    api.post(f"{base}1/start/")
    ended = api.post(f"{base}1/end/", {"stopped": True, "text": "A queue"}, format="json")
    assert (ended.data["state"], ended.data["stopped_early"]) == ("done", True)
    assert api.post(f"{base}1/end/", {"stopped": True}, format="json").status_code == 409


def test_changes_of_others_are_not_overwritten(api, base, actors, workload):
    made = api.post(base, {"title": "The vault"}, format="json")
    game_days.edit(actors.ben, workload.pk, 1, fields={"hypothesis": "It holds"})
    tag = {"HTTP_IF_MATCH": made["ETag"]}
    mine = api.patch(f"{base}1/", {"hypothesis": "It breaks"}, format="json", **tag)
    assert mine.status_code == 412
    assert api.patch(f"{base}1/", {"scenario": "Lock it"}, format="json", **tag).status_code == 200


def test_the_list_is_filtered_by_state_and_time(api, base):
    for title, at in (("One", "2030-01-01T00:00:00Z"), ("Two", "2031-01-01T00:00:00Z")):
        api.post(base, {"title": title, "planned_at": at}, format="json")
    api.post(f"{base}1/call-off/")
    assert [row["title"] for row in api.get(f"{base}?state=planned").data["results"]] == ["Two"]
    later = api.get(f"{base}?planned_after=2030-06-01T00:00:00Z").data["results"]
    assert [row["title"] for row in later] == ["Two"]


def test_what_one_can_begin_with(api, base, actors, workload):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    found = api.get(f"{base}scenarios/").data
    assert len(found["library"]) == 16
    first = found["failure_modes"][0]
    assert first["hypothesis"].startswith("When EC2/ECS task has “Instance crash”, health check")


def test_wrong_bodies_are_named_and_readers_are_refused(api, base, api_of, cast):
    answer = api.post(base, {"title": "x", "planned_minutes": 1, "color": "red"}, format="json")
    assert answer.status_code == 422
    wrong = {each["path"] for each in answer.data["errors"]}
    assert wrong == {"planned_minutes", "color"}
    assert api_of(cast.vic).post(base, {"title": "x"}, format="json").status_code == 403
    assert api_of(cast.oda).get(base).status_code == 404


def test_people_are_written_back_as_they_are_read(api, base, cast):
    parts = [{"user": cast.ben.pk, "role": "Leads"}, {"name": "Joe"}]
    made = api.post(base, {"title": "Lose a zone", "parts": parts}, format="json")
    assert made.status_code == 201, made.data
    again = api.patch(f"{base}1/", {"parts": made.json()["parts"]}, format="json")
    assert again.status_code == 200, again.data
    assert again.data["revision"] == made.data["revision"]


@pytest.mark.parametrize("user", [10**30, -(10**30), "x", {"name": "Ben"}, True])
def test_a_person_nobody_can_be_is_refused(api, base, cast, user):
    refused = api.post(base, {"title": "Lose a zone", "parts": [{"user": user}]}, format="json")
    assert refused.status_code == 422
