"""Values of a worksheet's row in a browser: by keyboard, pasted, for everybody's eyes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from reviews.models import Reading
from reviews.services import readings, worksheets
from tests.browser.test_axe import faults, show

pytestmark = pytest.mark.browser


@pytest.fixture
def at(workload):
    return f"/workloads/{workload.pk}/worksheets/"


@pytest.fixture
def performance(actors, workload):
    return worksheets.start(actors.ada, workload.pk, "performance")


def fill(actors, workload):
    """Three weeks of latencies and failures, and half a year of carbon."""
    worksheets.start(actors.ada, workload.pk, "sustainability")
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=n) for n in range(20, -1, -1)]
    sent = {
        ("performance", 2): [{"at": day, "value": str(250 + 9 * n)} for n, day in enumerate(days)],
        ("performance", 6): [{"at": day, "value": "70", "total": "100000"} for day in days],
        ("sustainability", 1): [
            {"at": datetime(2026, n, 1, tzinfo=UTC), "value": "2", "total": str(1000 * n)}
            for n in range(1, 7)
        ],
    }
    for (kind, number), values in sent.items():
        readings.record(actors.ada, workload.pk, kind, number, readings=values)


def test_values_are_found_from_the_row_and_written_down_by_keyboard(
    cast, workload, performance, desk_of, at
):
    desk = desk_of(cast.cleo)
    page, key = desk.page, desk.page.keyboard
    page.goto(f"{at}performance/")
    page.locator("#row-2 .menu > summary").focus()
    key.press("Enter")
    page.get_by_role("link", name="Values", exact=True).press("Enter")
    page.locator("#reading-value").focus()
    key.type("420")
    key.press("Enter")
    expect(page.get_by_text("The value is written down.")).to_be_visible()
    assert str(Reading.objects.get().value.normalize()) == "4.2E+2"
    page.goto(f"{at}performance/")
    expect(page.get_by_role("img", name="P95 latency over time")).to_be_visible()
    assert desk.complaints == []


def test_pasted_lines_that_are_wrong_stay_and_are_named(cast, workload, performance, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}performance/rows/2/values/")
    page.get_by_text("Paste many").click()
    page.locator("#paste-lines").fill("2026-11-18, 250\n2026-11-19, many")
    page.get_by_role("button", name="Write all down").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2: Use a number.")
    expect(page.locator("#paste-lines")).to_have_value("2026-11-18, 250\n2026-11-19, many")


def test_axe_finds_nothing_in_charts_and_values(cast, actors, workload, performance, desk_of, at):
    page = desk_of(cast.cleo).page
    found = []
    for kind, number in (("performance", 6), ("sustainability", 1)):
        if kind == "sustainability":
            fill(actors, workload)
        for place in ("performance/", f"{kind}/rows/{number}/values/", f"{kind}/"):
            page.goto(f"{at}{place}")
            for details in page.locator("details:not([open]):not(.menu) > summary").all():
                details.click() if details.is_visible() else None
            found += faults(page)
    show(found)
