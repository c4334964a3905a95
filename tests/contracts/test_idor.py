"""Ids of others: guessed, taken from elsewhere, put below one's own things or into a body.

Oda is an admin of Elsewhere. Whatever she names of Northwind answers exactly as an id that
nobody has, and afterwards every row of the database is what it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from lenses.models import Lens
from reviews.models import Review
from tests.contracts.permission_places import belongings
from tests.contracts.permission_stage import ARGUMENTS, Stage, address
from tests.contracts.permission_table import API, PAGES, Rule
from wellarch import clock

pytestmark = pytest.mark.usefixtures("db")

# Arguments that name a thing by itself; the others are words inside such a thing.
_NAMES_IN_LENSES = {"alias", "lens"}
# Its id is in the body: see the ids in bodies.
NOT_BY_ID = {"organization-switch"}


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


@pytest.fixture(scope="module")
def mine(stage: Stage) -> dict[str, Any]:
    """Things of Elsewhere, so that they can be mixed with those of Northwind."""
    return belongings(stage.actor("oda"), alias="of-elsewhere")


def is_id(argument: str) -> bool:
    """True for what names a thing of an organization."""
    return argument.endswith("_id") or argument in _NAMES_IN_LENSES


def targets(table: dict[tuple[str, str], Rule], at_least: int = 1) -> Iterator[tuple[str, str]]:
    """The routes with ids in their address."""
    for (method, name), rule in table.items():
        ids = [argument for argument in ARGUMENTS[name] if is_id(argument)]
        if len(ids) >= at_least and name not in NOT_BY_ID and not rule.is_own:
            yield method, name


def nobodys(places: dict[str, Any]) -> dict[str, Any]:
    """The same places with ids that nobody has."""
    return {
        key: value
        if not is_id(key)
        else uuid4()
        if isinstance(value, UUID)
        else 987_654_321
        if isinstance(value, int)
        else "nowhere"
        for key, value in places.items()
    }


def snapshot() -> dict[str, dict[str, int]]:
    """Every row of every table as a digest, and how often it is there."""
    tables: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith("sqlite_"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = tables.setdefault(table, {})
            for row in cursor.fetchall():
                digest = hashlib.blake2b(repr(row).encode(), digest_size=12).hexdigest()
                rows[digest] = rows.get(digest, 0) + 1
    return tables


def changed(before: dict[str, dict[str, int]]) -> list[str]:
    """The tables that are not what they were."""
    after = snapshot()
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def body_of(answer: Any, *said: Any) -> str:
    """What is shown, without what differs between any two requests and without the ids."""
    text = b"".join(answer) if answer.streaming else answer.content
    tokens = r'(name="csrfmiddlewaretoken" value|data-token|nonce)="[^"]*"'
    shown = re.sub(tokens, "", text.decode())
    shown = re.sub(r'"X-CSRFToken": ?"[^"]*"', "", shown)
    for word in sorted({str(word) for word in said}, key=len, reverse=True):
        shown = shown.replace(f"/{word}/", "/…/")
    return shown


def oda_in_a_browser(stage: Stage) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.cookies["oda"]
    return client


def oda_with_a_token(stage: Stage) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {stage.bearers['outsider']}")


def oda_on_the_api_in_a_browser(stage: Stage) -> APIClient:
    client = APIClient()
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.cookies["oda"]
    return client


DOORS: dict[str, tuple[Callable[[Stage], Any], dict[tuple[str, str], Rule], dict[str, Any]]] = {
    "pages": (oda_in_a_browser, PAGES, {}),
    "REST with a token": (oda_with_a_token, API, {"format": "json"}),
    "REST with a session": (oda_on_the_api_in_a_browser, API, {"format": "json"}),
}


def send(client: Any, method: str, url: str, body: Any, options: dict[str, Any]) -> Any:
    options = {} if method == "GET" else options
    return getattr(client, method.lower())(url, body, **options)


@pytest.mark.parametrize("door", DOORS)
def test_an_id_of_others_answers_as_an_id_of_nobody_and_changes_nothing(door, stage):
    enter, table, options = DOORS[door]
    client = enter(stage)
    client.get("/account/" if door == "pages" else "/api/v1/me/")  # what arriving writes
    theirs, none = stage.open_places, nobodys(stage.open_places)
    before, wrong, tried = snapshot(), {}, 0
    for method, name in targets(table):
        body = table[method, name].body
        found = [
            send(client, method, address(name, places), body, options) for places in (theirs, none)
        ]
        shown = [
            body_of(answer, *(places[key] for key in ARGUMENTS[name]))
            for answer, places in zip(found, (theirs, none), strict=True)
        ]
        tried += 1
        if [answer.status_code for answer in found] != [404, 404]:
            wrong[f"{method} {name}"] = str([answer.status_code for answer in found])
        elif shown[0] != shown[1]:
            wrong[f"{method} {name}"] = "told apart from an id of nobody"
        cache.clear()
    assert not wrong
    assert changed(before) == []
    assert tried > 20


@pytest.mark.parametrize("door", DOORS)
def test_an_id_of_others_below_a_thing_of_ones_own_is_not_found(door, stage, mine):
    enter, table, options = DOORS[door]
    client = enter(stage)
    client.get("/account/" if door == "pages" else "/api/v1/me/")
    before, wrong = snapshot(), {}
    for method, name in targets(table, at_least=2):
        ids = sorted(filter(is_id, ARGUMENTS[name]))
        for stolen in ids:
            mixed = mine | {stolen: stage.open_places[stolen]}
            for places in (mixed, stage.open_places | {stolen: mine[stolen]}):
                url = address(name, places)
                status = send(client, method, url, table[method, name].body, options).status_code
                if status != 404:
                    wrong[f"{method} {name} ({stolen})"] = status
                cache.clear()
    assert not wrong
    assert changed(before) == []


def bodies(places: dict[str, Any], lens_id: UUID) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Requests about a thing of Elsewhere whose body names another thing, by what it names."""
    return {
        "lens of a review": ("POST", "api-review-list", {"lens": str(lens_id)}),
        "default lens": ("PATCH", "api-organization", {"default_lens": str(lens_id)}),
        "review of a report": ("POST", "api-report-list", {"review": str(places["review_id"])}),
        "team of an invitation": (
            "POST",
            "api-invitation-list",
            {"email": "new@example.com", "role": "viewer", "team": str(places["team_id"])},
        ),
        "team of a share": (
            "POST",
            "api-share-list",
            {"team": str(places["team_id"]), "permission": "read"},
        ),
        "workload of a token": (
            "POST",
            "api-token-list",
            {"name": "t", "scope": "read", "workload_ids": [str(places["workload_id"])]},
        ),
        "workload of an access key": (
            "POST",
            "api-access-key-list",
            {"name": "k", "scope": "read", "workload_ids": [str(places["workload_id"])]},
        ),
    }


