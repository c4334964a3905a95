"""The six risks an answer can have and how bad each is. Knows nothing of rules or documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Risk(StrEnum):
    """The risk of one answered (or not yet answered) question."""

    UNANSWERED = "unanswered"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"

    @classmethod
    def from_word(cls, text: str) -> Risk:
        """The risk a lens document names: HIGH_RISK or HIGH, MEDIUM_RISK, LOW_RISK, NO_RISK, NONE.

        Blanks around the word and its case do not matter. Raises ValueError for any other word;
        unanswered and not applicable are states of an answer, no lens may ask for them.
        """
        risk = _WORDS.get(text.strip().upper())
        if risk is None:
            raise ValueError(f"“{text}” is not a risk.")
        return risk

    @property
    def word(self) -> str:
        """The word of the lens format for it, such as HIGH_RISK.

        Raises KeyError for unanswered and not applicable, which no document may name.
        """
        return _FORMAL[self]


_FORMAL: Mapping[Risk, str] = MappingProxyType(
    {
        Risk.HIGH: "HIGH_RISK",
        Risk.MEDIUM: "MEDIUM_RISK",
        Risk.LOW: "LOW_RISK",
        Risk.NONE: "NO_RISK",
    }
)

_WORDS: Mapping[str, Risk] = MappingProxyType(
    {word: risk for risk, word in _FORMAL.items()}
    | {
        "HIGH": Risk.HIGH,
        "MEDIUM": Risk.MEDIUM,
        "LOW": Risk.LOW,
        "NONE": Risk.NONE,
        "NO": Risk.NONE,
    }
)

RISK_ORDER: Mapping[Risk, int] = MappingProxyType(
    {
        Risk.NOT_APPLICABLE: 0,
        Risk.NONE: 1,
        Risk.UNANSWERED: 2,
        Risk.LOW: 3,
        Risk.MEDIUM: 4,
        Risk.HIGH: 5,
    }
)
"""How bad a risk is, for sorting and for “the worst of”: the higher the worse.

Not answered counts as worse than no risk (it may hide one) and less than any known risk.
"""
