"""What is one's own over REST: work, calendars, the demo."""

from __future__ import annotations

from reviews.models import Workload
from reviews.services import questions, sessions
from tests.builders import start_review, start_workload
from tests.rest.described import check, problem

WORK, CALENDAR, DEMO = "/api/v1/me/todo/", "/api/v1/me/calendar/", "/api/v1/me/demo/"


def test_what_waits_for_me_is_listed_from_all_workloads_i_see(
    cast, actors, review, small_lens, api_of
):
    other = start_review(actors.ada, start_workload(actors.ada, "Shop"), small_lens.lens)
    questions.assign(actors.ada, review.pk, "locks", user_id=cast.cleo.pk, due_on=None)
    questions.assign(actors.ada, other.pk, "glass", user_id=cast.cleo.pk, due_on=None)
    sessions.plan(actors.ada, review.pk, values={"title": "Doors"}, invited=[cast.cleo.pk])
    work = check(api_of(cast.cleo, "read").get(WORK))
    assert {(row["workload_name"], row["question"]) for row in work["questions"]} == {
        ("Checkout", "locks"),
        ("Shop", "glass"),
    }
    assert [row["title"] for row in work["sessions"]] == ["Doors"]
    assert (work["overdue"], work["tests"]) == (0, [])
    assert check(api_of(cast.vic).get(WORK))["questions"] == []


def test_the_address_of_my_calendar_is_shown_once_and_can_be_ended(cast, api_of, client):
    api = api_of(cast.cleo)
    assert check(api.get(CALENDAR))["exists"] is False
    made = api.post(CALENDAR)
    assert made.status_code == 201
    address = check(made)["address"]
    assert client.get(address).status_code == 200
    shown = check(api.get(CALENDAR))
    assert shown["exists"] is True
    assert "address" not in shown
    renewed = check(api.post(CALENDAR))["address"]
    assert client.get(address).status_code == 404
    assert api.delete(CALENDAR).status_code == 204
    assert client.get(renewed).status_code == 404
    assert api.delete(CALENDAR).status_code == 204


def test_a_workloads_calendar_is_followed_by_those_who_see_it(cast, workload, api_of, client):
    url = f"/api/v1/workloads/{workload.pk}/calendar/"
    made = check(api_of(cast.vic).post(url))
    assert client.get(made["address"]).status_code == 200
    assert check(api_of(cast.vic).get(url))["exists"] is True
    assert check(api_of(cast.ben).get(url))["exists"] is False
    for ask in ("get", "post", "delete"):
        problem(getattr(api_of(cast.oda), ask)(url), 404, "not-found")
    problem(api_of(cast.vic, "read").post(url), 403, "forbidden")


def test_the_demo_is_made_once_and_is_mine(cast, api_of):
    api = api_of(cast.ben)
    first = check(api.post(DEMO))
    again = check(api.post(DEMO))
    assert first["id"] == again["id"]
    assert Workload.objects.filter(tags__demo="yes").count() == 1
    problem(api_of(cast.vic).post(DEMO), 403, "forbidden")
