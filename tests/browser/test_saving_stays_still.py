"""Nothing that somebody looks at moves because an answer was saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Every shift counts, also those which browsers forgive shortly after a key.
WATCH = """() => { window.shifts = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push([entry.value,
    ...entry.sources.map(({ node, previousRect: a, currentRect: b }) =>
      `${node?.outerHTML?.slice(0, 90) ?? node?.nodeName} ${a.x},${a.y} → ${b.x},${b.y}`)]);
}).observe({ type: "layout-shift" }); }"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_save_shifts_nothing(width, cast, review, desk_of):
    page = desk_of(cast.cleo, width=width).page
    page.goto(f"/reviews/{review.pk}/questions/locks/")
    light = page.locator("[data-save-state]")
    expect(light).to_contain_text("All changes saved")
    page.evaluate(WATCH)
    for key in "1230":
        with page.expect_response(lambda answer: "/changes/" in answer.url):
            page.keyboard.press(key)
        expect(light).to_contain_text("All changes saved")
        page.evaluate(PAINTED)
    page.get_by_label("Notes").fill("A text")
    page.get_by_label("Notes").blur()
    expect(light).to_contain_text("All changes saved")
    page.evaluate(PAINTED)
    shifts = page.evaluate("() => window.shifts")
    if shifts:
        pytest.fail("\n".join(map(str, shifts)), pytrace=False)
