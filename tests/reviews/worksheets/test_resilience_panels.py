"""What the pages of failure modes, recovery and encryption draw above their tables."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.services import worksheet_improvements, worksheets


@pytest.fixture
def opened(actors, cast, client_of, workload):
    """Starts a sheet and shows its page after some rows were changed: {number: values}."""

    def page(kind, rows=None, settings=None, who=None):
        worksheets.start(actors.cleo, workload.pk, kind)
        for number, values in (rows or {}).items():
            worksheets.edit(actors.cleo, workload.pk, kind, number, values=values)
        if settings:
            worksheets.set_settings(actors.cleo, workload.pk, kind, values=settings)
        address = reverse("worksheet-detail", args=[workload.pk, kind])
        return client_of(who or cast.cleo).get(address)

    return page


def days_ago(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def rating(severity, likelihood, detectability):
    keys = ("severity", "likelihood", "detectability")
    return dict(zip(keys, map(str, (severity, likelihood, detectability)), strict=True))


def test_unrated_failure_modes_ask_for_ratings(opened):
    page = opened("failure-modes")
    assert "6 not rated yet" in text_of(page)
    assert "it takes its place here" in text_of(page)


def test_rated_failure_modes_stand_in_the_matrix_and_lead_to_their_rows(opened):
    page = opened("failure-modes", {2: rating(9, 6, 5), 6: rating(9, 5, 1)})
    panel = page.context["page"].panel
    assert [line.severity for line in panel.lines] == ["9–10", "7–8", "5–6", "3–4", "1–2"]
    top = panel.lines[0].squares[2]
    assert (top.likelihood, top.heat, [mode.rank for mode in top.modes]) == ("5–6", "hot", [1, 2])
    assert [(mode.name, mode.priority) for mode in panel.first] == [
        ("RDS Primary: AZ failure", 270), ("Lambda: Throttling", 45),
    ]  # fmt: skip
    assert "2 failure modes:" in text_of(page)
    assert 'class="modes-chip modes-chip--high" href="#row-2"' in page.text


def test_bars_stand_on_one_scale_with_their_targets(opened):
    rows = {1: {"rto": "2 h", "tested_on": days_ago(10)}, 2: {"tested_on": days_ago(400)}}
    page = opened("recovery", rows, {"target_rpo": "15 min", "target_rto": "30 min"})
    panel = page.context["page"].panel
    first = panel.bars[1]
    assert (first.data, first.verdict, first.tone) == ("RDS", "1 h 30 min over", "bad")
    assert 0 < first.target < first.width < panel.width
    assert [tick.label for tick in panel.ticks] == ["1 s", "1 min", "1 h", "1 d"]
    words = next(bar for bar in panel.bars if bar.said == "Minutes")
    assert words.verdict == "perhaps over: say a number"
    assert [test.data for test in panel.tests] == ["S3", "EBS", "DynamoDB", "RDS"]
    assert "never tested" in text_of(page)
    assert "overdue by" in text_of(page)


def test_nothing_that_can_be_compared_draws_no_bar(opened):
    page = opened("recovery", {n: {"rpo": "N/A", "rto": "Varies"} for n in (1, 2, 3, 4)})
    assert {bar.width for bar in page.context["page"].panel.bars} == {None}
    assert "cannot be compared" in text_of(page)


def test_each_decision_stands_beside_what_the_framework_asks_for(opened, actors, workload):
    page = opened("encryption", {1: {"in_transit": "TLS 1.2+"}, 5: {"data": "Old tapes"}})
    panel = page.context["page"].panel
    assert [cell.verdict for cell in panel.lines[0].cells] == [
        "as asked", "asked for: TLS 1.3", "as asked",
    ]  # fmt: skip
    assert panel.lines[4].is_open
    assert panel.missing == ("Backups",)
    assert "The framework also knows: Backups." in text_of(page)


def test_a_row_shows_the_improvements_made_from_it(opened, actors, cast, client_of, workload):
    opened("recovery")
    worksheet_improvements.make(actors.cleo, workload.pk, "recovery", 1)
    address = reverse("worksheet-detail", args=[workload.pk, "recovery"])
    make = reverse("worksheet-row-improvement", args=[workload.pk, "recovery", 1])
    page = client_of(cast.cleo).get(address)
    assert reverse("improvement-detail", args=[workload.pk, 1]) in page.text
    assert make in page.text
    assert make not in client_of(cast.vic).get(address).text


@pytest.mark.parametrize("kind", ["failure-modes", "recovery", "encryption"])
def test_a_sheet_without_rows_draws_nothing(kind, actors, cast, client_of, workload):
    worksheets.start(actors.cleo, workload.pk, kind, with_rows=False)
    page = client_of(cast.vic).get(reverse("worksheet-detail", args=[workload.pk, kind]))
    assert page.context["page"].panel is None
