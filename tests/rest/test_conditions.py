"""A change based on a version that is no longer there is refused, whatever the resource."""

from __future__ import annotations

import pytest

from reviews.models import Workload
from tests.builders import select
from tests.rest.described import check, problem


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.ada, "admin")


@pytest.fixture
def url(workload):
    return f"/api/v1/workloads/{workload.pk}/"


def tag(answer):
    check(answer)
    return answer.headers["ETag"]


def test_a_change_of_the_version_that_is_there_applies(api, url):
    before = tag(api.get(url))
    after = api.patch(url, {"notes": "Mine"}, headers={"If-Match": before})
    assert check(after)["notes"] == "Mine"
    again = api.patch(url, {"notes": "More"}, headers={"If-Match": after.headers["ETag"]})
    assert check(again)["notes"] == "More"
    assert again.headers["ETag"] != before


def test_a_change_of_an_older_version_is_refused_with_what_is_there(api, url, workload):
    before = tag(api.get(url))
    api.patch(url, {"notes": "Theirs"})

    refused = api.patch(url, {"notes": "Mine"}, headers={"If-Match": before})

    found = problem(refused, 412, "stale")
    assert found["current"]["notes"] == "Theirs"
    assert refused.headers["ETag"] == api.get(url).headers["ETag"]
    assert Workload.objects.get(pk=workload.pk).notes == "Theirs"


def test_nothing_is_deleted_that_somebody_changed_meanwhile(api, url, workload):
    before = tag(api.get(url))
    api.patch(url, {"notes": "Theirs"})
    problem(api.delete(url, headers={"If-Match": before}), 412, "stale")
    assert Workload.objects.filter(pk=workload.pk).exists()
    assert api.delete(url, headers={"If-Match": tag(api.get(url))}).status_code == 204


@pytest.mark.parametrize("header", ['"0"', '"nonsense"', "*x", 'W/"1"', "0123456789abcdef"])
def test_a_tag_that_was_never_given_names_no_version(api, url, header):
    problem(api.patch(url, {"notes": "Mine"}, headers={"If-Match": header}), 412, "stale")


def test_any_version_will_do_for_a_star(api, url):
    assert check(api.patch(url, {"notes": "Mine"}, headers={"If-Match": "*"}))["notes"] == "Mine"


def test_a_reader_who_has_it_gets_an_empty_304(api, url):
    known = tag(api.get(url))
    again = api.get(url, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == known


def test_numbers_that_move_are_news_to_a_reader_and_no_conflict_for_a_writer(
    api, url, review, actors
):
    before = tag(api.get(url))
    select(actors.ada, review, "locks", "locks_key")

    assert api.get(url, headers={"If-None-Match": before}).status_code == 200
    check(api.patch(url, {"notes": "Mine"}, headers={"If-Match": before}))


def test_an_address_says_what_may_be_asked_of_it(api, url):
    answer = api.options(url)
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, PATCH, DELETE, HEAD, OPTIONS"
    assert api.head(url).headers["ETag"] == tag(api.get(url))
    problem_ = api.put(url, {})
    assert (problem_.status_code, problem_.json()["code"]) == (405, "method-not-allowed")
