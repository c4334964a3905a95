"""Filling worksheets in a browser: by keyboard alone, with others at the same sheet, without
scripts, and for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reviews.models import WorksheetRow
from reviews.services import worksheets
from reviews.worksheets.kinds import KINDS
from tests.browser.conftest import until
from tests.browser.test_axe import faults, show

pytestmark = pytest.mark.browser

KIND = "availability"


@pytest.fixture
def at(workload):
    return f"/workloads/{workload.pk}/worksheets/"


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.ada, workload.pk, KIND)


def values_of(sheet, number):
    return WorksheetRow.objects.get(worksheet=sheet, number=number).values


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_model_is_filled_by_keyboard_alone(cast, workload, desk_of, at):
    desk = desk_of(cast.cleo)
    page, key = desk.page, desk.page.keyboard
    page.goto(f"{at}{KIND}/")
    page.get_by_role("button", name="Begin empty").focus()
    key.press("Enter")
    page.locator("#add-components-name").focus()
    for name, percent in (("Door", "99.5"), ("Lock", "99.9")):
        key.type(name)
        key.press("Tab")
        key.press("Tab")
        key.type(percent)
        key.press("Enter")
        expect(page.locator("#sheet-said")).to_have_text(f"{name} is added.")
        assert focused(page) == "add-components-name"
    page.locator("#edit-1").focus()
    key.press("Enter")
    expect(page.locator("#row-1-name")).to_be_focused()
    key.press("Control+A")
    key.type("Gate")
    key.press("Enter")
    expect(page.locator("#sheet-said")).to_have_text("Gate is saved.")
    expect(page.locator("#edit-1")).to_be_focused()
    page.locator("#down-1").focus()
    key.press("Enter")
    expect(page.locator("#sheet-said")).to_have_text("Gate is moved.")
    expect(page.locator(".sheet-row .table__title")).to_have_text(["Lock", "Gate"])
    key.press("Enter") if focused(page) == "edit-1" else page.locator("#edit-1").press("Enter")
    expect(page.locator("#row-1-name")).to_be_focused()
    key.press("Escape")
    expect(page.locator("#edit-1")).to_be_focused()
    assert desk.complaints == []


def test_the_result_follows_each_save_and_the_page_stays_where_it_is(cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}{KIND}/")
    before = page.locator(".sheet-facts").inner_text()
    page.locator("#row-1 [data-column=availability]").click()
    expect(page.locator("#row-1-availability")).to_be_focused()
    page.locator("#row-1-availability").fill("50")
    scrolled = page.evaluate("scrollY")
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.locator("#sheet-said")).to_have_text("API Gateway is saved.")
    assert page.locator(".sheet-facts").inner_text() != before
    assert abs(page.evaluate("scrollY") - scrolled) < 400
    assert page.url.endswith(f"{at}{KIND}/")


def test_what_is_typed_elsewhere_stays_while_a_row_is_saved(cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}{KIND}/")
    page.locator("#edit-2").click()
    page.locator("#row-2-name").fill("Half a na")
    page.locator("#edit-1").click()
    page.locator("#row-1-name").fill("Gate")
    page.locator("#row-1-name").press("Enter")
    expect(page.locator("#edit-1")).to_have_text("Gate")
    expect(page.locator("#row-2-name")).to_have_value("Half a na")


def test_what_is_wrong_comes_back_with_what_was_typed(cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}{KIND}/")
    page.locator("#edit-1").click()
    page.locator("#row-1-availability").fill("a lot")
    page.locator("#row-1-availability").press("Enter")
    expect(page.locator("#form-row-1 .errors")).to_be_focused()
    expect(page.locator("#row-1-availability")).to_have_value("a lot")
    show(faults(page))


def test_two_people_at_one_row_see_both_versions(actors, workload, cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}{KIND}/?row=1")
    worksheets.edit(actors.ben, workload.pk, KIND, 1, values={"name": "Ben's door"})
    page.locator("#row-1-name").fill("Cleo's door")
    page.locator("#row-1-name").press("Enter")
    expect(page.locator("#form-row-1 .conflict")).to_contain_text("Ben's door")
    show(faults(page))
    page.get_by_role("button", name="Save").first.click()
    until(page, lambda: values_of(sheet, 1)["name"] == "Cleo's door")


def test_what_others_change_appears_while_one_types(actors, workload, cast, sheet, desk_of, at):
    desk = desk_of(cast.cleo)
    page = desk.page
    page.goto(f"{at}{KIND}/?row=1")
    page.locator("#row-1-name").fill("Half a na")
    worksheets.edit(actors.ben, workload.pk, KIND, 2, values={"name": "Ben's function"})
    expect(page.locator("#edit-2")).to_have_text("Ben's function")
    expect(page.locator("#row-1-name")).to_have_value("Half a na")
    expect(page.locator("#row-1-name")).to_be_focused()
    page.keyboard.type("me")
    page.keyboard.press("Enter")
    until(page, lambda: values_of(sheet, 1)["name"] == "Half a name")
    assert desk.complaints == []


def test_only_what_a_row_needs_is_asked_for(cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    page.goto(f"{at}{KIND}/?row=1")
    expect(page.locator("#row-1-availability")).to_be_visible()
    page.locator("#row-1-role").select_option("parallel")
    expect(page.locator("#row-1-availability")).to_be_hidden()
    page.locator("#row-1-role").select_option("component")
    expect(page.locator("#row-1-availability")).to_be_visible()


def test_a_row_is_deleted_after_a_question(cast, sheet, desk_of, at):
    page = desk_of(cast.cleo).page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(f"{at}{KIND}/")
    page.locator("#row-2 summary").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.locator("#edit-2")).to_have_count(0)
    assert asked == ["Delete Lambda?"]


def test_everything_works_without_scripts(chromium, cast, sheet, desk_of, live_server, at):
    state = desk_of(cast.cleo).page.context.storage_state()
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=state
    )
    page = context.new_page()
    page.goto(f"{at}{KIND}/")
    page.locator("#edit-1").click()
    page.locator("#row-1-name").fill("Gate")
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("#edit-1")).to_have_text("Gate")
    page.locator("#down-1").click()
    expect(page.locator(".sheet-row .table__title").first).to_have_text("Lambda")
    page.locator("#adding-components summary").click()
    page.locator("#add-components-name").fill("Queue")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#edit-4")).to_have_text("Queue")
    expect(page.locator("#add-components-name")).to_be_visible()
    page.locator("#row-4 summary").click()
    page.locator("#row-4").get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#edit-4")).to_have_count(0)
    context.close()


def test_no_worksheet_has_a_fault(actors, workload, cast, desk_of, at):
    page = desk_of(cast.cleo).page
    found = []
    page.goto(at)
    found += faults(page)
    for kind, spec in KINDS.items():
        page.goto(f"{at}{kind}/")
        found += faults(page)
        worksheets.start(actors.ada, workload.pk, kind, with_rows=False)
        page.goto(f"{at}{kind}/")
        found += faults(page)
        worksheets.delete(actors.ada, workload.pk, kind)
        worksheets.start(actors.ada, workload.pk, kind)
        page.goto(f"{at}{kind}/?row=1&add={spec.tables[0].key}")
        page.locator("#settings, #adding-none").evaluate_all(
            "all => all.forEach(e => e.open = true)"
        )
        found += faults(page)
    for place in ("", f"{KIND}/history/", f"{KIND}/delete/", f"{KIND}/rows/1/delete/"):
        page.goto(f"{at}{place}")
        found += faults(page)
    show(found)
