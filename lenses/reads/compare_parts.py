"""What of a difference one page shows: the parts asked for, as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lenses.document import Fate, LensDiff, PillarDiff, QuestionDiff
from lenses.reads import compare_marks, compare_rows
from lenses.reads.compare_marks import Mark
from lenses.reads.compare_rows import FieldRow, QuestionRow
from wellarch.errors import NotFound

ROOM = 300_000
"""Characters of changed questions one page shows; the others are opened one by one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: names of versions, and what of the difference to show."""

    old: str = ""
    new: str = ""
    pillar: str = ""
    question: str = ""
    only_meaning: bool = False

    def query(self, **changed: str) -> str:
        """The address's query with some of it changed."""
        values = {
            "from": self.old,
            "to": self.new,
            "only": "meaning" if self.only_meaning else "",
            "pillar": self.pillar,
            "question": self.question,
            **changed,
        }
        return "?" + urlencode({key: value for key, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A changed question that is opened by itself, for the page has enough."""

    id: str
    title: str
    marks: tuple[Mark, ...]
    query: str


@dataclass(frozen=True, slots=True)
class PillarPart:
    """A pillar on the page. changed counts its questions that differ, unchanged names the
    others."""

    id: str
    name: str
    marks: tuple[Mark, ...]
    fields: tuple[FieldRow, ...]
    questions: tuple[QuestionRow, ...]
    closed: tuple[ClosedQuestion, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NavLine:
    """A pillar in the navigation with how many of its questions differ."""

    id: str
    name: str
    changed: int
    href: str
    is_current: bool


class Shown:
    """What of a difference is on the page."""

    def __init__(self, difference: LensDiff, asked: Wanted) -> None:
        self.difference = difference
        self.asked = asked
        self.names = {p.id: p.name for p in (*difference.new.pillars, *difference.old.pillars)}
        self.room = ROOM

    def fields(self) -> tuple[FieldRow, ...]:
        """What changed of the lens itself."""
        asked = self.asked
        if asked.pillar or asked.question:
            return ()
        changes = self.difference.fields
        if asked.only_meaning:
            changes = tuple(change for change in changes if change.name == "scoring")
        return compare_rows.fields(changes)

    def nav(self) -> tuple[NavLine, ...]:
        """Every pillar, those without a change too."""
        return tuple(
            NavLine(
                id=pillar.id,
                name=_name(pillar),
                changed=len(self._changed(pillar)),
                href=self.asked.query(pillar=pillar.id, question=""),
                is_current=pillar.id == self.asked.pillar,
            )
            for pillar in self.difference.pillars
        )

    def pillars(self) -> tuple[PillarPart, ...]:
        """The pillars asked for that hold something to show."""
        wanted = [
            pillar
            for pillar in self.difference.pillars
            if not self.asked.pillar or pillar.id == self.asked.pillar
        ]
        if self.asked.pillar and not wanted:
            raise NotFound(_("There is no such pillar."))
        return tuple(part for pillar in wanted if (part := self._part(pillar)) is not None)

    def _part(self, pillar: PillarDiff) -> PillarPart | None:
        asked = self.asked
        changed = self._changed(pillar)
        if asked.question:
            changed = [each for each in changed if each.id == asked.question]
        marks = tuple(compare_marks.pillar_marks(pillar))
        is_shown = changed or (not asked.question and (marks or pillar.fields))
        if not is_shown or (asked.only_meaning and not pillar.is_meaning):
            return None
        texts = () if asked.only_meaning or asked.question else compare_rows.fields(pillar.fields)
        opened, closed = self._opened(changed)
        return PillarPart(
            id=pillar.id,
            name=_name(pillar),
            marks=marks,
            fields=texts,
            questions=opened,
            closed=closed,
            unchanged=() if asked.question else tuple(_unchanged(pillar.questions)),
        )

    def _opened(
        self, changed: Iterable[QuestionDiff]
    ) -> tuple[tuple[QuestionRow, ...], tuple[ClosedQuestion, ...]]:
        """Questions in full as long as there is room, the others by their titles."""
        opened, closed = [], []
        for each in changed:
            size = compare_rows.size(each)
            if size <= self.room or each.id == self.asked.question:
                self.room -= size
                opened.append(
                    compare_rows.question(
                        each, only_meaning=self.asked.only_meaning, pillars=self.names
                    )
                )
            else:
                self.room = 0  # those after it are closed too: no gaps
                closed.append(self._closed(each))
        return tuple(opened), tuple(closed)

    def _closed(self, each: QuestionDiff) -> ClosedQuestion:
        here = each.new or each.old
        return ClosedQuestion(
            id=each.id,
            title=here.title.strip() if here else each.id,
            marks=tuple(compare_marks.question_marks(each, self.names)),
            query=self.asked.query(pillar="", question=each.id),
        )

    def _changed(self, pillar: PillarDiff) -> list[QuestionDiff]:
        questions = [q for q in pillar.questions if q.fate is not Fate.SAME or q.moved]
        return [q for q in questions if q.is_meaning] if self.asked.only_meaning else questions


def _name(pillar: PillarDiff) -> str:
    here = pillar.new or pillar.old
    return here.name.strip() if here else pillar.id


def _unchanged(questions: Iterable[QuestionDiff]) -> Iterable[str]:
    for each in questions:
        if each.fate is Fate.SAME and not each.moved and each.new:
            yield each.new.title.strip()
