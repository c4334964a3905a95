"""Answers carried from one version of a lens to another. Pure: no database, no clock.

As the reference product was seen to do it (facts: lens versions): an answer follows its
question by the question's id, its choices by theirs. What was said of a choice that is gone is
cleared, everything else stays; the new rules say the risk. An answer whose question is gone
goes on a shelf, and comes back with all that was said when a later version asks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lenses.compiled import CompiledLens, CompiledQuestion
from lenses.rules import Risk
from reviews import changes, scoring


class Fate(StrEnum):
    """What becomes of an answer; the first that is true, from the top."""

    RETURNED = "returned"  # its question had gone and is asked again
    NEW = "new"  # its question was never asked here
    DROPPED = "dropped"  # its question is gone
    CHANGED = "changed"  # something said of a choice is lost, or the risk is another
    MOVED = "moved"  # it stands in another pillar, and is the same
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Carried:
    """One question on the way from one version to another.

    before, after: flat states (reviews/changes.py). pillar_before and risk_before are empty and
    None when it was not asked before, pillar_after and risk_after when it is not asked any more.
    lost: choices that are gone and of which something was said, in the old order.
    """

    question: str
    fate: Fate
    pillar_before: str
    pillar_after: str
    before: changes.State
    after: changes.State
    lost: tuple[str, ...]
    risk_before: Risk | None
    risk_after: Risk | None

    @property
    def is_asked(self) -> bool:
        """Whether the new version asks it."""
        return self.risk_after is not None

    @property
    def is_moved(self) -> bool:
        """Whether it stands in another pillar than before, whatever else became of it."""
        return bool(self.pillar_before and self.pillar_after) and (
            self.pillar_before != self.pillar_after
        )

    @property
    def is_at_another_risk(self) -> bool:
        """Whether a question that is asked before and after has another risk now."""
        return None not in (self.risk_before, self.risk_after) and (
            self.risk_before != self.risk_after
        )

    @property
    def delta(self) -> changes.Delta:
        """{path: (before, after)} of what is lost: what history keeps."""
        wanted = changes.difference(self.before, self.after)
        return changes.apply(self.before, wanted)[1]


def carry(
    old: CompiledLens,
    new: CompiledLens,
    states: Mapping[str, changes.State],
    shelved: Mapping[str, changes.State] | None = None,
) -> tuple[Carried, ...]:
    """What becomes of every question: those the new version asks in its order, then those gone.

    states: what is said to the questions of the old version; one without a state is untouched.
    shelved: what had been said to questions that earlier versions asked and the old one does
    not. Those the new one does not ask either stay where they are and are not told of.
    """
    return (*_asked(old, new, states, shelved or {}), *_gone(old, new, states))


def _asked(
    old: CompiledLens,
    new: CompiledLens,
    states: Mapping[str, changes.State],
    shelved: Mapping[str, changes.State],
) -> Iterator[Carried]:
    for question in new:
        former = old.questions.get(question.id)
        said = states if former else shelved
        before = dict(said.get(question.id, {}))
        after, lost = _without_gone_choices(question, before, former)
        risk_before = scoring.risk_of(former, before) if former else None
        risk_after = scoring.risk_of(question, after)
        pillar_before = former.pillar_id if former else ""
        if former is None:
            fate = Fate.RETURNED if question.id in shelved else Fate.NEW
        elif lost or risk_before != risk_after:
            fate = Fate.CHANGED
        else:
            fate = Fate.MOVED if pillar_before != question.pillar_id else Fate.KEPT
        yield Carried(
            question.id, fate, pillar_before, question.pillar_id,
            before, after, lost, risk_before, risk_after,
        )  # fmt: skip


def _gone(
    old: CompiledLens, new: CompiledLens, states: Mapping[str, changes.State]
) -> Iterator[Carried]:
    for former in old:
        if former.id not in new.questions:
            said = dict(states.get(former.id, {}))
            risk = scoring.risk_of(former, said)
            yield Carried(
                former.id, Fate.DROPPED, former.pillar_id, "", said, dict(said), (), risk, None
            )


def _without_gone_choices(
    question: CompiledQuestion, state: changes.State, former: CompiledQuestion | None
) -> tuple[changes.State, tuple[str, ...]]:
    after: changes.State = {}
    lost: set[str] = set()
    for path, value in state.items():
        choice, _part = changes.split(path)
        if choice and choice not in question.choice:
            lost.add(choice)
        else:
            after[path] = value
    order = list(former.choice) if former else []
    known = [choice for choice in order if choice in lost]
    return after, (*known, *sorted(lost - set(known)))
