"""Teams over REST."""

from __future__ import annotations

import pytest

from tests.rest.described import check, problem
from wellarch.accounts.tenancy import teams

TEAMS = "/api/v1/teams/"


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.ada, "admin")


def test_a_team_is_made_changed_and_ended(api):
    made = api.post(TEAMS, {"name": "Keepers"})
    row, where = check(made), made.headers["Location"]
    assert check(api.get(where)) == row
    changed = check(api.patch(where, {"description": "They keep."}))
    assert (changed["name"], changed["description"]) == ("Keepers", "They keep.")
    found = problem(api.post(TEAMS, {"name": "keep ers"}), 422, "invalid")
    assert found["errors"][0]["path"] == "name"
    assert api.delete(where).status_code == 204
    problem(api.get(where), 404, "not-found")


def test_members_go_in_and_out(api, cast, actors):
    where = f"{TEAMS}{teams.create(actors.ada, name='Keepers').pk}/members/"
    row = check(api.put(f"{where}{cast.cleo.pk}/"))
    assert row["email"] == cast.cleo.email
    check(api.put(f"{where}{cast.cleo.pk}/"))
    assert [one["id"] for one in check(api.get(where))["results"]] == [cast.cleo.pk]
    problem(api.put(f"{where}{cast.oda.pk}/"), 404, "not-found")
    assert api.delete(f"{where}{cast.cleo.pk}/").status_code == 204
    assert check(api.get(where))["results"] == []


def test_everybody_reads_only_admins_write(api_of, cast, actors):
    where = f"{TEAMS}{teams.create(actors.ada, name='Keepers').pk}/"
    client = api_of(cast.ben, "admin")
    assert check(client.get(where))["name"] == "Keepers"
    problem(client.patch(where, {"name": "Mine"}), 403, "forbidden")
    problem(client.delete(where), 403, "forbidden")
    problem(client.post(TEAMS, {"name": "Mine"}), 403, "forbidden")


def test_teams_of_others_do_not_exist(api_of, cast, actors):
    where = f"{TEAMS}{teams.create(actors.ada, name='Keepers').pk}/"
    other = api_of(cast.oda, "admin")
    for answer in (other.get(where), other.delete(where), other.get(f"{where}members/")):
        problem(answer, 404, "not-found")
    assert check(other.get(TEAMS))["results"] == []
