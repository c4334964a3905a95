"""The review plan in the browser."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import PlannedReview, ReviewSession, Workload
from reviews.services import milestones, review_plans, sessions


def day(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def base(workload):
    return f"/workloads/{workload.pk}/review-plan/"


@pytest.fixture
def dated(workload):
    Workload.objects.filter(pk=workload.pk).update(
        design_review_on=day(5), go_live_on=day(100), next_review_on=day(300)
    )


def hidden(page):
    """The hidden fields of a form, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_new_workload_is_told_how_to_begin(cast, workload, base, client_of):
    page = client_of(cast.ben).get(base)
    assert page.status_code == 200
    assert "Nothing is planned yet" in page.text
    assert "Set the dates" in page.text


def test_proposals_are_taken_up_one_by_one_or_all_together(cast, workload, dated, base, client_of):
    browser = client_of(cast.ben)
    page = browser.get(base).text
    assert "3 reviews are proposed" in page
    assert "2 weeks before go-live: time to mend what is found." in page
    browser.post(f"{base}propose/", {"kind": "pre_go_live"})
    assert [row.kind for row in PlannedReview.objects.all()] == ["pre_go_live"]
    page = browser.post(f"{base}propose/", follow=True).text
    assert "2 reviews are planned." in page
    assert "proposed" not in page
    assert PlannedReview.objects.count() == 3


def test_a_proposal_can_be_changed_before_it_is_planned(cast, workload, dated, base, client_of):
    browser = client_of(cast.ben)
    form = browser.get(f"{base}new/?kind=early_design").text
    assert 'value="Early design review"' in form
    assert f'value="{day(5):%Y-%m-%d}"' in form
    sent = {
        "title": "Sketches", "kind": "early_design", "planned_on": f"{day(8):%Y-%m-%d}",
        "budget_minutes": "90", "extra_minutes": "0",
    }  # fmt: skip
    assert browser.post(f"{base}new/", sent).status_code == 302
    row = PlannedReview.objects.get()
    assert (row.title, row.planned_on, row.budget_minutes) == ("Sketches", day(8), 90)
    wrong = browser.post(f"{base}new/", {**sent, "budget_minutes": "0"})
    assert wrong.status_code == 422


def test_time_is_told_in_words_and_what_is_over_is_marked(
    cast, actors, workload, review, base, client_of
):
    planned = review_plans.make(
        actors.ben, workload.pk, title="Look", planned_on=day(-2), budget_minutes=60
    )
    session = sessions.plan(actors.ben, review.pk, values={"title": "Noon"}, planned=1)
    browser = client_of(cast.vic)
    page = browser.get(base).text
    assert "0 min of 1 h" in page
    assert "1 h left" in page
    assert "Late" in page
    ReviewSession.objects.filter(pk=session.pk).update(
        started_at=timezone.now() - timedelta(minutes=100), ended_at=timezone.now()
    )
    page = browser.get(base).text
    assert "1 h 40 min of 1 h" in page
    assert "40 min over the budget" in page
    assert "More than eight hours" not in page
    fields = {"budget_minutes": 481}
    review_plans.edit(actors.ben, workload.pk, planned.number, fields=fields)
    assert "More than eight hours" in browser.get(base).text


def test_a_session_is_planned_from_it_and_counts(cast, actors, workload, review, base, client_of):
    review_plans.make(actors.ben, workload.pk, title="Look & listen")
    browser = client_of(cast.ben)
    address = f"/reviews/{review.pk}/sessions/plan/?planned=1&amp;title=Look%20%26%20listen"
    assert address in browser.get(base).text
    address = address.replace("&amp;", "&")
    assert 'value="Look &amp; listen"' in browser.get(address).text
    sent = {"title": "Look & listen", "pillar": "doors", "minutes": "30", "people": "", "note": ""}
    assert browser.post(address, sent).status_code == 302
    assert [row.title for row in PlannedReview.objects.get().sessions.all()] == ["Look & listen"]
    assert browser.get(address.replace("planned=1", "planned=9")).status_code == 200
    lost = browser.post(address.replace("planned=1", "planned=9"), sent)
    assert lost.status_code == 404


