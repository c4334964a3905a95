"""Every list can be asked for in every way its description names; no list is without an end."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.contracts.permission_stage import Stage
from tests.rest.described import check
from tests.rest.described import schema as described
from wellarch.rest.examples import sample

pytestmark = pytest.mark.usefixtures("db")

# Lists on one page, because what they list is bounded by what they are about.
OF_A_LENS = {
    "/api/v1/lenses/{lens}/anti-patterns/",
    "/api/v1/lenses/{lens}/export/notes/",
    "/api/v1/reviews/{review_id}/answers/",
    "/api/v1/reviews/{review_id}/assigned/",
    "/api/v1/reviews/{review_id}/findings/",
    "/api/v1/reviews/{review_id}/parked/",
    "/api/v1/templates/{template_id}/lenses/{template_lens}/answers/",
    "/api/v1/workloads/{workload_id}/plan/",
    "/api/v1/workloads/{workload_id}/reviews/",
}
OF_A_QUESTION = {
    "/api/v1/reviews/{review_id}/answers/{question}/comments/",
    "/api/v1/reviews/{review_id}/answers/{question}/elsewhere/",
    "/api/v1/reviews/{review_id}/answers/{question}/evidence/",
    "/api/v1/workloads/{workload_id}/improvements/{number}/issues/",
}
OF_US = {"/api/v1/webhook-event-types/"}
WHOLE = OF_A_LENS | OF_A_QUESTION | OF_US
_PAGE = {"next", "previous", "results"}
# Also what names one thing, of which there is none by the name in an example.
_NOT_FILTERS = {"cursor", "page_size", "fields", "version"}


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


def inner(content: dict[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = content["schema"]
    shapes = described()["components"]["schemas"]
    return shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape


def lists() -> dict[str, dict[str, Any]]:
    """Path → operation of everything that answers rows."""
    found = {}
    for path, item in described()["paths"].items():
        answer = item.get("get", {}).get("responses", {}).get("200", {})
        content = answer.get("content", {}).get("application/json")
        if content and set(inner(content).get("properties", {})) == _PAGE:
            found[path] = item["get"]
    return found


def test_every_list_has_pages():
    unpaged = {
        path
        for path, operation in lists().items()
        if "cursor" not in {each["name"] for each in operation.get("parameters", [])}
    }
    assert len(lists()) > 30  # or it no longer finds what it looks for
    assert unpaged == WHOLE


@pytest.mark.parametrize("path", sorted(lists()))
def test_a_list_can_be_asked_for_in_every_way_it_names(path, stage):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {stage.bearers['admin']}")
    url = path.format_map({key: str(value) for key, value in stage.open_places.items()})
    rows = check(api.get(url))["results"]
    shapes = described()["components"]["schemas"]
    for each in lists()[path].get("parameters", []):
        if each["in"] != "query" or each["name"] in _NOT_FILTERS:
            continue
        values = each["schema"].get("enum") or [sample(each["schema"], shapes, name=each["name"])]
        for value in values:
            value = value[0] if isinstance(value, list) else value
            value = str(value).lower() if isinstance(value, bool) else value
            answer = api.get(url, {each["name"]: value})
            assert answer.status_code == 200, (each["name"], value, answer.content)
            check(answer)
    if rows:
        name = next(iter(rows[0]))
        picked = api.get(url, {"fields": name}).json()["results"]
        assert [list(row) for row in picked] == [[name]] * len(picked)
