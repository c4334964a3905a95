"""What follows from the answers of a profile: an order of pillars and prioritized questions. Pure.

Every place and every mark carries its reasons, for people to read.

Pillars are ordered by the sum of what the chosen options put them forward; of equals the one
named earlier comes first. In lenses whose questions the mapping names, at most `at_most` are
prioritized: those most options name, of equals those that stand first in their option, so that
every answer has a say. In other lenses the questions of the first pillars are, a third of the
lens's pillars.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any

from reviews.profiling.mapping import Mapping, Option

FORMAT = 1
MAX_SHARE = 3  # one of so many pillars of a lens whose questions the mapping does not name


@dataclass(frozen=True, slots=True)
class Reason:
    """Which answer asks for it (“Healthcare or finance”), and why, in one sentence."""

    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """A pillar in the order."""

    pillar: str
    weight: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """A prioritized question of a lens."""

    lens: str
    question: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The most important pillar first; questions by lens, the most named first."""

    pillars: tuple[Place, ...] = ()
    priorities: tuple[Priority, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the pillars, the most important first."""
        return tuple(place.pillar for place in self.pillars)

    def place(self, pillar: str) -> Place | None:
        """The place of one pillar."""
        return next((place for place in self.pillars if place.pillar == pillar), None)


def outcome(mapping: Mapping, answers: MappingOf[str, Sequence[str]]) -> Outcome:
    """What these answers mean. What the mapping does not know is passed over."""
    chosen = tuple(_chosen(mapping, answers))
    return Outcome(_pillars(chosen), tuple(_priorities(chosen, mapping.at_most)))


def marks(
    found: Outcome, alias: str, pillars: Iterable[tuple[str, Sequence[str]]]
) -> dict[str, tuple[Reason, ...]]:
    """{question: reasons} of the prioritized questions of one lens, in its order.

    pillars: the lens's pillars with their questions, in order.
    """
    lens = [(pillar, tuple(questions)) for pillar, questions in pillars]
    named = {each.question: each.reasons for each in found.priorities if each.lens == alias}
    if named:
        return {key: named[key] for _pillar, keys in lens for key in keys if key in named}
    has = {pillar for pillar, _questions in lens}
    room = max(1, len(lens) // MAX_SHARE) if len(lens) > 1 else 0
    first = {place.pillar: place.reasons for place in found.pillars if place.pillar in has}
    chosen = dict(list(first.items())[:room])
    return {key: chosen[pillar] for pillar, keys in lens if pillar in chosen for key in keys}


def to_dict(found: Outcome) -> dict[str, Any]:
    """The outcome as JSON values."""
    return {
        "format": FORMAT,
        "pillars": [
            {"pillar": each.pillar, "weight": each.weight, "reasons": _plain(each.reasons)}
            for each in found.pillars
        ],
        "priorities": [
            {"lens": each.lens, "question": each.question, "reasons": _plain(each.reasons)}
            for each in found.priorities
        ],
    }


def from_dict(value: MappingOf[str, Any]) -> Outcome:
    """The outcome behind stored JSON values; nothing of one that was not computed yet."""
    return Outcome(
        tuple(
            Place(each["pillar"], each["weight"], _reasons(each["reasons"]))
            for each in value.get("pillars", ())
        ),
        tuple(
            Priority(each["lens"], each["question"], _reasons(each["reasons"]))
            for each in value.get("priorities", ())
        ),
    )


def _plain(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"answer": reason.answer, "why": reason.why} for reason in reasons]


def _reasons(values: Iterable[MappingOf[str, str]]) -> tuple[Reason, ...]:
    return tuple(Reason(each["answer"], each["why"]) for each in values)


def _chosen(mapping: Mapping, answers: MappingOf[str, Sequence[str]]) -> Iterable[Option]:
    for question in mapping.questions:
        for option in question.options:
            if option.id in answers.get(question.id, ()):
                yield option


def _pillars(chosen: Sequence[Option]) -> tuple[Place, ...]:
    weights: dict[str, int] = {}
    reasons: dict[str, list[Reason]] = {}
    for option in chosen:
        for push in option.pillars:
            weights[push.pillar] = weights.get(push.pillar, 0) + push.weight
            reasons.setdefault(push.pillar, []).append(Reason(option.title, push.why))
    # sorted() keeps the order of equals: named earlier, first.
    return tuple(
        Place(pillar, weights[pillar], tuple(reasons[pillar]))
        for pillar in sorted(weights, key=lambda pillar: -weights[pillar])
    )


def _priorities(chosen: Sequence[Option], at_most: int) -> Iterable[Priority]:
    reasons: dict[tuple[str, str], list[Reason]] = {}
    places: dict[tuple[str, str], int] = {}
    for option in chosen:
        mentioned = [
            ((entry.lens, question), entry.why)
            for entry in option.priorities
            for question in entry.questions
        ]
        for place, (key, why) in enumerate(mentioned):
            reasons.setdefault(key, []).append(Reason(option.title, why))
            places[key] = min(place, places.get(key, place))
    # sorted() keeps the order of equals: those of earlier answers first.
    ranked = sorted(reasons, key=lambda key: (-len(reasons[key]), places[key]))
    for lens in dict.fromkeys(lens for lens, _question in ranked):
        first = [key for key in ranked if key[0] == lens][:at_most]
        yield from (Priority(lens, key[1], tuple(reasons[key])) for key in first)
