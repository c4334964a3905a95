"""A row of a worksheet becomes an improvement, through the core, the browser and REST."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lenses.models import Lens
from reviews.models import Improvement
from reviews.services import (
    game_day_findings,
    game_day_run,
    game_days,
    improvements,
    worksheet_improvements,
    worksheets,
)
from reviews.worksheets import evidence
from reviews.worksheets.kinds import KINDS
from tests.builders import select
from wellarch.errors import Forbidden, NotFound

KIND = "failure-modes"


@pytest.fixture
def sheet(actors, workload):
    made = worksheets.start(actors.cleo, workload.pk, KIND)
    scores = {"severity": "9", "likelihood": "6", "detectability": "5"}
    worksheets.edit(actors.cleo, workload.pk, KIND, 2, values=scores)
    return made


@pytest.fixture
def at_risk(actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    return review


def make(actors, workload, number=2, kind=KIND, **fields):
    return worksheet_improvements.make(actors.cleo, workload.pk, kind, number, **fields)


def test_it_says_what_the_row_and_its_marks_say(actors, workload, sheet):
    made = make(actors, workload)
    found = made.improvement
    assert made.is_new
    assert (found.title, found.pillar_key, found.impact, found.due_on) == (
        "RDS Primary: AZ failure", "reliability", "high", None,
    )  # fmt: skip
    assert found.recommendation.split("\n") == [
        "Detection: Multi-AZ heartbeat", "Recovery: Auto-failover", "Recovery time: 60-120s", "",
        "- Priority 270: look at everything from 100.", "- Never tested.",
    ]  # fmt: skip
    assert found.success_criteria.startswith("- The priority is below 100\n")
    assert found.worksheet_row.number == 2


def test_what_is_given_comes_before_what_the_row_says(actors, workload, sheet, cast):
    found = make(actors, workload, title="Fail over by ourselves", owner=cast.ben.pk).improvement
    assert (found.title, found.owner) == ("Fail over by ourselves", cast.ben)
    assert found.recommendation


def test_the_unfinished_one_is_returned_instead_of_a_double(actors, workload, sheet):
    first = make(actors, workload).improvement
    again = make(actors, workload, title="Another")
    assert (again.improvement, again.is_new) == (first, False)
    assert again.improvement.title == first.title
    improvements.move(actors.cleo, workload.pk, first.number, state="done")
    assert make(actors, workload).is_new
    assert make(actors, workload, 3).improvement.worksheet_row.number == 3


def test_for_a_question_its_risk_gives_pillar_and_date(actors, workload, at_risk, sheet):
    found = make(actors, workload, review_id=at_risk.pk, question="locks").improvement
    assert (found.question_key, found.pillar_key, found.risk) == ("locks", "doors", "medium")
    assert found.due_on is not None
    assert found.worksheet_row.number == 2


def test_the_form_offers_the_questions_at_risk_it_is_evidence_for(
    client_of, cast, workload, at_risk, sheet, monkeypatch
):
    Lens.objects.filter(pk=at_risk.lens_id).update(organization=None, alias="house-rules")
    mapped = {"house-rules": ("locks", "roof"), "another": ("locks",)}
    monkeypatch.setattr(evidence, "questions_of", lambda kind: mapped)
    browser = client_of(cast.cleo)
    address = reverse("worksheet-row-improvement", args=[workload.pk, KIND, 2])
    form = browser.get(address).context["form"]
    about = f"{at_risk.pk}/locks"
    assert [value for value, _label in form.fields["about"].choices] == ["", about]
    sent = {"title": "Lock it", "impact": "high", "effort": "low", "about": about}
    browser.post(address, sent)
    made = Improvement.objects.get()
    assert (made.question_key, made.risk, made.has_own_date) == ("locks", "medium", False)
    assert made.due_on is not None


@pytest.mark.parametrize("kind", [key for key in KINDS if key != KIND])
def test_every_kind_makes_improvements_of_its_rows(actors, workload, kind):
    worksheets.start(actors.cleo, workload.pk, kind)
    tables = {table.key: table for table in KINDS[kind].tables}
    rows = list(workload.worksheets.get().rows.all())
    for row in rows:
        if tables[row.table].makes_improvements:
            found = make(actors, workload, row.number, kind).improvement
            assert found.title
            assert found.pillar_key == KINDS[kind].pillar
        else:
            with pytest.raises(NotFound):
                make(actors, workload, row.number, kind)


def test_who_reads_makes_none_and_outsiders_see_nothing(actors, workload, sheet):
    with pytest.raises(Forbidden):
        worksheet_improvements.make(actors.vic, workload.pk, KIND, 2)
    with pytest.raises(NotFound):
        worksheet_improvements.make(actors.oda, workload.pk, KIND, 2)
    assert not Improvement.objects.exists()


def test_the_form_begins_with_what_the_row_says(client_of, cast, workload, sheet):
    cleo_client = client_of(cast.cleo)
    address = reverse("worksheet-row-improvement", args=[workload.pk, KIND, 2])
    page = cleo_client.get(address)
    form = page.context["form"]
    assert form["title"].value() == "RDS Primary: AZ failure"
    sent = {name: form[name].value() or "" for name in form.fields if name != "links"}
    answer = cleo_client.post(address, {**sent, "title": "Fail over"}, follow=True)
    assert "Improvement 1 is made." in answer.text
    assert "Shown by" in answer.text
    assert f"{reverse('worksheet-detail', args=[workload.pk, KIND])}#row-2" in answer.text
    listed = cleo_client.get(reverse("improvement-list", args=[workload.pk])).text
    assert "Failure modes: RDS Primary: AZ failure" in listed
    again = cleo_client.get(address, follow=True)
    assert "was made from the row already" in again.text
    assert Improvement.objects.get().title == "Fail over"


def test_over_rest_it_is_made_once_and_says_where_it_comes_from(api_of, cast, workload, sheet):
    api = api_of(cast.cleo)
    address = reverse("api-worksheet-row-improvement", args=[workload.pk, KIND, 2])
    answer = api.post(address, {"due_on": "2027-02-01"}, format="json")
    assert answer.status_code == 201
    made = answer.json()
    assert (made["worksheet"], made["worksheet_row"], made["due_on"]) == (KIND, 2, "2027-02-01")
    assert (made["game_day"], made["game_day_finding"]) == (None, None)
    again = api.post(address, {}, format="json")
    assert (again.status_code, again.json()["number"]) == (200, made["number"])
    assert Improvement.objects.get().due_on == date(2027, 2, 1)


def test_what_a_game_day_found_says_where_it_comes_from(
    actors, client_of, api_of, cast, workload, sheet
):
    game_days.plan(actors.cleo, workload.pk, title="RDS fails over", failure_mode=2)
    game_day_run.start(actors.cleo, workload.pk, 1)
    game_day_run.end(actors.cleo, workload.pk, 1)
    finding = game_day_findings.add(actors.cleo, workload.pk, 1, text="No alarm")
    made = game_day_findings.improve(actors.cleo, workload.pk, 1, finding.number)
    address = reverse("improvement-detail", args=[workload.pk, made.number])
    page = client_of(cast.vic).get(address).text
    assert f"{reverse('game-day-learn', args=[workload.pk, 1])}#findings" in page
    assert "RDS fails over" in page
    told = api_of(cast.vic, "read").get(reverse("api-improvement", args=[workload.pk, made.number]))
    shown = {key: told.json()[key] for key in ("worksheet", "game_day", "game_day_finding")}
    assert shown == {"worksheet": "", "game_day": 1, "game_day_finding": finding.number}


def test_an_improvement_outlives_its_row(actors, client_of, cast, workload, sheet):
    found = make(actors, workload).improvement
    worksheets.remove(actors.cleo, workload.pk, KIND, 2)
    address = reverse("improvement-detail", args=[workload.pk, found.number])
    page = client_of(cast.cleo).get(address)
    assert page.status_code == 200
    assert "Shown by" not in page.text


def test_lists_and_pages_take_as_many_queries_for_many_rows(
    actors, cast, client_of, workload, sheet
):
    browser = client_of(cast.cleo)
    pages = [
        reverse("improvement-list", args=[workload.pk]),
        reverse("worksheet-detail", args=[workload.pk, KIND]),
    ]
    make(actors, workload, 1)

    def counted(address):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    for address in pages:  # what is loaded once per process
        browser.get(address)
    few = [counted(address) for address in pages]
    for number in (2, 3, 4, 5, 6, 7):
        make(actors, workload, number)
    assert [counted(address) for address in pages] == few
