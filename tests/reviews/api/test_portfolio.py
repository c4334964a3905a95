"""The portfolio over REST."""

from __future__ import annotations

import pytest

from reviews.services import milestones, summaries
from tests.builders import answer_all


@pytest.fixture
def counted(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    milestones.record(actors.ada, workload.pk, name="First")
    summaries.compute(workload.pk)
    return workload


def test_the_numbers_gaps_and_trend_of_what_one_sees(api_of, cast, counted):
    api = api_of(cast.vic, "read")
    told = api.get("/api/v1/portfolio/").json()
    assert (told["workloads"], told["risks"]["high"], told["percent_in_place"]) == (1, 2, 0)
    gaps = api.get("/api/v1/portfolio/gaps/?limit=2").json()
    assert [each["workloads"] for each in gaps["results"]] == [1, 1]
    trend = api.get("/api/v1/portfolio/trend/").json()
    assert (trend["results"][-1]["workloads"], trend["results"][-1]["risks"]["high"]) == (1, 2)
    assert api_of(cast.oda, "read").get("/api/v1/portfolio/").json()["workloads"] == 0


def test_filters_are_those_of_the_page(api_of, cast, counted):
    api = api_of(cast.vic, "read")
    assert api.get("/api/v1/portfolio/?environment=preproduction").json()["workloads"] == 0


def test_views_are_made_changed_and_deleted(api_of, cast, counted):
    api = api_of(cast.ben)
    body = {"name": "Live", "query": "environment=production", "is_shared": True}
    made = api.post("/api/v1/views/", body, format="json")
    assert made.status_code == 201
    url = made["Location"]
    assert api.get(url).json()["is_mine"] is True
    assert api.patch(url, {"name": "Production"}, format="json").json()["name"] == "Production"
    seen = api_of(cast.vic, "read").get("/api/v1/views/").json()["results"]
    assert [(view["name"], view["is_mine"]) for view in seen] == [("Production", False)]
    view = seen[0]["id"]
    found = api.get(f"/api/v1/portfolio/compare/?a={view}&b=environment%3Dpreproduction").json()
    assert [group["workloads"] for group in found["groups"]] == [1, 0]
    assert api.delete(url).status_code == 204
    assert api.get(url).status_code == 404
