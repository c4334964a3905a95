"""The hub of one process: what is watched, its newest revisions, who is there.

Everything a page asks is answered from memory. What is in the database is looked at by whichever
request finds it older than FRESH, once for all watchers together, so that the cost does not grow
with their number, no thread has to be kept alive, and several processes agree without talking
to each other: what one of them writes down, the others read.
"""

from __future__ import annotations

import json
import logging
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Lock
from uuid import UUID

from wellarch.live import passes
from wellarch.live.passes import Pass
from wellarch.live.source import Present, Seen, Source

FRESH = 0.4  # seconds after which revisions are read again
PEOPLE = 1.5  # seconds after which people are read again, unless somebody came or moved
KEEP = 10.0  # seconds after which it is written down that somebody is still there
PRESENT = timedelta(seconds=30)  # who was not seen for longer is not there
GRACE = 3.0  # seconds in which who left may open the next page without having been away
ADMIT = 45.0  # seconds after which it is looked at again whether somebody may watch
CHECKS = 100  # of them at once, so that a restart under many watchers holds nobody up
FORGET = 60.0  # seconds after which a watcher who did not ask again is forgotten
SHOWN = 30  # people of one room that are told; of more only their number

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """One page that is open: its pass, when it last asked, until when it was let in."""

    its: Pass
    seen: float
    checked: float
    is_refused: bool = False


