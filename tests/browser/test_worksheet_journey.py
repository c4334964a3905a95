"""From an availability model that misses its target to the report, in a browser: seen on the
question, improved, rehearsed, recorded, printed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from reviews.models import GameDay, Improvement, Report
from reviews.services import report_making, reports
from tests.browser.conftest import Desk, until
from tests.builders import start_review

pytestmark = pytest.mark.browser

REL_11 = "withstand-component-failures"


@pytest.fixture
def framework_review(actors, workload, framework):
    return start_review(actors.ada, workload, "wellarchitected")


@pytest.fixture
def by_hand(monkeypatch):
    """No report is made before the test says so."""
    monkeypatch.setattr(reports, "send_on_commit", lambda *_args: None)


def add_component(page: Page, name: str, availability: str) -> None:
    """Fill the form of a new component; it stays open for the next."""
    form = page.locator("#form-add-components")
    form.locator("[name=name]").fill(name)
    form.locator("[name=availability]").fill(availability)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".sheet-table").get_by_text(name, exact=True)).to_be_visible()


def fill_a_model(page: Page, workload: str) -> None:
    """The seeds' three components, typed."""
    page.goto(f"{workload}worksheets/")
    page.get_by_role("link", name="Availability model").first.click()
    page.get_by_role("button", name="Begin empty").click()
    add_component(page, "API Gateway", "99.95")
    add_component(page, "Lambda", "99.95")
    add_component(page, "DynamoDB", "99.999")
    expect(page.get_by_text("99.899% against a target of 99.9%: below")).to_be_visible()
    diagram = page.get_by_role("img", name="How the parts make the whole")
    expect(diagram).to_be_visible()
    assert diagram.locator("rect").count() == 3


def improve(page: Page) -> None:
    """An improvement out of the row of Lambda, as it is proposed."""
    row = page.locator(".sheet-row", has_text="Lambda")
    row.locator(".menu > summary").click()
    row.get_by_role("link", name="Make an improvement").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Run a second copy of Lambda")
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_role("heading", name="Run a second copy of Lambda", level=1).wait_for()


def hold_a_game_day(page: Page, workload: str) -> None:
    """Planned from the library, run with three entries, learned from."""
    page.goto(f"{workload}game-days/library/")
    page.get_by_role("link", name="Begin with it").first.click()
    page.get_by_role("button", name="Plan it").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Begin", exact=True).click()
    for kind, text in (
        ("Failure injected", "Traffic to one zone is cut"),
        ("Detected", "The alarm rang"),
        ("Recovered", "Traffic flows again"),
    ):
        page.get_by_label("What happens").fill(text)
        page.get_by_role("button", name=kind).click()
        expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="End it").click()
    page.locator("textarea[name=learned]").fill("Alarms come within a minute")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("What was found").fill("The runbook names a host that is gone")
    page.get_by_role("button", name="Add the finding").click()
    page.get_by_role("button", name="Make an improvement").click()
    expect(page.get_by_role("main")).to_contain_text("The runbook names a host that is gone")
    found = Improvement.objects.filter(game_day_finding__isnull=False)
    until(page, found.exists)


def pdf_of(page: Page, workload: str, settings, folder) -> str:
    """The text of the report, asked for and downloaded."""
    settings.MEDIA_ROOT = folder
    page.goto(f"{workload}reports/")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert report_making.render(Report.objects.get().pk)
    expect(page.get_by_text("The report is ready.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    pages = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    return " ".join("\n".join(sheet.extract_text() for sheet in pages).split())


def test_a_missed_target_leads_to_work_a_rehearsal_and_a_report(
    cast, framework_review, desk_of: Callable[..., Desk], by_hand, settings, tmp_path
):
    desk = desk_of(cast.ben)
    page = desk.page
    workload = f"/workloads/{framework_review.workload_id}/"
    fill_a_model(page, workload)

    page.goto(f"/reviews/{framework_review.pk}/questions/{REL_11}/")
    beside = page.get_by_role("region", name="From the worksheets")
    expect(beside).to_contain_text("99.899% against a target of 99.9%: below")
    beside.get_by_role("link", name="Availability model").click()

    improve(page)
    made = Improvement.objects.get()
    assert made.worksheet_row.values["name"] == "Lambda"

    page.goto(f"{workload}worksheets/availability/")
    page.locator(".blocks-copy", has_text="Lambda").get_by_role("button").click()
    met = page.get_by_text("99.9489% against a target of 99.9%: met")
    expect(met).to_be_visible()
    evidence = page.get_by_role("region", name="Evidence for")
    evidence.get_by_role("button", name="Tick it").first.click()
    expect(page.get_by_text("The best practice is ticked.")).to_be_visible()

    hold_a_game_day(page, workload)
    page.goto(f"/reviews/{framework_review.pk}/questions/testing-resiliency/")
    expect(page.get_by_role("region", name="From the worksheets")).to_contain_text("Held last on")

    page.goto(f"{workload}milestones/")
    page.get_by_label("Name", exact=True).fill("After the rehearsal")
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("heading", name="After the rehearsal").first.wait_for()

    text = pdf_of(page, workload, settings, tmp_path)
    for said in (
        "Availability model", "99.9489%", "API Gateway", "Run a second copy of Lambda",
        GameDay.objects.get().title, "Alarms come within a minute",
    ):  # fmt: skip
        assert said in text
    assert desk.complaints == []
