"""Nothing that can be edited is overwritten unseen: every change takes the version it is of."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import resolve
from rest_framework.test import APIClient

from tests.contracts.permission_stage import Stage, address
from tests.contracts.permission_table import API
from wellarch.rest.contract import EDITS, is_tagged

pytestmark = pytest.mark.usefixtures("db")

NEVER = '"0123456789abcdef"'
# What is no object with fields of its own at its address.
UNREAD = {
    "api-team-member",  # somebody is in a team or is not
    "api-park",
    "api-confirm",
    "api-worksheet-reading",  # a measurement is never changed, only taken away
    "api-workload-profile",  # a property of the workload, whose tag counts it
    "api-game-day-learn",  # its service compares the revision of the game day
    "api-organization-logo",  # a file
    "api-answer-list",  # many at once, each with the revision it is based on
    "api-improvement-list",  # many at once
}
EDITED = [(method, name) for method, name in API if method in EDITS]


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


@pytest.fixture
def api(stage: Stage) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {stage.bearers['admin']}")


def view_at(url: str) -> Any:
    return resolve(url).func.cls  # type: ignore[attr-defined]


def ask(api: APIClient, method: str, url: str, body: Any, tag: str) -> Any:
    """The answer of a change whose effects are taken back."""
    with transaction.atomic():
        sent = {} if method == "DELETE" else {"data": body, "format": "json"}
        answer = getattr(api, method.lower())(url, headers={"If-Match": tag}, **sent)
        transaction.set_rollback(True)
    cache.clear()
    return answer


@pytest.mark.parametrize(("method", "name"), EDITED, ids=lambda value: value)
def test_a_change_applies_to_the_version_it_names_and_to_no_other(method, name, stage, api):
    url = address(name, stage.open_places)
    if not is_tagged(view_at(url)):
        pytest.skip("There is nothing to read at this address.")
    body = API[method, name].body

    seen = api.get(url)
    assert seen.status_code == 200, seen.content
    assert ask(api, method, url, body, seen.headers["ETag"]).status_code not in (404, 412)
    refused = ask(api, method, url, body, NEVER)
    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    again = api.get(url, headers={"If-None-Match": seen.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_edited_where_nothing_is_read_is_known(stage):
    unread = {
        name for _method, name in EDITED if not is_tagged(view_at(address(name, stage.open_places)))
    }
    assert unread == UNREAD
