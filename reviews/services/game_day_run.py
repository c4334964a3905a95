"""Running a game day: begun, noted while it happens, stopped or ended.

Notes of several people never clash: each is a line of its own. Whoever wrote one may correct it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.game_day_access import entry_of, game_day_for
from reviews.models import EntryKind, GameDay, GameDayEntry, GameDayState
from reviews.services import clashes, game_day_fields, game_day_history
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Forbidden, Invalid

NEED = Action.GAME_DAY_WRITE
UNSEEN = gettext_noop("Somebody changed this game day a moment ago. Look at it again.")
MAX_ENTRIES = 2000  # of one game day
_SLACK = timedelta(minutes=1)  # by which clocks of programs may be ahead of ours
# What they are says enough: a text beside it is welcome, not needed.
_SPEAKING = (EntryKind.INJECTED, EntryKind.DETECTED, EntryKind.RECOVERED)


def start(actor: Actor, workload_id: UUID, number: int, *, revision: int | None = None) -> GameDay:
    """Begin it now; again does nothing. Stale when somebody changed the plan since `revision`:
    one begins what one has read."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        if game_day.state == GameDayState.RUNNING:
            return game_day
        clashes.refuse_unseen(game_day, revision, _(UNSEEN))
        game_day_history.move(game_day, GameDayState.RUNNING)
        game_day.started_at = clock.now()
        game_day_history.keep(
            actor, game_day, verb="game_day.started", columns=["state", "started_at"]
        )
    return game_day


def note(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    text: str = "",
    kind: str = EntryKind.NOTE,
    at: datetime | None = None,
) -> GameDayEntry:
    """Write one line into the timeline: what happened now, or at `at`.

    A failure that is injected, detected or recovered needs no text. After the end only what
    happened before it can be added. Conflict `not-running` before the beginning.
    """
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        if game_day.started_at is None:
            game_day_history.require_state(game_day, GameDayState.RUNNING)
        if game_day.entries.count() >= MAX_ENTRIES:
            raise Conflict(_("This timeline has as many entries as one can."), code="too-many")
        entry = _entry(
            actor,
            game_day,
            kind=game_day_fields.kind_of_entry(kind),
            text=text,
            at=_during(game_day, at),
        )
        game_day_history.keep(actor, game_day, verb="game_day.noted", kind=entry.kind)
    return entry


def correct(
    actor: Actor, workload_id: UUID, number: int, entry_id: int, *, changes: Mapping[str, Any]
) -> GameDayEntry:
    """Correct an entry (text, kind, at) that the actor wrote. Forbidden for anybody else's.

    That a stop condition was met stays so; its text may be corrected.
    """
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        entry = entry_of(game_day, entry_id)
        if actor.user is None or entry.user_id != actor.user.pk:
            raise Forbidden(_("Only who wrote an entry can correct it."))
        if unknown := set(changes) - {"text", "kind", "at"}:
            message = _("There is no such field.")
            raise Invalid(fields={field: [message] for field in sorted(unknown)})
        kind = changes.get("kind", entry.kind)
        if entry.kind != EntryKind.STOPPED or kind != entry.kind:
            kind = game_day_fields.kind_of_entry(kind)
        wanted = {
            "kind": kind,
            "text": _words(kind, changes.get("text", entry.text)),
            "at": _during(game_day, changes["at"]) if "at" in changes else entry.at,
        }
        changed = [field for field, value in wanted.items() if getattr(entry, field) != value]
        if not changed:
            return entry
        if entry.kind == EntryKind.STOPPED and "kind" in changed:
            raise Conflict(_("A stop condition that was met stays met."), code="stopped")
        for field in changed:
            setattr(entry, field, wanted[field])
        entry.save(update_fields=changed)
        game_day_history.keep(actor, game_day, verb="game_day.note_corrected", kind=entry.kind)
    return entry


def end(actor: Actor, workload_id: UUID, number: int) -> GameDay:
    """End it as planned; again does nothing. Conflict `not-running` before it began."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        if game_day.state == GameDayState.DONE:
            return game_day
        game_day_history.require_state(game_day, GameDayState.RUNNING)
        _over(actor, game_day, "game_day.ended")
    return game_day


def stop(actor: Actor, workload_id: UUID, number: int, *, text: str = "") -> GameDay:
    """A stop condition is met: write down which, and end it at once. Conflict `not-running`."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        game_day_history.require_state(game_day, GameDayState.RUNNING)
        kind = EntryKind.STOPPED
        _entry(actor, game_day, kind=kind, text=text, at=clock.now())
        _over(actor, game_day, "game_day.stopped", is_early=True)
    return game_day


def _over(actor: Actor, game_day: GameDay, verb: str, *, is_early: bool = False) -> None:
    game_day_history.move(game_day, GameDayState.DONE)
    game_day.ended_at = clock.now()
    game_day.stopped_early = is_early
    columns = ["state", "ended_at", "stopped_early"]
    game_day_history.keep(actor, game_day, verb, columns=columns)


def _entry(actor: Actor, game_day: GameDay, *, kind: str, text: str, at: datetime) -> GameDayEntry:
    return GameDayEntry.objects.create(
        game_day=game_day,
        at=at,
        kind=kind,
        text=_words(kind, text),
        user=actor.user,
        actor_name=actor.name[:150],
    )


def _words(kind: str, text: Any) -> str:
    needs = kind not in (*_SPEAKING, EntryKind.STOPPED)
    return game_day_fields.text("text", text, game_day_fields.MAX_TEXT, is_needed=needs)


def _during(game_day: GameDay, at: datetime | None) -> datetime:
    """A moment between the beginning and now, or the end. Invalid names `at`."""
    last = game_day.ended_at or clock.now()
    if at is None:
        return last
    found = game_day_fields.moment("at", at)
    first = game_day.started_at or found
    # Forms know minutes: the one in which it began counts as the beginning.
    if found < first.replace(second=0, microsecond=0) or found > last + _SLACK:
        message = _("Choose a time between the beginning of the game day and its end.")
        raise Invalid(fields={"at": [message]})
    return min(max(found, first), last)
