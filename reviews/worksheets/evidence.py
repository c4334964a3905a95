"""Which questions worksheets are evidence for, and which practices they support. Pure.

The mapping is data, evidence.yaml beside this module. Game days and the review plan are no
worksheets and are evidence all the same; their facts are worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

GAME_DAYS, REVIEW_PLAN = "game-days", "review-plan"
BESIDE = (GAME_DAYS, REVIEW_PLAN)
LATELY = timedelta(days=366)  # a rehearsal counts for a year
GO_LIVE = "pre_go_live"

# {practice: facts that must all hold}
Practices = Mapping[str, frozenset[str]]
_FILE = Path(__file__).parent / "evidence.yaml"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A game day that was held, as far as evidence goes."""

    on: date
    has_learned: bool = False
    has_runbook: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """A planned review, as far as evidence goes. is_done: a milestone came of it."""

    kind: str
    on: date | None
    is_done: bool


@lru_cache
def mapping() -> Mapping[str, Mapping[str, Mapping[str, Practices]]]:
    """{kind: {lens alias: {question: practices}}}, read once."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            kind: {
                lens: {
                    question: {key: frozenset(facts) for key, facts in practices.items()}
                    for question, practices in questions.items()
                }
                for lens, questions in lenses.items()
            }
            for kind, lenses in said.items()
        }
    )


def kinds_for(lens: str, question: str) -> tuple[str, ...]:
    """The kinds that are evidence for a question of a built-in lens, in their order."""
    return tuple(kind for kind, lenses in mapping().items() if question in lenses.get(lens, {}))


def questions_of(kind: str) -> Mapping[str, tuple[str, ...]]:
    """{lens alias: the questions this kind is evidence for}."""
    return {lens: tuple(questions) for lens, questions in mapping().get(kind, {}).items()}


def supports(kind: str, facts: Iterable[str], lens: str, question: str) -> tuple[str, ...]:
    """The practices of a question that a worksheet with these facts supports."""
    there = frozenset(facts)
    practices = mapping().get(kind, {}).get(lens, {}).get(question, {})
    return tuple(key for key, wanted in practices.items() if wanted and wanted <= there)


def speaks_to(kind: str, lens: str, question: str) -> tuple[str, ...]:
    """The practices of a question that a worksheet of this kind could support."""
    return tuple(mapping().get(kind, {}).get(lens, {}).get(question, {}))


def facts_of_game_days(held: Iterable[Rehearsal], today: date) -> frozenset[str]:
    """filled: one was held. held-lately: within a year. repeated: twice within two years.
    learned: all of the last year say what was learned. runbook-used: so does one its runbook."""
    days = list(held)
    lately = [each for each in days if today - each.on <= LATELY]
    facts = {
        "filled": bool(days),
        "held-lately": bool(lately),
        "repeated": len([each for each in days if today - each.on <= 2 * LATELY]) > 1,
        "learned": bool(lately) and all(each.has_learned for each in lately),
        "runbook-used": any(each.has_runbook for each in lately),
    }
    return frozenset(fact for fact, holds in facts.items() if holds)


def facts_of_plan(occasions: Iterable[Occasion], today: date) -> frozenset[str]:
    """filled: something is planned or was. planned: there is a day to come. reviewed: one led to
    a milestone within a year. go-live-planned: the review before going live has a day."""
    all_of = list(occasions)
    coming = [each for each in all_of if each.on and each.on >= today and not each.is_done]
    done = [each for each in all_of if each.is_done and each.on and today - each.on <= LATELY]
    facts = {
        "filled": bool(all_of),
        "planned": bool(coming),
        "reviewed": bool(done),
        "go-live-planned": any(each.kind == GO_LIVE for each in (*coming, *done)),
    }
    return frozenset(fact for fact, holds in facts.items() if holds)
