"""How requests may come and how long answers are kept."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "DEBUG"])
def test_methods_that_nothing_answers_are_refused(client, method):
    answer = client.generic(method, "/accounts/login/", HTTP_COOKIE="secret=1")
    assert answer.status_code == 405
    assert b"secret" not in answer.content


def test_a_program_without_encryption_is_refused_and_not_led_on(db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/v1/me/", HTTP_AUTHORIZATION="Bearer wa_x")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "https-required"
    assert Client().get("/api/v1/me/", secure=True).status_code == 401


def test_a_person_without_encryption_is_led_to_it(db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/accounts/login/")
    assert answer.status_code == 301
    assert answer["Location"].startswith("https://")


def test_pages_of_somebody_are_kept_by_nobody(cast, client_of, workload):
    page = client_of(cast.ada).get(f"/workloads/{workload.pk}/")
    assert page["Cache-Control"] == "private, no-store"


def test_answers_that_say_themselves_how_long_they_may_be_kept_are_left_alone(cast, client_of):
    client = client_of(cast.ada)
    assert "public" in client.get("/api/v1/schema/")["Cache-Control"]
    assert "no-store" in client.get("/account/tokens/")["Cache-Control"]
