"""Worksheets, game days and the review plan in reports of every format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from reviews.documents import rehearsals, worksheet_tables, writing
from reviews.documents.writing import Options, WorkloadSubject
from reviews.snapshot import Snapshot
from reviews.worksheets.content import Content, Row
from reviews.worksheets.kinds import KINDS
from tests.reviews.documents.filled_sheets import content, filled
from tests.reviews.documents.material import AT, milestone_of, organization, worked_on

OWN = ("worksheets", "game_days", "review_plan")


def written(format: str, *, of: Snapshot | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    subject = WorkloadSubject(of or filled(worked_on()), organization(), None, None, AT)
    writing.write(
        subject, format, out, options=Options(**options), progress=lambda percent, step: None
    )
    return out.getvalue()


def text(format: str, **options: object) -> str:
    return written(format, **options).decode("utf-8-sig")


@pytest.mark.parametrize("format", ["html", "md"])
def test_every_worksheet_is_told_with_its_result_rows_and_what_to_look_at(format):
    told = text(format, sections=("worksheets",))
    for words in ("Availability model", "against a target of", "API Gateway", "Recovery plan",
                  "A restore was never tested", "Right-size API servers", "Regions",
                  "Encryption decisions", "P95 latency"):  # fmt: skip
        assert words in told
    assert "Lose the primary" not in told


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_game_day_is_told_with_plan_timeline_times_and_findings(format):
    told = text(format, sections=("game_days",))
    for words in ("Lose the primary of the database", "The hypothesis did not hold",
                  "Failover forced from the console", "Until it was over", "7 min",
                  "Pools keep an address that is gone", "Throttle the queue"):  # fmt: skip
        assert words in told
    assert "2 · Hold a game day" in told
    assert "Availability model" not in told


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_review_plan_says_what_is_spent_and_what_is_late(format):
    told = text(format, sections=("review_plan",))
    assert "1 h 55 min spent of 6 h" in told
    assert "Early design review" in told
    assert "2 Nov 2026" in told


def test_the_diagram_says_itself_in_words():
    told = text("html", sections=("worksheets",))
    assert 'role="img" aria-label="How the parts make the whole"' in told
    assert "<desc>API Gateway 99.95%" in told


@pytest.mark.parametrize("section", OWN)
def test_what_is_not_wanted_is_in_no_format(section):
    others = tuple(each for each in ("summary", *OWN) if each != section)
    told = {"worksheets": "API Gateway", "game_days": "Lose the primary",
            "review_plan": "Early design review"}[section]  # fmt: skip
    for format in ("html", "md", "json", "csv"):
        assert told not in text(format, sections=others)
    book = load_workbook(io.BytesIO(written("xlsx", sections=others)))
    cells = [cell.value for page in book for row in page for cell in row]
    assert not any(told in str(value) for value in cells)


def test_a_spreadsheet_has_every_column_and_numbers_as_numbers():
    book = load_workbook(io.BytesIO(written("xlsx", sections=("worksheets", "game_days"))))
    page = book["Availability model"]
    heads = [cell.value for cell in page[1]]
    first = dict(zip(heads, [cell.value for cell in page[2]], strict=True))
    assert (first["Availability"], first["Copies"]) == (99.95, 1)
    assert first["To look at"].startswith("Single point of failure")
    measured = [[cell.value for cell in row] for row in book["Readings"]]
    assert measured[9][:3] == ["Performance budget", 6, "Availability"]
    line = [cell.value for cell in book["Timelines"][3]]
    assert line[4] == "=Errors rise to 4 %"
    assert book["Timelines"].cell(3, 5).data_type == "s"


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_a_text():
    exact = Content(
        "cost", {}, (Row(1, "options", {"option": "A", "savings": "1234567890123.4567"}),)
    )
    of = replace(worked_on(), worksheets=(exact,))
    book = load_workbook(io.BytesIO(written("xlsx", of=of, sections=("worksheets",))))
    assert book["Cost and performance"].cell(2, 3).value == "1234567890123.4567"


def test_csv_holds_worksheets_where_the_answers_are_not_wanted():
    rows = list(csv.DictReader(io.StringIO(text("csv", sections=("worksheets",)))))
    found = {(row["Row"], row["Column"]): row["Value"] for row in rows}
    assert found["Lambda", "Availability"] == "99.95"
    assert found["", "Downtime a year"] == "8.85 hours"
    lines = list(csv.DictReader(io.StringIO(text("csv", sections=("game_days",)))))
    assert lines[1]["What happened"] == "'=Errors rise to 4 %"
    assert "Question" in next(csv.reader(io.StringIO(text("csv"))))


def test_json_tells_what_follows_beside_what_was_filled_in():
    told = json.loads(text("json"))
    assert [each["kind"] for each in told["content"]["worksheets"]] == list(KINDS)
    result = told["worksheet_results"][0]
    assert result["headline"] == "99.899% against a target of 99.9%: below"
    assert result["derived"]["1"]["result"] == "99.95%"
    assert told["content"]["game_days"][0]["findings"][0]["improvements"] == [2]


def test_of_some_pillars_only_their_worksheets_are_told():
    told = json.loads(text("json", pillars=("security",)))
    assert [each["kind"] for each in told["content"]["worksheets"]] == ["encryption"]
    assert "game_days" not in told["content"]
    told = json.loads(text("json", pillars=("reliability",)))
    assert len(told["content"]["game_days"]) == 2


def test_without_notes_remarks_are_left_out():
    assert "warn at 50% of budget" in text("json")
    without = json.loads(text("json", with_notes=False))
    assert "warn at 50% of budget" not in json.dumps(without["content"])
    assert "With the platform team" not in json.dumps(without["content"])
    assert "Failover forced" in json.dumps(without["content"])


def test_a_milestone_is_worked_out_as_of_its_day():
    """What was tested in time then is not late because it is read today."""
    values = {"data": "Orders", "solution": "Snapshots", "rpo": "5 min", "rto": "1 h"}
    tested = Row(1, "data", {**values, "tested_on": "2025-06-01", "test_months": "6"})
    of = replace(worked_on(), worksheets=(Content("recovery", {}, (tested,)),))
    then = WorkloadSubject(of, organization(), None, milestone_of(of, days=500), AT)
    assert then.on < (AT - timedelta(days=400)).date()
    early = worksheet_tables.build(of.worksheets, on=then.on)[0]
    late = worksheet_tables.build(of.worksheets, on=AT.date())[0]
    assert early.tables[0].rows[0].notes == ()
    assert [note.tone for note in late.tables[0].rows[0].notes] == ["bad"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_table_is_too_wide_for_a_page_and_nothing_is_lost(kind):
    of = content(kind)
    sheet = worksheet_tables.build((of,), on=AT.date())[0]
    for table in sheet.tables:
        assert len(table.heads) <= worksheet_tables.MOST_COLUMNS
        assert all(len(row.cells) == len(table.heads) for row in table.rows)
    told = str(sheet)
    texts = {
        column.key for t in KINDS[kind].tables for column in t.columns if column.type == "text"
    }
    for row in of.rows:
        assert all(row.values[key] in told for key in texts & set(row.values))


def test_an_empty_worksheet_says_so():
    sheet = worksheet_tables.build((Content("cost", {}, ()),), on=AT.date())[0]
    assert sheet.empty == "Nothing was filled in yet."
    assert sheet.tables == ()


def test_a_worksheet_of_another_version_is_passed_over():
    assert worksheet_tables.build((Content("weather"), content("cost")), on=AT.date())[1:] == ()


def test_of_many_game_days_the_older_ones_are_named():
    of = filled(worked_on())
    many = tuple(replace(of.game_days[0], number=n, title=f"Day {n}") for n in range(1, 31))
    told = rehearsals.build(replace(of, game_days=many))
    assert told is not None
    assert (len(told.days), len(told.more)) == (rehearsals.IN_FULL, 18)
