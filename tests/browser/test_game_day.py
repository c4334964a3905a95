"""A game day from a failure mode to an improvement, with two people who see each other's notes."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from reviews.models import GameDay, Improvement
from reviews.services import game_day_run, game_days, worksheets

pytestmark = pytest.mark.browser

SOON = 6_000  # milliseconds; how soon it really is, docs/live.md says
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RUN = """() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
  "best-practice"], resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(" ")} ${failureSummary.split("\\n")[1]}`)))"""


@pytest.fixture
def base(workload):
    return f"/workloads/{workload.pk}/game-days/"


def timeline(page: Page):
    return page.locator("#game-timeline")


def test_a_failure_mode_is_rehearsed_by_two_people_and_becomes_an_improvement(
    cast, actors, workload, base, desk_of
):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    cleo, ben = desk_of(cast.cleo), desk_of(cast.ben)
    page = cleo.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{base}library/")
    page.get_by_role("link", name=re.compile("Rehearse it.*RDS Primary")).click()
    expect(page.get_by_label("Hypothesis")).to_have_value(
        "When RDS Primary has “AZ failure”, Multi-AZ heartbeat shows it and auto-failover brings "
        "it back within 60-120s."
    )
    page.get_by_label("Person").first.select_option(label="Ben Example")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="Stop at once when")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("[data-clock-time]").first).to_have_text("0:00:02")

    other = ben.page
    with other.expect_response(lambda answer: "/live/" in answer.url):
        other.goto(f"{base}1/run/")
    page.get_by_role("button", name="Failure injected").click()
    expect(timeline(other)).to_contain_text("Failure injected", timeout=SOON)
    other.get_by_label("What happens").fill("I am still typing")
    page.get_by_label("What happens").fill("Writes fail")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What happens")).to_have_value("")
    expect(page.get_by_label("What happens")).to_be_focused()
    expect(timeline(other)).to_contain_text("Writes fail", timeout=SOON)
    expect(other.get_by_label("What happens")).to_have_value("I am still typing")
    other.get_by_role("button", name="Detected").click()
    expect(timeline(page)).to_contain_text("I am still typing", timeout=SOON)
    page.get_by_role("button", name="Recovered").click()
    expect(other.locator("#game-clock")).to_contain_text("promised 2 min", timeout=SOON)
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="How long it took")).to_be_visible()
    expect(other.get_by_role("heading", name="How long it took")).to_be_visible(timeout=SOON)

    page.get_by_label("It held").check()
    page.get_by_label("What broke").fill("The pool kept dead connections")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("What was found").fill("The pool keeps dead connections")
    page.get_by_role("button", name="Add the finding").click()
    page.get_by_role("button", name="Make an improvement").click()
    page.get_by_role("link", name="Improvement 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The pool keeps dead connections")
    page.goto(f"{base}1/learn/")
    page.get_by_role("button", name="Set it as tested on").click()
    expect(page.get_by_role("button", name="Set it as tested on")).to_have_count(0)
    assert GameDay.objects.get().was_confirmed is True
    assert Improvement.objects.get().game_day_finding is not None
    assert cleo.complaints == ben.complaints == []


def test_a_stop_condition_ends_it_for_everybody(cast, actors, workload, base, desk_of):
    game_days.plan(actors.cleo, workload.pk, title="The vault", stop_conditions="A queue")
    game_day_run.start(actors.cleo, workload.pk, 1)
    cleo, ben = desk_of(cast.cleo), desk_of(cast.ben, width=360)
    with ben.page.expect_response(lambda answer: "/live/" in answer.url):
        ben.page.goto(f"{base}1/run/")
    ben.page.get_by_label("What happens").fill("Half a sentence")
    cleo.page.goto(f"{base}1/run/")
    cleo.page.get_by_text("A stop condition is met").click()
    cleo.page.get_by_label("Which one, and what was seen").fill("A queue outside")
    cleo.page.get_by_role("button", name="Stop the game day now").click()
    expect(cleo.page.get_by_text("Stopped early")).to_be_visible()
    # What somebody is typing is not taken away; they are told.
    expect(ben.page.get_by_text("The game day has ended.")).to_be_visible(timeout=SOON)
    expect(ben.page.get_by_label("What happens")).to_have_value("Half a sentence")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing(cast, actors, workload, base, desk_of, width, scheme):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    for _n in range(3):
        game_days.plan(
            actors.cleo, workload.pk, scenario_key="cache-node", failure_mode=3,
            parts=[{"user": cast.ben.pk, "role": "Leads"}, {"role": "Watches"}],
        )  # fmt: skip
    for number in (2, 3):
        game_day_run.start(actors.cleo, workload.pk, number)
        for kind in ("injected", "detected", "observed", "decided", "recovered"):
            game_day_run.note(actors.cleo, workload.pk, number, kind=kind, text="It was so")
    game_day_run.stop(actors.cleo, workload.pk, 3, text="A queue")
    page = desk_of(cast.cleo, width=width, scheme=scheme).page
    wrong = {}
    for path in ("", "library/", "new/?mode=1", "1/", "1/edit/", "2/run/", "3/learn/", "1/delete/"):
        page.goto(f"{base}{path}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RUN)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the screen")
        if found:
            wrong[path] = found
    assert not wrong
