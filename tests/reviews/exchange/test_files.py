"""Improvements leave as a file and come back: what a spreadsheet would run is harmless, and a
harmful file is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from reviews.documents import improvement_files
from reviews.documents.cells import for_csv
from reviews.documents.sheets import Column, Sheet
from reviews.exchange import tables
from reviews.exchange.columns import COLUMNS
from reviews.models import Improvement
from reviews.services import improvement_imports, improvements, sharing
from tests.accounts.shares.conftest import prove
from tests.builders import select, start_workload
from wellarch import clock
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Forbidden, Invalid, NotFound


def as_csv(*rows: dict[str, Any]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_book(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def exported(client: Any, workload: Any, query: str = "") -> bytes:
    answer = client.get(f"/workloads/{workload.pk}/improvements/export/{query}")
    return b"".join(answer.streaming_content)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def seen(actor: Any, workload: Any, *rows: dict[str, Any]) -> improvement_imports.Preview:
    return improvement_imports.preview(actor, workload.pk, content=as_csv(*rows))


def brought(actor: Any, workload: Any, *rows: dict[str, Any]) -> int:
    page = seen(actor, workload, *rows)
    assert page.is_ready, [row.errors for row in page.rows]
    return improvement_imports.apply(actor, workload.pk, wishes=page.wishes)


@pytest.fixture
def bolt(actors, workload):
    return improvements.make(
        actors.cleo,
        workload.pk,
        title="=HYPERLINK(1)",
        recommendation="+1 for a bolt\nand more",
        owner=actors.ben.user.pk,
        due_on=date(2030, 1, 31),
        links=[{"title": "Bolts", "url": "https://bolts.example.com/"}],
    )


# --- Out -----------------------------------------------------------------------------------


def test_the_export_has_stable_columns_and_runs_nothing(bolt, workload, cast, client_of):
    content = exported(client_of(cast.vic), workload)
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = read(content)
    assert tuple(row) == COLUMNS
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["recommendation"].startswith("'+1")
    assert (row["owner"], row["due"], row["state"]) == ("ben@example.com", "2030-01-31", "open")
    assert row["links"] == "Bolts | https://bolts.example.com/"
    assert not exported(client_of(cast.vic), workload, "?bom=0").startswith(b"\xef")


def test_a_workbook_holds_texts_and_dates_not_formulas(bolt, workload, cast, client_of):
    content = exported(client_of(cast.vic), workload, "?as=xlsx")
    page = load_workbook(io.BytesIO(content)).active
    heads, values = (list(row) for row in page.iter_rows())
    row = {head.value: cell for head, cell in zip(heads, values, strict=True)}
    assert row["title"].data_type == "s"
    assert row["title"].value == "=HYPERLINK(1)"
    assert row["due"].value.date() == date(2030, 1, 31)


def test_it_names_the_question_and_the_practices(actors, review, cast, client_of):
    select(actors.cleo, review, "locks", "locks_dog")
    improvements.make_from_question(actors.cleo, review.pk, "locks")
    (row,) = read(exported(client_of(cast.vic), review.workload))
    assert row["question"] == "How do you lock the doors?"
    assert row["practices"] == "A key\nA bolt"
    assert (row["lens"], row["pillar"], row["risk"]) == ("Small lens", "Doors", "medium")


def test_the_export_of_all_holds_what_one_sees(actors, bolt, cast, client_of):
    other = start_workload(actors.ada, "Another")
    improvements.make(actors.ada, other.pk, title="Elsewhere")
    answer = client_of(cast.vic).get("/improvements/export/")
    rows = read(b"".join(answer.streaming_content))
    assert {row["workload"] for row in rows} == {"Another", "Checkout"}
    assert read(b"".join(client_of(cast.oda).get("/improvements/export/").streaming_content)) == []


def test_the_number_of_queries_does_not_grow(
    actors, bolt, workload, cast, client_of, django_assert_max_num_queries
):
    for number in range(8):
        improvements.make(actors.cleo, workload.pk, title=f"No {number}")
    client = client_of(cast.vic)
    exported(client, workload)
    with django_assert_max_num_queries(8):
        assert len(read(exported(client, workload))) == 9


# --- Back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?as=xlsx"])
def test_what_was_exported_comes_back_unchanged(query, actors, bolt, workload, cast, client_of):
    content = exported(client_of(cast.cleo), workload, query)
    page = improvement_imports.preview(actors.cleo, workload.pk, content=content)
    assert [row.kind for row in page.rows] == ["unchanged"], page.rows
    assert page.unknown == ()
    assert not page.is_ready


def test_rows_make_and_change_improvements(actors, bolt, workload, cast):
    count = brought(
        actors.cleo,
        workload,
        {"number": "1", "title": "Fit it", "state": "In progress", "owner": "cleo@example.com"},
        {"number": "", "title": "Another", "state": "", "owner": "", "due": "2031-02-01"},
    )
    assert count == 2
    first, second = Improvement.objects.order_by("number")
    assert (first.title, first.state, first.owner) == ("Fit it", "in_progress", cast.cleo)
    assert first.due_on is None, "The column is there and empty."
    assert (second.title, second.number, second.due_on) == ("Another", 2, date(2031, 2, 1))
    assert first.recommendation.startswith("+1"), "A column that is not there changes nothing."


def test_everything_that_is_wrong_is_said_at_once(actors, bolt, workload):
    page = seen(
        actors.cleo,
        workload,
        {"number": "1", "title": "x" * 300, "state": "someday", "owner": "oda@example.com"},
        {"number": "7", "title": "Nobody"},
        {"number": "1", "title": "Twice"},
        {"number": "", "title": "", "due": "31.12.2030"},
        {"number": "", "title": "There", "workload": "Elsewhere"},
    )
    wrong = {(row.place, column) for row in page.rows for column, _sentence in row.errors}
    assert wrong == {
        (2, "title"), (2, "state"), (2, "owner"), (3, "number"), (4, "number"), (5, "title"),
        (5, "due"), (6, "workload"),
    }  # fmt: skip
    assert not page.is_ready


def test_an_unknown_column_is_passed_over_and_said(actors, workload):
    page = seen(actors.cleo, workload, {"Title": "New", "Weather": "rain", "Success Criteria": "c"})
    assert page.unknown == ("Weather",)
    assert page.rows[0].fields["success_criteria"] == "c"


def test_what_changed_here_and_there_is_said_and_the_rest_merges(actors, bolt, workload):
    row = {"number": "1", "revision": "1", "title": bolt.title, "impact": "medium", "steps": ""}
    improvements.edit(actors.ben, workload.pk, 1, fields={"title": "Ben's", "impact": "high"})
    assert seen(actors.cleo, workload, row).rows[0].kind == "unchanged"
    page = seen(actors.cleo, workload, {**row, "title": "Cleo's", "steps": "1. Buy"})
    assert [column for column, _said in page.rows[0].errors] == ["title"]
    assert brought(actors.cleo, workload, {**row, "steps": "1. Buy"}) == 1
    bolt.refresh_from_db()
    assert (bolt.title, bolt.impact, bolt.steps) == ("Ben's", "high", "1. Buy")


def test_all_or_nothing(actors, bolt, workload):
    page = seen(
        actors.cleo, workload, {"number": "", "title": "New"}, {"number": "1", "title": "N"}
    )
    improvements.delete(actors.cleo, workload.pk, 1)
    with pytest.raises(Invalid) as refused:
        improvement_imports.apply(actors.cleo, workload.pk, wishes=page.wishes)
    assert list(refused.value.fields) == ["row 3"]
    assert not Improvement.objects.exists()


def test_a_risk_is_accepted_by_who_may(actors, bolt, workload):
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    row = {
        "number": "1", "state": "accepted", "accepted_reason": "Cheap", "accepted_until": until,
    }  # fmt: skip
    assert [c for c, _s in seen(actors.cleo, workload, row).rows[0].errors] == ["state"]
    assert brought(actors.ben, workload, row) == 1
    bolt.refresh_from_db()
    assert (bolt.state, bolt.accepted_by) == ("accepted", actors.ben.user)
    assert seen(actors.ben, workload, row).rows[0].kind == "unchanged"


def test_viewers_and_outsiders_import_nothing(actors, workload):
    for person, refusal in ((actors.vic, Forbidden), (actors.oda, NotFound)):
        with pytest.raises(refusal):
            seen(person, workload, {"title": "New"})
        with pytest.raises(refusal):
            improvement_imports.apply(person, workload.pk, wishes=[])


def test_a_person_sees_first_and_imports_then(actors, bolt, workload, cast, client_of):
    browser = client_of(cast.cleo)
    url = f"/workloads/{workload.pk}/improvements/import/"
    file = io.BytesIO(as_csv({"number": "1", "title": "Fit <b>it</b>"}))
    file.name = "plan.csv"
    answer = browser.post(url, {"file": file})
    assert answer.status_code == 200
    assert b"Fit &lt;b&gt;it&lt;/b&gt;" in answer.content
    bolt.refresh_from_db()
    assert bolt.title == "=HYPERLINK(1)"
    done = browser.post(f"{url}apply/", {"wishes": answer.context["wishes"]})
    assert done.status_code == 302
    bolt.refresh_from_db()
    assert bolt.title == "Fit <b>it</b>"
    assert browser.post(f"{url}apply/", {"wishes": "[1]"}).status_code == 302
    refused = browser.post(f"{url}apply/", {"wishes": '[{"place": 2, "fields": {"risk": "low"}}]'})
    assert refused.status_code == 422


def test_over_rest_too(actors, bolt, workload, cast, api_of):
    api = api_of(cast.cleo)
    url = f"/api/v1/workloads/{workload.pk}/improvements/import/"

    def send(*rows: dict[str, Any], query: str = "") -> Any:
        file = io.BytesIO(as_csv(*rows))
        file.name = "plan.csv"
        return api.post(url + query, {"file": file}, format="multipart")

    answer = send({"number": "1", "title": "Fit"})
    assert (answer.status_code, answer.data["imported"]) == (200, 0)
    assert answer.data["rows"][0]["changes"] == [
        {"column": "title", "before": "=HYPERLINK(1)", "after": "Fit"}
    ]
    assert send({"number": "9", "title": "Fit"}, query="?apply=true").status_code == 422
    assert send({"number": "1", "title": "Fit"}, query="?apply=true").data["imported"] == 1
    bolt.refresh_from_db()
    assert bolt.title == "Fit"
    got = api.get(f"/api/v1/workloads/{workload.pk}/improvements/export/?as=xlsx")
    assert b"".join(got.streaming_content).startswith(b"PK")


def test_a_guest_sees_names_and_no_addresses(actors, bolt, workload, cast, client_of):
    prove(cast.oda)
    offer = sharing.offer(
        actors.ada, workload.pk, Target(email=cast.oda.email), permission="contribute"
    )
    offers.accept(actors.oda, offer.pk)
    (row,) = read(exported(client_of(cast.oda), workload))
    assert row["owner"] == "Ben Example"
    content = as_csv({"number": "1", "title": "Fit", "owner": "Cleo Example"})
    page = improvement_imports.preview(actors.oda, workload.pk, content=content)
    assert page.rows[0].fields["owner"] == cast.cleo.pk
    page = seen(actors.oda, workload, {"number": "1", "owner": "cleo@example.com"})
    assert page.rows[0].kind == "wrong"


# --- Files that harm -----------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a,b\n1,2", "names the columns"),
        (b"title,title\n1,2", "twice"),
        (b"title\n" + b"x\n" * 1001, "1000 rows"),
        (b"x" * 5_000_001, "5 MB"),
        (b"title\n" + b"x" * 40_000, "than a cell can"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (packed(xl__workbook=b"<a/>"), "cannot be read"),
        (packed(xl__workbook=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, words):
    with pytest.raises(Invalid) as refused:
        tables.read(content)
    assert words in refused.value.fields["file"][0]


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "_UNPACKED", 100_000)
    with pytest.raises(Invalid) as refused:
        tables.read(packed(xl__sheet=b"0" * 1_000_000))
    assert "too large" in refused.value.fields["file"][0]


def test_a_formula_of_a_workbook_is_not_run_and_numbers_are_read_as_such():
    content = as_book(["number", "title", "due"], [1.0, "=1+1", date(2030, 1, 31)])
    (line,) = tables.read(content).lines
    assert line.values == {"number": "1", "title": "", "due": "2030-01-31"}


@given(st.text(max_size=60))
def test_any_text_leaves_and_comes_back(text):
    """But for what no cell holds, and the apostrophe of a text that looked harmless already."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    kept = "".join(c for c in kept if c.isprintable() or c == "\n").strip()
    if not kept or kept.startswith("'"):
        return
    sheet = Sheet("S", (Column("title"), Column("steps")), [(kept, "s")])
    content = b"".join(improvement_files.lines(sheet))
    assert tables.read(content).lines[0].values["title"] == kept
    assert not for_csv(kept).lstrip(" \n").startswith(("=", "+", "-", "@", "\t"))