BODIES = list(bodies(dict.fromkeys(("review_id", "team_id", "workload_id")), uuid4()))


@pytest.mark.parametrize("case", BODIES)
def test_an_id_of_others_in_a_body_is_not_taken_and_one_of_ones_own_is(case, stage, mine):
    lenses = {
        alias: Lens.objects.get(alias=alias, organization__isnull=False).pk
        for alias in ("small", "of-elsewhere")
    }
    client = oda_with_a_token(stage)
    client.get("/api/v1/me/")
    before = snapshot()
    method, name, body = bodies(stage.open_places, lenses["small"])[case]
    refused = send(client, method, address(name, mine), body, {"format": "json"})
    assert refused.status_code in {404, 422}
    assert changed(before) == []
    method, name, body = bodies(mine, lenses["of-elsewhere"])[case]
    with transaction.atomic():
        if case == "lens of a review":  # its own is attached already
            Review.objects.filter(pk=mine["review_id"]).update(removed_at=clock.now())
        taken = send(client, method, address(name, mine), body, {"format": "json"})
        transaction.set_rollback(True)
    assert taken.status_code < 300 or taken.status_code == 409, taken.content
    assert "There is no such field" not in refused.content.decode()


def test_nobody_switches_to_an_organization_of_others(stage):
    client = oda_in_a_browser(stage)
    client.get("/account/")
    before = snapshot()
    for organization in (stage.organizations["Northwind"].pk, uuid4(), "nonsense"):
        answer = client.post("/organizations/switch/", {"organization": str(organization)})
        assert answer.status_code == 404
    assert changed(before) == []
