"""Worksheets and game days of milestones through the doors: their page, comparisons, reports."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from reviews.models import GameDay
from reviews.services import milestones, worksheets
from tests.reviews.worksheets import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(actors, cast, workload, review):
    """A milestone with all of it, after which the model got better and a game day was held."""
    filled.fill(actors, cast, workload)
    made = milestones.record(actors.ben, workload.pk, name="Before")
    for number in (1, 2):
        worksheets.edit(actors.cleo, workload.pk, "availability", number, values={"copies": "2"})
    GameDay.objects.filter(workload=workload, number=2).update(state="done", started_at=filled.AT)
    return made


def test_the_page_of_a_milestone_shows_worksheets_as_they_were(client_of, cast, frozen):
    url = reverse("milestone-detail", args=[frozen.workload_id, frozen.number])
    text = client_of(cast.vic).get(url).content.decode()
    for words in ("99.899% against a target of 99.9%: below", "How the parts make the whole",
                  "Lose a zone", "The hypothesis did not hold", "Failover forced",
                  "12 · Page somebody", "Review plan", "30 min of 4 h"):  # fmt: skip
        assert words in text
    shown = text[text.index('aria-labelledby="worksheets-title"') :]
    assert "<form" not in shown[: shown.index("review-title")]
    assert client_of(cast.oda).get(url).status_code == 404


def test_comparing_tells_results_rows_and_rehearsals(client_of, cast, frozen):
    url = reverse("milestone-compare", args=[frozen.workload_id, frozen.number])
    text = client_of(cast.vic).get(url).content.decode()
    for words in ("99.899% against a target of 99.9%: below", "Copies:", "1 → 2",
                  "1 game day was held in between.", "Throttle the queue"):  # fmt: skip
        assert words in text
    narrowed = client_of(cast.vic).get(f"{url}?pillar=doors").content.decode()
    assert "Throttle the queue" not in narrowed


def test_comparing_over_rest_tells_the_same(api_of, cast, frozen):
    url = reverse("api-compare", args=[frozen.workload_id, frozen.number])
    told = api_of(cast.vic).get(url).json()
    (sheet,) = told["worksheets"]
    assert (sheet["kind"], sheet["result"]["state"]) == ("availability", "better")
    assert [row["label"] for row in sheet["rows"]] == ["API Gateway", "Lambda"]
    assert sheet["rows"][0]["values"] == [
        {"label": "Copies", "before": "1", "after": "2", "state": "same"}
    ]
    assert [(day["number"], day["before"], day["after"]) for day in told["game_days"]] == [
        (2, "planned", "done")
    ]


def test_the_content_over_rest_holds_what_was_filled_in(api_of, cast, frozen):
    url = reverse("api-milestone", args=[frozen.workload_id, frozen.number])
    content = api_of(cast.vic).get(url).json()["content"]
    assert len(content["worksheets"]) == 7
    assert [day["title"] for day in content["game_days"]] == ["Lose a zone", "Throttle the queue"]
    assert "Cleo Example" not in json.dumps(content["worksheets"][3])  # who measured


def test_the_sections_can_be_chosen_for_a_report(client_of, api_of, cast, frozen):
    page = client_of(cast.ben).get(reverse("report-create", args=[frozen.workload_id]))
    for key in ("worksheets", "game_days", "review_plan"):
        assert f'value="{key}"' in page.content.decode()
    url = reverse("api-report-list", args=[frozen.workload_id])
    body = {"format": "xlsx", "sections": ["worksheets", "game_days", "review_plan"]}
    made = api_of(cast.ben).post(url, body, format="json")
    assert made.status_code == 202
