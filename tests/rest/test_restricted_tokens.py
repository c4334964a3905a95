"""A token that is restricted to some workloads sees and changes nothing beyond them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from reviews.models import Report, Workload
from reviews.reads import portfolio
from reviews.services import (
    game_days,
    improvements,
    milestones,
    profiles,
    readings,
    reports,
    review_plans,
    summaries,
    templates,
    tradeoffs,
    workloads,
    worksheets,
)
from tests.builders import select, start_review, start_workload
from tests.contracts.permission_stage import ARGUMENTS
from tests.contracts.permission_table import API
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Share, Token
from wellarch.accounts.roles import Via

MOMENT = "2026-01-01T00:00:00Z"


@pytest.fixture
def places(actors, cast, small_lens) -> dict[str, dict[str, Any]]:
    """The same things twice: in a workload the token is for and in one it is not."""
    found = {}
    for name in ("Mine", "Other"):
        workload = start_workload(actors.ada, name)
        review = start_review(actors.ada, workload, small_lens.lens)
        select(actors.ada, review, "locks", "locks_dog")
        milestones.record(actors.ada, workload.pk, name="First")
        done = improvements.make_from_question(actors.ada, review.pk, "locks")
        improvements.move(actors.ada, workload.pk, done.number, state="done")
        tradeoffs.make(actors.ada, workload.pk, title="Add a cache")
        game_days.plan(actors.ada, workload.pk, title="The cache is cold")
        review_plans.make(actors.ada, workload.pk, title="Early look")
        worksheets.start(actors.ada, workload.pk, "cost")
        worksheets.start(actors.ada, workload.pk, "performance")
        measured = [{"at": MOMENT, "value": "200"}]
        readings.record(actors.ada, workload.pk, "performance", 1, readings=measured)
        found[name] = {
            "workload_id": workload.pk,
            "review_id": review.pk,
            "report_id": (report_id := reports.request(actors.ada, workload.pk).pk),
            "job_id": report_id,
            "number": 1,
            "question": "locks",
            "pillar": "doors",
            "kind": "performance",
            "moment": MOMENT,
        }
    return found


def restricted_to(actor: Any, *workload_ids: Any) -> APIClient:
    _token, clear = tokens.create(actor, name="t", scope="admin", workload_ids=workload_ids)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {clear}")
    return client


_THINGS = {"workload_id", "review_id", "report_id", "job_id"}
_WITHIN = {"number", "question", "pillar", "kind", "moment"}
OF_WORKLOADS = [
    (method, name)
    for method, name in API
    if ARGUMENTS[name] & _THINGS and ARGUMENTS[name] <= _THINGS | _WITHIN
]


@pytest.mark.parametrize(("method", "name"), OF_WORKLOADS, ids=lambda value: value)
def test_other_workloads_do_not_exist_at_any_endpoint(method, name, actors, places):
    api = restricted_to(actors.ada, places["Mine"]["workload_id"])
    for which in ("Mine", "Other"):
        url = reverse(name, kwargs={key: places[which][key] for key in ARGUMENTS[name]})
        status = getattr(api, method.lower())(url, API[method, name].body).status_code
        assert (status == 404) == (which == "Other"), (which, status)


def test_lists_search_and_totals_know_the_chosen_workloads_only(actors, places):
    mine = places["Mine"]["workload_id"]
    api = restricted_to(actors.ada, mine)
    for query in ("", "?name=Other", "?name=Mine"):
        names = [row["name"] for row in api.get(f"/api/v1/workloads/{query}").json()["results"]]
        assert names == ([] if "Other" in query else ["Mine"])
    _token, clear = tokens.create(actors.ada, name="t", workload_ids=[mine])
    summaries.compute(mine)
    summaries.compute(places["Other"]["workload_id"])
    all_of_it = portfolio.build(actors.ada, portfolio.Filters())
    part = portfolio.build(tokens.actor_for(clear, Via.API), portfolio.Filters())
    assert 0 < part.counts.total < all_of_it.counts.total
    assert (all_of_it.workload_count, part.workload_count) == (2, 1)
    assert [row.name for row in part.rows] == ["Mine"]


def test_it_reaches_nothing_beyond_them(actors, places, cast):
    api = restricted_to(actors.ada, places["Mine"]["workload_id"])
    count = Workload.objects.count()
    for url, body in (
        ("/api/v1/workloads/", {"name": "Third"}),
        ("/api/v1/lenses/", {"document": {}}),
        ("/api/v1/tokens/", {"name": "t"}),
        ("/api/v1/access-keys/", {"name": "t"}),
    ):
        answer = api.post(url, body)
        assert answer.status_code == 403
        assert answer.json()["detail"] == "This token is restricted to some workloads."
    assert api.patch("/api/v1/organization/", {"name": "N"}).status_code == 403
    assert api.get("/api/v1/tokens/").status_code == 403
    assert Workload.objects.count() == count


def test_it_gives_nothing_of_the_organization_away(actors, places):
    api = restricted_to(actors.ada, places["Mine"]["workload_id"])
    template = templates.create(actors.ada, values={"name": "House rules"}, lenses=["small"])
    profile = profiles.create(actors.ada, name="Ours", answers={"business": ["e-commerce"]})
    for url in (
        "/api/v1/lenses/small/shares/",
        f"/api/v1/templates/{template.pk}/shares/",
        f"/api/v1/profiles/{profile.pk}/shares/",
    ):
        answer = api.post(url, {"email": "third@example.com"})
        assert (answer.status_code, answer.json()["detail"]) == (
            403,
            "This token is restricted to some workloads.",
        ), url
    assert not Share.objects.exists()


def test_an_empty_restriction_and_one_to_a_deleted_workload_mean_nothing_never_all(actors, places):
    deleted = places["Other"]["workload_id"]
    gone, empty = restricted_to(actors.ada, deleted), restricted_to(actors.ada)
    workloads.delete(actors.ada, deleted)
    for api in (gone, empty):
        assert api.get("/api/v1/workloads/").json()["results"] == []
        assert api.get(f"/api/v1/workloads/{places['Mine']['workload_id']}/").status_code == 404
    kept = sorted(Token.objects.values_list("workload_ids", flat=True), key=len)
    assert kept == [[], [str(deleted)]]


def test_it_sees_no_more_than_its_owner(actors, places, cast):
    api = restricted_to(actors.ben, places["Mine"]["workload_id"])
    Workload.objects.update(visibility="team", created_by=cast.ada)
    assert api.get("/api/v1/workloads/").json()["results"] == []
    assert Report.objects.count() == 2
