"""Workloads over REST."""

from __future__ import annotations

import pytest

from tests.builders import start_review, start_workload
from tests.rest.described import check, problem

WORKLOADS = "/api/v1/workloads/"


def test_a_name_is_enough(api_of, cast):
    response = api_of(cast.ben).post(WORKLOADS, {"name": "Checkout"})
    made = check(response)
    assert response.status_code == 201
    assert response.headers["Location"].endswith(f"{WORKLOADS}{made['id']}/")
    assert (made["environment"], made["reviews"], made["is_archived"]) == ("production", [], False)


def test_everything_that_was_set_is_read_back(api_of, cast):
    api = api_of(cast.ben)
    values = {
        "name": "Checkout",
        "environment": "preproduction",
        "regions": ["eu-central-1", "eu-west-1"],
        "account_ids": ["123456789012"],
        "tags": {"team": "payments", "empty": ""},
        "architecture_url": "https://example.com/diagram",
        "go_live_on": "2027-03-01",
        "pillar_priorities": ["security"],
        "improvement_status": "in_progress",
    }
    made = check(api.post(WORKLOADS, values))
    read = check(api.get(f"{WORKLOADS}{made['id']}/"))
    assert {key: read[key] for key in values} == values


def test_only_what_is_named_changes(api_of, cast, workload):
    api = api_of(cast.ben)
    where = f"{WORKLOADS}{workload.pk}/"
    check(api.patch(where, {"team": "Payments", "tags": {"a": "b"}}))
    changed = check(api.patch(where, {"description": "Takes orders."}))
    assert (changed["name"], changed["team"], changed["tags"]) == (
        "Checkout",
        "Payments",
        {"a": "b"},
    )


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"name": "x"}, "name"),
        ({"name": ""}, "name"),
        ({"go_live_on": "soon"}, "go_live_on"),
        ({"architecture_url": "diagram"}, "architecture_url"),
        ({"regions": [1, {}]}, "regions.1"),
        ({"revision": 3}, "revision"),
        ({"tags": {"a": None}}, "tags.a"),
    ],
)
def test_wrong_values_are_named(api_of, cast, workload, values, path):
    response = api_of(cast.ben).patch(f"{WORKLOADS}{workload.pk}/", values)
    assert problem(response, 422, "invalid")["errors"][0]["path"] == path


def test_archived_ones_can_be_read_but_not_changed(api_of, cast, workload):
    api = api_of(cast.ben)
    where = f"{WORKLOADS}{workload.pk}/"
    assert check(api.post(f"{where}archive/"))["is_archived"]
    problem(api.patch(where, {"team": "Payments"}), 409, "archived")
    assert check(api.get(where))["archived_at"]
    assert not check(api.post(f"{where}restore/"))["is_archived"]
    assert check(api.patch(where, {"team": "Payments"}))["team"] == "Payments"


def test_a_deleted_one_is_gone(api_of, cast, workload):
    api = api_of(cast.ben)
    where = f"{WORKLOADS}{workload.pk}/"
    assert check(api.delete(where)) is None
    problem(api.get(where), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Checkout", "Search", "Old"}),
        ("name=CH", {"Checkout", "Search"}),
        ("environment=preproduction", {"Search"}),
        ("archived=true", {"Old"}),
        ("archived=false", {"Checkout", "Search"}),
        ("name=ch&environment=production", {"Checkout"}),
    ],
)
def test_the_list_can_be_filtered(api_of, cast, actors, query, names):
    start_workload(actors.ada, "Checkout")
    start_workload(actors.ada, "Search", environment="preproduction")
    api = api_of(cast.ben)
    api.post(f"{WORKLOADS}{start_workload(actors.ada, 'Old').pk}/archive/")
    rows = check(api.get(f"{WORKLOADS}?{query}"))["results"]
    assert {row["name"] for row in rows} == names


def test_others_workloads_do_not_exist(api_of, cast, workload):
    api = api_of(cast.oda)
    assert check(api.get(WORKLOADS))["results"] == []
    where = f"{WORKLOADS}{workload.pk}/"
    for path in ("", "reviews/", "plan/", "milestones/", "milestones/1/", "reports/"):
        problem(api.get(f"{where}{path}"), 404, "not-found")
    problem(api.patch(where, {"name": "Mine"}), 404, "not-found")
    problem(api.delete(where), 404, "not-found")
    for path in ("archive/", "restore/"):
        problem(api.post(f"{where}{path}"), 404, "not-found")


def test_the_list_costs_the_same_however_long(
    api_of, cast, actors, workload, small_lens, django_assert_num_queries
):
    start_review(actors.ada, workload, small_lens.lens)
    api = api_of(cast.vic, "read")
    api.get(WORKLOADS)
    with django_assert_num_queries(6):  # token, membership, workloads, reviews, summaries, lenses
        api.get(WORKLOADS)
    for n in range(4):
        start_review(actors.ada, start_workload(actors.ada, f"More {n}"), small_lens.lens)
    with django_assert_num_queries(6):
        assert len(check(api.get(WORKLOADS))["results"]) == 5
