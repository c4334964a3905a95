"""Visits: who was in the room of a review, from when to when, at which question.

Written by live updates for everybody who has the room open, so it asks for no actor: who is
named here was let in by a pass that was made for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from reviews.models import Review, Visit
from wellarch.accounts.models import User
from wellarch.live.hub import PRESENT
from wellarch.live.source import Seen

BREAK = timedelta(minutes=5)  # who was away for longer comes for another visit


def keep(seen: Sequence[Seen]) -> None:
    """Write down that people were in rooms. At most six queries, however many they are.

    What another process wrote later stays. Who has left is at once not there any more.
    """
    with transaction.atomic():
        # One after the other for each person, or two processes would begin two visits.
        people = set(
            User.objects.filter(pk__in={each.person for each in seen}, is_active=True)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", flat=True)
        )
        visits = _running(seen)
        known = [(each, visits[_key(each)]) for each in seen if _key(each) in visits]
        _go_on([(e, visit) for e, visit in known if not e.has_left and e.at > visit.seen_at])
        _end([(each, visit) for each, visit in known if each.has_left])
        new = [each for each in seen if not each.has_left and _key(each) not in visits]
        # Who deleted their account a moment ago may still have a page open that asks.
        _begin([each for each in new if each.person in people])


def _key(seen: Seen) -> tuple[UUID, int]:
    return (seen.room, seen.person)


def _running(seen: Sequence[Seen]) -> dict[tuple[UUID, int], Visit]:
    """The newest visit of each that is not over."""
    rows = Visit.objects.filter(
        review_id__in={each.room for each in seen},
        user_id__in={each.person for each in seen},
        seen_at__gte=min(each.at for each in seen) - BREAK,
    ).order_by("started_at", "pk")
    found = {(row.review_id, row.user_id): row for row in rows}
    return {
        _key(each): row for each in seen if (row := found.get(_key(each))) and _is_on(row, each)
    }


def _is_on(visit: Visit, seen: Seen) -> bool:
    return seen.at - visit.seen_at <= BREAK


def _go_on(still: Sequence[tuple[Seen, Visit]]) -> None:
    resting = [(each, visit) for each, visit in still if visit.question_key == each.place]
    moved = [(each, visit) for each, visit in still if visit.question_key != each.place]
    if resting:
        # One moment for all keeps it one statement; the earliest claims nothing that was not so.
        at = min(each.at for each, _visit in resting)
        ids = [visit.pk for _each, visit in resting]
        Visit.objects.filter(pk__in=ids, seen_at__lt=at).update(seen_at=at)
    for each, visit in moved:
        visit.seen_at, visit.question_key = each.at, each.place
    if moved:
        rows = [visit for _each, visit in moved]
        Visit.objects.bulk_update(rows, ["seen_at", "question_key"])


def _end(left: Sequence[tuple[Seen, Visit]]) -> None:
    for each, visit in left:
        # Not there now, so it must look as if they had not been seen for as long as that takes.
        visit.seen_at = max(visit.started_at, min(visit.seen_at, each.at - PRESENT))
    if left:
        Visit.objects.bulk_update([visit for _each, visit in left], ["seen_at"])


def _begin(arrived: Sequence[Seen]) -> None:
    if not arrived:
        return
    rooms = Review.objects.filter(pk__in={each.room for each in arrived})
    there = set(rooms.values_list("pk", flat=True))
    Visit.objects.bulk_create(
        Visit(
            review_id=each.room,
            user_id=each.person,
            started_at=each.at,
            seen_at=each.at,
            question_key=each.place,
        )
        for each in arrived
        if each.room in there
    )
