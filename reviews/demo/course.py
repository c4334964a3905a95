"""How things go in the demo: what is in place when. Depends on names and maturity only."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone

from lenses.compiled import CompiledQuestion
from reviews.demo.company import Story

_MONTH = 30.44
# How much maturity it takes, on average, until a practice of this level is in place.
_THRESHOLD = {"high": 0.0, "medium": 0.14, "low": 0.28, "": 0.1}


def in_place(story: Story, maturity: float, question: CompiledQuestion, choice: str) -> bool:
    """Whether a practice is in place at this maturity (0 to 1)."""
    if choice in story.in_place or choice in story.missing:
        return choice in story.in_place
    level = question.choice[choice].risk_if_absent
    reached = _of_pillar(story, maturity, question.pillar_id)
    return chance(story.name, choice) + _THRESHOLD[level] < reached * 1.25


def level(story: Story, maturity: float, pillar: str) -> int:
    """How mature the team says it is with a pillar, 1 to 5."""
    return max(1, min(5, 1 + int(4.2 * _of_pillar(story, maturity, pillar))))


def _of_pillar(story: Story, maturity: float, pillar: str) -> float:
    return maturity + 0.12 * (pillar in story.strong) - 0.15 * (pillar in story.weak)


def chance(*words: str) -> float:
    """A number from 0 to 1 that depends on the words alone."""
    digest = hashlib.sha256("/".join(words).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def ago(months: float) -> datetime:
    """Half past ten in the morning, that many months before today."""
    day = timezone.now() - timedelta(days=months * _MONTH)
    return day.replace(hour=10, minute=30, second=0, microsecond=0)
