"""Rules of WCAG that a page breaks easily: names, landmarks, headings, lists, scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from reviews.services import workloads
from wellarch.accounts.models import Team

pytestmark = pytest.mark.browser

FAULTS = """() => {
  const faults = [];
  const shown = (each) => each.checkVisibility({ visibilityProperty: true });
  for (const each of document.querySelectorAll("a[href], button, summary"))
    if (shown(each) && !(each.innerText.trim() || each.getAttribute("aria-label") || each.title))
      faults.push(`no name: ${each.outerHTML.slice(0, 90)}`);
  if (document.querySelectorAll("main").length !== 1) faults.push("not one <main>");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one <h1>");
  let last = 0;
  for (const each of document.querySelectorAll("h1, h2, h3, h4, h5")) {
    if (!shown(each)) continue;
    const level = Number(each.tagName[1]);
    if (last && level > last + 1) faults.push(`skips a level: ${each.textContent.trim()}`);
    last = level;
  }
  for (const each of document.querySelectorAll("dt, dd"))
    if (!each.closest("dl") || !each.parentElement.matches("dl, dl > div"))
      faults.push(`outside its list: ${each.textContent.trim()}`);
  const places = "header, main, nav, section[aria-label], .skip, .messages, dialog";
  for (const each of document.querySelectorAll("body p, body a"))
    if (shown(each) && !each.closest(places)) faults.push(`no landmark: ${each.innerText}`);
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = (each) => each.getBoundingClientRect().right > innerWidth + 1;
    const first = [...document.querySelectorAll("main *")].filter(wide).at(-1);
    faults.push(`scrolls sideways: ${first?.outerHTML.slice(0, 200)}`);
  }
  return faults;
}"""


def faults_of(page: Page, address: str) -> list[Any]:
    page.goto(address)
    return [(address, fault) for fault in page.evaluate(FAULTS)]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_a_workload_with_the_longest_words_keep_the_rules(
    cast, actors, review, desk_of, width
):
    workload = review.workload
    long = {"name": "N" * 100, "team": "T" * 100, "description": "d" * 400, "notes": "n" * 300}
    Team.objects.create(organization=cast.northwind, name="T" * 100, normalized_name="t" * 100)
    tags = {f"key{n}": "v" * 60 for n in range(50)}
    workloads.edit(actors.ada, workload.pk, values={**long, "tags": tags})
    room = f"/reviews/{review.pk}/"
    here = f"/workloads/{workload.pk}/"
    addresses = ["/", here, f"{here}edit/", f"{here}plan/", f"{here}milestones/", f"{here}reports/"]
    addresses += [
        room,
        f"{room}questions/locks/",
        "/lenses/",
        "/account/",
        "/organization/members/",
    ]
    page = desk_of(cast.ada, width=width).page
    assert [fault for each in addresses for fault in faults_of(page, each)] == []


def test_who_only_reads_gets_pages_that_keep_the_rules(cast, review, framework, desk_of):
    page = desk_of(cast.vic, width=360).page
    pillar = review.lens_version.document["pillars"][0]["id"]
    room = f"/reviews/{review.pk}/"
    addresses = [room, f"{room}questions/locks/", f"{room}pillars/{pillar}/"]
    addresses += ["/lenses/wellarchitected/", "/lenses/wellarchitected/anti-patterns/", "/nowhere/"]
    assert [fault for each in addresses for fault in faults_of(page, each)] == []


def test_on_a_wide_screen_the_list_of_questions_is_open_and_on_a_telephone_folded(
    cast, review, desk_of
):
    for width, is_open in ((1280, True), (360, False)):
        page = desk_of(cast.ada, width=width).page
        page.goto(f"/reviews/{review.pk}/questions/locks/")
        assert page.locator(".room__questions").evaluate("list => list.open") is is_open


def test_the_docs_of_the_api_keep_the_rules_of_landmarks(cast, desk_of):
    page = desk_of(cast.ada).page
    page.goto("/api/v1/docs/")
    page.locator("#operations-tag-Workloads").click()
    page.locator(".opblock-summary-control").first.wait_for()
    assert page.locator("main").count() == 1
    assert page.locator(".opblock-summary-control a").count() == 0
