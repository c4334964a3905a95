"""Two people at the same moment: every row its number, every change its line, no value lost.

Real transactions in real threads, on PostgreSQL only: see tests/reviews/services/test_races.py.
"""

from __future__ import annotations

from reviews.models import Reading, Worksheet, WorksheetChange, WorksheetRow
from reviews.services import readings, worksheets
from reviews.worksheet_access import content_of, sheet_for
from tests.reviews.services.test_races import ROUNDS, at_once, db, pytestmark, refusals
from wellarch.errors import Conflict, NotFound, Stale

__all__ = ["db", "pytestmark"]
KIND = "performance"


def lines():
    return list(WorksheetChange.objects.order_by("revision").values_list("revision", flat=True))


def test_a_worksheet_is_started_once(actors, workload):
    for _round in range(ROUNDS):
        outcomes = at_once(
            *(
                lambda actor=actor: worksheets.start(actor, workload.pk, KIND)
                for actor in (actors.cleo, actors.ben, actors.ada)
            )
        )
        assert refusals(outcomes) == [Conflict, Conflict]
        sheet = Worksheet.objects.get()
        assert WorksheetRow.objects.count() == sheet.last_row
        worksheets.delete(actors.ada, workload.pk, KIND)


def test_starting_and_replacing_at_once_leave_one_whole(actors, workload):
    row = {"table": "metrics", "values": {"metric": "M", "budget": "1"}}
    for _round in range(ROUNDS):
        outcomes = at_once(
            lambda: worksheets.start(actors.cleo, workload.pk, KIND),
            lambda: worksheets.replace(actors.ben, workload.pk, KIND, content={"rows": [row]}),
        )
        assert refusals(outcomes) in ([], [Conflict])
        content = content_of(sheet_for(actors.ada, workload.pk, KIND))
        assert [each.text("metric") for each in content.rows] == ["M"]
        worksheets.delete(actors.ada, workload.pk, KIND)


def test_rows_added_at_once_have_numbers_of_their_own(actors, workload):
    worksheets.start(actors.cleo, workload.pk, KIND, with_rows=False)
    outcomes = at_once(
        *(
            lambda actor=actor: worksheets.add(
                actor, workload.pk, KIND, table="metrics", values={"metric": "M", "budget": "1"}
            )
            for actor in (actors.cleo, actors.ben, actors.ada)
        )
    )
    assert not refusals(outcomes)
    assert sorted(WorksheetRow.objects.values_list("number", "position")) == [
        (1, 0), (2, 1), (3, 2),
    ]  # fmt: skip
    assert lines() == [1, 2, 3, 4]


def test_columns_of_a_row_that_two_people_change_both_hold(actors, workload):
    worksheets.start(actors.cleo, workload.pk, KIND)
    edit = worksheets.edit
    outcomes = at_once(
        lambda: edit(actors.cleo, workload.pk, KIND, 1, values={"budget": "5"}, revision=1),
        lambda: edit(actors.ben, workload.pk, KIND, 1, values={"alarm": "4"}, revision=1),
    )
    assert not refusals(outcomes)
    row = WorksheetRow.objects.get(number=1)
    assert (row.values["budget"], row.values["alarm"]) == ("5", "4")


def test_of_the_same_column_one_is_told_what_the_other_wrote(actors, workload):
    worksheets.start(actors.cleo, workload.pk, KIND)
    edit = worksheets.edit
    outcomes = at_once(
        lambda: edit(actors.cleo, workload.pk, KIND, 1, values={"budget": "5"}, revision=1),
        lambda: edit(actors.ben, workload.pk, KIND, 1, values={"budget": "6"}, revision=1),
    )
    assert refusals(outcomes) == [Stale]
    assert lines() == [1, 2]


def test_who_measures_while_a_row_goes_measures_it_or_nothing(actors, workload):
    for _round in range(ROUNDS):
        worksheets.start(actors.cleo, workload.pk, KIND)
        said = [{"at": "2026-01-01T00:00Z", "value": "1"}]
        outcomes = at_once(
            lambda said=said: readings.record(actors.cleo, workload.pk, KIND, 1, readings=said),
            lambda: worksheets.remove(actors.ben, workload.pk, KIND, 1),
        )
        assert refusals(outcomes) in ([], [NotFound])
        assert not Reading.objects.exists()
        worksheets.delete(actors.ada, workload.pk, KIND)


def test_what_is_sent_twice_at_once_is_there_once(actors, workload):
    worksheets.start(actors.cleo, workload.pk, KIND)
    said = [{"at": f"2026-01-0{day}T00:00Z", "value": "1"} for day in range(1, 8)]
    outcomes = at_once(
        *(
            lambda actor=actor: readings.record(actor, workload.pk, KIND, 1, readings=said)
            for actor in (actors.cleo, actors.ben, actors.ada)
        )
    )
    assert sorted(outcomes) == [0, 0, 7]
    assert Reading.objects.count() == 7


def test_moves_at_once_put_no_group_into_itself(actors, workload):
    worksheets.start(actors.cleo, workload.pk, "availability", with_rows=False)
    for name in "AB":
        worksheets.add(
            actors.cleo, workload.pk, "availability", table="components",
            values={"name": name, "role": "series"},
        )  # fmt: skip
    move = worksheets.move
    outcomes = at_once(
        lambda: move(actors.cleo, workload.pk, "availability", 1, parent=2, is_nested=True),
        lambda: move(actors.ben, workload.pk, "availability", 2, parent=1, is_nested=True),
    )
    assert len(refusals(outcomes)) == 1
    content = content_of(sheet_for(actors.ada, workload.pk, "availability"))
    assert len(list(content.walk("components"))) == 2
