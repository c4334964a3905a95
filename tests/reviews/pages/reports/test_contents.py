"""What is in a report, chosen below the fold of its form; the portfolio's; comparisons."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Report
from reviews.services import milestones, reports

ALL = ["summary", "changes", "scope", "scores", "maturity", "answers", "plan", "improvements",
       "tradeoffs", "worksheets", "game_days", "review_plan", "appendix"]  # fmt: skip


@pytest.fixture
def address(workload):
    return reverse("report-list", args=[workload.pk])


def chosen(**more):
    return {
        "subject": "workload", "chosen": "1", "format": "pdf", "sections": ALL,
        "pillars": ["doors", "windows"], "notes": "on",
    } | more  # fmt: skip


def test_a_form_that_was_not_touched_asks_for_everything(client_of, cast, address, review):
    client_of(cast.ben).post(address, chosen())
    assert Report.objects.get().options == {"sections": [], "pillars": [], "notes": True}


def test_sections_pillars_notes_and_format_are_chosen(client_of, cast, address, review):
    body = chosen(format="xlsx", sections=["plan", "summary"], pillars=["doors"])
    del body["notes"]
    client_of(cast.ben).post(address, body)
    made = Report.objects.get()
    assert made.format == "xlsx"
    assert made.options == {"sections": ["summary", "plan"], "pillars": ["doors"], "notes": False}
    text = client_of(cast.vic).get(reverse("report-detail", args=[made.pk])).content.decode()
    for words in ("Summary, Improvement plan", "Doors", "Left out", "Excel"):
        assert words in text


def test_a_report_of_nothing_is_refused_with_the_fold_open(client_of, cast, address, review):
    answer = client_of(cast.ben).post(address, chosen(sections=[], pillars=[]))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one section at least." in text
    assert "Choose one pillar at least." in text
    assert '<details class="report-choices" open>' in text
    assert not Report.objects.exists()


def test_the_address_says_what_it_is_about(client_of, cast, actors, workload, review):
    milestones.record(actors.ada, workload.pk, name="First")
    client = client_of(cast.ben)
    where = reverse("report-create", args=[workload.pk])
    assert (
        'value="milestone:1" selected' in client.get(f"{where}?about=milestone:1").content.decode()
    )
    assert f'value="review:{review.pk}" selected' in (
        client.get(f"{where}?about=review:{review.pk}").content.decode()
    )
    text = client.get(f"{where}?from=now&to=1").content.decode()
    assert "Milestone 1 beside now" in text
    assert 'value="comparison:1:now"' in text
    for wrong in ("about=moon", "about=milestone:x", "from=now&to=now", "about=review:1"):
        assert client.get(f"{where}?{wrong}").status_code == 404


def test_two_milestones_are_compared(client_of, cast, actors, address, workload, review):
    for name in ("First", "Second"):
        milestones.record(actors.ada, workload.pk, name=name)
    client_of(cast.ben).post(
        address,
        {"subject": "comparison:1:2", "chosen": "1", "format": "md", "sections": ["summary"],
         "pillars": ["doors", "windows"]},
    )  # fmt: skip
    made = Report.objects.get()
    assert (made.kind, made.milestone.number, made.other.number) == ("comparison", 1, 2)
    assert made.options["sections"] == ["summary"]
    missing = client_of(cast.ben).post(address, {"subject": "comparison:1:9"})
    assert missing.status_code == 404


# --- The portfolio ---------------------------------------------------------------------------


def test_the_portfolio_is_reported_as_it_was_filtered(client_of, cast, review):
    client = client_of(cast.ben)
    form = client.get(reverse("report-portfolio") + "?environment=production")
    assert "Only: Production" in form.content.decode()
    answer = client.post(
        reverse("report-mine"),
        {"chosen": "1", "format": "xlsx", "sections": ["summary", "workloads"],
         "filters": "environment=production"},
    )  # fmt: skip
    made = Report.objects.get()
    assert answer["Location"] == reverse("report-detail", args=[made.pk])
    assert made.options["filters"] == "environment=production"
    assert made.options["sections"] == ["summary", "workloads"]
    assert "Only you can open it." in client.get(answer["Location"]).content.decode()


def test_a_report_of_the_portfolio_is_its_persons_alone(client_of, cast, actors, review):
    made = reports.request_portfolio(actors.ben)
    for person in (cast.ada, cast.vic, cast.oda):
        client = client_of(person)
        assert client.get(reverse("report-detail", args=[made.pk])).status_code == 404
        assert "Portfolio ·" not in client.get(reverse("report-mine")).content.decode()
    answer = client_of(cast.ben).post(reverse("report-delete", args=[made.pk]))
    assert answer["Location"] == reverse("report-mine")


def test_ones_own_reports_are_in_one_place(client_of, cast, actors, workload, review):
    reports.request(actors.ben, workload.pk)
    reports.request_portfolio(actors.ben)
    reports.request(actors.ada, workload.pk)
    text = client_of(cast.ben).get(reverse("report-mine")).content.decode()
    assert text.count('class="report"') == 2
    assert "Checkout · Whole workload" in text


def test_who_may_not_ask_finds_no_form(client_of, cast):
    client = client_of(cast.cleo)
    assert client.get(reverse("report-portfolio")).status_code == 403
    assert client.post(reverse("report-mine"), {}).status_code == 403
    assert reverse("report-portfolio") not in client.get(reverse("report-mine")).content.decode()
