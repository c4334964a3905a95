"""Sessions, parked questions, and what is left to do, over REST."""

from __future__ import annotations

from tests.builders import select

HOUSE = "/api/v1/reviews"


def test_a_session_lives_from_plan_to_minutes(cast, actors, review, api_of):
    api, base = api_of(cast.ben), f"{HOUSE}/{review.pk}/sessions/"
    agenda = [{"pillar": "", "minutes": 15}, {"pillar": "doors", "minutes": 30}]
    body = {"title": "Doors", "agenda": agenda, "invited": [cast.cleo.pk]}
    made = api.post(base, body, format="json")
    assert made.status_code == 201
    assert made.data["invited"] == [{"id": cast.cleo.pk, "name": "Cleo Example"}]
    one = made.headers["Location"]
    assert api.patch(one, {"title": "All doors"}, format="json").data["title"] == "All doors"
    assert api.post(f"{one}start/").data["state"] == "running"
    select(actors.cleo, review, "locks", "locks_dog")
    assert api.post(f"{one}end/").data["state"] == "held"
    assert api.patch(one, {"notes": "Dogs."}, format="json").data["notes"] == "Dogs."
    minutes = api.get(f"{one}minutes/").data
    [changed] = minutes["changed"]
    assert (changed["question"], changed["risk_before"], changed["risk_after"]) == (
        "locks",
        "unanswered",
        "medium",
    )
    assert [item["minutes"] for item in minutes["agenda"]] == [15, 30]
    assert api.delete(one).status_code == 409
    assert [row["title"] for row in api.get(base).data["results"]] == ["All doors"]


def test_a_planned_session_gets_a_proposal_and_is_called_off(cast, review, api_of):
    api = api_of(cast.ben)
    made = api.post(f"{HOUSE}/{review.pk}/sessions/", {}, format="json")
    assert [item["pillar"] for item in made.data["agenda"]] == ["", "doors", "windows"]
    assert api.delete(made.headers["Location"]).status_code == 204
    assert api.get(made.headers["Location"]).status_code == 404


def test_a_wrong_agenda_is_a_problem_that_names_it(cast, review, api_of):
    body = {"agenda": [{"pillar": "cellar", "minutes": 5}]}
    answer = api_of(cast.ben).post(f"{HOUSE}/{review.pk}/sessions/", body, format="json")
    assert answer.status_code == 422
    assert "agenda" in str(answer.json())


def test_a_question_is_parked_listed_and_taken_off(cast, review, api_of):
    api, park = api_of(cast.cleo), f"{HOUSE}/{review.pk}/answers/glass/park/"
    assert api.post(park, {"note": "Ask"}, format="json").data["parked_note"] == "Ask"
    [point] = api.get(f"{HOUSE}/{review.pk}/parked/").data["results"]
    assert (point["question"], point["note"]) == ("glass", "Ask")
    assert api.delete(park).data["parked_at"] is None
    assert api.get(f"{HOUSE}/{review.pk}/parked/").data["results"] == []


def test_a_question_is_assigned_and_given_back(cast, review, api_of):
    api, assign = api_of(cast.cleo), f"{HOUSE}/{review.pk}/answers/glass/assign/"
    body = {"user": cast.ben.pk, "due_on": "2027-01-31"}
    answer = api.post(assign, body, format="json")
    assert answer.data["assignee"] == {"id": cast.ben.pk, "name": "Ben Example"}
    assert answer.data["due_on"] == "2027-01-31"
    assert api.post(assign, {"user": None}, format="json").data["assignee"] is None
    assert api.post(assign, {"user": cast.oda.pk}, format="json").status_code == 422


def test_an_answer_is_confirmed_by_a_second_person_only(cast, actors, review, api_of):
    revision = select(actors.cleo, review, "locks", "locks_dog").revision
    confirm = f"{HOUSE}/{review.pk}/answers/locks/confirm/"
    body = {"revision": revision}
    assert api_of(cast.cleo).post(confirm, body, format="json").status_code == 403
    api = api_of(cast.ben)
    assert api.post(confirm, {"revision": revision + 1}, format="json").status_code in (409, 412)
    done = api.post(confirm, body, format="json").data
    assert done["is_confirmed"]
    assert done["confirmed_by"]["name"] == "Ben Example"
    assert api.delete(confirm).data["is_confirmed"] is False
