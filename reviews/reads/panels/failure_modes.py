"""Above the failure modes: where they stand by severity and likelihood, and which come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviews.worksheets.content import Content
from reviews.worksheets.failure_modes import BUCKETS, FailureModes, Mode
from reviews.worksheets.spec import Outcome

MAX_FIRST = 6
_WARM, _HOT = 5, 12  # of a product of two buckets, each 1 to 5


@dataclass(frozen=True, slots=True)
class Place:
    """A mode with its rank, 1 for the highest priority. rank 0: it has none."""

    rank: int
    number: int
    name: str
    priority: int | None
    is_high: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A bucket of severity by one of likelihood. heat: calm, warm or hot."""

    likelihood: str
    heat: str
    modes: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A bucket of severity, all likelihoods beside each other."""

    severity: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class FailureModePanel:
    """The matrix, the most severe first, and the first of the ranking.

    unrated: how many have no priority yet; more: how many are ranked behind `first`.
    """

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    first: tuple[Place, ...]
    more: int
    placed: int
    unrated: int
    attention: int


def panel(_content: Content, outcome: Outcome, _today: date) -> FailureModePanel | None:
    """The panel; None without failure modes."""
    found = outcome.details
    if not isinstance(found, FailureModes) or not found.ranked:
        return None
    ranked = [mode for mode in found.ranked if mode.priority is not None]
    places = {mode.number: _place(rank, mode) for rank, mode in enumerate(ranked, 1)}
    asked = [mode for mode in found.ranked if not mode.is_set_aside]
    return FailureModePanel(
        heads=tuple(_bucket(each) for each in BUCKETS),
        lines=tuple(
            Line(
                _bucket(BUCKETS[-1 - row]),
                tuple(
                    Square(
                        _bucket(BUCKETS[column]),
                        _heat((len(BUCKETS) - row) * (column + 1)),
                        tuple(places.get(mode.number) or _place(0, mode) for mode in modes),
                    )
                    for column, modes in enumerate(squares)
                ),
            )
            for row, squares in enumerate(found.matrix)
        ),
        first=tuple(places[mode.number] for mode in ranked[:MAX_FIRST]),
        more=max(0, len(ranked) - MAX_FIRST),
        placed=sum(len(square) for line in found.matrix for square in line),
        unrated=sum(mode.priority is None for mode in asked),
        attention=found.attention,
    )


def _place(rank: int, mode: Mode) -> Place:
    return Place(rank, mode.number, mode.name, mode.priority, mode.is_high)


def _bucket(bucket: tuple[int, int]) -> str:
    return f"{bucket[0]}–{bucket[1]}"


def _heat(product: int) -> str:
    return "hot" if product >= _HOT else "warm" if product >= _WARM else "calm"
