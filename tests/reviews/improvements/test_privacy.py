"""What improvements know of a person: told to them, and taken out of what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import CalendarFeed
from reviews.reads import improvement_page
from reviews.services import calendar_feeds, improvements, personal
from wellarch.accounts.persons import erasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(actors, cast, workload):
    """Ben made, owns and accepted an improvement, and follows what is due."""
    row = improvements.make(actors.ben, workload.pk, title="Oil", owner=cast.ben.pk)
    until = timezone.localdate() + timedelta(days=9)
    improvements.accept(actors.ben, workload.pk, row.number, reason="Fine", until=until)
    calendar_feeds.renew(actors.ben)
    return row


def test_a_person_is_told_all_of_it_and_no_secret(cast, busy):
    found = {name: list(rows) for name, rows in personal.export(cast.ben)}
    for name in ("made", "owned", "accepted"):
        assert [row["title"] for row in found[f"improvements_{name}"]] == ["Oil"]
    assert len(found["improvements_changed"]) == 2
    assert len(found["calendars_followed"]) == 1
    assert CalendarFeed.objects.get().secret_hash not in str(found)


def test_who_goes_owns_nothing_any_more_and_history_calls_them_former(actors, cast, busy):
    erasure.erase(cast.ben, confirmation=cast.ben.email)
    busy.refresh_from_db()
    assert busy.owner is None
    assert not CalendarFeed.objects.exists()
    page = improvement_page.build(actors.cleo, busy.workload_id, busy.number)
    assert {change.by for change in page.history} == {"Former member"}
    assert page.accepted_by == "Former member"
    assert "Ben" not in str([busy.history.values_list("actor_name", "fields")])
