"""How many queries each page and endpoint costs, as a stored list that is reviewed like code.

`QUERIES=write pytest tests/contracts/test_queries.py` writes the list anew. That the numbers
do not grow with the data is tested beside each door; this list shows every change of them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.contracts.permission_places import belongings
from tests.contracts.permission_table import API, PAGES
from tests.contracts.test_permissions import address

STORED = Path(__file__).with_name("queries.json")
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
# Without a file, or about things this stage does not have (its game day runs).
LEFT_OUT = {
    "report-file", "api-report-file", "evidence-file", "api-evidence-file", "lens-publish",
    "game-day-learn",
}  # fmt: skip


def count(client: Any, url: str) -> int:
    """Queries of the second request: the first one fills what a process keeps."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code in (200, 204, 304), (url, answer.status_code)
    return sum(not query["sql"].startswith(CONTROL) for query in captured)


def test_every_page_and_endpoint_costs_what_is_written_down(cast, actors, client_of, api_of):
    places = belongings(actors.ada, member=cast.cleo)
    browser, api = client_of(cast.ada), api_of(cast.ada, scope="admin")
    found = {
        name: count(api if name.startswith("api-") else browser, address(name, places))
        for method, name in (*PAGES, *API)
        if method == "GET" and name not in LEFT_OUT
    }
    if os.environ.get("QUERIES") == "write":
        STORED.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(STORED.read_text(encoding="utf-8")), (
        "If the change is meant: QUERIES=write pytest tests/contracts/test_queries.py"
    )