def test_a_milestone_is_recorded_from_it(cast, actors, workload, review, base, client_of):
    review_plans.make(actors.ben, workload.pk, title="Early look", kind="early_design")
    browser = client_of(cast.ben)
    form = browser.get(f"{base}1/record/").text
    assert 'value="Early look"' in form
    done = browser.post(f"{base}1/record/", {"name": "Drawn", "note": "Good"}, follow=True)
    assert "Milestone 1 is recorded." in done.text
    assert "milestone 1, Drawn" in done.text
    again = browser.post(f"{base}1/record/", {"name": "Twice"}, follow=True)
    assert "has its milestone already" in again.text


def test_the_page_of_milestones_says_what_one_is_linked_to(
    cast, actors, workload, review, base, client_of
):
    review_plans.make(actors.ben, workload.pk, title="Early look", kind="early_design")
    browser = client_of(cast.ben)
    address = f"/workloads/{workload.pk}/milestones/"
    page = browser.get(address).text
    assert "linked to the planned review “Early look”" in page
    assert base in page
    browser.post(address, {"name": "Drawn", "kind": "early_design"})
    assert PlannedReview.objects.get().milestone.number == 1
    assert "linked to the planned review" not in browser.get(address).text


def test_the_overview_names_the_next_one(cast, actors, workload, base, client_of):
    review_plans.make(actors.ben, workload.pk, title="Early look", planned_on=day(-1))
    page = client_of(cast.vic).get(f"/workloads/{workload.pk}/").text
    assert base in page
    assert "Early look" in page
    assert "late" in page


def test_two_people_change_it_and_nothing_is_lost(cast, actors, workload, base, client_of):
    review_plans.make(actors.ben, workload.pk, title="Look")
    browser = client_of(cast.ben)
    sent = {
        **hidden(browser.get(f"{base}1/edit/").text), "title": "Mine", "kind": "other",
        "budget_minutes": "240", "extra_minutes": "30",
    }  # fmt: skip
    review_plans.edit(actors.ada, workload.pk, 1, fields={"title": "Theirs"})
    clash = browser.post(f"{base}1/edit/", sent)
    assert clash.status_code == 409
    assert "Ada Example changed the same thing" in clash.text
    assert "Theirs" in clash.text
    assert 'value="Mine"' in clash.text
    saved = browser.post(f"{base}1/edit/", {**sent, "revision": "2"})
    assert saved.status_code == 302
    row = PlannedReview.objects.get()
    assert (row.title, row.extra_minutes) == ("Mine", 30)


def test_it_is_taken_off_the_plan_after_a_question(cast, actors, workload, base, client_of):
    review_plans.make(actors.ben, workload.pk, title="Look")
    browser = client_of(cast.ben)
    assert "Take this review off the plan?" in browser.get(f"{base}1/remove/").text
    browser.post(f"{base}1/remove/")
    assert not PlannedReview.objects.exists()


def test_who_only_reads_sees_the_plan_without_buttons(
    cast, actors, workload, review, dated, base, client_of
):
    review_plans.make(actors.ben, workload.pk, title="Look")
    page = client_of(cast.vic).get(base).text
    assert "Look" in page
    for word in ("Plan it", "Plan a review", "Record a milestone", "Plan a session"):
        assert word not in page
    assert f"{base}1/" not in page
    assert client_of(cast.oda).get(base).status_code == 404


def test_the_page_asks_as_often_however_much_is_planned(
    cast, actors, workload, review, dated, base, client_of
):
    browser = client_of(cast.vic)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(base).status_code == 200
        return len(asked)

    def plan(title):
        made = review_plans.make(actors.ben, workload.pk, title=title, planned_on=day(3))
        sessions.plan(actors.ben, review.pk, values={"title": title}, planned=made.number)
        review_plans.record(actors.ben, workload.pk, made.number)
        milestones.record(actors.ben, workload.pk, name=f"After {title}")

    plan("One")
    count()
    few = count()
    for title in ("Two", "Three", "Four"):
        plan(title)
    assert count() == few
