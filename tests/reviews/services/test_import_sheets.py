"""Worksheets, game days and the review plan come back from a report's JSON as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from reviews.documents.writing import Options
from reviews.models import GameDay, PlannedReview, Reading, Worksheet, WorksheetChange, WorksheetRow
from reviews.reads import snapshots
from reviews.services import milestones, review_import, worksheets
from tests.builders import publish_lens
from tests.reviews.services.test_import_review import exported, resealed, without_ids
from tests.reviews.worksheets import filled
from wellarch.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(actors, cast, workload, review):
    return filled.fill(actors, cast, workload)


def brought(actor: Any, document: dict[str, Any]) -> Any:
    """What becomes of a report somebody changed who knows the rule of the digest."""
    resealed(document)
    return review_import.from_report(actor, json.dumps(document).encode(), name="Other")


def test_all_of_it_comes_back_as_it_was(actors, full):
    made = review_import.from_report(actors.ben, exported(full), name="Checkout again")
    before, after = snapshots.take(full), snapshots.take(made)
    assert after.worksheets == before.worksheets
    # Who brings it wrote the timeline from now on; here that is who wrote it before.
    told = without_ids(replace(after, properties=before.properties))
    assert told == without_ids(before)


def test_rows_and_findings_know_their_improvements_again(actors, full):
    made = review_import.from_report(actors.ada, exported(full), name="Checkout again")
    row = made.improvements.get(number=11).worksheet_row
    assert (row.worksheet.workload, row.worksheet.kind, row.number) == (made, "failure-modes", 2)
    finding = made.improvements.get(number=12).game_day_finding
    assert (finding.game_day.workload, finding.text) == (made, "The alarm goes nowhere.")
    assert made.game_days.get(number=1).source == row


def test_numbers_go_on_behind_those_that_came(actors, full):
    made = review_import.from_report(actors.ada, exported(full), name="Checkout again")
    made.refresh_from_db()
    assert (made.last_game_day, made.last_planned_review) == (2, 1)
    added = worksheets.add(
        actors.ada, made.pk, "recovery", table="data", values={"data": "Search index"}
    )
    assert added.number == 5


def test_who_brings_it_measured_and_wrote_it(actors, cast, full):
    made = review_import.from_report(actors.ada, exported(full), name="Checkout again")
    readings = Reading.objects.filter(row__worksheet__workload=made)
    assert set(readings.values_list("user", "actor_name")) == {(cast.ada.pk, "Ada Example")}
    entries = made.game_days.get(number=1).entries
    assert set(entries.values_list("user", "actor_name")) == {(cast.ada.pk, "Ada Example")}
    lines = WorksheetChange.objects.filter(worksheet__workload=made)
    assert set(lines.values_list("what", "user")) == {("started", cast.ada.pk)}


def test_owners_and_people_of_elsewhere_stay_names(actors, full):
    publish_lens(actors.oda)
    made = review_import.from_report(actors.oda, exported(full))
    assert not WorksheetRow.objects.filter(worksheet__workload=made, owner__isnull=False).exists()
    parts = made.game_days.get(number=1).parts
    assert list(parts.values_list("user", "name", "role")) == [
        (None, "Ben Example", "Lead"),
        (None, "Robin of the vendor", "Guest"),
    ]


def test_that_a_milestone_came_of_a_planned_review_is_told(actors, full):
    frozen = milestones.record(actors.ben, full.pk, name="Before go-live")
    PlannedReview.objects.filter(workload=full).update(milestone=frozen)
    made = review_import.from_report(actors.ada, exported(full), name="Checkout again")
    planned = made.planned_reviews.get()
    assert planned.milestone is None
    assert planned.note == ("With the platform team\nThe report says that milestone 1 came of it.")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "Door", "availability": "101"}, "values.availability: Use a number up to 100."),
        ({"name": "Door", "colour": "red"}, "values.colour: There is no such column."),
        ({"availability": "99"}, "values.name: Fill this in."),
    ],
)
def test_what_cannot_stand_in_a_worksheet_is_named(actors, full, values, sentence):
    document = json.loads(exported(full))
    document["content"]["worksheets"][0]["rows"][1]["values"] = values
    with pytest.raises(Invalid) as caught:
        brought(actors.ada, document)
    said = " ".join(caught.value.fields["file"])
    assert said.startswith("Availability model, rows.1.")
    assert sentence in said


def test_a_tree_that_hangs_nowhere_is_named(actors, full):
    document = json.loads(exported(full))
    document["content"]["worksheets"][0]["rows"][1]["parent"] = 77
    with pytest.raises(Invalid) as caught:
        brought(actors.ada, document)
    assert "Availability model, rows.1.parent" in caught.value.fields["file"][0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c["worksheets"][0].update(kind="weather"), "'weather' is not one of"),
        (lambda c: c["game_days"][0].update(number=2), "have one number"),
        (lambda c: c["game_days"][0].update(planned_at="2026-99-01T00:00:00"), "is no moment"),
        (lambda c: c["planned_reviews"][0].update(planned_on="2026-99-01"), "is no moment"),
        (
            lambda c: c["game_days"][0].update(ended_at="9999-12-31T23:59:59-14:00"),
            "is no moment",
        ),
        (lambda c: c["game_days"][0].update(state="running"), "does not fit its state"),
        (lambda c: c["game_days"][0].update(started_at=""), "does not fit its state"),
        (
            lambda c: c["game_days"][0].update(ended_at="2020-01-01T00:00:00Z"),
            "does not fit its state",
        ),
        (lambda c: c["game_days"][0]["findings"][0].update(impact="huge"), "'huge' is not one of"),
    ],
)
def test_other_mistakes_are_told_too(actors, full, change, sentence):
    document = json.loads(exported(full))
    change(document["content"])
    with pytest.raises(Invalid) as caught:
        brought(actors.ada, document)
    assert sentence in " ".join(caught.value.fields["file"])


def test_half_of_a_character_is_refused_as_no_report(actors, full):
    halved = exported(full).replace(b'"Lose a zone"', b'"Lose a \\ud800"')
    with pytest.raises(Invalid) as caught:
        review_import.from_report(actors.ada, halved, name="Other")
    assert caught.value.fields["file"] == ["This is no report of WellArch as JSON."]


def test_a_runbook_that_would_run_something_is_left_out(actors, full):
    document = json.loads(exported(full))
    document["content"]["game_days"][0]["runbook_url"] = "javascript:alert(1)"
    assert brought(actors.ada, document).game_days.get(number=1).runbook_url == ""


def test_a_report_without_worksheets_brings_none(actors, full):
    content = exported(full, Options(sections=("answers", "game_days")))
    made = review_import.from_report(actors.ada, content, name="Other")
    assert not Worksheet.objects.filter(workload=made).exists()
    assert GameDay.objects.filter(workload=made).count() == 2
    assert made.game_days.get(number=1).source is None
    assert not made.planned_reviews.exists()
