"""What a person owned, measured and rehearsed is told to them, and stays without their name."""

from __future__ import annotations

import json

import pytest

from reviews.models import GameDayPart, Reading, WorksheetChange, WorksheetRow
from reviews.services import milestones, personal, readings, worksheets
from reviews.worksheet_access import content_of, sheet_for
from tests.accounts.test_privacy import places_of
from tests.reviews.worksheets.filled import fill
from wellarch.accounts.models import User
from wellarch.accounts.persons import erasure

NAME = "Ben Example"
AT = "2026-01-01T00:00:00Z"


@pytest.fixture
def busy(actors, cast, workload, review):
    """Ben owns a row and measured it; he led a game day, of which a milestone tells too."""
    fill(actors, cast, workload)
    edit = {"values": {"owner": cast.ben.pk}}
    worksheets.edit(actors.ben, workload.pk, "performance", 1, **edit)
    measured = [{"at": AT, "value": "200"}]
    readings.record(actors.ben, workload.pk, "performance", 1, readings=measured)
    GameDayPart.objects.filter(user=None).update(name=NAME.upper())
    milestones.record(actors.ada, workload.pk, name="First")
    return workload


def test_it_is_exported(cast, busy):
    told = {name: list(rows) for name, rows in personal.export(cast.ben)}
    owned = [(row["worksheet"], row["number"]) for row in told["worksheet_rows_owned"]]
    assert owned == [("performance", 1)]
    assert [row["what"] for row in told["worksheets_changed"]] == ["changed", "readings"]
    assert [str(row["value"]) for row in told["readings_recorded"]] == ["200.000000"]
    assert [row["role"] for row in told["game_days_taken_part_in"]] == ["Lead"]
    assert len(told["game_day_entries"]) == 3
    assert "Cleo" not in json.dumps(told, default=str)


def test_rows_stay_and_are_nobodys_and_no_name_is_left(actors, cast, busy):
    assert len(places_of(NAME)) > 5
    erasure.erase(User.objects.get(pk=cast.ben.pk), confirmation=cast.ben.email)
    assert places_of(NAME) == []
    row = WorksheetRow.objects.get(worksheet__kind="performance", number=1)
    assert row.owner is None
    assert row.readings.get(at=AT).actor_name == "Former member"
    theirs = WorksheetChange.objects.filter(user=cast.ben)
    assert set(theirs.values_list("actor_name", flat=True)) == {"Former member"}
    assert Reading.objects.exclude(user=cast.ben).filter(actor_name="Cleo Example").exists()
    content = content_of(sheet_for(actors.ada, busy.pk, "performance"))
    assert content.row(1).owner_id == 0


def test_who_left_the_organization_may_go_on_owning_what_is_written_back(actors, cast, busy):
    """Nobody is given a row who does not see it; but saving what is there is no giving."""
    cast.ben.memberships.all().delete()
    edit = worksheets.edit
    kept = {"owner": cast.ben.pk, "note": "Still true"}
    row = edit(actors.cleo, busy.pk, "performance", 1, values=kept)
    assert (row.owner_id, row.values["note"]) == (cast.ben.pk, "Still true")
