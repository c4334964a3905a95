"""From an empty organization to a milestone and a PDF, in a browser, mostly by keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from reviews.models import Answer, Report, Review, Workload
from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser

SUSTAINABILITY = "sustainability"


def create_workload(page: Page, name: str) -> None:
    page.goto("/workloads/new/")
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("form").get_by_role("button", name="Create").click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def answer_by_keyboard(page: Page) -> int:
    """Tick the first practices, two at most, of every question of the pillar by keys alone."""
    answered = 0
    while True:
        pillar_question = page.locator("#question").get_attribute("data-question")
        practices = page.locator("[data-key]:not([data-none])").count()
        for key in ("1", "2")[:practices]:
            with page.expect_response(lambda answer: "/changes/" in answer.url) as saved:
                page.keyboard.press(key)
            assert saved.value.status == 200
        expect(page.locator(".saved[data-state=saved]").first).to_be_visible()
        answered += 1
        if page.locator("a[rel=next]").count() == 0:
            return answered
        page.keyboard.press("n")
        page.wait_for_function(
            "old => document.querySelector('#question')?.dataset.question !== old",
            arg=pillar_question,
        )
        page.wait_for_load_state()  # keys are heard once the scripts of the page have come


def test_a_team_holds_a_review_and_leaves_with_a_milestone_and_a_pdf(
    cast, framework, desk_of: Callable[..., Desk]
):
    desk = desk_of(cast.ada)
    page = desk.page
    create_workload(page, "Payments")
    review = Review.objects.get(workload__name="Payments", lens__alias="wellarchitected")

    first = Answer.objects.filter(review=review, pillar_key=SUSTAINABILITY).earliest("position")
    page.goto(f"/reviews/{review.pk}/questions/{first.question_key}/")
    assert answer_by_keyboard(page) == 6
    answers = Answer.objects.filter(review=review, pillar_key=SUSTAINABILITY)
    assert not answers.filter(risk="unanswered").exists()
    assert all(answer.choices for answer in answers)

    record_milestone(page, review.workload)
    page.goto(f"/reviews/{review.pk}/questions/{first.question_key}/")
    with page.expect_response(lambda answer: "/changes/" in answer.url):
        page.keyboard.press("0")
    page.goto(f"/workloads/{review.workload_id}/milestones/1/compare/")
    expect(page.get_by_text(first.question_key)).to_have_count(0)  # people see titles, not ids
    expect(page.get_by_role("heading", name="Worsened")).to_be_visible()

    page.goto(f"/workloads/{review.workload_id}/reports/")
    page.get_by_role("button", name="Make the report").click(timeout=90_000)
    report = read_report(page)
    assert len(report.pages) > 10
    assert "Payments" in report.pages[0].extract_text()
    assert desk.complaints == []


def record_milestone(page: Page, workload: Workload) -> None:
    page.goto(f"/workloads/{workload.pk}/milestones/")
    page.get_by_label("Name").fill("Early design")
    page.get_by_role("button", name="Record").click()
    page.get_by_role("link", name="Early design").first.wait_for()


def read_report(page: Page) -> PdfReader:
    page.locator("a[href$='/file/']").first.wait_for(timeout=60_000)
    row = Report.objects.get()
    assert row.status == "ready"
    answer = page.request.get(f"/reports/{row.pk}/file/")
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.body()))


def test_signing_up_leads_to_an_organization_and_its_first_page(desk_of, framework):
    desk = desk_of()
    page = desk.page
    page.goto("/")
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_label("Your name").fill("Nora New")
    page.locator("input[name=email]").fill("nora@example.com")
    page.locator("input[name=password1]").fill("a-long-enough-password")
    page.locator("main form button[type=submit]").click()
    page.locator("input[name=name]").fill("Nora's company")
    page.get_by_role("button", name="Create organization").click()
    expect(page).to_have_url("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert desk.complaints == []


def test_two_people_ticking_different_boxes_both_win_and_a_text_conflict_is_shown(
    cast, actors, review, desk_of
):
    url = f"/reviews/{review.pk}/questions/locks/"
    ada, cleo = desk_of(cast.ada), desk_of(cast.cleo)
    # At once: had Cleo's page heard of Ada's words first, she would have changed them knowingly.
    cleo.page.route("**/live/**", lambda route: route.abort())
    ada.page.goto(url)
    cleo.page.goto(url)
    for page, key in ((ada.page, "1"), (cleo.page, "2")):
        with page.expect_response(lambda answer: "/changes/" in answer.url) as saved:
            page.keyboard.press(key)
        assert saved.value.status == 200
    answer = Answer.objects.get(review=review, question_key="locks")
    assert (set(answer.choices), answer.risk) == ({"locks_key", "locks_bolt"}, "none")

    for desk, text in ((ada, "Ada's words"), (cleo, "Cleo's words")):
        with desk.page.expect_response(lambda answer: "/changes/" in answer.url):
            desk.page.get_by_label("Notes").fill(text)
            desk.page.get_by_label("Notes").blur()
    answer.refresh_from_db()
    assert answer.notes == "Ada's words"
    expect(cleo.page.get_by_text("Ada's words").first).to_be_visible()
    expect(cleo.page.get_by_label("Notes", exact=True)).to_have_value("Cleo's words")


def test_an_answer_is_saved_without_javascript(cast, review, chromium, live_server, client_of):
    cookie = client_of(cast.cleo).cookies["sessionid"].value
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/reviews/{review.pk}/questions/locks/")
    page.locator("label[for=choice-locks_dog]").click()
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_text("Answer saved.")).to_be_visible()
    assert Answer.objects.get(review=review, question_key="locks").risk == "medium"
    context.close()


PLACES = ("/", "/workloads/{workload}/", "/reviews/{review}/", "/workloads/{workload}/plan/",
          "/workloads/{workload}/milestones/", "/workloads/{workload}/reports/",
          "/reviews/{review}/questions/locks/", "/reviews/{review}/pillars/doors/",
          "/lenses/", "/lenses/wellarchitected/", "/workloads/new/", "/organization/",
          "/organization/members/", "/account/", "/account/tokens/")  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_overflows_or_complains(width, scheme, cast, review, framework, desk_of):
    desk = desk_of(cast.ada, width=width, scheme=scheme)
    wide = []
    for place in PLACES:
        url = place.format(workload=review.workload_id, review=review.pk)
        answer = desk.page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        if desk.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(url)
    assert wide == []
    assert desk.complaints == []
