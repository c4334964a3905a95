"""Whatever is done to a worksheet, it stays one.

Any sequence of adds, moves, edits, removals, readings and replacements keeps: numbers that are
given once, rows that never hold themselves, the order people gave, a history without a hole, and
that what was read can be written back. PROPERTY_EXAMPLES=300 looks longer.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews.models import Worksheet, WorksheetChange
from reviews.services import readings, worksheets
from reviews.worksheet_access import content_of, sheet_for
from reviews.worksheets.content import Content
from wellarch.errors import Conflict, DomainError, Invalid, NotFound

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "12"))
TREE, MEASURED = "availability", "performance"
# Rows are named by small numbers: most are there, some are not, some were.
NUMBERS = st.integers(1, 9)
PLACES = st.none() | st.integers(0, 9)
NAMES = st.sampled_from(["Door", "Gate", "Wall"])
PARENTS = st.none() | NUMBERS
MOMENTS = st.integers(1, 5)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, PARENTS, PLACES, st.booleans()),
        st.tuples(st.just("move"), NUMBERS, PARENTS, PLACES, st.booleans()),
        st.tuples(st.just("edit"), NUMBERS, NAMES, st.booleans()),
        st.tuples(st.just("remove"), NUMBERS),
        st.tuples(st.just("measure"), NUMBERS, MOMENTS, st.integers(-5, 5)),
        st.tuples(st.just("settle"), st.sampled_from(["99", "99.9", "99.95"])),
        st.tuples(st.just("shuffle")),
    ),
    max_size=14,
)


class World:
    """One worksheet, and what is known of it by itself."""

    def __init__(self, actors: Any, workload: Any, kind: str) -> None:
        self.actors, self.workload, self.kind = actors, workload, kind
        self.table = "components" if kind == TREE else "metrics"
        worksheets.start(actors.cleo, workload.pk, kind)
        self.given = {row.number for row in self.content().rows}
        self.changes = 1

    def content(self) -> Content:
        return content_of(self.sheet(), is_whole=True)

    def sheet(self) -> Worksheet:
        return sheet_for(self.actors.cleo, self.workload.pk, self.kind)

    def values(self, name: str, is_group: bool) -> dict[str, str]:
        if self.kind == TREE:
            role = "parallel" if is_group else "component"
            return {"name": name, "role": role}
        return {"metric": name, "budget": "5" if is_group else "7"}

    def order(self) -> dict[Any, list[int]]:
        """The rows of each group as they stand."""
        found: dict[Any, list[int]] = {}
        for row in self.content().rows:
            found.setdefault((row.table, row.parent), []).append(row.number)
        return found

    def step(self, what: str, *said: Any) -> None:
        """Do it; what is refused leaves everything as it was."""
        before, revision = self.content(), self.sheet().revision
        try:
            with transaction.atomic():
                getattr(self, what)(*said)
        except (Invalid, NotFound, Conflict):
            assert self.content() == before
            assert self.sheet().revision == revision
        self.changes += self.sheet().revision - revision

    # What people do

    def add(self, name: str, parent: int | None, after: int | None, is_group: bool) -> None:
        before = self.order()
        made = worksheets.add(
            self.actors.cleo, self.workload.pk, self.kind, table=self.table, parent=parent,
            after=after, values=self.values(name, is_group),
        )  # fmt: skip
        assert made.number not in self.given
        self.given.add(made.number)
        beside = before.get((self.table, parent), [])
        self.stands(made.number, parent, after, beside)

    def move(self, number: int, parent: int | None, after: int | None, is_nested: bool) -> None:
        row = self.content().row(number)
        before = self.order()
        worksheets.move(
            self.actors.ben, self.workload.pk, self.kind, number, after=after, parent=parent,
            is_nested=is_nested,
        )  # fmt: skip
        assert row is not None
        into = parent if is_nested else row.parent
        beside = [each for each in before.get((row.table, into), []) if each != number]
        moved = self.content().row(number)
        assert moved is not None
        assert moved.values == row.values
        if row.table == self.table:
            self.stands(number, into, after, beside)

    def stands(self, number: int, parent: int | None, after: int | None, beside: list[int]) -> None:
        """It is where it was put, and those beside it stand as they stood."""
        index = len(beside) if after is None else [0, *beside].index(after)
        expected = [*beside[:index], number, *beside[index:]]
        assert self.order()[self.table, parent] == expected

    def edit(self, number: int, name: str, is_group: bool) -> None:
        before = self.order()
        values = self.values(name, is_group)
        worksheets.edit(self.actors.ben, self.workload.pk, self.kind, number, values=values)
        assert self.order() == before

    def remove(self, number: int) -> None:
        gone = {number}
        rows = self.content().rows
        for _depth in range(len(rows)):
            gone |= {row.number for row in rows if row.parent in gone}
        worksheets.remove(self.actors.cleo, self.workload.pk, self.kind, number)
        left = {row.number for row in self.content().rows}
        assert left == {row.number for row in rows} - gone

    def measure(self, number: int, day: int, value: int) -> None:
        said = [{"at": f"2026-01-0{day}T00:00Z", "value": str(value), "total": "9"}]
        readings.record(self.actors.cleo, self.workload.pk, self.kind, number, readings=said)
        row = self.content().row(number)
        assert row is not None
        told = [each.at for each in row.readings]
        assert told == sorted(set(told))

    def settle(self, target: str) -> None:
        values = {"target": target} if self.kind == TREE else {}
        worksheets.set_settings(self.actors.ben, self.workload.pk, self.kind, values=values)

    def shuffle(self) -> None:
        """Written back the other way round: the same rows in another order."""
        said = written(self.content())
        said["rows"].reverse()
        worksheets.replace(self.actors.ben, self.workload.pk, self.kind, content=said)

    # What holds

    def check(self) -> None:
        content, sheet = self.content(), self.sheet()
        numbers = [row.number for row in content.rows]
        assert len(numbers) == len(set(numbers))
        assert set(numbers) <= self.given
        assert sheet.last_row == max(self.given)
        walked = [row.number for table in ("components", "metrics", "objectives")
                  for _depth, row in content.walk(table)]  # fmt: skip
        assert sorted(walked) == sorted(numbers), "a row that nobody reaches is in a circle"
        told = WorksheetChange.objects.filter(worksheet=sheet).order_by("revision")
        assert [each.revision for each in told] == list(range(1, sheet.revision + 1))
        assert self.changes == sheet.revision
        self.written_back(content, sheet.revision)

    def written_back(self, content: Content, revision: int) -> None:
        with transaction.atomic():
            replace = worksheets.replace
            same = written(content)
            replace(self.actors.ben, self.workload.pk, self.kind, content=same, revision=revision)
            assert self.content() == content
            assert self.sheet().revision == revision
            worksheets.delete(self.actors.ben, self.workload.pk, self.kind)
            replace(self.actors.cleo, self.workload.pk, self.kind, content=same)
            anew = self.content()
            assert [(row.number, row.values, row.parent, row.owner_id) for row in anew.rows] == [
                (row.number, row.values, row.parent, row.owner_id) for row in content.rows
            ]
            assert [[(r.at, r.value, r.total, r.note) for r in row.readings] for row in anew.rows] \
                == [[(r.at, r.value, r.total, r.note) for r in row.readings]
                    for row in content.rows]  # fmt: skip
            transaction.set_rollback(True)


def written(content: Content) -> dict[str, Any]:
    """A content as a program sends it."""
    return {
        "settings": dict(content.settings),
        "rows": [
            {
                "number": row.number, "table": row.table, "parent": row.parent,
                "values": dict(row.values), "owner": row.owner_id or None,
                "readings": [
                    {"at": r.at, "value": r.value, "total": r.total, "note": r.note}
                    for r in row.readings
                ],
            }
            for row in content.rows
        ],
    }  # fmt: skip


@pytest.mark.parametrize("kind", [TREE, MEASURED])
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_worksheet_stays_one_whatever_is_done_to_it(actors, cast, workload, kind, steps):
    with transaction.atomic():
        world = World(actors, workload, kind)
        if kind == MEASURED:
            owner = {"owner": cast.ben.pk}
            worksheets.edit(actors.cleo, workload.pk, kind, 1, values=owner)
            world.changes += 1
        for step in steps:
            try:
                world.step(*step)
            except DomainError as error:
                raise AssertionError(step) from error
        world.check()
        transaction.set_rollback(True)
