"""What follows from trade-offs: the net of an amount, sums, how often a pillar gains or loses.

Pure. Seed 000, section 6 ("The Cost-Performance Trade-off") and section 12 (the matrix).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

IMPROVES, NEUTRAL, WORSENS = "improves", "neutral", "worsens"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decisions improve, leave or worsen a pillar."""

    improves: int = 0
    neutral: int = 0
    worsens: int = 0

    @property
    def balance(self) -> int:
        """More than 0: it gains more often than it loses."""
        return self.improves - self.worsens


def net(savings: Decimal | None, revenue: Decimal | None) -> Decimal | None:
    """What a month brings in the end; None unless both sides are known.

    Savings that cost revenue are the point of the seed's table: one side alone misleads.
    """
    return None if savings is None or revenue is None else savings + revenue


def sums(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """The sum per currency of what is known, by the currency's code."""
    found: dict[str, Decimal] = {}
    for currency, amount in amounts:
        if amount is not None:
            found[currency] = found.get(currency, Decimal()) + amount
    return dict(sorted(found.items()))


def tally(decisions: Iterable[Mapping[str, str]], pillar: str) -> Tally:
    """What decisions, each {pillar: effect}, do to one pillar."""
    said = Counter(effects[pillar] for effects in decisions if pillar in effects)
    return Tally(said[IMPROVES], said[NEUTRAL], said[WORSENS])
