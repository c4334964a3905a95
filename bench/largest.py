"""The largest lens the reference format allows: 10 pillars × 20 questions × 15 choices.

Every question has 14 practices and “None of these”, texts of real length, and three rules that
name all choices in long conditions, so that each has 32,768 combinations to look at.
"""

from __future__ import annotations

from typing import Any

PILLARS, QUESTIONS, CHOICES = 10, 20, 15
_WORDS = (
    "Say who looks after it, how often it is tried out, what happens when it fails, and where the"
    " outcome is written down so that the next person finds it without asking around for a day. "
)


def document(name: str = "The largest lens", alias: str = "largest") -> dict[str, Any]:
    """The document, different in every title and rule."""
    return {
        "schemaVersion": "2021-11-01",
        "alias": alias,
        "name": name,
        "description": _WORDS * 2,
        "pillars": [_pillar(number) for number in range(1, PILLARS + 1)],
    }


def _pillar(number: int) -> dict[str, Any]:
    return {
        "id": f"pillar_{number}",
        "name": f"Pillar {number}",
        "description": _WORDS,
        "questions": [_question(number, index) for index in range(1, QUESTIONS + 1)],
    }


def _question(pillar: int, number: int) -> dict[str, Any]:
    own = f"p{pillar}_q{number}"
    practices = [f"{own}_practice_{index}" for index in range(1, CHOICES)]
    return {
        "id": own,
        "title": f"How do you take care of matter {number} of pillar {pillar}?",
        "description": _WORDS * 3,
        "choices": [_choice(key, index) for index, key in enumerate(practices, 1)]
        + [{"id": f"{own}_no", "title": "None of these"}],
        "riskRules": [
            {"condition": " && ".join(practices), "risk": "NO_RISK"},
            {"condition": _half(practices, number, own), "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }


def _half(practices: list[str], number: int, own: str) -> str:
    """Pairs of practices of which one each is needed, turned from question to question."""
    turned = practices[number % CHOICES :] + practices[: number % CHOICES]
    pairs = [f"({one} || {other})" for one, other in zip(turned[::2], turned[1::2], strict=True)]
    return " && ".join(pairs) + f" && !{own}_no"


def _choice(key: str, number: int) -> dict[str, Any]:
    return {
        "id": key,
        "title": f"Practice {number}: it is looked after",
        "description": _WORDS * 2,
        "riskIfAbsent": ("high", "medium", "low")[number % 3],
        "helpfulResource": {"displayText": _WORDS, "url": f"https://example.com/{key}"},
        "improvementPlan": {"displayText": _WORDS * 2, "url": f"https://example.com/{key}/plan"},
    }
