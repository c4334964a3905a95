"""Lists come in pages that stay right while rows come and go."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.builders import start_workload
from tests.rest.described import check, problem

WORKLOADS = "/api/v1/workloads/"


@pytest.fixture
def seven(actors):
    return [start_workload(actors.ada, f"System {n}") for n in range(7)]


def walk(api, url):
    while url:
        page = check(api.get(url))
        yield [row["name"] for row in page["results"]]
        url = page["next"]


def test_pages_follow_each_other_without_gap_or_repeat(api_of, cast, seven):
    pages = list(walk(api_of(cast.vic, "read"), f"{WORKLOADS}?page_size=3"))
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [*chain(*pages)] == [f"System {n}" for n in reversed(range(7))]


def test_a_new_row_moves_nothing_between_pages(api_of, cast, actors, seven):
    api = api_of(cast.vic, "read")
    pages = walk(api, f"{WORKLOADS}?page_size=3")
    first = next(pages)
    start_workload(actors.ada, "System 7")
    assert [*first, *chain(*pages)] == [f"System {n}" for n in reversed(range(7))]


def test_one_may_go_back(api_of, cast, seven):
    api = api_of(cast.vic, "read")
    first = check(api.get(f"{WORKLOADS}?page_size=3"))
    second = check(api.get(first["next"]))
    assert check(api.get(second["previous"]))["results"] == first["results"]
    assert first["previous"] is None


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("name", "System 0"), ("-name", "System 6"), ("updated_at", "System 0")],
)
def test_the_client_may_choose_the_order(api_of, cast, seven, ordering, expected):
    pages = list(walk(api_of(cast.vic, "read"), f"{WORKLOADS}?page_size=2&ordering={ordering}"))
    names = [*chain(*pages)]
    assert names[0] == expected
    assert len(set(names)) == 7


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("ordering=revision", "ordering"),
        ("cursor=x", "cursor"),
        ("environment=moon", "environment"),
    ],
)
def test_wrong_parameters_are_named(api_of, cast, query, path):
    found = problem(api_of(cast.vic, "read").get(f"{WORKLOADS}?{query}"), 422, "invalid")
    assert [error["path"] for error in found["errors"]] == [path]


def test_a_page_has_200_rows_at_most(api_of, cast, seven):
    assert len(check(api_of(cast.vic).get(f"{WORKLOADS}?page_size=5000"))["results"]) == 7
