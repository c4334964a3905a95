"""What differs between two lenses, down to texts, choices, rules and order. Pure.

docs/lens-versions.md says what counts as a change of meaning and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lenses.document.diffing import counting, fields, order, rules
from lenses.document.diffing.values import (
    SAME_RULES,
    ChoiceDiff,
    Fate,
    LensDiff,
    PillarDiff,
    Place,
    QuestionDiff,
)
from lenses.document.model import Choice, Lens, Pillar, Question


def diff(old: Lens, new: Lens) -> LensDiff:
    """Everything that differs between two lenses that were read without errors."""
    homes = _Homes(old, new)
    before, after = {p.id: p for p in old.pillars}, {p.id: p for p in new.pillars}
    places = _places(list(before), list(after))
    pillars = tuple(
        _pillar(key, before.get(key), after.get(key), homes, places.get(key))
        for key in order.merged(list(before), list(after))
    )
    lens_fields = fields.changed(fields.of_lens(old), fields.of_lens(new))
    return LensDiff(old, new, lens_fields, pillars, counting.counts(lens_fields, pillars))


class _Homes:
    """Every question of both lenses by id, with its pillar and its place there; and how many
    answers may still be looked at (protects the server; see rules.compare)."""

    def __init__(self, old: Lens, new: Lens) -> None:
        self.budget = rules.BUDGET
        self.old = self._index(old)
        self.new = self._index(new)

    @staticmethod
    def _index(lens: Lens) -> dict[str, tuple[str, int, Question]]:
        return {
            question.id: (pillar.id, place, question)
            for pillar in lens.pillars
            for place, question in enumerate(pillar.questions, start=1)
        }


def _pillar(
    key: str, old: Pillar | None, new: Pillar | None, homes: _Homes, moved: Place | None
) -> PillarDiff:
    before = [q.id for q in old.questions] if old else []
    after = [q.id for q in new.questions] if new else []
    # Those that left this pillar stand in their new one.
    stayed = [each for each in before if each in after or each not in homes.new]
    places = _places(before, after)
    questions = tuple(
        _question(each, homes, places.get(each)) for each in order.merged(stayed, after)
    )
    if old is None or new is None:
        fate = Fate.NEW if old is None else Fate.REMOVED
        return PillarDiff(key, fate, old, new, (), questions)
    changes = fields.changed(fields.of_pillar(old), fields.of_pillar(new))
    is_changed = changes or any(q.fate is not Fate.SAME or q.moved for q in questions)
    # A pillar that lost a question to another one changed too.
    is_changed = is_changed or len(stayed) < len(before)
    fate = Fate.CHANGED if is_changed else Fate.SAME
    return PillarDiff(key, fate, old, new, changes, questions, moved)


def _question(key: str, homes: _Homes, place: Place | None) -> QuestionDiff:
    was, now = homes.old.get(key), homes.new.get(key)
    old, new = was[2] if was else None, now[2] if now else None
    if was and now and was[0] != now[0]:
        place = Place(was[1], now[1], was[0], now[0])
    if old is None or new is None:
        fate = Fate.NEW if old is None else Fate.REMOVED
        return QuestionDiff(key, fate, old, new, (), _choices(old, new))
    if old == new:
        return QuestionDiff(key, Fate.SAME, old, new, (), _same(new.choices), moved=place)
    changes = fields.changed(fields.of_question(old), fields.of_question(new))
    choices = _choices(old, new)
    verdict, cost = rules.compare(old, new, homes.budget)
    homes.budget -= cost
    is_changed = (
        changes
        or verdict is not SAME_RULES
        or any(each.fate is not Fate.SAME or each.moved for each in choices)
    )
    fate = Fate.CHANGED if is_changed else Fate.SAME
    return QuestionDiff(key, fate, old, new, changes, choices, verdict, place)


def _same(choices: Iterable[Choice]) -> tuple[ChoiceDiff, ...]:
    return tuple(ChoiceDiff(each.id, Fate.SAME, each, each) for each in choices)


def _choices(old: Question | None, new: Question | None) -> tuple[ChoiceDiff, ...]:
    before = {each.id: each for each in old.choices} if old else {}
    after = {each.id: each for each in new.choices} if new else {}
    places = _places(list(before), list(after))
    return tuple(
        _choice(key, before.get(key), after.get(key), places.get(key))
        for key in order.merged(list(before), list(after))
    )


def _choice(key: str, old: Choice | None, new: Choice | None, moved: Place | None) -> ChoiceDiff:
    if old is None or new is None:
        return ChoiceDiff(key, Fate.NEW if old is None else Fate.REMOVED, old, new)
    if old == new:
        return ChoiceDiff(key, Fate.SAME, old, new, moved=moved)
    changes = fields.changed(fields.of_choice(old), fields.of_choice(new))
    fate = Fate.CHANGED if changes else Fate.SAME
    return ChoiceDiff(key, fate, old, new, changes, moved)


def _places(old: Sequence[str], new: Sequence[str]) -> dict[str, Place]:
    """Those that moved among their siblings."""
    if list(old) == list(new):
        return {}
    gone = order.moved(old, new)
    return {key: Place(old.index(key) + 1, new.index(key) + 1) for key in gone}
