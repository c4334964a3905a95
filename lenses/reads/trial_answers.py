"""Tried answers as a part of an address, so that nothing has to be stored. Pure.

``3.1f~12.4.2``: question 3 has the choices of the bits 1f selected, question 12 those of 4, and
those of 2 set aside; bits are in the order of the choices.
"""

from __future__ import annotations

import re

from lenses.compiled import CompiledLens, CompiledQuestion
from lenses.rules import Selection

_ANSWER = re.compile(r"(\d{1,4})\.([0-9a-f]{1,16})(?:\.([0-9a-f]{1,16}))?")


def answers_of(lens: CompiledLens, state: str) -> dict[str, Selection]:
    """The answers a state says; what does not fit the lens is left out."""
    by_number = {question.number: question for question in lens}
    found: dict[str, Selection] = {}
    for part in state.split("~")[: len(lens)]:
        match = _ANSWER.fullmatch(part)
        question = by_number.get(int(match[1])) if match else None
        if match and question:
            selected, aside = (_ids(question, bits) for bits in match.groups()[1:])
            found[question.id] = question.rules.known(Selection(selected, aside))
    return found


def _ids(question: CompiledQuestion, bits: str | None) -> frozenset[str]:
    number = int(bits or "0", 16)
    return frozenset(c.id for place, c in enumerate(question.choices) if number >> place & 1)


def coded(question: CompiledQuestion, answer: Selection) -> str:
    """An answer as a part of a state; "" for one that says nothing."""

    def bits(ids: frozenset[str]) -> int:
        return sum(1 << place for place, c in enumerate(question.choices) if c.id in ids)

    selected, aside = bits(answer.selected), bits(answer.set_aside)
    if not selected and not aside:
        return ""
    return f"{question.number}.{selected:x}" + (f".{aside:x}" if aside else "")
