"""An organization that asks for a second factor is closed to members without one, and only it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.accounts.test_second_steps import set_up_app, sign_in
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Organization
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations


@pytest.fixture(autouse=True)
def strict(cast):
    cache.clear()
    Organization.objects.filter(pk=cast.northwind.pk).update(second_factor_required=True)


@pytest.fixture
def ben(cast):
    browser = Client()
    sign_in(browser, cast.ben)
    return browser


@pytest.mark.parametrize("name", ["portfolio", "lens-list", "organization-members"])
def test_a_member_without_one_is_led_to_both_ways(ben, name):
    page = ben.get(reverse(name))
    assert page.status_code == 403
    assert "Northwind protects its work with a second step" in page.text
    assert reverse("mfa_add_webauthn") in page.text
    assert reverse("mfa_activate_totp") in page.text
    assert reverse("account_logout") in page.text


def test_nothing_of_the_organization_is_told_or_changed(ben, workload):
    page = ben.post(reverse("workload-edit", args=[workload.pk]), {"name": "Mine now"})
    assert page.status_code == 403
    assert workload.name not in page.text
    workload.refresh_from_db()
    assert workload.name != "Mine now"


def test_a_part_of_a_page_reloads_the_whole(ben):
    answer = ben.get(reverse("portfolio"), headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer["HX-Refresh"] == "true"


def test_the_way_there_is_open(ben):
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "account-security", "account-profile"):
        assert ben.get(reverse(name)).status_code == 200


def test_an_app_opens_it_and_turning_the_app_off_closes_it_again(ben):
    set_up_app(ben)
    assert ben.get(reverse("portfolio")).status_code == 200
    ben.post(reverse("mfa_deactivate_totp"))
    assert ben.get(reverse("portfolio")).status_code == 403


def test_recovery_codes_alone_are_no_second_factor(ben, cast):
    Authenticator.objects.create(user=cast.ben, type="recovery_codes", data={"seed": ""})
    assert ben.get(reverse("portfolio")).status_code == 403


def test_other_organizations_stay_open_and_can_be_reached(ben, cast):
    other = organizations.found(cast.ben, name="Side project").organization
    page = ben.get(reverse("portfolio"))
    assert "Side project" in page.text
    page = ben.post(reverse("organization-switch"), {"organization": str(other.pk)}, follow=True)
    assert page.status_code == 200
    assert "Side project" in page.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_api_refuses_session_and_token_with_a_code_of_its_own(cast, method):
    for client in (_with_session(cast.ben), _with_token(cast.ben)):
        answer = getattr(client, method)(reverse("api-workload-list"), {}, format="json")
        assert answer.status_code == 403
        assert answer["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"] == "second-factor-required"
        assert "Northwind" in answer.json()["detail"]


def test_the_api_opens_with_the_factor(ben, cast):
    client = _with_token(cast.ben)
    set_up_app(ben)
    assert client.get(reverse("api-workload-list")).status_code == 200


def _with_session(user) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def _with_token(user) -> APIClient:
    membership = organizations.memberships_of(user).get()
    membership.has_second_factor = True  # when the token was made
    _token, clear = tokens.create(member_actor(membership, Via.BROWSER), name="t", scope="write")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {clear}")
    return client
