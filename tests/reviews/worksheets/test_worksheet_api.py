"""Worksheets over REST."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.services import worksheets
from reviews.worksheets.kinds import KINDS
from tests.builders import start_review
from tests.reviews.worksheets.filled import fill

ONE = {"at": "2026-01-01T00:00Z", "value": "1"}


@pytest.fixture
def base(workload):
    return f"/api/v1/workloads/{workload.pk}/worksheets/"


@pytest.fixture
def api(cast, api_of):
    return api_of(cast.cleo)


def paths(answer):
    return [error["path"] for error in answer.json()["errors"]]


def by_number(sheet, number):
    return next(row for row in sheet["rows"] if row["number"] == number)


def test_a_worksheet_is_started_read_filled_and_thrown_away(api, base):
    assert api.get(f"{base}availability/").json()["code"] == "not-started"
    made = api.post(f"{base}availability/")
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"{base}availability/")
    assert api.post(f"{base}availability/").json()["code"] == "already-started"
    told = made.json()
    assert (told["kind"], told["revision"], told["settings"]) == (
        "availability", 1, {"target": "99.9"},
    )  # fmt: skip
    first = told["rows"][0]
    assert (first["number"], first["values"]["name"]) == (1, "API Gateway")
    assert told["result"]["facts"]
    changed = api.patch(f"{base}availability/", {"settings": {"target": "99.95"}})
    assert (changed.json()["revision"], changed.json()["settings"]["target"]) == (2, "99.95")
    assert api.delete(f"{base}availability/").status_code == 204
    assert api.get(f"{base}availability/").status_code == 404


def test_an_empty_one_and_a_kind_nobody_knows(api, base):
    assert api.post(f"{base}cost/", {"with_rows": False}).json()["rows"] == []
    for method in ("get", "post", "put", "patch", "delete"):
        body = {"settings": {}} if method == "patch" else {}
        answer = getattr(api, method)(f"{base}horoscope/", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("kind", KINDS)
def test_what_reading_gives_can_be_sent_back_and_changes_nothing(
    kind, api, base, actors, cast, workload
):
    fill(actors, cast, workload)
    before = api.get(f"{base}{kind}/")
    after = api.put(f"{base}{kind}/", before.json(), headers={"if-match": before.headers["ETag"]})
    assert after.status_code == 200, after.json()
    assert after.json() == before.json()
    assert after.headers["ETag"] == before.headers["ETag"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_workload_gives_another_takes(kind, api, base, actors, cast, workload):
    fill(actors, cast, workload)
    said = api.get(f"{base}{kind}/").json()
    assert api.delete(f"{base}{kind}/").status_code == 204
    put = api.put(f"{base}{kind}/", said)
    assert put.status_code == 201
    again = put.json()
    for each in (said, again):
        for row in each["rows"]:
            row["readings"] = [{**reading, "by": ""} for reading in row["readings"]]
    assert again["rows"] == said["rows"]
    assert (again["settings"], again["result"]) == (said["settings"], said["result"])


def test_replacing_names_every_wrong_place_at_once(api, base):
    body = {
        "settings": {"target": "101", "colour": "red"},
        "rows": [
            {"table": "components", "values": {"name": "", "copies": "1.5", "size": "2"}},
            {"table": "shelves", "values": {}},
            {"table": "components", "values": {"name": "A"}, "number": 7},
            {"table": "components", "values": {"name": "B"}, "number": 7},
            {"table": "components", "values": {"copies": "2"}, "readings": [ONE]},
        ],
    }  # fmt: skip
    answer = api.put(f"{base}availability/", body)
    assert answer.status_code == 422
    assert sorted(paths(answer)) == [
        "rows.0.values.copies", "rows.0.values.name", "rows.0.values.size", "rows.1.table",
        "rows.3.number", "rows.4.values.name", "settings.colour", "settings.target",
    ]  # fmt: skip
    assert api.get(f"{base}availability/").status_code == 404, "nothing was written"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"rowz": []}, "rowz"),
        ({"rows": {}}, "rows"),
        ({"rows": [{"table": "components", "values": {"name": "A"}, "colour": "red"}]},
         "rows.0.colour"),
        ({"rows": [{"values": {"name": "A"}}]}, "rows.0.table"),
        ({"rows": [{"table": "components", "values": []}]}, "rows.0.values"),
        ({"rows": [{"table": "components", "values": {"name": "A"}, "parent": 9}]},
         "rows.0.parent"),
        ({"rows": [{"table": "components", "values": {"name": "A", "role": "series"},
                    "number": 1, "parent": 1}]}, "rows.0.parent"),
        ({"rows": [{"table": "components", "values": {"name": "A"}, "owner": "Cleo"}]},
         "rows.0.owner"),
        ({"rows": [{"table": "components", "values": {"name": ["A"]}}]}, "rows.0.values.name"),
        ({"rows": [{"table": "components", "values": {"name": "A"}, "readings": [ONE]}]},
         "rows.0.readings"),
    ],
)  # fmt: skip
def test_a_whole_that_cannot_be_is_refused_by_path(api, base, body, path):
    answer = api.put(f"{base}availability/", body)
    assert answer.status_code == 422
    assert paths(answer) == [path]


def test_owners_are_people_who_see_the_workload(api, base, cast):
    row = {"table": "options", "values": {"option": "A"}}
    for owner in (cast.oda.pk, {"id": cast.oda.pk, "name": "Oda"}, 10**30):
        answer = api.put(f"{base}cost/", {"rows": [{**row, "owner": owner}]})
        assert (answer.status_code, paths(answer)) == (422, ["rows.0.owner"])
    told = api.put(f"{base}cost/", {"rows": [{**row, "owner": {"id": cast.ben.pk}}]}).json()
    assert told["rows"][0]["owner"] == {"id": cast.ben.pk, "name": "Ben Example"}
    one = f"{base}cost/rows/1/"
    assert api.patch(one, {"owner": cast.cleo.pk}).json()["owner"]["name"] == "Cleo Example"
    assert api.patch(one, {"owner": None}).json()["owner"] is None
    refused = api.patch(one, {"owner": cast.oda.pk})
    assert (refused.status_code, paths(refused)) == (422, ["owner"])


def test_rows_are_added_changed_moved_and_removed(api, base):
    api.post(f"{base}availability/")
    rows = f"{base}availability/rows/"
    group = api.post(rows, {"table": "components", "values": {"name": "Pair", "role": "parallel"}})
    assert group.status_code == 201
    assert group.headers["Location"].endswith(f"{rows}4/")
    inner = {"name": "One", "availability": "99.90"}
    made = api.post(rows, {"table": "components", "values": inner, "parent": 4}).json()
    assert (made["number"], made["parent"], made["values"]["availability"]) == (5, 4, "99.9")
    assert made["derived"]
    moved = api.post(f"{rows}1/move/", {"parent": 4, "after": 0}).json()
    assert moved["parent"] == 4
    assert api.post(f"{rows}1/move/", {"after": 5}).json()["parent"] == 4
    assert api.post(f"{rows}1/move/", {"parent": None}).json()["parent"] is None
    assert paths(api.post(f"{rows}4/move/", {"parent": 4})) == ["parent"]
    assert paths(api.post(f"{rows}4/move/", {"after": 99})) == ["after"]
    changed = api.patch(f"{rows}5/", {"values": {"name": "Two"}})
    assert changed.json()["values"]["name"] == "Two"
    assert api.delete(f"{rows}4/").status_code == 204
    assert [row["number"] for row in api.get(f"{base}availability/").json()["rows"]] == [2, 3, 1]
    for method in ("get", "patch", "delete"):
        assert getattr(api, method)(f"{rows}5/", {}).status_code == 404


def test_programs_merge_and_collide(api, base):
    tag = api.post(f"{base}availability/").headers["ETag"]
    one, seen = f"{base}availability/rows/1/", {"if-match": tag}
    assert api.patch(one, {"values": {"name": "Gate"}}, headers=seen).status_code == 200
    merged = api.patch(one, {"values": {"availability": "99"}}, headers=seen)
    assert merged.json()["values"]["name"] == "Gate"
    refused = api.patch(one, {"values": {"name": "Door"}}, headers=seen)
    assert refused.status_code == 412
    assert refused.json()["fields"] == {"name": {"mine": "Door", "theirs": "Gate"}}
    assert refused.headers["ETag"] == '"3"'
    whole = api.get(f"{base}availability/").json()
    assert api.put(f"{base}availability/", whole, headers=seen).status_code == 412
    assert api.put(f"{base}availability/", whole, headers={"if-match": '"3"'}).status_code == 200
    settings = {"settings": {"target": "99.5"}}
    assert api.patch(f"{base}availability/", settings, headers=seen).status_code == 200
    for tag_of_nothing in ('"99"', '"x"'):
        headers = {"if-match": tag_of_nothing}
        assert api.patch(one, {"values": {"name": "E"}}, headers=headers).status_code == 412
        assert api.put(f"{base}cost/", {"rows": []}, headers=headers).status_code == 412


def test_who_has_it_is_told_so_until_it_or_the_day_changes(api, base, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 21))
    tag = api.post(f"{base}recovery/").headers["ETag"]
    assert tag == '"1-20261121"'
    for url in (f"{base}recovery/", f"{base}recovery/rows/1/"):
        same = api.get(url, headers={"if-none-match": tag})
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 22))
    assert api.get(f"{base}recovery/", headers={"if-none-match": tag}).status_code == 200
    api.patch(f"{base}recovery/rows/1/", {"values": {"solution": "Tapes"}})
    assert api.get(f"{base}recovery/", headers={"if-none-match": tag}).status_code == 200


def test_pipelines_send_what_they_measured_and_may_send_it_again(api, base):
    api.post(f"{base}performance/")
    url = f"{base}performance/rows/1/readings/"
    day = {"at": "2026-11-20T09:00:00Z", "value": "262.50", "note": "Release 41"}
    body = {"readings": [day, {"at": "2026-11-21T09:00:00Z", "value": 240}]}
    told = api.post(url, body)
    assert (told.status_code, told.json()["recorded"]) == (200, 2)
    assert told.json()["derived"]["current"]
    revision = api.get(f"{base}performance/").json()["revision"]
    assert api.post(url, body).json()["recorded"] == 0
    assert api.get(f"{base}performance/").json()["revision"] == revision
    assert api.post(url, {"readings": [{**day, "value": "261"}]}).json()["recorded"] == 1
    listed = api.get(url).json()["results"]
    assert [(each["at"], each["value"]) for each in listed] == [
        ("2026-11-21T09:00:00Z", "240"), ("2026-11-20T09:00:00Z", "261"),
    ]  # fmt: skip
    assert (listed[0]["via"], listed[0]["by"]) == ("api", "Cleo Example")
    assert api.get(url, {"ordering": "at", "page_size": 1}).json()["results"][0]["value"] == "261"
    assert api.delete(f"{url}2026-11-20T09:00:00Z/").status_code == 204
    assert api.delete(f"{url}2026-11-20T09:00:00Z/").status_code == 404
    assert api.delete(f"{url}yesterday/").status_code == 404
    lines = api.get(f"{base}performance/history/").json()["results"]
    assert [line["what"] for line in lines] == ["readings", "readings", "readings", "started"]
    assert lines[2]["fields_changed"] == {"readings": ["", 2]}


@pytest.mark.parametrize(
    ("readings", "path"),
    [
        ([], "readings"),
        ([{"value": "1"}], "readings.0.at"),
        ([{"at": "yesterday", "value": "1"}], "readings.0.at"),
        ([{"at": "2026-01-01T00:00Z"}], "readings.0.value"),
        ([{"at": "2026-01-01T00:00Z", "value": "fast"}], "readings.0.value"),
        ([{"at": "2026-01-01T00:00Z", "value": True}], "readings.0.value"),
        ([{"at": "2026-01-01T00:00Z", "value": "1", "total": "-1"}], "readings.0.total"),
        ([{"at": "2026-01-01T00:00Z", "value": "1", "note": "n" * 201}], "readings.0.note"),
        ([ONE, {"at": "2026-01-01T01:00+01:00", "value": "2"}], "readings.1.at"),
        ([{"at": "2026-01-01T00:00Z", "value": "1", "unit": "ms"}], "readings.0.unit"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_by_path(api, base, readings, path):
    api.post(f"{base}performance/")
    answer = api.post(f"{base}performance/rows/1/readings/", {"readings": readings})
    assert answer.status_code == 422
    assert paths(answer) == [path]


def test_nothing_is_measured_of_a_component(api, base):
    api.post(f"{base}availability/")
    url = f"{base}availability/rows/1/readings/"
    refused = api.post(url, {"readings": [{"at": "2026-01-01T00:00Z", "value": "1"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "no-readings")


def test_a_row_that_names_no_readings_keeps_those_it_has(api, base):
    api.post(f"{base}performance/")
    reading = {"at": "2026-01-01T00:00:00Z", "value": "1"}
    api.post(f"{base}performance/rows/1/readings/", {"readings": [reading]})
    sheet = api.get(f"{base}performance/").json()
    for row in sheet["rows"]:
        del row["readings"]
    kept = api.put(f"{base}performance/", sheet).json()
    assert len(by_number(kept, 1)["readings"]) == 1
    by_number(kept, 1)["readings"] = []
    assert by_number(api.put(f"{base}performance/", kept).json(), 1)["readings"] == []


def test_history_tells_every_change_newest_first_in_pages(api, base):
    api.post(f"{base}cost/", {"with_rows": False})
    rows = f"{base}cost/rows/"
    for name in "ABC":
        api.post(rows, {"table": "options", "values": {"option": name}})
    api.post(f"{rows}3/move/", {"after": 0})
    api.delete(f"{rows}2/")
    page = api.get(f"{base}cost/history/", {"page_size": 4}).json()
    lines = page["results"] + api.get(page["next"]).json()["results"]
    assert [(line["revision"], line["what"], line["row"], line["label"]) for line in lines] == [
        (6, "removed", 2, "B"), (5, "moved", 3, "C"), (4, "added", 3, "C"), (3, "added", 2, "B"),
        (2, "added", 1, "A"), (1, "started", None, ""),
    ]  # fmt: skip
    assert lines[0]["by"] == "Cleo Example"


def test_the_list_tells_of_all_kinds_and_of_what_they_are_evidence_for(
    api, base, actors, workload, framework
):
    review = start_review(actors.ada, workload, framework.lens)
    listed = api.get(base).json()["results"]
    assert [each["kind"] for each in listed] == list(KINDS)
    assert not any(each["is_started"] for each in listed)
    api.post(f"{base}availability/")
    first = api.get(base).json()["results"][0]
    assert (first["is_started"], first["revision"], first["rows"]) == (True, 1, 3)
    assert first["summary"]
    asked = {each["question"]: each for each in first["questions"]}
    assert asked["withstand-component-failures"]["review"] == str(review.pk)
    assert "fault-isolation" in asked


def test_kinds_describe_themselves_so_that_a_program_can_fill_them(api, base):
    """Every kind is filled from its own description, with something in every column."""
    for kind in api.get("/api/v1/worksheet-kinds/").json()["results"]:
        rows = []
        for table in kind["tables"]:
            role = {key: values[0] for key, values in table["groups"].items()}
            values = {column["key"]: anything(column) for column in table["columns"]} | role
            row = {"table": table["table"], "values": values}
            if table["measures"]:
                row["readings"] = [{"at": "2026-01-01T00:00:00Z", "value": "1", "total": "2"}]
            rows.append(row)
        settings = {setting["key"]: anything(setting) for setting in kind["settings"]}
        answer = api.put(f"{base}{kind['kind']}/", {"settings": settings, "rows": rows})
        assert answer.status_code == 201, (kind["kind"], answer.json())
        assert [row["values"] for row in answer.json()["rows"]] == [row["values"] for row in rows]


def anything(column):
    match column["type"]:
        case "choice":
            return column["choices"][-1]["value"]
        case "number":
            return column["least"] or "1"
        case "day":
            return "2026-01-31"
        case "flag":
            return True
        case "duration":
            return "30 min"
        case "link":
            return "https://example.com/"
    return "EUR" if column["limit"] == 3 else "x"


def test_texts_are_in_the_language_of_the_request_and_numbers_are_text(api, base):
    api.post(f"{base}availability/")
    told = api.get(f"{base}availability/", headers={"accept-language": "de"}).json()
    assert told["result"]["details"] is not None
    assert_exact(told["result"])


def assert_exact(value):
    assert not isinstance(value, float), value
    for each in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        assert_exact(each)


@pytest.mark.parametrize(
    "path", ["", "performance/", "performance/history/", "performance/rows/1/"]
)
def test_many_rows_cost_as_many_queries_as_few(api, base, actors, workload, path):
    def fill_more(count):
        for n in range(count):
            worksheets.add(
                actors.cleo, workload.pk, "performance", table="metrics",
                values={"metric": f"M{n}", "budget": "1"}, owner=actors.cleo.user.pk,
            )  # fmt: skip

    def queries():
        api.get(f"{base}{path}")
        with CaptureQueriesContext(connection) as captured:
            assert api.get(f"{base}{path}").status_code == 200
        return len(captured)

    api.post(f"{base}performance/")
    few = queries()
    fill_more(9)
    assert queries() == few
