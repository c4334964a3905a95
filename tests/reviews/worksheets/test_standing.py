"""What a worksheet withstands: limits, archives, deletions, and values of an older version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reviews.models import Reading, Worksheet, WorksheetChange, WorksheetRow
from reviews.reads import worksheet_resources
from reviews.services import readings, workloads, worksheets
from reviews.services.worksheet_contents import MAX_READINGS
from reviews.services.worksheets import MAX_ROWS
from reviews.worksheet_access import content_of, contents_of, sheet_for, sheets_of
from tests.builders import start_workload
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound

KIND = "performance"
ROW = {"table": "metrics", "values": {"metric": "M", "budget": "1"}}
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, KIND)


def content(actors, workload, kind=KIND):
    return content_of(sheet_for(actors.cleo, workload.pk, kind), is_whole=True)


def hours(count, first=0):
    return [
        {"at": START + timedelta(hours=first + hour), "value": str(first + hour)}
        for hour in range(count)
    ]


def test_a_worksheet_has_so_many_rows_and_no_more(actors, workload):
    replace = worksheets.replace
    with pytest.raises(Invalid) as refused:
        replace(actors.cleo, workload.pk, KIND, content={"rows": [ROW] * (MAX_ROWS + 1)})
    assert list(refused.value.fields) == ["rows"]
    replace(actors.cleo, workload.pk, KIND, content={"rows": [ROW] * MAX_ROWS})
    with pytest.raises(Conflict) as full:
        worksheets.add(actors.cleo, workload.pk, KIND, **ROW)
    assert full.value.code == "too-many"
    assert Worksheet.objects.get().last_row == MAX_ROWS


def test_the_newest_readings_of_a_row_are_kept(actors, workload, sheet):
    record = readings.record
    assert record(actors.cleo, workload.pk, KIND, 1, readings=hours(MAX_READINGS)) == MAX_READINGS
    record(actors.cleo, workload.pk, KIND, 1, readings=hours(3, first=MAX_READINGS))
    kept = content(actors, workload).row(1).readings
    assert (len(kept), kept[0].value, kept[-1].value) == (MAX_READINGS, "3", f"{MAX_READINGS + 2}")
    with pytest.raises(Invalid):
        record(actors.cleo, workload.pk, KIND, 1, readings=hours(MAX_READINGS + 1))
    record(actors.cleo, workload.pk, KIND, 1, readings=hours(1))
    assert content(actors, workload).row(1).readings == kept


def test_all_readings_round_trip_and_not_only_those_a_page_needs(actors, workload, sheet):
    readings.record(actors.cleo, workload.pk, KIND, 1, readings=hours(1000))
    before = content(actors, workload)
    whole = {
        "settings": dict(before.settings),
        "rows": [
            {
                "number": row.number, "table": row.table, "values": dict(row.values),
                "readings": [{"at": r.at, "value": r.value} for r in row.readings],
            }
            for row in before.rows
        ],
    }  # fmt: skip
    whole["rows"][0]["values"]["budget"] = "299"
    keys = set(Reading.objects.values_list("pk", flat=True))
    worksheets.replace(actors.ben, workload.pk, KIND, content=whole)
    after = content(actors, workload)
    assert after.row(1).readings == before.row(1).readings
    assert set(Reading.objects.values_list("pk", flat=True)) == keys, "they stay, as who made them"


def test_an_archived_workload_is_read_and_not_filled(actors, workload, sheet):
    workloads.archive(actors.ada, workload.pk)
    at = (actors.cleo, workload.pk, KIND)
    for call in (
        lambda: worksheets.start(actors.cleo, workload.pk, "cost"),
        lambda: worksheets.add(*at, **ROW),
        lambda: worksheets.edit(*at, 1, values={"budget": "1"}),
        lambda: worksheets.move(*at, 1, after=0),
        lambda: worksheets.remove(*at, 1),
        lambda: worksheets.set_settings(*at, values={}),
        lambda: worksheets.replace(*at, content={"rows": []}),
        lambda: worksheets.delete(*at),
        lambda: readings.record(*at, 1, readings=hours(1)),
        lambda: readings.remove(*at, 1, at=START),
    ):
        with pytest.raises(Conflict):
            call()
    assert content(actors, workload).rows


def test_a_required_column_is_never_empty(actors, workload, sheet):
    at = (actors.cleo, workload.pk, KIND)
    for values in ({}, {"metric": " "}, {"metric": None}):
        with pytest.raises(Invalid) as refused:
            worksheets.add(*at, table="metrics", values={"budget": "1", **values})
        assert list(refused.value.fields) == ["metric"]
    with pytest.raises(Invalid):
        worksheets.edit(*at, 1, values={"metric": ""})


def test_what_an_older_version_stored_is_kept_and_not_shown(actors, workload, sheet):
    row = WorksheetRow.objects.get(number=1)
    row.values |= {"colour": "red", "better": "sideways", "alarm": "soon"}
    row.save()
    own = {"organization": workload.organization, "worksheet": sheet}
    WorksheetRow.objects.create(**own, table="shelves", number=40, parent=99, values={"a": "b"})
    Worksheet.objects.filter(pk=sheet.pk).update(settings={"mood": "calm"}, last_row=40)
    workload.worksheets.create(organization=workload.organization, kind="horoscope")
    shown = content(actors, workload)
    assert not {"colour", "better", "alarm"} & set(shown.row(1).values)
    assert shown.row(40) is None
    assert "mood" not in shown.settings
    assert "horoscope" not in sheets_of(workload)
    assert contents_of(workload.worksheets.filter(kind="horoscope")) == {}
    assert len(worksheet_resources.standings(actors.cleo, workload.pk)) == 7
    with pytest.raises(NotFound):
        sheet_for(actors.cleo, workload.pk, "horoscope")
    at = (actors.cleo, workload.pk, KIND)
    worksheets.edit(*at, 1, values={"budget": "7"})
    with pytest.raises(NotFound):
        worksheets.edit(*at, 40, values={"a": "c"})
    worksheets.replace(*at, content={"rows": [{**ROW, "number": 1}, ROW]})
    with pytest.raises(Invalid):
        worksheets.replace(*at, content={"rows": [{**ROW, "number": 40}]})
    assert WorksheetRow.objects.get(number=1).values["colour"] == "red"
    assert WorksheetRow.objects.get(number=40).values == {"a": "b"}
    assert [each.number for each in content(actors, workload).rows] == [1, 41]
    assert Worksheet.objects.get(pk=sheet.pk).settings["mood"] == "calm"


def test_deleting_takes_everything_of_it_and_nothing_else(actors, workload, sheet):
    other = start_workload(actors.ada, "Other")
    worksheets.start(actors.ada, other.pk, KIND)
    readings.record(actors.cleo, workload.pk, KIND, 1, readings=hours(2))
    with pytest.raises(Forbidden):
        worksheets.delete(actors.vic, workload.pk, KIND)
    worksheets.delete(actors.cleo, workload.pk, KIND)
    assert not Reading.objects.exists()
    for model in (WorksheetRow, WorksheetChange):
        left = set(model.objects.values_list("worksheet__workload__name", flat=True))
        assert left == {"Other"}
    worksheets.start(actors.cleo, workload.pk, KIND)
    workloads.delete(actors.ada, workload.pk)
    assert Worksheet.objects.count() == 1


def test_a_number_never_means_another_row(actors, workload, sheet):
    at = (actors.cleo, workload.pk, KIND)
    last = Worksheet.objects.get().last_row
    worksheets.remove(*at, last)
    worksheets.replace(*at, content={"rows": [ROW]})
    assert [row.number for row in content(actors, workload).rows] == [last + 1]
