"""What taking over answers would change in those that are there. Needs no query of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lenses.compiled import CompiledLens, CompiledQuestion
from reviews import changes, scoring
from reviews.models import Answer, RiskLevel
from reviews.reads import answer_history
from reviews.reads.answer_history import Line
from reviews.reads.answer_sources import Said, Source
from reviews.services import answers

TEXTS = ("notes", "note")


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one answer. version: what was looked at, to be sent back with it."""

    answer: Answer
    asked: CompiledQuestion
    wanted: changes.State
    risk_after: str
    lines: tuple[Line, ...]
    version: str

    @property
    def risk_before(self) -> str:
        """The risk as it is."""
        return self.answer.risk

    @property
    def overwrites(self) -> bool:
        """Whether somebody has answered this question here already."""
        return self.answer.risk != RiskLevel.UNANSWERED


def planned(
    rows: Iterable[Answer],
    lens: CompiledLens,
    source: Source,
    only_unanswered: bool,
    with_notes: bool,
) -> list[Planned]:
    """What copying the source would change in these answers, in their order."""
    found = []
    for row in rows:
        asked, said = lens.questions.get(row.question_key), source.said.get(row.question_key)
        if asked is None or said is None:
            continue
        if only_unanswered and row.risk != RiskLevel.UNANSWERED:
            continue
        one = plan_one(row, asked, said, with_notes)
        if one is not None:
            found.append(one)
    return found


def plan_one(
    answer: Answer, asked: CompiledQuestion, said: Said, with_notes: bool
) -> Planned | None:
    """What taking over what was said would change in one answer; None if nothing.

    Choices that only one of the two lens versions asks stay as they are, and so do notes
    where the source has none: nothing written is emptied.
    """
    state = answers.state_of(answer)

    def counts(path: str, value: changes.Value) -> bool:
        choice, part = changes.split(path)
        if part in TEXTS:
            return with_notes and path in said.state and (not choice or choice in asked.choice)
        is_none = asked.none_choice is not None and choice == asked.none_choice.id
        if is_none and value == "not_applicable":
            return False
        return not choice or (choice in asked.choice and choice in said.choices)

    wanted = changes.difference(
        {path: value for path, value in state.items() if counts(path, value)},
        {path: value for path, value in said.state.items() if counts(path, value)},
    )
    if asked.none_choice:
        wanted = changes.exclude_none(state, wanted, asked.none_choice.id)
    after, delta = changes.apply(state, wanted)
    if not delta:
        return None
    return Planned(
        answer=answer,
        asked=asked,
        wanted=wanted,
        risk_after=scoring.risk_of(asked, after).value,
        lines=answer_history.lines(asked, delta),
        version=f"{answer.revision}-{said.revision}",
    )


def said_by(answer: Answer, asked: CompiledQuestion) -> Said:
    """What an answer says, as something to copy."""
    return Said(answers.state_of(answer), frozenset(asked.choice), answer.revision)
