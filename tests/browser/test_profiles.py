"""Profiles in a browser: what follows is seen while answering, and the room marks what is first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_what_follows_changes_with_every_answer(desk_of, cast):
    page = desk_of(cast.ben).page
    page.goto("/profiles/new/")
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("Nothing comes first yet.")
    page.get_by_label("Media or content").check()
    expect(outcome.locator(".place__name").first).to_have_text("Performance efficiency")
    page.get_by_label("Payment, health or other regulated data").check()
    expect(outcome).to_contain_text("It holds regulated data.")
    # The radio button that was pressed keeps the focus: arrows go on from there.
    page.get_by_label("IoT or industrial").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Media or content")).to_be_checked()
    page.get_by_label("Name").fill("Our films")
    page.get_by_role("button", name="Make profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our films")
