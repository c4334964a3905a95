"""One search over everything: each sees what they see elsewhere, by kind, with where it is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.services import (
    game_days,
    improvements,
    milestones,
    profiles,
    templates,
    tradeoffs,
    workloads,
)
from tests.builders import start_workload
from wellarch.accounts.tenancy import teams

URL = "/api/v1/search/"


@pytest.fixture
def shop(actors, review, workload):
    """A thing of every kind with the word in it."""
    ada = actors.ada
    workloads.edit(ada, workload.pk, values={"description": "Sells bolts and doors."})
    improvements.make(ada, workload.pk, title="Order the bolts")
    tradeoffs.make(ada, workload.pk, title="Bolts, not chains")
    game_days.plan(ada, workload.pk, title="All bolts are sold")
    milestones.record(ada, workload.pk, name="Before the bolts")
    templates.create(ada, values={"name": "Shops", "description": "For who sells bolts."})
    profiles.create(ada, name="Bolts of ours", answers={"business": ["e-commerce"]})
    teams.create(ada, name="Bolts")
    return workload


def test_it_finds_every_kind_of_thing_and_says_where_it_is_read(shop, cast, api_of):
    api = api_of(cast.vic)
    found = api.get(URL, {"q": "bolts"}).json()
    kinds = [row["kind"] for row in found["results"]]
    assert kinds[:8] == [
        "workload", "improvement", "tradeoff", "game_day", "milestone", "template", "profile",
        "lens_text",
    ]  # fmt: skip
    assert kinds[-1] == "team"
    for row in found["results"]:
        assert api.get(row["url"]).status_code == 200, row
    assert found["results"][1]["workload"] == "Checkout"
    assert found["more"] == []


def test_all_words_have_to_be_there_and_kinds_narrow_it(shop, cast, api_of):
    api = api_of(cast.vic)
    assert [row["name"] for row in api.get(URL, {"q": "bolts chains"}).json()["results"]] == [
        "Bolts, not chains"
    ]
    found = api.get(f"{URL}?q=bolts&kind=team&kind=milestone").json()["results"]
    assert [row["kind"] for row in found] == ["milestone", "team"]
    assert (
        api.get(URL, {"q": "ada@example.com", "kind": "member"}).json()["results"][0]["text"]
        == "ada@example.com"
    )
    assert api.get(URL).json()["results"] == []
    assert api.get(URL, {"q": "&&"}).json()["results"] == []


def test_of_each_kind_there_are_so_many_and_it_says_when_there_are_more(actors, cast, api_of):
    for number in range(4):
        start_workload(actors.ada, f"Shop {number}")
    found = api_of(cast.vic).get(URL, {"q": "shop", "kind": "workload", "limit": 3}).json()
    assert [row["name"] for row in found["results"]] == ["Shop 0", "Shop 1", "Shop 2"]
    assert found["more"] == ["workload"]


def test_an_outsider_and_a_token_for_another_workload_find_nothing_of_it(
    shop, cast, api_of, actors
):
    assert api_of(cast.oda).get(URL, {"q": "bolts"}).json()["results"] == []
    workloads.archive(actors.ada, shop.pk)
    kinds = [row["kind"] for row in api_of(cast.vic).get(URL, {"q": "bolts"}).json()["results"]]
    assert not {"workload", "improvement", "tradeoff", "game_day", "milestone"} & set(kinds)


def test_wrong_kinds_and_limits_are_named_together(cast, api_of):
    answer = api_of(cast.vic).get(f"{URL}?q=x&kind=door&limit=500")
    assert answer.status_code == 422
    assert {each["path"] for each in answer.json()["errors"]} == {"kind", "limit"}


def queries(api) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(URL, {"q": "bolts"}).status_code == 200
    return len(captured)


def test_it_costs_the_same_however_much_is_found(shop, actors, cast, api_of):
    api = api_of(cast.vic)
    queries(api)
    few = queries(api)
    for number in range(5):
        improvements.make(actors.ada, shop.pk, title=f"More bolts {number}")
        start_workload(actors.ada, f"Bolts {number}")
    assert queries(api) == few
