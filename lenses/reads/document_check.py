"""A lens document looked at without keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lenses.document import Lens, Problem, lint, read
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in a document and everything that is wrong with it, errors first.

    lens: None when it has errors, strict ones included.
    """

    lens: Lens | None
    problems: tuple[Problem, ...]

    @property
    def error_count(self) -> int:
        """How much keeps it from being imported (strict: or from being taken there, too)."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def warning_count(self) -> int:
        """How much is legal but looks wrong."""
        return len(self.problems) - self.error_count

    @property
    def pillar_count(self) -> int:
        """How many pillars it has; 0 for one with errors."""
        return len(self.lens.pillars) if self.lens else 0

    @property
    def question_count(self) -> int:
        """How many questions it asks; 0 for one with errors."""
        return sum(len(pillar.questions) for pillar in self.lens.pillars) if self.lens else 0


def check(actor: Actor, *, data: str | bytes | Mapping[str, Any], strict: bool = False) -> Checked:
    """Read a document and look for what is legal but probably not meant. No queries.

    strict: what the reference product does not accept is an error as well.
    """
    policy.require(actor, Action.READ)
    reading = read(data, strict=strict)
    found = list(reading.problems)
    if reading.lens is not None:
        found += reading.placed(lint(reading.lens))
    found.sort(key=lambda problem: not problem.is_error)
    return Checked(reading.lens, tuple(found))
