"""A guest on a shared workload: sees every page, is offered only what they may do, leaves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.models import Report, Workload
from reviews.services import milestones, reports, sharing, workloads
from tests.accounts.shares.conftest import prove
from tests.builders import select
from wellarch import clock
from wellarch.accounts.models import Share
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target


@pytest.fixture
def share(actors, cast, workload, review):
    """The workload with a review, a milestone and a report, offered to Oda."""
    prove(cast.oda)
    select(actors.ada, review, "locks", "locks_no")
    milestones.record(actors.ada, workload.pk, name="First")
    reports.request(actors.ada, workload.pk)
    return sharing.offer(actors.ada, workload.pk, Target(email="oda@example.com"))


def pages(workload, review):
    """Every page of the workload and its review."""
    of_workload = ("workload-detail", "plan", "milestone-list", "report-list", "workload-access")
    report = Report.objects.get()
    return [
        *(reverse(name, args=[workload.pk]) for name in of_workload),
        reverse("milestone-detail", args=[workload.pk, 1]),
        reverse("milestone-compare", args=[workload.pk, 1]),
        reverse("report-detail", args=[report.pk]),
        reverse("review-detail", args=[review.pk]),
        reverse("pillar-detail", args=[review.pk, "doors"]),
        reverse("question-detail", args=[review.pk, "locks"]),
        reverse("answer-history", args=[review.pk, "locks"]),
    ]


def api(workload, review):
    """Every list and thing of the workload over REST."""
    root = f"/api/v1/workloads/{workload.pk}"
    parts = ("", "reviews/", "plan/", "milestones/", "milestones/1/", "reports/", "access/")
    return [
        *(f"{root}/{part}" for part in parts),
        f"{root}/shares/",
        f"/api/v1/reviews/{review.pk}/",
        f"/api/v1/reviews/{review.pk}/answers/",
        f"/api/v1/reviews/{review.pk}/findings/",
        f"/api/v1/reports/{Report.objects.get().pk}/",
    ]


def statuses(client, addresses):
    return {client.get(address).status_code for address in addresses}


@pytest.mark.parametrize("permission", ["read", "contribute"])
def test_nothing_a_guest_is_offered_is_refused(
    cast, actors, workload, review, share, client_of, permission
):
    sharing.change(actors.ada, workload.pk, share.pk, permission=permission)
    offers.accept(actors.oda, share.pk)
    browser = client_of(cast.oda)
    offered = set()
    for address in pages(workload, review):
        page = browser.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        offered |= {(link, "get") for link in re.findall(r'href="(/[^"#]*)', text)}
        for form in re.findall(r"<form[^>]*>", text):
            action = re.search(r'action="([^"]*)"', form)
            if 'method="post"' in form:
                offered.add((action[1] if action else address, "post"))
    for target, method in sorted(offered):
        if target.startswith(("/static/", "/accounts/", "/media/")):
            continue
        # An empty form is wrong (422), or changes nothing; it must not be forbidden or nowhere.
        answer = getattr(browser, method)(target)
        assert answer.status_code not in (403, 404, 405), (target, method)


def test_every_door_is_shut_before_and_after(
    cast, actors, workload, review, share, client_of, api_of
):
    browser, program = client_of(cast.oda), api_of(cast.oda)

    def all_doors():
        return statuses(browser, pages(workload, review)), statuses(program, api(workload, review))

    assert all_doors() == ({404}, {404})
    offers.accept(actors.oda, share.pk)
    assert all_doors() == ({200}, {200})
    offers.reject(actors.oda, share.pk)
    assert all_doors() == ({404}, {404})


def test_a_revoked_share_shuts_every_door_at_once(
    cast, actors, workload, review, share, client_of, api_of
):
    offers.accept(actors.oda, share.pk)
    browser = client_of(cast.oda)
    assert statuses(browser, pages(workload, review)) == {200}
    sharing.revoke(actors.ada, workload.pk, share.pk)
    assert statuses(browser, pages(workload, review)) == {404}
    assert statuses(api_of(cast.oda), api(workload, review)) == {404}
    answer = browser.post(
        reverse("answer-change", args=[review.pk, "locks"]), {"notes": "n", "base_revision": "1"}
    )
    assert answer.status_code == 404


def test_a_reading_guest_sees_answers_and_no_way_to_give_them(
    cast, actors, workload, review, share, client_of
):
    offers.accept(actors.oda, share.pk)
    address = reverse("question-detail", args=[review.pk, "locks"])
    assert "data-save-state" not in client_of(cast.oda).get(address).content.decode()
    sharing.change(actors.ada, workload.pk, share.pk, permission="contribute")
    assert "data-save-state" in client_of(cast.oda).get(address).content.decode()


def test_due_dates_are_those_of_the_owner(cast, actors, workload, review, share, client_of):
    cast.elsewhere.high_risk_days = 3
    cast.elsewhere.save()
    offers.accept(actors.oda, share.pk)
    plan = client_of(cast.oda).get(reverse("plan", args=[workload.pk])).content.decode()
    own = client_of(cast.ada).get(reverse("plan", args=[workload.pk])).content.decode()
    assert "30 days" in own
    assert "30 days" in plan


def test_the_inbox_accepts_and_gives_up(cast, workload, share, client_of):
    browser = client_of(cast.oda)
    assert "waits for your answer" in browser.get("/").content.decode()
    inbox = browser.get("/shared/").content.decode()
    assert "Checkout" in inbox
    answer = f"/shared/{share.pk}/"
    assert browser.post(answer, {"do": "accept"})["Location"] == f"/workloads/{workload.pk}/"
    portfolio = browser.get("/").content.decode()
    assert "shared by Northwind" in portfolio
    assert "waits for your answer" not in portfolio
    browser.post(answer, {"do": "reject"})
    assert "Nothing is shared with you" in browser.get("/shared/").content.decode()
    assert client_of(cast.vic).post(answer, {"do": "accept"}).status_code == 404


def test_the_page_offers_changes_sends_again_and_revokes(cast, workload, client_of):
    browser = client_of(cast.ben)
    address = reverse("workload-access", args=[workload.pk])
    made = browser.post(address, {"target": "sam@example.com", "permission": "contribute"})
    assert made.status_code == 302
    share = Share.objects.get()
    one = reverse("workload-share", args=[workload.pk, share.pk])
    browser.post(one, {"permission": "read"})
    share.refresh_from_db()
    assert share.permission == "read"
    Share.objects.update(expires_at=clock.now() - timedelta(days=1))
    assert "Expired" in browser.get(address).content.decode()
    browser.post(one, {"do": "resend"})
    browser.post(one, {"do": "revoke"})
    share.refresh_from_db()
    assert share.state == "revoked"
    wrong = browser.post(address, {"target": "ben@example.com", "permission": "read"})
    assert wrong.status_code == 422
    assert "with yourself" in wrong.content.decode()


def test_addresses_that_were_asked_are_for_those_who_may_ask(cast, actors, workload, client_of):
    sharing.offer(actors.ada, workload.pk, Target(email="secret@example.com"))
    address = reverse("workload-access", args=[workload.pk])
    assert "secret@example.com" in client_of(cast.ben).get(address).content.decode()
    assert "secret@example.com" not in client_of(cast.cleo).get(address).content.decode()


def test_a_workload_of_a_team_leaks_through_no_door(
    cast, actors, workload, review, share, client_of, api_of
):
    workloads.edit(actors.ada, workload.pk, values={"visibility": "team"})
    for person in (cast.ben, cast.cleo, cast.vic):
        browser, program = client_of(person), api_of(person)
        assert statuses(browser, pages(workload, review)) == {404}
        assert statuses(program, api(workload, review)) == {404}
        assert program.get("/api/v1/workloads/").json()["results"] == []
        portfolio = browser.get("/").content.decode()
        assert "Checkout" not in portfolio
        assert "Checkout" not in browser.get("/lenses/small/").content.decode()
        assert "Checkout" not in browser.get("/?q=checkout&show=all").content.decode()
    assert list(Workload.objects.visible_to(actors.ada)) == [workload]
