"""A POST with an Idempotency-Key is carried out once, however often it is sent."""

from __future__ import annotations

import pytest

from reviews.models import Workload
from tests.rest.described import check, problem
from wellarch.events.models import KeptAnswer

WORKLOADS = "/api/v1/workloads/"


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.ada)


def create(api, key, name="Checkout", **more):
    return api.post(WORKLOADS, {"name": name}, headers={"Idempotency-Key": key, **more})


def test_a_request_sent_twice_makes_one_thing(api):
    first, second = create(api, "a-1"), create(api, "a-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == check(first)
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Workload.objects.count() == 1


def test_another_key_is_another_request(api):
    create(api, "a-1")
    problem(create(api, "a-2"), 422, "invalid")


def test_a_key_with_another_body_is_refused(api):
    create(api, "a-1")
    problem(create(api, "a-1", name="Shop"), 422, "idempotency-key-reused")
    assert Workload.objects.count() == 1


def test_the_same_key_serves_other_addresses_and_other_people(api, api_of, cast, workload):
    create(api, "a-1", name="First")
    archived = api.post(f"{WORKLOADS}{workload.pk}/archive/", headers={"Idempotency-Key": "a-1"})
    assert archived.status_code == 200
    problem(create(api_of(cast.ben), "a-1", name="First"), 422, "invalid")


def test_another_token_of_the_same_person_gets_no_answer_of_this_one(api, api_of, cast):
    create(api, "a-1")
    problem(create(api_of(cast.ada), "a-1"), 422, "invalid")


def test_what_was_refused_may_be_tried_again_with_the_same_key(api):
    problem(create(api, "a-1", name=""), 422, "invalid")
    assert create(api, "a-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "x" * 256])
def test_a_key_that_is_none_is_refused(api, key):
    found = problem(create(api, key), 422, "invalid")
    assert [error["path"] for error in found["errors"]] == ["Idempotency-Key"]
    assert not Workload.objects.exists()


def test_a_key_beside_other_methods_does_no_harm(api, workload):
    url, key = f"{WORKLOADS}{workload.pk}/", {"Idempotency-Key": "a-1"}
    check(api.get(url, headers=key))
    check(api.patch(url, {"notes": "One"}, headers=key))
    assert check(api.patch(url, {"notes": "Two"}, headers=key))["notes"] == "Two"
    assert not KeptAnswer.objects.exists()


def test_what_is_kept_cannot_be_read_in_the_database(api):
    answer = api.post(
        "/api/v1/tokens/", {"name": "t", "scope": "read"}, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 403  # a token of scope write makes none, and nothing is kept
    create(api, "a-1", name="A telling name")
    assert "telling" not in KeptAnswer.objects.get().answer
