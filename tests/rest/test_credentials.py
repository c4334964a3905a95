"""Tokens and access keys through REST."""

from __future__ import annotations

import time

import pytest

from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import AccessKey, Token
from wellarch.accounts.roles import Via
from wellarch.accounts.sign_in import sessions

PLACES = {"tokens": "id", "access-keys": "key_id"}


@pytest.mark.parametrize("kind", PLACES)
def test_one_is_made_shown_once_listed_and_revoked(api_of, cast, workload, kind):
    api = api_of(cast.ben, scope="admin")
    body = {"name": "CI", "scope": "write", "workload_ids": [str(workload.pk)]}
    answer = api.post(f"/api/v1/{kind}/", body)
    assert answer.status_code == 201
    made = answer.json()
    secret = made.pop("token" if kind == "tokens" else "secret")
    listed = api.get(f"/api/v1/{kind}/")
    assert made in listed.json()["results"]
    assert secret not in listed.text
    assert answer["Location"].endswith(f"/{kind}/{made[PLACES[kind]]}/")
    if kind == "tokens":
        assert tokens.actor_for(secret, Via.API).workloads == {workload.pk}
    else:
        assert access_keys.secret_for(made["key_id"])[1] == secret
    assert api.delete(answer["Location"]).status_code == 204
    assert api.delete(answer["Location"]).status_code == 404


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_that_is_not_for_administration_neither_sees_nor_makes_any(
    api_of, cast, kind, scope
):
    api = api_of(cast.ada, scope=scope)
    before = Token.objects.count()
    assert api.get(f"/api/v1/{kind}/").status_code == 403
    answer = api.post(f"/api/v1/{kind}/", {"name": "CI"})
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "This token's scope does not allow it.",
    )  # fmt: skip
    assert (Token.objects.count(), AccessKey.objects.count()) == (before, 0)


def test_only_ones_own_are_listed_and_an_admin_ends_those_of_others(api_of, cast, actors):
    token, clear = tokens.create(actors.ben, name="Bens")
    assert "Bens" not in api_of(cast.ada, scope="admin").get("/api/v1/tokens/").text
    assert api_of(cast.cleo, scope="admin").delete(f"/api/v1/tokens/{token.pk}/").status_code == 404
    assert api_of(cast.oda, scope="admin").delete(f"/api/v1/tokens/{token.pk}/").status_code == 404
    assert api_of(cast.ada, scope="admin").delete(f"/api/v1/tokens/{token.pk}/").status_code == 204
    assert tokens.actor_for(clear, Via.API) is None


def test_what_makes_no_sense_is_named_field_by_field(api_of, cast):
    body = {"name": " ", "scope": "root", "expires_at": "2020-01-01T00:00:00Z", "colour": "red"}
    answer = api_of(cast.ada, scope="admin").post("/api/v1/tokens/", body)
    assert answer.status_code == 422
    assert {row["path"] for row in answer.json()["errors"]} >= {"name", "scope", "colour"}


def test_the_past_and_unknown_workloads_are_refused(api_of, cast):
    body = {
        "name": "CI",
        "expires_at": "2020-01-01T00:00:00Z",
        "workload_ids": ["7b3c1f0e-52a4-4a2a-9d0a-3f8f6f0c9c11"],
    }
    answer = api_of(cast.ada, scope="admin").post("/api/v1/tokens/", body)
    assert answer.status_code == 422
    named = {row["path"] for row in answer.json()["errors"]}
    assert named == {"expires_at", "workload_ids"}


@pytest.mark.parametrize("kind", PLACES)
def test_a_browser_left_open_makes_none(cast, client_of, kind):
    """What is made outlives the session: the page asks who one is first, and so does this."""
    browser = client_of(cast.ada)
    made = browser.post(f"/api/v1/{kind}/", {"name": "now"}, content_type="application/json")
    assert made.status_code == 201
    session = browser.session
    session[sessions.STARTED] = int(time.time()) - 3600
    session.save()
    answer = browser.post(f"/api/v1/{kind}/", {"name": "later"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "reauthentication-required")
