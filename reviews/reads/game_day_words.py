"""Words for durations of game days: the clock, the distance from the beginning, times."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from reviews import rehearsing
from reviews.models import GameDay, GameDayState
from reviews.rehearsing import Moment, Times
from reviews.telling import words
from reviews.worksheets import durations

# How a state looks: the dots of components/status.html.
LOOKS = {
    GameDayState.PLANNED: "idle",
    GameDayState.RUNNING: "active",
    GameDayState.DONE: "done",
    GameDayState.CALLED_OFF: "",
}


def clock(took: timedelta) -> str:
    """A running clock: 0:05:09."""
    seconds = max(int(took.total_seconds()), 0)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def span(took: timedelta | None) -> str:
    """A duration in words, "2 min 5 s"; empty for none."""
    return "" if took is None else words(durations.words(Decimal(int(took.total_seconds()))))


def limit_of(game_day: GameDay) -> timedelta | None:
    """The recovery time its failure mode promises; None when it says none that can be compared."""
    said = durations.read(str(game_day.source.values.get("rto", ""))) if game_day.source else None
    # Beyond this it is no recovery time, and more than a timedelta bears.
    if said is None or said.seconds > 10 * 366 * 86_400:
        return None
    return timedelta(seconds=float(said.seconds))


def times_of(game_day: GameDay) -> Times:
    """The times of its timeline. Wants the entries prefetched."""
    return rehearsing.times(Moment(entry.kind, entry.at) for entry in game_day.entries.all())
