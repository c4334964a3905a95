"""Every route × everybody who may come: who gets in, who is refused, for whom it is not there.

A route that is not in permission_table.py fails the suite, so nobody adds a door without
deciding who may pass it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.builders import SMALL_LENS
from tests.contracts.permission_stage import (
    ARGUMENTS,
    NORTHWIND,
    SEATS,
    TOKEN_SEATS,
    Seat,
    Stage,
    address,
    expected,
)
from tests.contracts.permission_table import API, PAGES, PUBLIC, SIGN_IN, Rule
from wellarch.accounts.models import Organization

pytestmark = pytest.mark.usefixtures("db")

# Redirects that keep people out, by what they mean.
_TURNED_AWAY = {"/accounts/login/": 401, "/accounts/2fa/": 403, "/organizations/new/": 403}


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


def test_every_route_is_in_the_table():
    known = {name for _method, name in (*PAGES, *API)} | PUBLIC | set(SIGN_IN)
    names = set(ARGUMENTS)
    assert names - known == set(), "Decide in permission_table.py who may pass these."
    assert known - names == set(), "These routes are gone: take them out of the table."


def ask(stage: Stage, seat: Seat, send: Any, name: str) -> int:
    """The status of a request whose effects are taken back."""
    with transaction.atomic():
        if seat.lacks_factor:
            Organization.objects.update(second_factor_required=True)
        response = send(address(name, stage.places(seat)))
        if response.streaming:
            list(response)  # read to the end, which closes the file
        transaction.set_rollback(True)
    cache.clear()  # the session there may have changed as well
    location = response.headers.get("Location", "")
    away = [status for start, status in _TURNED_AWAY.items() if location.startswith(start)]
    return away[0] if away else int(response.status_code)


def body_of(rule: Rule, name: str, stage: Stage) -> dict[str, Any]:
    """What is sent: the row's own body, or what only the stage knows."""
    if name == "organization-switch":
        return {"organization": str(stage.organizations[NORTHWIND].pk)}
    if name == "lens-import":
        return {"text": json.dumps(SMALL_LENS)}
    if name == "api-lens-list" and rule.body:
        return {"document": SMALL_LENS}
    return rule.body


def browser(stage: Stage, person: str, method: str, body: dict[str, Any]) -> Any:
    """A browser in which this person is signed in, ready to be sent to an address."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.cookies[person]
    return lambda url: getattr(client, method.lower())(url, body)


def compare(rule: Rule, name: str, statuses: dict[str, int]) -> None:
    """Fail with everybody who met something else than they should."""
    wrong = {
        who: f"{status}, should be {sorted(right)}"
        for who, status in statuses.items()
        if status not in (right := expected(rule, ARGUMENTS[name], {**SEATS, **TOKEN_SEATS}[who]))
    }
    assert not wrong


@pytest.mark.parametrize(("method", "name"), PAGES, ids=lambda value: value)
def test_pages_let_in_who_may_and_nobody_else(method, name, stage):
    rule = PAGES[method, name]
    body = body_of(rule, name, stage)

    statuses = {
        who: ask(stage, seat, browser(stage, seat.person, method, body), name)
        for who, seat in SEATS.items()
    }
    compare(rule, name, statuses)
    if not rule.free:
        nobody = getattr(Client(), method.lower())(address(name, stage.open_places), body)
        assert nobody.status_code == 302
        assert nobody["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("method", "name"), API, ids=lambda value: value)
def test_the_api_lets_in_who_may_and_nobody_else(method, name, stage):
    rule = API[method, name]
    body = body_of(rule, name, stage)

    def as_seat(who: str) -> Any:
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {stage.bearers[who]}")
        send = getattr(client, method.lower())
        return lambda url: send(url, body, format=None if method == "GET" else "json")

    seats = SEATS | TOKEN_SEATS
    compare(rule, name, {who: ask(stage, s, as_seat(who), name) for who, s in seats.items()})
    url = address(name, stage.open_places)
    assert getattr(APIClient(), method.lower())(url, body).status_code == 401


@pytest.mark.parametrize(("method", "name"), PAGES, ids=lambda value: value)
def test_pages_send_people_without_an_organization_to_found_one(method, name, stage):
    rule = PAGES[method, name]
    nora = Seat("Of no organization", "nora", None)
    status = ask(stage, nora, browser(stage, "nora", method, body_of(rule, name, stage)), name)
    assert status == 403 or rule.need is None


@pytest.mark.parametrize("name", SIGN_IN)
def test_pages_around_the_sign_in_ask_for_it_where_they_say_so(name, stage):
    places = {"key": "a", "uidb36": "1", "pk": 1, "provider_id": "nobody"}
    answer = Client().get(address(name, places))
    asks = answer.headers.get("Location", "").startswith(reverse("account_login"))
    assert asks or SIGN_IN[name] != "signed in"
    assert not asks or SIGN_IN[name] != "public"
    assert answer.status_code in {200, 302, 401, 404}
