"""Worksheets and game days of two states side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given

from reviews.comparing import compare
from reviews.comparing_sheets import PARENT, ROW_MIRROR, RowMove, game_days, worksheets
from reviews.reads import comparison_sheets
from reviews.snapshot import Snapshot
from reviews.snapshot_sheets import SnapshotGameDay, SnapshotGameDayFinding
from reviews.worksheets.content import Content, Measured, Row
from tests.reviews.frozen import snapshots

DAY = date(2026, 11, 21)


def component(number: int, availability: str, **more: object) -> Row:
    values = {"name": f"Part {number}", "role": "component", "availability": availability}
    return Row(number, "components", {**values, "copies": str(more.pop("copies", 1))}, **more)


def model(*rows: Row, target: str = "99.95") -> Content:
    return Content("availability", {"target": target}, rows)


def state(*sheets: Content, days: tuple[SnapshotGameDay, ...] = ()) -> Snapshot:
    named = {"name": "Checkout", "pillar_priorities": []}
    return Snapshot("w", named, (), worksheets=sheets, game_days=days)


def test_rows_that_came_went_and_changed_are_told_with_what_was_there():
    before = model(component(1, "99.9"), component(2, "99.9"))
    after = model(component(1, "99.9", copies=2), component(3, "99.99", parent=1))
    (change,) = worksheets([before], [after])
    assert [(row.move, row.row.number) for row in change.rows] == [
        (RowMove.CHANGED, 1), (RowMove.ADDED, 3), (RowMove.REMOVED, 2),
    ]  # fmt: skip
    (value,) = change.rows[0].values
    assert (value.key, value.before, value.after) == ("copies", "1", "2")


def test_a_row_that_moved_into_a_group_changed():
    (change,) = worksheets(
        [model(component(1, "99"), component(2, "99"))],
        [model(component(1, "99"), component(2, "99", parent=1))],
    )
    assert [(v.key, v.before, v.after) for v in change.rows[0].values] == [(PARENT, "", 1)]


def test_what_is_the_same_is_not_told_whoever_owns_it():
    one = model(component(1, "99.9"))
    assert worksheets([one], [replace(one, rows=(replace(one.rows[0], owner_id=3),))]) == ()


def test_new_readings_are_counted():
    row = Row(1, "metrics", {"metric": "p95", "budget": "300"})
    one = replace(row, readings=(Measured("2026-10-01T00:00:00Z", "310"),))
    two = replace(row, readings=(*one.readings, Measured("2026-11-01T00:00:00Z", "290")))
    (change,) = worksheets(
        [Content("performance", {}, (one,))], [Content("performance", {}, (two,))]
    )
    assert (change.measured, change.rows) == (1, ())


def test_the_result_is_told_before_and_after_with_its_verdict():
    before = state(model(component(1, "99.9")))
    after = state(model(component(1, "99.9", copies=2), target="99.99"))
    (line,) = comparison_sheets.sheets(compare(before, after), before=DAY, after=DAY)
    assert line.result.before == "99.9% against a target of 99.95%: below"
    assert line.result.after.endswith("against a target of 99.99%: met")
    assert line.result.state == "better"
    assert [(pair.before, pair.after) for pair in line.settings] == [("99.95%", "99.99%")]
    (row,) = line.rows
    assert (row.word, row.label) == ("Changed", "Part 1")
    assert [(pair.label, pair.before, pair.after) for pair in row.values] == [("Copies", "1", "2")]


def test_a_worksheet_that_came_or_went_says_so():
    there = state(model(component(1, "99.9")))
    (came,) = comparison_sheets.sheets(compare(state(), there), before=DAY, after=DAY)
    (gone,) = comparison_sheets.sheets(compare(there, state()), before=DAY, after=DAY)
    assert (came.remark, came.is_there, came.result.before) == ("Started in between", True, "–")
    assert (gone.remark, gone.is_there, gone.result.after) == ("Not there any more", False, "–")


def test_each_side_is_worked_out_as_of_its_own_day():
    values = {"data": "Orders", "solution": "S", "rpo": "1 h", "rto": "1 h", "test_months": "6"}
    row = Row(1, "data", {**values, "tested_on": "2025-06-01"})
    later = replace(row, values={**row.values, "rto": "2 h"})
    found = compare(
        state(Content("recovery", {}, (row,))), state(Content("recovery", {}, (later,)))
    )
    (line,) = comparison_sheets.sheets(found, before=date(2025, 7, 1), after=DAY)
    tested = next(pair for pair in line.facts if pair.label == "Restores tested in time")
    assert (tested.before, tested.after) == ("1 of 1", "0 of 1")


def test_game_days_that_were_held_in_between_are_counted():
    planned = SnapshotGameDay(1, "Lose a zone", "planned", planned_at="2026-11-01T09:00:00+00:00")
    found = SnapshotGameDayFinding(1, "Nobody was paged.", "high")
    held = replace(planned, state="done", started_at="2026-11-02T09:00:00+00:00", findings=(found,))
    new = SnapshotGameDay(2, "Throttle", "planned")
    compared = compare(state(days=(planned,)), state(days=(held, new)))
    assert comparison_sheets.sentence(compared) == "1 game day was held in between."
    one, two = comparison_sheets.game_days(compared)
    assert (one.before, one.after, one.findings) == ("Planned", "Done", "1 finding")
    assert (two.before, two.after) == ("Not planned yet", "Planned")


@given(snapshots(), snapshots())
def test_seen_backwards_everything_is_mirrored(old, new):
    there, back = compare(old, new), compare(new, old)
    forth = {change.kind: change for change in there.worksheets}
    again = {change.kind: change for change in back.worksheets}
    assert set(forth) == set(again) or any(c.measured for c in (*forth.values(), *again.values()))
    for kind in set(forth) & set(again):
        moves = {row.row.number: row.move for row in forth[kind].rows}
        mirrored = {row.row.number: ROW_MIRROR[row.move] for row in again[kind].rows}
        assert moves == mirrored
    states = [(day.number, day.before, day.after) for day in there.game_days]
    assert states == [(day.number, day.after, day.before) for day in back.game_days]


@given(snapshots())
def test_a_state_beside_itself_differs_in_nothing(taken):
    assert worksheets(taken.worksheets, taken.worksheets) == ()
    assert game_days(taken.game_days, taken.game_days) == ()
