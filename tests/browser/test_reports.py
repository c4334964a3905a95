"""A report in a real browser: asked for with one press, followed without reloading, cancelled."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reviews.models import Report
from reviews.services import report_making, reports

pytestmark = pytest.mark.browser


@pytest.fixture
def by_hand(monkeypatch):
    """Nothing is made before the test says so."""
    monkeypatch.setattr(reports, "send_on_commit", lambda *_args: None)


def test_a_report_is_asked_for_followed_and_downloaded(cast, review, desk_of, by_hand, settings,
                                                       tmp_path):  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto(f"/workloads/{review.workload_id}/reports/")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("progressbar", name="Waiting for its turn")).to_be_visible()
    report = Report.objects.get()
    Report.objects.update(status="rendering", progress=40, step="Improvement plan")
    bar = page.get_by_role("progressbar", name="Improvement plan")
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("value", "40")
    page.get_by_role("button", name="Cancel").focus()
    Report.objects.update(progress=60)
    expect(bar).to_have_attribute("value", "60")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()  # each answer replaces it
    Report.objects.update(status="queued")
    assert report_making.render(report.pk)
    expect(page.get_by_text("The report is ready.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.suggested_filename.startswith("checkout-")
    assert desk.complaints == []


def test_a_report_is_cancelled_and_what_was_chosen_is_kept(cast, review, desk_of, by_hand):
    page = desk_of(cast.ben).page
    page.goto(f"/workloads/{review.workload_id}/reports/")
    page.get_by_text("Format and what is in it").click()
    page.get_by_label("Format").select_option("Markdown")
    page.get_by_role("checkbox", name="With notes").uncheck()
    page.get_by_role("checkbox", name="Windows").uncheck()
    page.get_by_role("button", name="Make the report").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("The report is cancelled.")).to_be_visible()
    expect(page.get_by_role("button", name="Make it after all")).to_be_visible()
    expect(page.get_by_text("Left out")).to_be_visible()
    report = Report.objects.get()
    assert (report.status, report.format) == ("cancelled", "md")
    assert report.options["pillars"] == ["doors"]
