"""Who may call, and how they say who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.rest.described import check, problem
from wellarch.accounts.models import Membership, Token
from wellarch.accounts.roles import Role

ME = "/api/v1/me/"
WORKLOADS = "/api/v1/workloads/"


def test_a_token_says_who_calls_and_what_they_may(api_of, cast):
    me = check(api_of(cast.cleo, "write").get(ME))
    assert me["user"]["email"] == "cleo@example.com"
    assert me["organization"]["slug"] == "northwind"
    assert (me["role"], me["scope"]) == ("contributor", "write")
    assert "answer" in me["may"]
    assert "workload.write" not in me["may"]


def test_nobody_gets_401_that_says_how(db):
    response = APIClient().get(ME)
    problem(response, 401, "not-authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="WellArch"'


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Token wa_x", "bearer wa_x"])
def test_a_token_that_is_none_gets_401(db, header):
    problem(APIClient().get(ME, HTTP_AUTHORIZATION=header), 401, "invalid-token")


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_token_that_ended_gets_401(api_of, cast, column):
    api = api_of(cast.ada)
    Token.objects.update(**{column: timezone.now() - timedelta(seconds=1)})
    problem(api.get(ME), 401, "invalid-token")


def test_a_token_ends_with_the_membership(api_of, cast):
    api = api_of(cast.ben)
    Membership.objects.filter(user=cast.ben).delete()
    problem(api.get(ME), 401, "invalid-token")


def test_a_token_follows_its_owners_role(api_of, cast):
    api = api_of(cast.ben)
    Membership.objects.filter(user=cast.ben).update(role=Role.VIEWER)
    assert check(api.get(ME))["role"] == "viewer"
    problem(api.post(WORKLOADS, {"name": "Checkout"}), 403, "forbidden")


def test_a_session_may_read(client_of, cast):
    assert client_of(cast.vic).get(ME).json()["role"] == "viewer"


def test_a_session_may_write_with_the_csrf_token(cast):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    problem(browser.post(WORKLOADS, {"name": "Checkout"}), 403, "csrf")
    browser.get("/api/v1/docs/")  # any page sets the cookie
    token = browser.cookies["csrftoken"].value
    response = browser.post(WORKLOADS, {"name": "Checkout"}, HTTP_X_CSRFTOKEN=token)
    assert check(response)["name"] == "Checkout"


def test_somebody_without_an_organization_is_told_so(client_of, cast):
    Membership.objects.filter(user=cast.vic).delete()
    problem(client_of(cast.vic).get(ME), 403, "no-organization")


def test_a_read_token_cannot_write_whoever_owns_it(api_of, cast, workload):
    api = api_of(cast.ada, "read")
    body = problem(api.post(WORKLOADS, {"name": "Checkout"}), 403, "forbidden")
    assert body["detail"] == "This token's scope does not allow it."
    problem(api.delete(f"{WORKLOADS}{workload.pk}/"), 403, "forbidden")
    problem(api.delete(f"/api/v1/members/{cast.ada.pk}/"), 403, "forbidden")
    assert check(api.get(WORKLOADS))["results"]


def test_only_an_admin_token_administers(api_of, cast):
    change = {"industry": "Retail"}
    problem(api_of(cast.ada, "write").patch("/api/v1/organization/", change), 403, "forbidden")
    changed = check(api_of(cast.ada, "admin").patch("/api/v1/organization/", change))
    assert changed["industry"] == "Retail"
