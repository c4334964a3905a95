"""The hub: one look at the database for everybody, and nobody hears what they may not."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from wellarch.live import hub as module
from wellarch.live import passes
from wellarch.live.hub import ADMIT, CHECKS, FORGET, FRESH, GRACE, KEEP, Hub
from wellarch.live.passes import LIFE, Pass
from wellarch.live.source import Present, Seen, Source

START = 1_800_000_000.0
TOPIC, ROOM, ORGANIZATION = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)


@dataclass
class Stage:
    """A clock that stands still, and a database that remembers what it was asked."""

    now: float = START
    revision: dict[uuid.UUID, int] = field(default_factory=lambda: {TOPIC: 1})
    there: dict[uuid.UUID, list[Present]] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    kept: list[list[Seen]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def hub(self) -> Hub:
        return Hub(
            Source(
                revisions=self.revisions, people=self.people, admitted=self.admitted, keep=self.keep
            ),
            clock=lambda: self.now,
        )

    def note(self, name: str) -> None:
        self.asked.append(name)
        if name in self.broken:
            raise OSError("the database is gone")

    def revisions(self, topics):
        self.note("revisions")
        return {topic: self.revision[topic] for topic in topics if topic in self.revision}

    def people(self, rooms, since):
        self.note("people")
        return {room: self.there.get(room, []) for room in rooms}

    def admitted(self, asking):
        self.note(f"admitted {len(asking)}")
        return {each for each in asking if each.person not in self.refused}

    def keep(self, seen):
        self.note("keep")
        self.kept.append(list(seen))

    def pass_of(self, person: int = 1, *, topic=TOPIC, room=ROOM, age: float = 0) -> str:
        issued = int(self.now - age)
        return passes.write(Pass(topic, room, ORGANIZATION, person, issued))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def told(answer) -> dict:
    status, body = answer
    assert status == HTTPStatus.OK
    return json.loads(body)


def test_a_page_hears_of_a_change_once(stage):
    hub, mine = stage.hub(), stage.pass_of()
    first = told(hub.ask(mine))
    assert hub.ask(mine, first["tag"]) == (HTTPStatus.NO_CONTENT, b"")
    stage.revision[TOPIC] = 2
    assert hub.ask(mine, first["tag"])[0] == HTTPStatus.NO_CONTENT  # not looked at again yet
    stage.now += FRESH
    second = told(hub.ask(mine, first["tag"]))
    assert second["revision"] == 2
    assert hub.ask(mine, second["tag"])[0] == HTTPStatus.NO_CONTENT


def test_500_viewers_cost_one_look_at_the_database(stage):
    hub = stage.hub()
    everybody = [stage.pass_of(n) for n in range(500)]
    for each in everybody:
        hub.ask(each, place="locks")
    stage.now += module.PEOPLE
    stage.asked.clear()
    for each in everybody:
        hub.ask(each, place="locks")
    # Those who came after the first look are written down now, all at once.
    assert stage.asked == ["revisions", "people", "keep"]


def test_two_processes_say_the_same_so_that_a_page_may_ask_either(stage):
    stage.there[ROOM] = [Present(1, "Ada", "A", "locks")]
    mine = stage.pass_of()
    one, other = stage.hub(), stage.hub()
    assert one.ask(mine) == other.ask(mine)


def test_a_forged_or_foreign_pass_is_refused(stage):
    hub = stage.hub()
    text = stage.pass_of()
    assert hub.ask(text[:-8] + "AAAAAAAA")[0] == HTTPStatus.UNAUTHORIZED
    assert hub.ask("")[0] == HTTPStatus.UNAUTHORIZED
    assert stage.asked == []


def test_a_pass_tells_of_its_own_workload_only(stage):
    other, its_room = uuid.uuid4(), uuid.uuid4()
    stage.revision[other] = 99
    stage.there[its_room] = [Present(9, "Oda", "O", "glass")]
    hub = stage.hub()
    hub.ask(stage.pass_of(9, topic=other, room=its_room))
    stage.now += FRESH
    answer = told(hub.ask(stage.pass_of(1)))
    assert (answer["revision"], answer["people"]) == (1, [])


def test_a_pass_ends(stage):
    hub, mine = stage.hub(), stage.pass_of()
    assert hub.ask(mine)[0] == HTTPStatus.OK
    stage.now += LIFE.total_seconds()
    assert hub.ask(mine)[0] == HTTPStatus.UNAUTHORIZED


def test_who_may_not_watch_any_more_hears_nothing_within_a_minute(stage):
    hub, mine = stage.hub(), stage.pass_of()
    tag = told(hub.ask(mine))["tag"]
    stage.refused.add(1)
    answers = []
    for _second in range(60):
        stage.now += 1
        stage.revision[TOPIC] += 1
        answers.append(hub.ask(mine, tag)[0])
    assert answers[-1] == HTTPStatus.FORBIDDEN
    assert answers.index(HTTPStatus.FORBIDDEN) <= ADMIT
    assert HTTPStatus.OK not in answers[answers.index(HTTPStatus.FORBIDDEN) :]


def test_who_may_not_watch_any_more_is_not_seen_in_the_room_however_long_they_ask(stage):
    hub = stage.hub()
    mine = stage.pass_of()
    hub.ask(mine, place="locks")
    stage.refused.add(1)
    stage.now += ADMIT
    assert hub.ask(mine, place="locks")[0] == HTTPStatus.FORBIDDEN
    stage.kept.clear()
    for second in range(30):
        stage.now += 1
        assert hub.ask(mine, place=f"keys{second}")[0] == HTTPStatus.FORBIDDEN
    assert stage.kept == []


def test_who_is_let_in_again_hears_again(stage):
    hub, mine = stage.hub(), stage.pass_of(age=ADMIT)
    stage.refused.add(1)
    assert hub.ask(mine)[0] == HTTPStatus.FORBIDDEN
    stage.refused.clear()
    stage.now += ADMIT
    assert hub.ask(mine)[0] == HTTPStatus.OK


def test_an_old_pass_is_looked_at_before_anything_is_told(stage):
    hub = stage.hub()
    crowd = [stage.pass_of(n, age=3600) for n in range(CHECKS + 1)]
    for each in crowd:
        hub._enter(each, stage.now)  # all of them ask at once, after a restart
    answers = [hub.ask(each)[0] for each in crowd]
    assert f"admitted {CHECKS}" in stage.asked
    assert answers.count(HTTPStatus.OK) == CHECKS
    assert answers[-1] == HTTPStatus.NO_CONTENT
    stage.now += FRESH
    assert hub.ask(crowd[-1])[0] == HTTPStatus.OK


def test_checks_are_repeated_for_those_who_stay_and_nobody_else(stage):
    hub, mine = stage.hub(), stage.pass_of()
    hub.ask(mine)
    stage.asked.clear()
    for _second in range(int(ADMIT) * 3):
        stage.now += 1
        hub.ask(mine)
    assert [each for each in stage.asked if each.startswith("admitted")] == ["admitted 1"] * 3


def test_coming_and_moving_is_written_down_at_once_and_staying_now_and_then(stage):
    hub, mine = stage.hub(), stage.pass_of(5)
    hub.ask(mine, place="locks")
    assert [(seen.person, seen.place) for seen in stage.kept[0]] == [(5, "locks")]
    stage.now += FRESH
    hub.ask(mine, place="keys")
    assert [(seen.person, seen.place) for seen in stage.kept[1]] == [(5, "keys")]
    for _second in range(int(KEEP)):
        stage.now += 1
        hub.ask(mine, place="keys")
    assert len(stage.kept) == 3
    assert stage.kept[2][0].at == datetime.fromtimestamp(stage.now, UTC)


def test_who_looks_elsewhere_stays_where_they_were(stage):
    hub, mine = stage.hub(), stage.pass_of()
    hub.ask(mine, place="locks")
    for _second in range(int(KEEP) + 1):
        stage.now += 1
        hub.ask(mine, place=None)
    assert {seen.place for batch in stage.kept for seen in batch} == {"locks"}


def test_who_leaves_is_gone_unless_the_next_page_comes(stage):
    hub, ada, ben = stage.hub(), stage.pass_of(1), stage.pass_of(2)
    hub.ask(ada, place="locks")
    hub.ask(ben, place="locks")
    stage.now += 1
    hub.ask(ada, is_leaving=True)
    hub.ask(ben, is_leaving=True)
    stage.now += 1
    hub.ask(ben, place="keys")
    stage.now += GRACE
    hub.ask(ben, place="keys")
    gone = [seen.person for batch in stage.kept for seen in batch if seen.has_left]
    assert gone == [1]


def test_what_could_not_be_written_is_written_later(stage, caplog):
    hub, mine = stage.hub(), stage.pass_of()
    stage.broken.add("keep")
    with caplog.at_level(logging.CRITICAL):
        assert hub.ask(mine, place="locks")[0] == HTTPStatus.OK
    stage.broken.clear()
    stage.now += FRESH
    hub.ask(mine, place="locks")
    assert [seen.place for seen in stage.kept[0]] == ["locks"]


def test_a_database_that_is_away_is_told_and_found_again(stage, caplog):
    hub, mine = stage.hub(), stage.pass_of()
    tag = told(hub.ask(mine))["tag"]
    stage.broken.add("revisions")
    stage.now += FRESH
    with caplog.at_level(logging.CRITICAL, logger="wellarch.live.hub"):
        assert hub.ask(mine, tag)[0] == HTTPStatus.SERVICE_UNAVAILABLE
    stage.broken.clear()
    stage.revision[TOPIC] = 2
    stage.now += FRESH
    assert told(hub.ask(mine, tag))["revision"] == 2


def test_a_workload_that_is_gone_is_nothing_new(stage):
    hub, mine = stage.hub(), stage.pass_of()
    hub.ask(mine)
    del stage.revision[TOPIC]
    stage.now += FRESH
    assert hub.ask(mine)[0] == HTTPStatus.NO_CONTENT


def test_of_many_people_the_first_are_told_and_the_number_of_all(stage):
    stage.there[ROOM] = [Present(n, f"P{n}", "P", "locks") for n in range(40)]
    answer = told(stage.hub().ask(stage.pass_of()))
    assert (len(answer["people"]), answer["count"]) == (module.SHOWN, 40)


def test_a_hub_nobody_asks_any_more_forgets(stage):
    hub = stage.hub()
    for n in range(20):
        hub.ask(stage.pass_of(n), place="locks")
    stage.now += FORGET + 1
    hub.ask(stage.pass_of(99))
    assert (len(hub._watches), len(hub._stays)) == (1, 1)
