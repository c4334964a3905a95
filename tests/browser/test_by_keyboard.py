"""The whole journey by keys alone: one always sees where one is, and every control has a name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from reviews.models import Answer
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

# What has the focus, whether one can see it, and how one sees that it has it.
FOCUS = """() => {
  const it = document.activeElement;
  if (it === document.body) return { name: "the end of the page", marked: true, seen: true };
  const box = it.getBoundingClientRect();
  const marked = [it, it.closest(".choice"), it.closest("label"), it.parentElement]
    .filter(Boolean).some((each) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    });
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: it.textContent.trim() || it.getAttribute("aria-label") || it.name, marked,
    seen: it.checkVisibility({ visibilityProperty: true }) && inside };
}"""
ENOUGH = 80  # presses of Tab after which nobody goes on


def press(page: Page, key: str) -> dict[str, object]:
    """Press a key; whatever has the focus then must be in sight and marked."""
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    assert focus["seen"], f"{page.url}: the focus is out of sight after {key}: {focus}"
    assert focus["marked"], f"{page.url}: nothing shows the focus after {key}: {focus}"
    return focus


def tab_to(page: Page, selector: str) -> None:
    """Go on with Tab until the first element of `selector` has the focus."""
    target = page.locator(selector).first
    for _each in range(ENOUGH):
        press(page, "Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    pytest.fail(f"{page.url}: {selector} is not reached by Tab")


def go(page: Page, selector: str, address: str) -> None:
    """Follow a link, or send a form, by keys, to a page whose address has `address`."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def saved(page: Page):
    return page.expect_response(lambda answer: "/changes/" in answer.url)


def test_from_signing_in_to_a_report_by_keyboard_alone(cast, review, desk_of):
    page = desk_of().page
    workload = f"/workloads/{review.workload_id}/"
    page.goto("/")
    tab_to(page, "input[name=login]")
    page.keyboard.type(cast.ada.email)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    go(page, f"main a[href='{workload}']", f"**{workload}")
    go(page, f"main a[href='/reviews/{review.pk}/']", f"**/reviews/{review.pk}/")
    go(page, "main a[href*='/questions/locks/']", "**/questions/locks/**")
    expect(page.locator("[data-save-state]")).to_contain_text("All changes saved")
    tab_to(page, "#choice-locks_key")
    with saved(page):
        press(page, "Space")
    with saved(page):
        press(page, "2")
    press(page, "e")
    with saved(page):
        page.keyboard.type("By keys alone")
    page.keyboard.press("Escape")
    press(page, "k")
    page.keyboard.type("Ask the locksmith")
    page.keyboard.press("Enter")
    expect(page.locator("#attention")).to_contain_text("Ask the locksmith")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/questions/keys/**")
    answer = Answer.objects.get(review=review, question_key="locks")
    assert (set(answer.choices), answer.notes) == ({"locks_key", "locks_bolt"}, "By keys alone")
    assert answer.parked_note == "Ask the locksmith"

    go(page, f"a[href='/reviews/{review.pk}/']", f"**/reviews/{review.pk}/")
    go(page, f"a[href='{workload}']", f"**{workload}")
    go(page, f"a[href='{workload}milestones/']", "**/milestones/")
    tab_to(page, "main input[name=name]")
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="By keys").first).to_be_visible()
    go(page, f"a[href='{workload}reports/']", "**/reports/")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/$"))
    tab_to(page, "main a[href$='/file/']")


def test_the_controls_of_the_room_have_their_names_and_states(cast, review, desk_of):
    page = desk_of(cast.ada).page
    page.goto(f"/reviews/{review.pk}/questions/locks/")
    expect(page.locator("[data-save-state]")).to_contain_text("All changes saved")
    main = page.get_by_role("main")
    for name in ("A key", "A bolt", "A dog", "None of these"):
        expect(main.get_by_role("checkbox", name=name, exact=True)).not_to_be_checked()
    with saved(page):
        page.keyboard.press("1")
    expect(main.get_by_role("checkbox", name="A key", exact=True)).to_be_checked()
    expect(main.get_by_role("textbox", name="Notes")).to_be_editable()
    expect(main.get_by_role("checkbox", name="This question does not apply")).to_be_visible()
    expect(main.get_by_role("heading", level=1)).to_have_text("How do you lock the doors?")
    for link in ("Next", "Next unanswered"):
        expect(main.get_by_role("link", name=link, exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="All changes saved")).to_be_visible()
    expect(page.get_by_role("navigation", name="Breadcrumbs")).to_be_visible()
    expect(page.get_by_role("region", name="Where you are")).to_be_visible()
    expect(page.get_by_role("region", name="Why this risk")).to_be_visible()
    question = page.get_by_role("link", name="DOO 1 How do you lock the doors?")
    expect(question).to_have_attribute("aria-current", "page")
    expect(question).to_have_accessible_name("Medium risk DOO 1 How do you lock the doors?")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
