"""An option becomes a trade-off; the page draws options and joins the decisions by pillar."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lenses.models import LensVersion
from reviews.charts import Amount, diverging
from reviews.models import TradeOff
from reviews.reads import cost_decisions
from reviews.reads.panels import cost as panel
from reviews.services import tradeoffs, worksheet_decisions, worksheets
from reviews.worksheet_access import content_of
from reviews.worksheets import cost, starting
from reviews.worksheets.content import Content, Row
from tests.builders import start_review
from wellarch.errors import Conflict, Forbidden, NotFound


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, "cost")


@pytest.fixture
def framed(actors, workload, framework: LensVersion):
    return start_review(actors.ada, workload, framework.lens)


def test_what_is_proposed_follows_from_the_amounts_and_the_reason():
    content = starting.content("cost")
    told = {row.text("option"): cost.decision(content, row)["effects"] for row in content.rows}
    assert told == {
        "Right-size API servers": {
            "costOptimization": ("improves", ""),
            "performance": ("neutral", "capacity maintained"),
        },
        "Remove caching layer": {
            "costOptimization": ("improves", ""), "performance": ("worsens", "higher latency"),
        },
        "Spot for batch jobs": {
            "costOptimization": ("improves", ""), "performance": ("neutral", "same throughput"),
        },
        "Single-AZ database": {
            "costOptimization": ("improves", ""), "reliability": ("worsens", "outage cost"),
        },
    }  # fmt: skip


def test_an_option_becomes_a_trade_off_once_and_its_row_knows_it(actors, workload, sheet, framed):
    made = worksheet_decisions.write_down(actors.cleo, workload.pk, 2)
    assert (made.title, made.savings, made.revenue, made.currency) == (
        "Remove caching layer", 500, -5000, "USD",
    )  # fmt: skip
    assert made.effects["performance"] == {"effect": "worsens", "note": "higher latency"}
    sheet.refresh_from_db()
    assert content_of(sheet).row(2).values["tradeoff"] == str(made.number)
    with pytest.raises(Conflict) as refused:
        worksheet_decisions.write_down(actors.cleo, workload.pk, 2)
    assert refused.value.code == "written-down"
    tradeoffs.delete(actors.cleo, workload.pk, made.number)
    assert worksheet_decisions.write_down(actors.cleo, workload.pk, 2).number == made.number + 1


def test_pillars_that_no_review_has_are_left_out(actors, workload, sheet, review):
    made = worksheet_decisions.write_down(actors.cleo, workload.pk, 2, title="Go without")
    assert (made.title, made.effects) == ("Go without", {})


def test_who_may_not_write_is_refused_and_nothing_is_kept(actors, workload, sheet):
    with pytest.raises(Forbidden):
        worksheet_decisions.write_down(actors.vic, workload.pk, 2)
    with pytest.raises(NotFound):
        worksheet_decisions.write_down(actors.oda, workload.pk, 2)
    with pytest.raises(NotFound):
        cost_decisions.from_option(actors.cleo, workload.pk, 99)
    assert not TradeOff.objects.exists()


def test_the_form_begins_with_the_option_and_the_row_links_to_what_came_of_it(
    cast, workload, sheet, framed, client_of
):
    browser = client_of(cast.cleo)
    page = browser.get(f"/workloads/{workload.pk}/worksheets/cost/").text
    new = f"/workloads/{workload.pk}/tradeoffs/new/?option=4"
    assert new in page
    form = browser.get(new)
    assert form.status_code == 200
    assert 'value="Single-AZ database"' in form.text
    assert "To the worksheet" in form.text
    sent = {
        "title": "One zone only", "savings": "800", "revenue": "-50000", "currency": "USD",
        "effect-reliability": "worsens", "note-reliability": "outage cost",
    }  # fmt: skip
    done = browser.post(new, sent)
    assert done.status_code == 302
    made = TradeOff.objects.get()
    assert done.headers["Location"].endswith(f"/tradeoffs/{made.number}/")
    assert made.effects == {"reliability": {"effect": "worsens", "note": "outage cost"}}
    page = browser.get(f"/workloads/{workload.pk}/worksheets/cost/").text
    assert f"Trade-off {made.number}" in page
    assert new not in page
    assert "One zone only" in page, "the decisions by pillar stand below"
    assert browser.get(new).status_code == 302
    again = browser.post(new, sent)
    assert again.status_code == 422
    assert "already" in again.text


def test_who_only_reads_sees_bars_and_decisions(cast, actors, workload, sheet, framed, client_of):
    worksheet_decisions.write_down(actors.cleo, workload.pk, 2)
    page = client_of(cast.vic).get(f"/workloads/{workload.pk}/worksheets/cost/").text
    assert "Net −$49,200" in page
    assert "Decisions by pillar" in page
    assert "?option=" not in page


def test_the_page_asks_as_often_however_many_options_and_decisions(
    cast, actors, workload, sheet, framed, client_of
):
    browser = client_of(cast.vic)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/workloads/{workload.pk}/worksheets/cost/").status_code == 200
        return len(asked)

    worksheet_decisions.write_down(actors.cleo, workload.pk, 1)
    count()
    few = count()
    for number in (2, 3, 4):
        worksheet_decisions.write_down(actors.cleo, workload.pk, number)
        values = {"option": f"More {number}", "savings": "1", "revenue": "0"}
        worksheets.add(actors.cleo, workload.pk, "cost", table="options", values=values)
    assert count() == few


def test_of_many_options_the_greatest_are_drawn_in_their_order():
    rows = tuple(
        Row(n, "options", {"option": f"O{n}", "savings": str(n), "revenue": "0"})
        for n in range(1, 21)
    )
    content = Content("cost", {"currency": "USD"}, rows)
    drawn = panel.panel(content, cost.work_out(content, None), None)
    assert (drawn.drawn, drawn.total, drawn.is_part) == (12, 20, True)
    assert [group.name for group in drawn.chart.groups] == [f"O{n}" for n in range(9, 21)]


def test_nothing_is_drawn_before_there_is_an_amount():
    content = Content("cost", {"currency": "USD"}, (Row(1, "options", {"option": "O"}),))
    assert panel.panel(content, cost.work_out(content, None), None) is None


VALUES = st.none() | st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(VALUES, min_size=1, max_size=9))
def test_bars_stay_in_the_picture_and_end_or_begin_at_nothing(values):
    amounts = [Amount("net", value, "Net 1,000") for value in values]
    chart = diverging([("A", amounts)], ["Net"], [["x"]], strong="net")
    for value, bar in zip(values, chart.groups[0].bars, strict=True):
        assert bar.x >= -2
        assert bar.x + bar.width <= chart.width + 2
        assert bar.sign == (
            "unknown" if value is None else "loss" if value < 0 else "gain" if value else "even"
        )
        edge = bar.x + bar.width if bar.sign == "loss" else bar.x
        assert edge == pytest.approx(chart.zero, abs=0.02)
    assert chart.height >= 1


def test_a_wrong_number_of_cells_is_an_error():
    with pytest.raises(ValueError, match="one cell"):
        diverging([("A", [])], ["Net"], [[]])


def test_programs_write_an_option_down_once(cast, workload, sheet, framed, api_of):
    api = api_of(cast.cleo)
    address = f"/api/v1/workloads/{workload.pk}/worksheets/cost/rows/2/tradeoff/"
    made = api.post(address, {"title": "Keep the cache"}, format="json")
    assert made.status_code == 201, made.json()
    told = made.json()
    assert (told["title"], told["net"], told["currency"]) == ("Keep the cache", "-4500.00", "USD")
    assert told["effects"]["performance"]["effect"] == "worsens"
    rows = api.get(f"/api/v1/workloads/{workload.pk}/worksheets/cost/").json()["rows"]
    assert rows[1]["values"]["tradeoff"] == str(told["number"])
    again = api.post(address)
    assert (again.status_code, again.json()["code"]) == (409, "written-down")
    nowhere = api.post(address.replace("/2/", "/99/"))
    assert nowhere.status_code == 404
