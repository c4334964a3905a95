"""Two groups of workloads side by side, through the browser door and over REST."""

from __future__ import annotations

from collections import namedtuple

import pytest
from django.urls import reverse

from reviews.models import Workload
from reviews.services import summaries, views
from tests.builders import answer_all, start_review, start_workload

Two = namedtuple("Two", "good bad")
API = "/api/v1/portfolio/compare/"


@pytest.fixture
def two(actors, small_lens):
    """A workload of tier 1 that does it all, one of tier 2 that does nothing, both counted."""
    found = Two(start_workload(actors.ada, "Good"), start_workload(actors.ada, "Bad"))
    for tier, workload in enumerate(found, 1):
        review = start_review(actors.ada, workload, small_lens.lens)
        answer_all(actors.ada, review, best=tier == 1)
        Workload.objects.filter(pk=workload.pk).update(tags={"tier": str(tier)})
        summaries.compute(workload.pk)
    return found


def compared(client, query):
    page = client.get(f"{reverse('portfolio-compare')}?{query}")
    assert page.status_code == 200
    return page.context["comparison"]


def test_filters_make_the_groups(client_of, cast, two):
    found = compared(client_of(cast.vic), "a_tag=tier%3D1&b_tag=tier%3D2")
    assert [group.totals.workloads for group in found.groups] == [1, 1]
    assert [group.high_each for group in found.groups] == [0.0, 2.0]
    assert all(pillar.in_place == (100, 0) for pillar in found.pillars)
    assert found.gaps
    assert all(gap.percents == (0, 100) for gap in found.gaps)


def test_a_view_may_be_narrowed_further(client_of, cast, actors, two):
    view = views.make(actors.ben, name="Tiered", query="tag=tier", is_shared=True)
    found = compared(client_of(cast.vic), f"a={view.pk}&b={view.pk}&b_tag=tier%3D2")
    assert [group.totals.workloads for group in found.groups] == [2, 1]
    assert found.groups[0].name == "Tiered"


def test_the_same_twice_asks_for_another_choice(client_of, cast, two):
    page = client_of(cast.vic).get(reverse("portfolio-compare"))
    assert page.context["comparison"] is None
    assert "Choose two different groups" in page.content.decode()


def test_a_group_of_nothing_and_nonsense_is_no_error(client_of, cast, two):
    found = compared(client_of(cast.vic), "a=nonsense&a_q=nothing-like-it&b_team=x%00y&b_lens=1")
    assert [group.totals.workloads for group in found.groups] == [0, 2]
    assert found.gaps == ()
    assert found.groups[0].high_each is None


def test_the_view_of_somebody_else_narrows_nothing(client_of, cast, actors, two):
    view = views.make(actors.ben, name="Secretly kept", query="tag=tier%3D1")
    page = client_of(cast.vic).get(f"{reverse('portfolio-compare')}?a={view.pk}")
    assert "Secretly kept" not in page.content.decode()
    assert page.context["comparison"] is None


def test_outsiders_compare_nothing_of_it(client_of, api_of, cast, two):
    found = compared(client_of(cast.oda), "a_tag=tier%3D1")
    assert [group.totals.workloads for group in found.groups] == [0, 0]
    told = api_of(cast.oda, "read").get(f"{API}?a=tag%3Dtier%253D1&b=").json()
    assert [group["workloads"] for group in told["groups"]] == [0, 0]


def test_rest_says_the_same(api_of, cast, two):
    answer = api_of(cast.vic, "read").get(f"{API}?a=tag%3Dtier%253D1&b=tag%3Dtier%253D2")
    assert answer.status_code == 200
    told = answer.json()
    assert [group["workloads"] for group in told["groups"]] == [1, 1]
    assert told["gaps"]


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("2024", {"Numbered"}),
        ("2024=7", {"Numbered"}),
        ("2024=8", set()),
        ("0", {"Listed"}),
        ("0=x", {"Listed"}),
        ("tier", {"Good", "Bad"}),
        ("tier=2", {"Bad"}),
        ("tier = 2", {"Bad"}),
        ("tier=", set()),
        ("a'b\"c$.d", {"Quoted"}),
        ("a'b\"c$.d=e=f", {"Quoted"}),
        ("%", set()),
        ("=1", set()),
    ],
)
def test_tags_of_any_key_are_found(client_of, cast, actors, two, tag, found):
    odd = {"Numbered": {"2024": "7"}, "Listed": {"0": "x"}, "Quoted": {"a'b\"c$.d": "e=f"}}
    for name, tags in odd.items():
        made = start_workload(actors.ada, name)
        Workload.objects.filter(pk=made.pk).update(tags=tags)
    page = client_of(cast.vic).get("/", {"tag": tag})
    assert {row.name for row in page.context["portfolio"].rows} == found
