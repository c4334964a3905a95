"""Filling a worksheet row by row, through the core."""

from __future__ import annotations

import pytest

from reviews.models import WorksheetChange, WorksheetRow
from reviews.services import readings, worksheets
from reviews.worksheet_access import content_of, sheet_for
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale

KIND = "availability"


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, KIND)


def names(sheet):
    return [row.text("name") for row in content_of(sheet).rows]


def test_a_new_worksheet_begins_with_the_rows_of_the_seed(sheet):
    assert names(sheet) == ["API Gateway", "Lambda", "DynamoDB"]


def test_a_worksheet_is_started_once(actors, workload, sheet):
    with pytest.raises(Conflict) as refused:
        worksheets.start(actors.ben, workload.pk, KIND)
    assert refused.value.code == "already-started"


def test_rows_are_added_moved_and_removed_and_keep_their_numbers(actors, workload, sheet):
    made = worksheets.add(
        actors.cleo, workload.pk, KIND, table="components", after=0,
        values={"name": "Door", "availability": "99.90"},
    )  # fmt: skip
    assert (made.number, made.values["availability"]) == (4, "99.9")
    worksheets.remove(actors.cleo, workload.pk, KIND, 2)
    worksheets.move(actors.cleo, workload.pk, KIND, 3, after=4)
    assert names(sheet) == ["Door", "DynamoDB", "API Gateway"]
    again = worksheets.add(
        actors.cleo, workload.pk, KIND, table="components", values={"name": "Window"}
    )
    assert again.number == 5


def test_a_group_goes_with_all_that_is_in_it_and_never_into_itself(actors, workload, sheet):
    add = {"table": "components"}
    group = worksheets.add(
        actors.cleo, workload.pk, KIND, values={"name": "G", "role": "parallel"}, **add
    )
    inner = worksheets.add(
        actors.cleo, workload.pk, KIND, parent=group.number,
        values={"name": "H", "role": "series"}, **add,
    )  # fmt: skip
    with pytest.raises(Invalid):
        worksheets.move(
            actors.cleo, workload.pk, KIND, group.number, parent=inner.number, is_nested=True
        )
    worksheets.remove(actors.cleo, workload.pk, KIND, group.number)
    assert not WorksheetRow.objects.filter(number__in=(group.number, inner.number)).exists()


def test_two_people_who_change_different_columns_both_win(actors, workload, sheet):
    edit = worksheets.edit
    edit(actors.cleo, workload.pk, KIND, 1, values={"name": "Gate"}, revision=1)
    row = edit(actors.ben, workload.pk, KIND, 1, values={"availability": "99"}, revision=1)
    assert row.values["name"] == "Gate"
    with pytest.raises(Stale) as refused:
        edit(actors.ben, workload.pk, KIND, 1, values={"name": "Door"}, revision=1)
    assert refused.value.data["fields"] == {"name": {"mine": "Door", "theirs": "Gate"}}


def test_who_collides_is_told_who_wrote_it_and_not_who_measured_since(actors, workload):
    at = (workload.pk, "performance")
    worksheets.start(actors.cleo, *at)
    worksheets.edit(actors.ada, *at, 1, values={"budget": "5"})
    measured = [{"at": "2026-01-01T00:00Z", "value": "1"}]
    readings.record(actors.cleo, *at, 1, readings=measured)
    with pytest.raises(Stale) as refused:
        worksheets.edit(actors.ben, *at, 1, values={"budget": "6"}, revision=1)
    assert refused.value.data["by"] == "Ada Example"


def test_who_replaced_it_collides_with_everybody(actors, workload, sheet):
    content = {
        "settings": {"target": "99.5"},
        "rows": [{"table": "components", "values": {"name": "Door"}, "number": 1}],
    }
    worksheets.replace(actors.ada, workload.pk, KIND, content=content)
    for change in (
        lambda: worksheets.edit(
            actors.ben, workload.pk, KIND, 1, values={"name": "Gate"}, revision=1
        ),
        lambda: worksheets.set_settings(
            actors.ben, workload.pk, KIND, values={"target": "99"}, revision=1
        ),
    ):
        with pytest.raises(Stale) as refused:
            change()
        assert refused.value.data["by"] == "Ada Example"


def test_every_wrong_column_is_named_at_once(actors, workload, sheet):
    with pytest.raises(Invalid) as refused:
        worksheets.edit(
            actors.cleo, workload.pk, KIND, 1,
            values={"name": "", "availability": "100.1", "colour": "red", "copies": "1.5"},
        )  # fmt: skip
    assert set(refused.value.fields) == {"name", "availability", "colour", "copies"}


def test_what_was_read_can_be_written_back_unchanged(actors, workload, sheet):
    before = content_of(sheet)
    rows = [
        {"number": r.number, "table": r.table, "parent": r.parent, "values": dict(r.values)}
        for r in before.rows
    ]
    content = {"settings": dict(before.settings), "rows": rows}
    worksheets.replace(actors.cleo, workload.pk, KIND, content=content)
    assert content_of(sheet) == before


def test_each_change_is_a_line_of_history(actors, workload, sheet):
    worksheets.set_settings(actors.cleo, workload.pk, KIND, values={"target": "99.95"})
    worksheets.edit(actors.cleo, workload.pk, KIND, 1, values={"name": "Gate"})
    worksheets.edit(actors.cleo, workload.pk, KIND, 1, values={"name": "Gate"})
    told = WorksheetChange.objects.order_by("revision").values_list("revision", "what", "fields")
    assert list(told) == [
        (1, "started", {}),
        (2, "settings", {"target": ["99.9", "99.95"]}),
        (3, "changed", {"name": ["API Gateway", "Gate"]}),
    ]


def test_viewers_read_and_outsiders_see_nothing(actors, workload, sheet):
    with pytest.raises(Forbidden):
        worksheets.edit(actors.vic, workload.pk, KIND, 1, values={"name": "X"})
    with pytest.raises(NotFound):
        sheet_for(actors.oda, workload.pk, KIND)


@pytest.mark.parametrize("value", ["1E-999999999999", "-1E-999999999999", 1e-300])
def test_a_number_too_small_to_write_out_is_refused_not_written_out(actors, workload, sheet, value):
    with pytest.raises(Invalid) as refused:
        worksheets.edit(actors.cleo, workload.pk, KIND, 1, values={"availability": value})
    assert "availability" in refused.value.fields


@pytest.mark.parametrize("value", ["0E-999999999999", "-0.000"])
def test_nothing_is_zero_however_it_is_written(actors, workload, sheet, value):
    row = worksheets.edit(actors.cleo, workload.pk, KIND, 1, values={"availability": value})
    assert row.values["availability"] == "0"


@pytest.mark.parametrize("value", [[], {}, ["series"], 1])
def test_a_choice_is_one_of_its_texts(actors, workload, sheet, value):
    with pytest.raises(Invalid) as refused:
        worksheets.edit(actors.cleo, workload.pk, KIND, 1, values={"role": value})
    assert "role" in refused.value.fields
