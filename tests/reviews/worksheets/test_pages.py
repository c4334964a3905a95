"""The pages of worksheets, through the door."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Worksheet, WorksheetRow
from reviews.reads import live, live_signal
from reviews.services import workloads, worksheets
from reviews.worksheets.kinds import KINDS
from wellarch.live import passes

KIND = "availability"
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def at(workload):
    return f"/workloads/{workload.pk}/worksheets/"


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, KIND)


@pytest.fixture
def cleo(cast, client_of):
    return client_of(cast.cleo)


def row_of(sheet, number=1):
    return WorksheetRow.objects.get(worksheet=sheet, number=number)


def names(sheet):
    return [row.values["name"] for row in sheet.rows.order_by("parent", "position")]


def body(answer):
    return answer.content.decode()


def sent(before, **after):
    """What the form of a row sends: what each field said at first, and what it says now."""
    return {**{f"initial-{key}": value for key, value in before.items()}, **before, **after}


def form_of(row, **after):
    return sent({**row.values}, table=row.table, **after)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_looked_at_before_it_is_started_empty_and_filled(
    actors, workload, cleo, at, kind
):
    assert "Begin with the usual rows" in body(cleo.get(f"{at}{kind}/"))
    worksheets.start(actors.cleo, workload.pk, kind, with_rows=False)
    assert cleo.get(f"{at}{kind}/").status_code == 200
    worksheets.delete(actors.cleo, workload.pk, kind)
    worksheets.start(actors.cleo, workload.pk, kind)
    numbers = "&".join(f"row={number}" for number in range(1, 9))
    assert cleo.get(f"{at}{kind}/?{numbers}").status_code == 200
    assert cleo.get(f"{at}{kind}/history/").status_code == 200
    assert cleo.get(at).status_code == 200


@pytest.mark.parametrize(("asked", "rows"), [({}, 3), ({"rows": "none"}, 0)])
def test_a_worksheet_is_started_with_the_usual_rows_or_empty(cleo, at, asked, rows):
    answer = cleo.post(f"{at}{KIND}/start/", asked)
    assert answer.url == f"{at}{KIND}/"
    assert Worksheet.objects.get().rows.count() == rows


def test_who_starts_it_a_moment_later_finds_it_there(cleo, at, sheet):
    assert "there already" in body(cleo.post(f"{at}{KIND}/start/", follow=True))


def test_a_row_opens_into_a_form_in_its_place(cleo, at, sheet):
    shown = body(cleo.get(f"{at}{KIND}/?row=2"))
    assert 'id="form-row-2"' in shown
    assert 'id="form-row-1"' not in shown
    part = body(cleo.get(f"{at}{KIND}/?row=2", **SCRIPT))
    assert part.lstrip().startswith('<div class="sheet"')


def test_a_new_row_is_added_and_the_form_stays_for_the_next_one(cleo, at, sheet):
    values = {"table": "components", "name": "Queue", "role": "component", "availability": "99.9"}
    answer = cleo.post(f"{at}{KIND}/rows/?add=components", values)
    assert answer.url == f"{at}{KIND}/?add=components#form-add-components"
    assert names(sheet)[-1] == "Queue"
    part = cleo.post(f"{at}{KIND}/rows/?add=components", values, **SCRIPT)
    assert 'data-said="Queue is added." data-focus="form-add-components"' in body(part)


def test_a_new_row_goes_into_a_group(cleo, at, sheet):
    values = {"table": "components", "name": "Pair", "role": "parallel"}
    cleo.post(f"{at}{KIND}/rows/", values)
    cleo.post(f"{at}{KIND}/rows/", {**values, "name": "Inner", "parent": "4"})
    assert row_of(sheet, 5).parent == 4


def test_only_what_was_changed_is_written(actors, workload, cleo, at, sheet):
    form = form_of(row_of(sheet), availability="99.99", revision="1")
    worksheets.edit(actors.ben, workload.pk, KIND, 1, values={"name": "Front door"})
    answer = cleo.post(f"{at}{KIND}/rows/1/", form)
    assert answer.url == f"{at}{KIND}/#row-1"
    values = row_of(sheet).values
    assert (values["name"], values["availability"]) == ("Front door", "99.99")


def test_wrong_values_come_back_as_they_were_typed_with_the_reasons_beside_them(cleo, at, sheet):
    form = form_of(row_of(sheet), name="", availability="a lot", copies="1.5", revision="1")
    for more in ({}, SCRIPT):
        answer = cleo.post(f"{at}{KIND}/rows/1/", form, **more)
        assert answer.status_code == 422
        shown = body(answer)
        assert 'value="a lot"' in shown
        assert "Fill this in." in shown
    again = cleo.post(f"{at}{KIND}/rows/1/", {**form, "name": "Door"})
    assert "Use a number." in body(again)
    assert "Use a whole number." in body(again)
    assert row_of(sheet).values["name"] == "API Gateway"


def test_the_same_column_changed_twice_shows_both_and_saving_again_keeps_ones_own(
    actors, workload, cleo, at, sheet
):
    form = form_of(row_of(sheet), name="Cleo's door", revision="1")
    worksheets.edit(actors.ben, workload.pk, KIND, 1, values={"name": "Ben's door"})
    answer = cleo.post(f"{at}{KIND}/rows/1/", form)
    assert answer.status_code == 409
    shown = body(answer)
    assert "Ben's door" in shown.replace("&#x27;", "'")
    assert 'value="Cleo&#x27;s door"' in shown
    assert row_of(sheet).values["name"] == "Ben's door"
    cleo.post(f"{at}{KIND}/rows/1/", {**form, "revision": "2"})
    assert row_of(sheet).values["name"] == "Cleo's door"


def test_what_was_typed_into_a_row_that_is_gone_is_offered_as_a_new_one(
    actors, workload, cleo, at, sheet
):
    form = form_of(row_of(sheet), name="Typed for long", revision="1")
    worksheets.remove(actors.ben, workload.pk, KIND, 1)
    answer = cleo.post(f"{at}{KIND}/rows/1/", form)
    assert answer.status_code == 409
    assert 'value="Typed for long"' in body(answer)


def test_columns_that_do_not_apply_are_not_written(cleo, at, sheet):
    form = form_of(row_of(sheet), role="parallel", availability="12", revision="1")
    cleo.post(f"{at}{KIND}/rows/1/", form)
    assert row_of(sheet).values["availability"] == "99.95"


def test_rows_move_up_down_into_groups_and_out(actors, workload, cleo, at, sheet):
    cleo.post(f"{at}{KIND}/rows/1/move/", {"to": "0:2"})
    assert names(sheet) == ["Lambda", "API Gateway", "DynamoDB"]
    worksheets.edit(actors.cleo, workload.pk, KIND, 3, values={"role": "parallel"})
    cleo.post(f"{at}{KIND}/rows/1/move/", {"to": "3:"})
    assert row_of(sheet, 1).parent == 3
    answer = cleo.post(f"{at}{KIND}/rows/1/move/", {"to": "0:3"}, **SCRIPT)
    assert row_of(sheet, 1).parent is None
    assert 'data-said="API Gateway is moved."' in body(answer)


def test_a_move_that_is_not_possible_any_more_says_so(cleo, at, sheet):
    answer = cleo.post(f"{at}{KIND}/rows/1/move/", {"to": "0:99"})
    assert answer.status_code == 409
    assert "There is no such row beside it." in body(answer)


def test_a_row_is_deleted_after_a_question(cleo, at, sheet):
    assert "Delete API Gateway?" in body(cleo.get(f"{at}{KIND}/rows/1/delete/"))
    answer = cleo.post(f"{at}{KIND}/rows/1/delete/")
    assert answer.url == f"{at}{KIND}/#table-components"
    assert names(sheet) == ["Lambda", "DynamoDB"]


def test_settings_are_checked_merged_and_shown(actors, workload, cleo, at, sheet):
    form = {"initial-target": "99.9", "revision": "1"}
    refused = cleo.post(f"{at}{KIND}/settings/", {**form, "target": "101"})
    assert refused.status_code == 422
    assert 'value="101"' in body(refused)
    worksheets.set_settings(actors.ben, workload.pk, KIND, values={"target": "99"})
    clashed = cleo.post(f"{at}{KIND}/settings/", {**form, "target": "99.99"})
    assert clashed.status_code == 409
    cleo.post(f"{at}{KIND}/settings/", {**form, "target": "99.99", "revision": "2"})
    sheet.refresh_from_db()
    assert sheet.settings["target"] == "99.99"


def test_a_worksheet_is_thrown_away_after_a_question(cleo, at, sheet):
    assert "Throw Availability model away?" in body(cleo.get(f"{at}{KIND}/delete/"))
    assert cleo.post(f"{at}{KIND}/delete/").url == at
    assert not Worksheet.objects.exists()


def test_the_history_says_who_changed_what_to_what(actors, workload, cast, cleo, at, sheet):
    worksheets.edit(
        actors.ben, workload.pk, KIND, 1, values={"availability": "99.5", "role": "series"}
    )
    worksheets.start(actors.ben, workload.pk, "cost")
    worksheets.edit(actors.ben, workload.pk, "cost", 1, values={"owner": cast.cleo.pk})
    shown = body(cleo.get(f"{at}{KIND}/history/"))
    assert "changed API Gateway" in shown
    assert "99.95%" in shown
    assert "A group of which all must work" in shown
    assert str(cast.cleo) in body(cleo.get(f"{at}cost/history/"))


def test_a_long_history_has_pages(actors, workload, cleo, at, sheet):
    for number in range(31):
        worksheets.edit(actors.ben, workload.pk, KIND, 1, values={"name": f"Door {number}"})
    assert "31 to 32 of 32" in body(cleo.get(f"{at}{KIND}/history/?page=2"))


def test_who_may_only_read_sees_no_forms(cast, client_of, at, sheet):
    vic = client_of(cast.vic)
    shown = body(vic.get(f"{at}{KIND}/?row=1"))
    assert "API Gateway" in shown
    assert "data-sheet" not in shown.replace("data-sheet-", "")
    assert "Begin" not in body(vic.get(f"{at}cost/"))
    for place in ("rows/", "rows/1/", "rows/1/move/", "rows/1/delete/", "settings/", "delete/"):
        assert vic.post(f"{at}{KIND}/{place}", {"table": "components"}).status_code == 403


def test_an_archived_workload_keeps_its_worksheets_to_be_read(actors, workload, cleo, at, sheet):
    workloads.archive(actors.ada, workload.pk)
    shown = body(cleo.get(f"{at}{KIND}/?row=1"))
    assert "API Gateway" in shown
    assert 'id="form-row-1"' not in shown
    assert cleo.post(f"{at}{KIND}/rows/1/", {"name": "X"}).status_code == 409


def test_outsiders_see_nothing(cast, client_of, at, sheet):
    oda = client_of(cast.oda)
    for place in ("", f"{KIND}/", f"{KIND}/history/", f"{KIND}/rows/1/delete/"):
        assert oda.get(f"{at}{place}").status_code == 404


def test_a_page_hears_of_others_only_while_its_person_may_see_the_worksheet(actors, sheet):
    def pass_of(actor):
        return passes.read(live.pass_into(actor, sheet.workload_id, sheet.pk))

    cleo, oda = pass_of(actors.cleo), pass_of(actors.oda)
    assert live_signal.admitted({cleo, oda}) == {cleo}


def test_there_is_no_eighth_kind(cleo, at):
    assert cleo.get(f"{at}nothing/").status_code == 404


def test_rows_cost_no_queries(actors, workload, cleo, at, sheet):
    def cost(address):
        cleo.get(address)
        with CaptureQueriesContext(connection) as captured:
            cleo.get(address)
        return len(captured)

    worksheets.start(actors.cleo, workload.pk, "performance")
    places = [at, f"{at}{KIND}/?row=1&add=components", f"{at}performance/", f"{at}{KIND}/history/"]
    before = [cost(place) for place in places]
    for number in range(8):
        worksheets.add(
            actors.cleo, workload.pk, KIND, table="components", values={"name": f"R{number}"}
        )
    assert [cost(place) for place in places] == before
