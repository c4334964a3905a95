"""Lists are narrowed and searched by what people look for."""

from __future__ import annotations

import pytest

from tests.builders import start_workload
from tests.rest.described import check, problem

WORKLOADS = "/api/v1/workloads/"


@pytest.fixture
def api(api_of, cast, actors, review):
    start_workload(actors.ada, "Shop", team="Shop", description="Sells shoes", regions=["eu-1"])
    return api_of(cast.vic, "read")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("search=shoes", ["Shop"]),
        ("search=SHOES+sells", ["Shop"]),
        ("search=shoes+checkout", []),
        ("search=", ["Shop", "Checkout"]),
        ("team=shop", ["Shop"]),
        ("lens=small", ["Checkout"]),
        ("lens=small&search=shoes", []),
        ("ordering=name&search=o", ["Checkout", "Shop"]),
    ],
)
def test_workloads_are_searched_and_narrowed(api, query, names):
    page = check(api.get(f"{WORKLOADS}?{query}"))
    assert [row["name"] for row in page["results"]] == names


def test_members_are_narrowed_to_a_role(api):
    found = check(api.get("/api/v1/members/?role=viewer"))["results"]
    assert [row["role"] for row in found] == ["viewer"]
    problem(api.get("/api/v1/members/?role=king"), 422, "invalid")


def test_a_text_that_cannot_be_looked_for_is_refused(api):
    problem(api.get(f"{WORKLOADS}?search=%00"), 422, "invalid")


def test_reports_are_narrowed_by_how_far_they_are(api_of, cast, review, workload):
    api = api_of(cast.ben)
    where = f"{WORKLOADS}{workload.pk}/reports/"
    check(api.post(where, {"format": "csv"}))
    assert len(check(api.get(f"{where}?format=csv"))["results"]) == 1
    assert check(api.get(f"{where}?format=pdf"))["results"] == []
