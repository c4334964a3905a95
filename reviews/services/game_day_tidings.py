"""What people hear by mail of game days: one comes in a week, and tomorrow; one is to be held
again. As they prefer (wellarch/events/mailing), each occasion once."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from reviews import rehearsing
from reviews.models import GameDay, GameDayState
from reviews.reads import game_days, people
from wellarch import clock
from wellarch.accounts.models import User
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind


def remind() -> int:
    """Tell who takes part of game days that come, and of those to be held again.

    Seven days and one day before; what is moved to another day is told of anew. So it may run as
    often as it likes. Whoever sees the workload no more hears nothing. Returns how many were told.
    """
    today = clock.now().date()
    return _coming(today) + _again(today)


def _coming(today: date) -> int:
    first, last = today, today + timedelta(days=rehearsing.LEAD + 1)
    rows = GameDay.objects.filter(
        state=GameDayState.PLANNED,
        planned_at__date__range=(first, last),
        workload__archived_at=None,
    ).select_related("workload__organization")
    told = 0
    for row in rows.order_by("planned_at", "pk").iterator(chunk_size=500):
        on = row.planned_at.date() if row.planned_at else today
        lead = rehearsing.reminder(on, row.reminded_on, today)
        if lead is None:
            continue
        with transaction.atomic():
            GameDay.objects.filter(pk=row.pk, revision=row.revision).update(reminded_on=today)
            told += sum(
                _write(row, person, on=on, once=f"game day {row.pk} {on} {lead}")
                for person in _who(row)
            )
    return told


def _again(today: date) -> int:
    """Game days that are to be repeated and that nobody has planned again."""
    ended = GameDay.objects.filter(
        state=GameDayState.DONE, repeat_months__gt=0, workload__archived_at=None
    )
    told = 0
    for workload in ended.order_by("workload").values_list("workload", flat=True).distinct():
        rows = GameDay.objects.filter(workload=workload).select_related("workload__organization")
        found = {row.number: row for row in rows}
        for due in game_days.due_again(found.values(), today, within=rehearsing.LEAD):
            row = found[due.number]
            with transaction.atomic():
                told += sum(
                    _write(row, person, on=due.on, once=f"game day again {row.pk} {due.on}")
                    for person in _who(row)
                )
    return told


def _who(row: GameDay) -> list[User]:
    """Who takes part, or without anybody who planned it, as long as they see the workload."""
    taking_part: list[int | None] = [part.user_id for part in row.parts.all() if part.user_id]
    wanted = taking_part or [row.created_by_id]
    return list(people.who_sees(row.workload).filter(pk__in=[each for each in wanted if each]))


def _write(row: GameDay, person: User, *, on: date, once: str) -> bool:
    is_over = row.state == GameDayState.DONE
    page = "game-day-learn" if is_over else "game-day-detail"
    made = notices.write(
        NoticeKind.DUE_SOON,
        user=person,
        organization=row.workload.organization,
        once=once,
        data={
            "workload": row.workload.name,
            "what": "rehearsal" if is_over else "game day",
            "title": row.title,
            "due": on,
            "overdue": is_over and on < clock.now().date(),
            "url": reverse(page, args=[row.workload_id, row.number]),
        },
    )
    return made is not None
