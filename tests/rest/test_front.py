"""The index, the schema and the docs."""

from __future__ import annotations

import gzip

import pytest
import yaml
from rest_framework.test import APIClient

from tests.rest.described import check


def test_the_index_names_addresses_that_exist(api_of, cast):
    links = check(APIClient().get("/api/v1/"))
    api = api_of(cast.ada, "admin")
    assert set(links) >= {"me", "lenses", "workloads", "docs", "schema"}
    assert {name: api.get(url).status_code for name, url in links.items()} == dict.fromkeys(
        links, 200
    )


def test_everybody_may_read_the_schema(db):
    response = APIClient().get("/api/v1/schema/")
    assert yaml.safe_load(response.content)["openapi"] == "3.1.0"
    assert APIClient().get("/api/v1/schema/?format=json").json()["openapi"] == "3.1.0"
    json = APIClient().get("/api/v1/schema/", HTTP_ACCEPT="application/json")
    assert json.json()["info"]["title"] == "WellArch REST API"


@pytest.mark.parametrize("wanted", ["", "?format=json"])
def test_who_understands_gzip_gets_the_schema_small(db, wanted):
    plain = APIClient().get(f"/api/v1/schema/{wanted}")
    small = APIClient().get(f"/api/v1/schema/{wanted}", HTTP_ACCEPT_ENCODING="br, gzip")
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) * 10 < len(plain.content)
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in small.headers["Vary"]


def test_the_schema_is_not_sent_again(db):
    tag = APIClient().get("/api/v1/schema/").headers["ETag"]
    again = APIClient().get("/api/v1/schema/", HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")


def test_the_docs_are_served_by_us_under_the_strict_policy(db):
    response = APIClient().get("/api/v1/docs/")
    page = response.content.decode()
    assert "drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in page
    assert "//" not in page.partition('id="api-docs"')[2].partition("</div>")[0]
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_answers_are_private(api_of, cast):
    assert api_of(cast.vic).get("/api/v1/me/").headers["Cache-Control"] == "private, no-store"
