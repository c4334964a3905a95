"""What worksheets, game days and review plans know of a person: told to them, and forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from reviews.models import (
    GameDay,
    GameDayEntry,
    GameDayPart,
    PlannedReview,
    Reading,
    Worksheet,
    WorksheetChange,
    WorksheetRow,
)
from reviews.services import frozen_names
from wellarch.accounts.models import User
from wellarch.accounts.persons.privacy import rows


def export(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The worksheets somebody started and changed, the rows they own, what they measured; the game
    days they planned, took part in and wrote of; the reviews they planned."""
    yield "worksheets_started", rows(
        Worksheet.objects.filter(created_by=user), "kind", "created_at", workload="workload__name"
    )  # fmt: skip
    of_sheet = {"worksheet": "worksheet__kind", "workload": "worksheet__workload__name"}
    yield "worksheet_rows_owned", rows(
        WorksheetRow.objects.filter(owner=user).order_by("pk"), "table", "number", "values",
        **of_sheet,
    )  # fmt: skip
    yield "worksheets_changed", rows(
        WorksheetChange.objects.filter(user=user).order_by("pk"), "at", "via", "what", "row",
        "label", "fields", **of_sheet,
    )  # fmt: skip
    yield "readings_recorded", rows(
        Reading.objects.filter(user=user).order_by("pk"), "at", "value", "total", "note", "via",
        row="row__number", worksheet="row__worksheet__kind",
        workload="row__worksheet__workload__name",
    )  # fmt: skip
    yield "game_days_planned", rows(
        GameDay.objects.filter(created_by=user), "number", "title", "created_at",
        workload="workload__name",
    )  # fmt: skip
    of_day = {"game_day": "game_day__title", "workload": "game_day__workload__name"}
    yield "game_days_taken_part_in", rows(
        GameDayPart.objects.filter(user=user).order_by("pk"), "role", **of_day
    )  # fmt: skip
    yield "game_day_entries", rows(
        GameDayEntry.objects.filter(user=user).order_by("pk"), "at", "kind", "text", **of_day
    )  # fmt: skip
    yield "reviews_planned", rows(
        PlannedReview.objects.filter(created_by=user), "kind", "title", "planned_on", "created_at",
        workload="workload__name",
    )  # fmt: skip


def forget(
    user: User, words: Collection[str], former: str, organizations: Collection[UUID]
) -> None:
    """Replace somebody's name by `former`; rows they own stay, and are nobody's.

    words: what they are called, as others may have typed it.
    """
    WorksheetChange.objects.filter(user=user).update(actor_name=former)
    WorksheetRow.objects.filter(owner=user).update(owner=None)
    Reading.objects.filter(user=user).update(actor_name=former)
    GameDayEntry.objects.filter(user=user).update(actor_name=former)
    typed = GameDayPart.objects.filter(
        frozen_names.called(words, "name"), game_day__organization__in=organizations
    )
    typed.update(name=former)
