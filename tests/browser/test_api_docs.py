"""The API's docs in a browser: they load, complain of nothing, and can be tried."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCS = "/api/v1/docs/"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_the_docs_load_under_the_strict_policy(desk_of, width, scheme):
    desk = desk_of(width=width, scheme=scheme)
    desk.page.goto(DOCS)
    desk.page.locator("#operations-tag-Answers").click()
    desk.page.locator("#operations-Answers-answers_change .opblock-summary-control").click()
    desk.page.get_by_text("Somebody changed the same field").first.wait_for()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.complaints == []


def test_a_signed_in_person_tries_a_change(desk_of, cast):
    desk = desk_of(cast.ada)
    page = desk.page
    page.goto(DOCS)
    page.locator("#operations-tag-Workloads").click()
    operation = page.locator("#operations-Workloads-workloads_create")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("textarea").fill('{"name": "Made in the docs"}')
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table .response-col_status", has_text="201").wait_for()
    assert desk.complaints == []
