"""The mapping of profile answers: frozen values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FRAMEWORK = "wellarchitected"  # the lens whose questions are meant when none is named


@dataclass(frozen=True, slots=True)
class Push:
    """An answer puts a pillar forward, this much, because …"""

    pillar: str
    weight: int
    why: str


@dataclass(frozen=True, slots=True)
class Priorities:
    """An answer makes these questions of a lens a priority, because …"""

    questions: tuple[str, ...]
    why: str
    lens: str = FRAMEWORK


@dataclass(frozen=True, slots=True)
class Option:
    """One answer somebody can choose, and what it means."""

    id: str
    title: str
    description: str = ""
    pillars: tuple[Push, ...] = ()
    priorities: tuple[Priorities, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the business. is_several: any number of its options may be chosen."""

    id: str
    title: str
    help: str = ""
    is_several: bool = False
    options: tuple[Option, ...] = ()

    def option(self, key: str) -> Option | None:
        """The option of this id."""
        return next((option for option in self.options if option.id == key), None)


@dataclass(frozen=True, slots=True)
class Mapping:
    """The whole of it. at_most: how many questions of a lens it prioritizes."""

    at_most: int
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        """The question of this id."""
        return next((question for question in self.questions if question.id == key), None)
