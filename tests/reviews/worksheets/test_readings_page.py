"""Values of a row in the browser: listed, added, pasted, taken back; charts and ways to begin."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviews.models import Reading
from reviews.reads import worksheets as worksheet_pages
from reviews.services import readings, worksheets
from reviews.worksheet_access import sheet_for

METRIC, OBJECTIVE = 2, 6  # P95 latency, the objective of the seed
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, "performance")


@pytest.fixture
def months(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, "sustainability")


@pytest.fixture
def cleo(client_of, cast):
    return client_of(cast.cleo)


def place(workload, kind="performance", number=METRIC, more=""):
    return f"/workloads/{workload.pk}/worksheets/{kind}/rows/{number}/values/{more}"


def record(actors, workload, *values, kind="performance", number=METRIC):
    sent = [dict(zip(("at", "value", "total"), each, strict=False)) for each in values]
    readings.record(actors.cleo, workload.pk, kind, number, readings=sent)


def stored():
    return [(each.at, str(each.value.normalize())) for each in Reading.objects.order_by("at")]


def test_a_value_is_written_down_and_comes_back_as_line_and_chart(cleo, workload, sheet):
    sent = {"at": "2026-11-20T09:00", "value": "420", "note": "after the release"}
    answer = cleo.post(place(workload), sent, follow=True)
    page = answer.content.decode()
    assert "The value is written down." in page
    assert "after the release" in page
    assert "<title>P95 latency, ms, 20 Nov 2026, 09:00: 420 ms</title>" in page
    assert "<svg" in page
    assert stored() == [(AT, "4.2E+2")]


def test_what_was_typed_stays_when_it_is_refused(cleo, workload, sheet):
    answer = cleo.post(place(workload), {"at": "2026-11-20T09:00", "value": "4x2", "note": "n"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="4x2"' in page
    assert "Use a number." in page
    assert stored() == []


def test_a_moment_that_cannot_be_is_named(cleo, workload, sheet):
    answer = cleo.post(place(workload), {"at": "yesterday", "value": "4"})
    assert answer.status_code == 422
    assert "Use a day or a time" in answer.content.decode()


def test_more_cannot_fail_than_all(cleo, workload, sheet):
    there = place(workload, number=OBJECTIVE)
    answer = cleo.post(there, {"at": "2026-11-20T09:00", "value": "5", "total": "4"})
    assert answer.status_code == 422
    assert "Use a number from 0 to the total." in answer.content.decode()


def test_many_lines_are_pasted_at_once(cleo, workload, sheet):
    lines = "when;failed;all\r\n2026-11-18;5;1000\r\n\r\n2026-11-19;7;1000\r\n"
    there = place(workload, number=OBJECTIVE, more="paste/")
    page = cleo.post(there, {"lines": lines}, follow=True).content.decode()
    assert "2 values are new." in page
    assert stored() == [
        (datetime(2026, 11, 18, tzinfo=UTC), "5"), (datetime(2026, 11, 19, tzinfo=UTC), "7"),
    ]  # fmt: skip
    assert "Error budget of Availability" in page


def test_wrong_lines_are_named_and_all_of_it_stays_to_be_mended(cleo, workload, sheet):
    lines = "2026-11-18, 5\n2026-11-19, many\nsoon, 5\n2026-11-20"
    there = place(workload, more="paste/")
    answer = cleo.post(there, {"lines": lines})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 3: Use a day or a time" in page
    assert "Line 4: Use when and value" in page
    assert "2026-11-19, many" in page
    answer = cleo.post(there, {"lines": "2026-11-18, 5\n2026-11-19, many"})
    assert "Line 2: Use a number." in answer.content.decode()
    assert stored() == []


def test_a_month_is_asked_for_where_values_are_for_months(cleo, workload, months):
    there = place(workload, "sustainability", 1)
    assert 'type="month"' in cleo.get(there).content.decode()
    cleo.post(there, {"at": "2026-10", "value": "1.8", "total": "1500"})
    page = cleo.get(there).content.decode()
    assert "October 2026" in page
    assert "per unit of business work" in page
    assert stored() == [(datetime(2026, 10, 1, tzinfo=UTC), "1.8")]
    answer = cleo.post(there, {"at": "2026-10-15", "value": "1.8"})
    assert "Use a month, such as 2026-10." in answer.content.decode()


def test_a_value_is_taken_back_and_once_is_enough(cleo, actors, workload, sheet):
    record(actors, workload, (AT, "420"))
    there = place(workload, more="delete/")
    sent = {"at": "2026-11-20T09:00:00Z"}
    assert "taken back" in cleo.post(there, sent, follow=True).content.decode()
    assert "gone already" in cleo.post(there, sent, follow=True).content.decode()
    assert stored() == []


def test_who_only_reads_sees_values_but_no_forms(client_of, cast, actors, workload, sheet):
    record(actors, workload, (AT, "420"))
    vic = client_of(cast.vic)
    page = vic.get(place(workload)).content.decode()
    assert ">420</td>" in page
    assert "<textarea" not in page
    refused = vic.post(place(workload), {"at": "2026-11-20T09:00", "value": "1"})
    assert refused.status_code == 403


def test_rows_of_which_nothing_is_measured_have_no_values(cleo, workload, months):
    region = 9
    assert cleo.get(place(workload, "sustainability", region)).status_code == 404
    assert cleo.get(place(workload, "sustainability", 99)).status_code == 404


def test_an_empty_sheet_says_how_to_begin_with_the_workloads_own_address(cleo, workload, sheet):
    page = cleo.get(f"/workloads/{workload.pk}/worksheets/performance/").content.decode()
    assert "No values yet" in page
    address = f"/api/v1/workloads/{workload.pk}/worksheets/performance/rows/1/readings/"
    assert f"http://testserver{address}" in page
    assert place(workload) in page


def test_the_sheet_draws_what_was_measured(cleo, actors, workload, sheet):
    record(actors, workload, ("2026-11-18T00:00Z", "280"), ("2026-11-19T00:00Z", "420"))
    record(actors, workload, ("2026-11-18T00:00Z", "50", "100000"), number=OBJECTIVE)
    page = cleo.get(f"/workloads/{workload.pk}/worksheets/performance/").content.decode()
    assert "P95 latency over time" in page
    assert "Budget 300" in page
    assert "Error budget of Availability" in page
    assert "Without a value:" in page


def test_the_sheet_of_sustainability_draws_months_regions_and_actions(
    cleo, actors, workload, months
):
    record(actors, workload, ("2026-09-01T00:00Z", "2", "1000"), ("2026-10-01T00:00Z", "2", "1250"),
           kind="sustainability", number=1)  # fmt: skip
    worksheets.edit(actors.cleo, workload.pk, "sustainability", 13, values={"is_used": True})
    page = cleo.get(f"/workloads/{workload.pk}/worksheets/sustainability/").content.decode()
    assert "Carbon emissions per unit of business work, by month" in page
    assert "−20%" in page
    assert "Cleaner in the list: us-west-2 (Oregon)" in page
    assert "not for us" not in page


def test_the_page_of_values_asks_a_fixed_number_of_queries(
    cleo, actors, workload, sheet, django_assert_max_num_queries
):
    def measured(count):
        for day in range(1, count + 1):
            record(actors, workload, (datetime(2026, 10, day, tzinfo=UTC), str(day)))
        with django_assert_max_num_queries(20) as asked:
            cleo.get(place(workload))
        return len(asked)

    measured(1)
    assert measured(3) == measured(25)


def test_history_tells_of_values(actors, workload, sheet):
    record(actors, workload, (AT, "420"))
    now = sheet_for(actors.cleo, workload.pk, "performance")
    assert now.history.order_by("-revision").first().what == "readings"


def test_of_many_metrics_the_worst_come_first_and_the_rest_is_a_step_away(actors, workload, sheet):
    for number in range(12):
        row = worksheets.add(
            actors.cleo, workload.pk, "performance", table="metrics",
            values={"metric": f"Endpoint {number}", "unit": "ms", "budget": "100"},
        )  # fmt: skip
        value = "120" if number == 11 else "80"
        sent = [{"at": datetime.now(UTC), "value": value}]
        readings.record(actors.cleo, workload.pk, "performance", row.number, readings=sent)
    found = worksheet_pages.page(actors.vic, workload.pk, "performance").panel
    assert found.metrics[0].name == "Endpoint 11"
    assert (len(found.metrics), len(found.more)) == (6, 6)


@pytest.mark.parametrize("cells", ["95,5", "1,000", '95,"5"'])
def test_a_number_with_a_comma_is_not_taken_for_another_with_a_note(cleo, workload, sheet, cells):
    sent = {"lines": f"2026-11-19, 90\n2026-11-20, {cells}"}
    answer = cleo.post(place(workload, more="paste/"), sent)
    assert answer.status_code == 422
    assert "Line 2: Use numbers like 1000 or 95.5" in answer.content.decode()
    assert not stored()


def test_between_semicolons_a_note_may_be_a_number(cleo, workload, sheet):
    cleo.post(place(workload, more="paste/"), {"lines": "2026-11-20; 95.5; 41"})
    assert stored() == [(datetime(2026, 11, 20, tzinfo=UTC), "95.5")]


def test_one_endless_line_is_a_wrong_line(cleo, workload, sheet):
    answer = cleo.post(place(workload, more="paste/"), {"lines": "9" * 150_000})
    assert answer.status_code == 422
    assert "Line 1: " in answer.content.decode()


def test_lines_may_end_as_on_any_machine(cleo, workload, sheet):
    cleo.post(place(workload, more="paste/"), {"lines": "2026-11-19, 90\r2026-11-20, 95"})
    assert [value for _at, value in stored()] == ["9E+1", "95"]
