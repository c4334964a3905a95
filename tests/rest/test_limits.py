"""Who asks too often is told for how long to wait; everybody else how much is left."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from tests.rest.described import check, problem

ME = "/api/v1/me/"


@pytest.fixture(autouse=True)
def few(settings):
    settings.WELLARCH_REST_LIMIT = (2, 1_000_000_000)
    settings.WELLARCH_REST_ADDRESS_LIMIT = (1, 1_000_000_000)
    cache.clear()
    yield
    cache.clear()


def test_every_answer_says_what_is_left(api_of, cast):
    answer = api_of(cast.vic, "read").get(ME)
    check(answer)
    assert answer.headers["RateLimit-Policy"] == '"caller";q=2;w=1000000000'
    policy, left, reset = answer.headers["RateLimit"].split(";")
    assert (policy, left) == ('"caller"', "r=1")
    assert 0 < int(reset.removeprefix("t=")) <= 1_000_000_000


def test_the_request_too_many_is_refused(api_of, cast):
    api = api_of(cast.vic, "read")
    assert [api.get(ME).status_code for _ in range(2)] == [200, 200]
    refused = api.get(ME)
    problem(refused, 429, "throttled")
    assert 0 < int(refused.headers["Retry-After"]) <= 1_000_000_000
    assert "r=0" in refused.headers["RateLimit"]


def test_each_token_counts_for_itself(api_of, cast):
    first, second = api_of(cast.vic, "read"), api_of(cast.ben, "read")
    assert [first.get(ME).status_code for _ in range(3)] == [200, 200, 429]
    assert second.get(ME).status_code == 200


@pytest.mark.django_db
def test_who_guesses_tokens_is_stopped_by_address():
    api = APIClient(HTTP_AUTHORIZATION="Bearer wa_guess")
    assert [api.get(ME).status_code for _ in range(2)] == [401, 429]
    elsewhere = APIClient(HTTP_AUTHORIZATION="Bearer wa_guess", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(ME).status_code == 401


def test_a_limit_of_0_is_none(api_of, cast, settings):
    settings.WELLARCH_REST_LIMIT = (0, 60)
    answers = [api_of(cast.vic, "read").get(ME) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers
