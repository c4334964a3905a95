"""What every change of a game day does beside itself: its revision, one event, the workload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import rehearsing
from reviews.models import GameDay, GameDayState
from reviews.services import game_day_fields, touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict
from wellarch.events import log

_NOT: Mapping[str, Any] = {
    GameDayState.RUNNING: gettext_lazy("This game day is not running."),
    GameDayState.DONE: gettext_lazy("This game day has not ended yet."),
}


def keep(
    actor: Actor,
    game_day: GameDay,
    verb: str,
    *,
    columns: Iterable[str] = (),
    changed: log.Changes | None = None,
    **data: Any,
) -> None:
    """Raise the revision, save these columns and write the event. The workload is locked.

    So each revision has its event: by them two people's changes are told apart.
    """
    game_day.revision += 1
    game_day.changed_at = clock.now()
    game_day.save(update_fields=[*columns, "revision", "changed_at"])
    note(actor, game_day, verb, changed=changed, **data)


def note(
    actor: Actor,
    game_day: GameDay,
    verb: str,
    *,
    changed: log.Changes | None = None,
    **data: Any,
) -> None:
    """The event alone, and the workload's new revision, for which open pages wait."""
    log.record(
        actor,
        verb,
        game_day,
        workload_id=game_day.workload_id,
        changes=changed,
        hidden=game_day_fields.HIDDEN,
        data={
            "number": game_day.number,
            "title": game_day.title,
            "revision": game_day.revision,
            **data,
        },
    )
    touch.workload(game_day.workload)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{field: (before, after)} of the fields of `after` that are not as they were."""
    return {
        field: (before[field], value) for field, value in after.items() if before[field] != value
    }


def require_state(game_day: GameDay, state: str) -> None:
    """Conflict `not-<state>` unless it is in this state."""
    if game_day.state != state:
        raise Conflict(str(_NOT[state]), code=f"not-{state}")


def move(game_day: GameDay, wanted: str) -> None:
    """Put it into a state that may follow the one it is in; Conflict otherwise. Saves nothing."""
    if not rehearsing.may_become(game_day.state, wanted):
        words = str(GameDayState(game_day.state).label).lower()
        raise Conflict(
            _("This game day is %(state)s, so this cannot be done any more.") % {"state": words},
            code=f"is-{game_day.state}".replace("_", "-"),
        )
    game_day.state = wanted
