"""Every route × every role: who gets in, who is refused, and for whom it does not exist.

A route that is not in permission_table.py fails the suite, so nobody adds a door without
deciding who may pass it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from rest_framework.test import APIClient

from lenses.services import imports
from reviews.models import Report, ReportStatus
from reviews.services import milestones, reports
from tests.builders import SMALL_LENS, select
from tests.contracts.permission_table import API, EVERYONE, IN, PAGES, PUBLIC, Rule
from wellarch.accounts import tokens


def routes(
    resolver: URLResolver | None = None, arguments: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """(name, names of its arguments) of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        inner = arguments | set(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from routes(entry, inner)
        else:
            yield str(entry.name), inner


def test_every_route_is_in_the_table():
    known = {name for _method, name in (*PAGES, *API)} | PUBLIC
    names = {
        name
        for name, _arguments in routes()
        if not name.startswith("account_")  # allauth's own, for people without a role
    }
    assert names - known == set(), "Decide in permission_table.py who may pass these."
    assert known - names == set(), "These routes are gone: take them out of the table."


@pytest.fixture
def places(actors, cast, workload, review, small_lens) -> dict[str, Any]:
    """Where each argument of a route leads: things of Northwind."""
    select(actors.ada, review, "locks", "locks_dog")
    milestones.record(actors.ada, workload.pk, name="First")
    imports.import_document(actors.ada, data=json.dumps({**SMALL_LENS, "description": "New"}))
    report = reports.request(actors.ada, workload.pk)
    Report.objects.filter(pk=report.pk).update(status=ReportStatus.FAILED)
    token, _clear = tokens.create(actors.vic, name="t", scope="read")
    return {
        "workload_id": workload.pk,
        "review_id": review.pk,
        "report_id": report.pk,
        "number": 1,
        "question": "locks",
        "pillar": "doors",
        "alias": "small",
        "lens": "small",
        "format": "json",
        "user_id": cast.cleo.pk,
        "token_id": token.pk,
    }


def address(name: str, places: dict[str, Any]) -> str:
    arguments = next(arguments for route, arguments in routes() if route == name)
    return reverse(name, kwargs={key: places[key] for key in arguments})


def ask(send: Callable[..., Any], url: str) -> int:
    """The status of a request whose effects are taken back."""
    with transaction.atomic():
        status = send(url).status_code
        transaction.set_rollback(True)
    return int(status)


def check(rule: Rule, name: str, statuses: dict[str, int]) -> None:
    wrong = {}
    for person, status in statuses.items():
        expected = (
            rule.outsider if person == "oda" else IN if person in rule.may else frozenset({403})
        )
        # A page of one's own things may be hidden rather than forbidden for colleagues.
        if name == "token-revoke" and person not in rule.may:
            expected = frozenset({404})
        if name in {"report-file", "api-report-file"} and person in rule.may:
            expected = frozenset({404, 409})  # it is not ready
        if status not in expected:
            wrong[person] = status
    assert not wrong


@pytest.mark.parametrize(("method", "name"), PAGES, ids=lambda value: value)
def test_pages_let_in_who_may_and_nobody_else(method, name, cast, places, client_of):
    rule, url = PAGES[method, name], address(name, places)
    if name == "organization-switch":
        rule = Rule(rule.may, rule.outsider, {"organization": str(cast.northwind.pk)})
    if name == "lens-import":
        rule = Rule(rule.may, rule.outsider, {"text": json.dumps(SMALL_LENS)})
    statuses = {
        person: ask(
            lambda url, p=person: getattr(client_of(getattr(cast, p)), method.lower())(
                url, rule.body
            ),
            url,
        )
        for person in (*EVERYONE, "oda")
    }
    check(rule, name, statuses)
    anonymous = getattr(Client(), method.lower())(url, rule.body)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("method", "name"), API, ids=lambda value: value)
def test_the_api_lets_in_who_may_and_nobody_else(method, name, cast, places, api_of):
    rule, url = API[method, name], address(name, places)
    body = {"document": SMALL_LENS} if name == "api-lens-list" else rule.body
    statuses = {
        person: ask(
            lambda url, p=person: getattr(api_of(getattr(cast, p), scope="admin"), method.lower())(
                url, body, format=None if method == "GET" else "json"
            ),
            url,
        )
        for person in (*EVERYONE, "oda")
    }
    check(rule, name, statuses)
    assert getattr(APIClient(), method.lower())(url, body).status_code == 401


@pytest.mark.parametrize(
    ("method", "name"), [key for key in API if key[0] != "GET"], ids=lambda value: value
)
def test_a_read_only_token_of_an_admin_changes_nothing(method, name, cast, places, api_of):
    client = api_of(cast.ada, scope="read")
    body = {"document": SMALL_LENS} if name == "api-lens-list" else API[method, name].body
    answer = getattr(client, method.lower())(address(name, places), body, format="json")
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("application/problem+json")
