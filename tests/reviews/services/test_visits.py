"""Visits: who was in a room, from when to when, whichever process saw them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from reviews.models import Visit
from reviews.reads import live_signal
from reviews.services import visits
from wellarch.live.hub import PRESENT
from wellarch.live.source import Seen

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def seen(review, cast):
    """Somebody seen some seconds after noon (Ada unless said)."""

    def see(seconds: float, place: str = "locks", *, who=None, has_left: bool = False) -> Seen:
        at = NOON + timedelta(seconds=seconds)
        return Seen(review.pk, (who or cast.ada).pk, place, at, has_left)

    return see


def there(review, seconds: float) -> list[tuple[str, str]]:
    """(name, place) of those who are shown as present some seconds after noon."""
    since = NOON + timedelta(seconds=seconds) - PRESENT
    found = live_signal.people({review.pk}, since).get(review.pk, [])
    return [(each.name, each.place) for each in found]


def test_coming_moving_and_staying_is_one_visit(review, seen):
    visits.keep([seen(0)])
    visits.keep([seen(20, "keys")])
    visits.keep([seen(200, "keys")])
    visit = Visit.objects.get()
    assert (visit.started_at, visit.seen_at) == (NOON, NOON + timedelta(seconds=200))
    assert visit.question_key == "keys"
    assert there(review, 201) == [("Ada Example", "keys")]
    assert there(review, 200 + PRESENT.total_seconds() + 1) == []


def test_who_was_away_for_more_than_five_minutes_comes_for_another_visit(seen):
    visits.keep([seen(0)])
    visits.keep([seen(299)])
    visits.keep([seen(299 + 301)])
    assert Visit.objects.count() == 2


def test_two_processes_write_one_visit_and_the_later_place_stays(review, seen):
    visits.keep([seen(0, "locks")])
    visits.keep([seen(2, "keys")])  # the other process saw her there
    visits.keep([seen(1, "locks")])  # the first one writes down what it saw before
    assert Visit.objects.get().question_key == "keys"
    assert there(review, 3) == [("Ada Example", "keys")]


def test_who_leaves_is_not_there_any_more_and_may_return(review, seen):
    visits.keep([seen(0)])
    visits.keep([seen(100)])
    visits.keep([seen(100, has_left=True)])
    assert there(review, 103) == []
    visits.keep([seen(160)])
    assert there(review, 161) == [("Ada Example", "locks")]
    assert Visit.objects.count() == 1


def test_people_are_told_in_the_order_of_their_coming(review, cast, seen):
    visits.keep([seen(0, who=cast.vic)])
    visits.keep([seen(1, who=cast.ben), seen(1, who=cast.vic)])
    assert [name for name, _place in there(review, 2)] == ["Vic Example", "Ben Example"]


def test_a_review_or_person_that_is_gone_is_passed_over(review, cast, seen):
    gone = Seen(uuid.uuid4(), cast.ada.pk, "", NOON)
    nobody = Seen(review.pk, 999_999, "", NOON)
    visits.keep([gone, nobody, seen(0)])
    assert Visit.objects.count() == 1


def test_hundreds_of_people_cost_as_many_queries_as_one(
    review, cast, seen, django_assert_num_queries
):
    people = (cast.ada, cast.ben, cast.cleo, cast.vic)
    visits.keep([seen(0, who=who) for who in people])
    with django_assert_num_queries(3 + 2):  # and the transaction's beginning and end
        visits.keep([seen(10, who=who) for who in people])