@dataclass(slots=True)
class Stay:
    """One person in one room. kept: when that was last written down."""

    place: str
    seen: float
    kept: float = 0.0
    is_new: bool = True
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What is told about a room. `tag` is what a page sends back while it has seen this."""

    revision: int
    people: tuple[Present, ...]
    tag: str
    body: bytes


class Hub:
    """Answers pages that ask what is new."""

    def __init__(self, source: Source, *, clock: Callable[[], float] = time.time) -> None:
        self._source = source
        self._clock = clock
        self._watches: dict[str, Watch] = {}
        self._stays: dict[tuple[UUID, int], Stay] = {}
        self._rooms: dict[UUID, Room] = {}
        self._read_at = self._people_at = self._kept_at = 0.0
        self._is_down = False
        self._reading, self._writing = Lock(), Lock()

    def ask(
        self, text: str, tag: str = "", *, place: str | None = None, is_leaving: bool = False
    ) -> tuple[HTTPStatus, bytes]:
        """What is new for the page with this pass that has already seen `tag`.

        200 with {revision, tag, people, count}; 204 if nothing changed; 401 for a pass that is
        not ours or has ended, 403 when its person may not watch any more, 503 while the
        database cannot be asked. place: where in the room the person is, None if they look
        elsewhere. is_leaving: the page is being closed.
        """
        now = self._clock()
        watch = self._watches.get(text) or self._enter(text, now)
        if watch is None or now >= watch.its.expires:
            return HTTPStatus.UNAUTHORIZED, b""
        watch.seen = now
        if not watch.is_refused:  # or who lost access would go on being seen in the room
            self._note(watch.its, place, is_leaving, now)
        self._refresh(now)
        if watch.is_refused:
            return HTTPStatus.FORBIDDEN, b""
        if self._is_down:
            return HTTPStatus.SERVICE_UNAVAILABLE, b""
        room = self._rooms.get(watch.its.room)
        # Until it was looked at whether a pass of before is still good, there is nothing new.
        if room is None or room.tag == tag or now - watch.checked > ADMIT + FRESH:
            return HTTPStatus.NO_CONTENT, b""
        return HTTPStatus.OK, room.body

    def _enter(self, text: str, now: float) -> Watch | None:
        found = passes.read(text)
        if found is None:
            return None
        # Made for a page that was shown to them just then: as good as a check of that moment.
        return self._watches.setdefault(text, Watch(found, now, float(found.issued)))

    def _note(self, its: Pass, place: str | None, is_leaving: bool, now: float) -> None:
        key = (its.room, its.person)
        stay = self._stays.get(key)
        if is_leaving:
            if stay is not None:
                stay.left = now
            return
        if stay is None:
            stay = self._stays.setdefault(key, Stay(place or "", now))
        stay.seen, stay.left = now, None
        if place is not None and place != stay.place:
            stay.place, stay.is_new = place, True

    def _refresh(self, now: float) -> None:
        """Look at the database if that was too long ago and nobody else is about to."""
        if now - self._read_at >= FRESH and self._reading.acquire(blocking=False):
            try:
                self._read(now)
            except Exception:  # whatever it is, the next one tries again
                if not self._is_down:
                    _log.exception("Live updates wait: the database cannot be asked.")
                self._is_down = True
            finally:
                self._read_at = now
                self._reading.release()
        # Apart from reading: a writer that has to wait must not hold up the signal.
        if now - self._kept_at >= FRESH and self._writing.acquire(blocking=False):
            try:
                self._keep(self._due(now), now)
            finally:
                self._kept_at = now
                self._writing.release()

    def _read(self, now: float) -> None:
        self._forget(now)
        self._admit(now)
        watches = [watch.its for watch in list(self._watches.values()) if not watch.is_refused]
        rooms = {its.room: its.topic for its in watches}
        revisions = self._source.revisions(set(rooms.values())) if rooms else {}
        people = None
        if rooms and now - self._people_at >= PEOPLE:
            people = self._source.people(set(rooms), _moment(now) - PRESENT)
            self._people_at = now
        for room, topic in rooms.items():
            self._tell(room, revisions.get(topic), people)
        for room in set(self._rooms) - set(rooms):
            del self._rooms[room]
        self._is_down = False

    def _tell(self, room: UUID, revision: int | None, people: object) -> None:
        told = self._rooms.get(room)
        if revision is None:  # it is gone; the next check refuses those who still ask
            self._rooms.pop(room, None)
            return
        there = told.people if told else ()
        if isinstance(people, dict):
            there = tuple(people.get(room, ()))
        if told is None or told.revision != revision or told.people != there:
            self._rooms[room] = _room(revision, there)

    def _admit(self, now: float) -> None:
        """Look again whether those may watch who were let in a while ago."""
        due = [w for w in list(self._watches.values()) if now - w.checked >= ADMIT][:CHECKS]
        if not due:
            return
        admitted = set(self._source.admitted({watch.its for watch in due}))
        for watch in due:
            watch.checked, watch.is_refused = now, watch.its not in admitted
            if watch.is_refused:
                self._stays.pop((watch.its.room, watch.its.person), None)

    def _due(self, now: float) -> list[tuple[tuple[UUID, int], Stay]]:
        """The stays that have to be written down: news at once, the others all together."""
        stays = list(self._stays.items())
        news = [each for each in stays if each[1].is_new or _is_gone(each[1], now)]
        late = any(stay.seen > stay.kept and now - stay.kept >= KEEP for _key, stay in stays)
        return [each for each in stays if each[1].seen > each[1].kept] if late else news

    def _keep(self, due: Sequence[tuple[tuple[UUID, int], Stay]], now: float) -> None:
        seen = []
        for (room, person), stay in due:
            has_left = _is_gone(stay, now)
            # First this: what changes from here on is news again.
            stay.is_new, stay.kept = False, now
            at = _moment(stay.left if has_left and stay.left else stay.seen)
            seen.append(Seen(room, person, stay.place, at, has_left))
            if has_left:
                self._stays.pop((room, person), None)
        if not seen:
            return
        try:
            self._source.keep(seen)
        except Exception:  # who is there does not matter as much as what changed
            _log.exception("Who is in the room could not be written down.")
            for _key, stay in due:
                stay.is_new = True
        self._people_at = 0.0  # read back at once, with what other processes wrote

    def _forget(self, now: float) -> None:
        for text, watch in list(self._watches.items()):
            if now - watch.seen > FORGET:
                del self._watches[text]
        for key, stay in list(self._stays.items()):
            if now - stay.seen > FORGET:
                del self._stays[key]


def _is_gone(stay: Stay, now: float) -> bool:
    return stay.left is not None and now - stay.left >= GRACE


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _room(revision: int, people: tuple[Present, ...]) -> Room:
    told = [
        {"id": each.person, "name": each.name, "initials": each.initials, "place": each.place}
        for each in people[:SHOWN]
    ]
    # The same in every process, so that a page may ask one after the other.
    tag = f"{revision}-{zlib.crc32(json.dumps([told, len(people)]).encode()):08x}"
    body = {"revision": revision, "tag": tag, "people": told, "count": len(people)}
    return Room(revision, people, tag, json.dumps(body).encode())
