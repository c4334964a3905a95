"""Worksheets, game days and the review plan in what is frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviews.models import Milestone, Reading, WorksheetRow
from reviews.reads import snapshots
from reviews.services import milestones, worksheets
from reviews.snapshot import digest, from_content, to_content
from reviews.snapshot_sheets import SnapshotPart
from reviews.worksheet_access import content_of, sheet_for
from reviews.worksheets.content import READINGS_ALONG
from reviews.worksheets.kinds import KINDS
from tests.reviews.worksheets import filled
from wellarch.accounts.persons import erasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(actors, cast, workload, review):
    return filled.fill(actors, cast, workload)


def test_a_snapshot_tells_of_worksheets_game_days_and_the_plan(full, actors, cast):
    taken = snapshots.take(full)
    assert [sheet.kind for sheet in taken.worksheets] == list(KINDS)
    recovery = next(sheet for sheet in taken.worksheets if sheet.kind == "recovery")
    assert (recovery.rows[0].owner_name, recovery.rows[0].owner_id) == (
        "Cleo Example",
        cast.cleo.pk,
    )
    over, planned = taken.game_days
    assert (over.title, over.source_row, over.was_confirmed) == ("Lose a zone", 2, False)
    assert over.parts == (
        SnapshotPart("Ben Example", cast.ben.pk, "Lead"),
        SnapshotPart("Robin of the vendor", 0, "Guest"),
    )
    assert [entry.kind for entry in over.entries] == ["injected", "detected", "recovered"]
    assert over.findings[0].improvements == (12,)
    assert (planned.state, planned.entries) == ("planned", ())
    assert (taken.planned_reviews[0].title, taken.planned_reviews[0].spent_minutes) == (
        "Before go-live",
        30,
    )
    came = {each.number: each for each in taken.improvements}
    assert (came[11].worksheet, came[11].worksheet_row) == ("failure-modes", 2)
    assert (came[12].game_day, came[12].game_day_finding) == (1, 1)
    assert from_content(to_content(taken)) == taken


def test_the_queries_do_not_grow_with_what_is_in_them(full, django_assert_num_queries):
    with django_assert_num_queries(19):
        snapshots.take(full)
    with django_assert_num_queries(12):
        assert snapshots.to_compare(full).worksheets


def test_of_many_readings_the_newest_are_kept(full):
    row = WorksheetRow.objects.get(
        worksheet__workload=full, worksheet__kind="performance", number=1
    )
    Reading.objects.bulk_create(
        Reading(
            organization=full.organization, row=row, value=n, actor_name="Ada", via="api",
            at=filled.AT + timedelta(minutes=n),
        )
        for n in range(READINGS_ALONG + 20)
    )  # fmt: skip
    sheet = next(s for s in snapshots.take(full).worksheets if s.kind == "performance")
    kept = sheet.rows[0].readings
    assert (len(kept), kept[0].value, kept[-1].value) == (
        READINGS_ALONG,
        "20",
        f"{READINGS_ALONG + 19}",
    )
    assert {reading.by for reading in kept} == {""}


def test_a_milestone_keeps_a_worksheet_as_it_was(full, actors):
    made = milestones.record(actors.ben, full.pk, name="Before")
    worksheets.edit(actors.cleo, full.pk, "availability", 1, values={"availability": "99.5"})
    worksheets.delete(actors.cleo, full.pk, "recovery")
    kept = from_content(Milestone.objects.get(pk=made.pk).content)
    then = {sheet.kind: sheet for sheet in kept.worksheets}
    assert then["availability"].rows[0].text("availability") == "99.95"
    assert len(then["recovery"].rows) == 4
    now = content_of(sheet_for(actors.cleo, full.pk, "availability"))
    assert now.rows[0].text("availability") == "99.5"


def test_a_person_is_taken_out_of_worksheets_and_game_days_without_a_new_digest(full, actors, cast):
    made = milestones.record(actors.ada, full.pk, name="Before")
    for person in (cast.ben, cast.cleo):
        erasure.erase(person, confirmation=person.email)
    kept = Milestone.objects.get(pk=made.pk)
    told = str([kept.content["worksheets"], kept.content["game_days"]])
    assert "Cleo" not in told
    assert "Ben" not in told
    taken = from_content(kept.content)
    assert taken.game_days[0].parts[0] == SnapshotPart("Former member", 0, "Lead")
    assert taken.game_days[0].parts[1].person_name == "Robin of the vendor"
    assert (kept.digest, digest(kept.content, "")) == (made.digest, made.digest)
