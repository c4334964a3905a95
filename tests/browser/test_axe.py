"""axe-core finds nothing wrong in any page of the journey, light and dark, narrow and wide."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from reviews.services import (
    improvements,
    milestones,
    report_schedules,
    reports,
    review_plans,
    sessions,
    trackers,
    tradeoffs,
    worksheets,
)
from tests.builders import select
from wellarch.accounts.models import Team

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RUN = """() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
  "best-practice"], resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(" ")} ${failureSummary.split("\\n")[1]}`)))"""
SIZES = ((1280, "light"), (1280, "dark"), (360, "dark"), (360, "light"))

WORKLOADS = ("/", "/mine/", "/workloads/new/", "/workloads/{workload}/",
             "/workloads/{workload}/edit/", "/workloads/{workload}/access/",
             "/workloads/{workload}/plan/")  # fmt: skip
IMPROVEMENTS = ("/improvements/", "/workloads/{workload}/improvements/",
                "/workloads/{workload}/improvements/board/",
                "/workloads/{workload}/improvements/quadrant/",
                "/workloads/{workload}/improvements/calendar/",
                "/workloads/{workload}/improvements/new/", "/workloads/{workload}/improvements/1/",
                "/workloads/{workload}/improvements/1/edit/",
                "/workloads/{workload}/improvements/1/accept/",
                "/workloads/{workload}/improvements/import/", "/workloads/import/",
                "/reviews/{review}/questions/locks/improvements/")  # fmt: skip
PROFILES = ("/profiles/", "/profiles/new/", "/profiles/mapping/", "/profiles/mapping/edit/",
            "/workloads/{workload}/profile/")  # fmt: skip
RESULTS = ("/workloads/{workload}/milestones/", "/workloads/{workload}/milestones/1/",
           "/workloads/{workload}/milestones/1/compare/", "/workloads/{workload}/reports/",
           "/lenses/", "/lenses/small/", "/lenses/small/doors/")  # fmt: skip
DECISIONS = ("/workloads/{workload}/tradeoffs/", "/workloads/{workload}/tradeoffs/new/",
             "/workloads/{workload}/tradeoffs/1/", "/workloads/{workload}/tradeoffs/1/edit/",
             "/reviews/{review}/maturity/", "/workloads/{workload}/trends/",
             "/workloads/{workload}/milestones/compare/")  # fmt: skip
PLANS = ("/workloads/{workload}/review-plan/", "/workloads/{workload}/review-plan/new/",
         "/workloads/{workload}/review-plan/1/edit/", "/workloads/{workload}/review-plan/1/record/",
         "/workloads/{workload}/review-plan/1/remove/", "/workloads/{workload}/worksheets/cost/",
         "/workloads/{workload}/tradeoffs/new/?option=4")  # fmt: skip
ACROSS = ("/compare/", "/views/", "/?environment=production&view=1", "/organization/trackers/",
          "/organization/trackers/new/", "/organization/trackers/{tracker}/")  # fmt: skip
REPORTS = ("/reports/", "/reports/new/", "/workloads/{workload}/reports/new/", "/reports/{report}/",
           "/reports/schedules/new/", "/reports/schedules/{schedule}/")  # fmt: skip
ROOM = ("/reviews/{review}/", "/reviews/{review}/questions/locks/", "/reviews/{review}/copy/",
        "/reviews/{review}/questions/locks/history/", "/reviews/{review}/pillars/doors/",
        "/reviews/{review}/questions/locks/discussion/", "/reviews/{review}/open/",
        "/reviews/{review}/sessions/", "/reviews/{review}/present/locks/")  # fmt: skip
SETTINGS = ("/organization/", "/organization/members/", "/organization/teams/",
            "/organization/teams/{team}/", "/organization/audit/", "/organization/credentials/",
            "/shared/", "/nowhere/")  # fmt: skip
ACCOUNT = ("/account/", "/account/tokens/", "/accounts/security/", "/account/notifications/",
           "/accounts/email/", "/account/data/", "/accounts/password/change/")  # fmt: skip
ENTRANCE = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")


def faults(page: Page) -> list[str]:
    """What axe-core says of a page as it stands, in both themes and at both widths."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for width, scheme in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{page.url} {width} {scheme}: {each}" for each in page.evaluate(RUN)]
    return found


def show(found: list[str]) -> None:
    """Fail with every fault, one a line."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def belongings(actors, review) -> dict[str, object]:
    """One of everything that a page can be about: what stands in an address."""
    select(actors.ada, review, "locks", "locks_dog", notes="He bites")
    workload = review.workload_id
    milestones.record(actors.ada, workload, name="Before the dog")
    improvements.make_from_question(actors.ada, review.pk, "locks")
    tradeoffs.make(actors.ada, workload, title="No lock at night")
    review_plans.make(
        actors.ada, workload, title="Before the doors open", planned_on=date(2026, 1, 2),
        budget_minutes=600,
    )  # fmt: skip
    sessions.plan(actors.ada, review.pk, values={"title": "At the door"}, planned=1)
    worksheets.start(actors.ada, workload, "cost")
    tracker, _secret = trackers.create(
        actors.ada,
        values={
            "name": "Doors",
            "kind": "github",
            "base_url": "https://github.com",
            "project": "northwind/doors",
            "secret": "s",
        },
    )
    return {
        "workload": workload,
        "review": review.pk,
        "team": Team.objects.get(name="Shop").pk,
        "tracker": tracker.pk,
        "report": reports.request(actors.ada, workload).pk,
        "schedule": report_schedules.set_up(actors.ada, workload_id=workload, rhythm="weekly").pk,
    }


@pytest.mark.parametrize(
    "pages",
    [
        WORKLOADS,
        IMPROVEMENTS,
        PROFILES,
        RESULTS,
        DECISIONS,
        PLANS,
        ACROSS,
        REPORTS,
        ROOM,
        SETTINGS,
        ACCOUNT,
    ],
)
def test_no_page_has_a_fault(pages, cast, actors, review, desk_of):
    things = belongings(actors, review)
    page = desk_of(cast.ada).page
    found = []
    for place in pages:
        answer = page.goto(place.format(**things))
        assert answer is not None
        assert answer.status == (404 if place == "/nowhere/" else 200), place
        found += faults(page)
    show(found)


def test_no_page_before_signing_in_has_a_fault(cast, desk_of):
    page = desk_of().page
    found = []
    for place in ENTRANCE:
        page.goto(place)
        found += faults(page)
    show(found)


def test_the_room_with_a_conflict_has_no_fault(cast, actors, review, desk_of):
    page = desk_of(cast.cleo).page
    page.goto(f"/reviews/{review.pk}/questions/locks/")
    page.route("**/live/**", lambda route: route.abort())
    select(actors.ada, review, "locks", notes="Ada's words")
    page.get_by_label("Notes").fill("Cleo's words")
    page.get_by_label("Notes").blur()
    page.get_by_label("Both together").first.check()
    expect(page.locator("#conflict textarea")).to_be_visible()
    show(faults(page))
