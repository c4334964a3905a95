"""`?fields=` answers what was asked for; parameters that mean nothing are refused."""

from __future__ import annotations

import pytest

from tests.rest.described import problem
from wellarch.rest.sparse import parse, pick


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a", {"a": {}}),
        ("a,b", {"a": {}, "b": {}}),
        (" a , b.c,b.d ", {"a": {}, "b": {"c": {}, "d": {}}}),
        ("b.c,b", {"b": {}}),
        ("b,b.c", {"b": {}}),
        ("a,,", {"a": {}}),
        ("", {}),
    ],
)
def test_names_are_separated_by_commas_and_parts_by_dots(text, wanted):
    assert parse(text) == wanted


def test_the_fields_of_lists_inside_are_picked_from_each():
    data = {"id": 1, "rows": [{"n": 1, "x": 2}, {"n": 2, "x": 3}], "more": 1}
    assert pick(data, parse("rows.n")) == {"rows": [{"n": 1}, {"n": 2}]}


def test_an_object_answers_the_fields_asked_for(api_of, cast, workload):
    api = api_of(cast.vic, "read")
    answer = api.get(f"/api/v1/workloads/{workload.pk}/?fields=name,counts.high")
    assert answer.json() == {"name": workload.name, "counts": {"high": 0}}
    whole = api.get(f"/api/v1/workloads/{workload.pk}/")
    assert answer.headers["ETag"] == whole.headers["ETag"]


def test_a_list_answers_them_for_each_row(api_of, cast, review):
    api = api_of(cast.vic, "read")
    page = api.get("/api/v1/workloads/?fields=name").json()
    assert page == {"next": None, "previous": None, "results": [{"name": "Checkout"}]}
    answers = api.get(f"/api/v1/reviews/{review.pk}/answers/?fields=question,risk").json()
    assert all(set(row) == {"question", "risk"} for row in answers["results"])


@pytest.mark.parametrize("place", ["", "{}/"])
def test_fields_that_are_none_are_named(api_of, cast, workload, place):
    url = "/api/v1/workloads/" + place.format(workload.pk)
    refused = api_of(cast.vic, "read").get(f"{url}?fields=name,nmae,counts.highest,team.x")
    found = problem(refused, 422, "invalid")
    assert {error["path"] for error in found["errors"]} == {"fields"}
    named = " ".join(error["message"] for error in found["errors"])
    assert all(path in named for path in ("nmae", "counts.highest", "team.x"))


@pytest.mark.parametrize(
    ("method", "query"),
    [("get", "enviroment=production"), ("get", "x=1&y=2"), ("post", "name=x")],
)
def test_parameters_that_mean_nothing_are_named(api_of, cast, method, query):
    refused = getattr(api_of(cast.ada), method)(f"/api/v1/workloads/?{query}")
    found = problem(refused, 422, "invalid")
    asked = {part.partition("=")[0] for part in query.split("&")}
    assert {error["path"] for error in found["errors"]} == asked
