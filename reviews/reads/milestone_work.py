"""What a milestone keeps beside the answers, in words: improvements and decisions of that time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from reviews.models import Effect, ImprovementState
from reviews.reads import names
from reviews.snapshot import Snapshot, SnapshotTradeOff


@dataclass(frozen=True, slots=True)
class FrozenWork:
    """An improvement as it was."""

    number: int
    title: str
    state: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class FrozenDecision:
    """A trade-off as it was; effects in a sentence."""

    number: int
    title: str
    effects: str


def work(taken: Snapshot) -> tuple[FrozenWork, ...]:
    """The improvements, by number."""
    return tuple(
        FrozenWork(
            number=each.number,
            title=each.title,
            state=str(ImprovementState(each.state).label),
            owner=each.owner_name,
            due=parse_date(each.due) if each.due else None,
        )
        for each in taken.improvements
    )


def decisions(taken: Snapshot) -> tuple[FrozenDecision, ...]:
    """The trade-offs, by number."""
    pillars = {pillar.id: pillar.name for review in taken.reviews for pillar in review.pillars}
    pillars |= {key: str(name) for key, name in names.PILLARS.items()}
    return tuple(
        FrozenDecision(each.number, each.title, _effects(each, pillars)) for each in taken.tradeoffs
    )


def _effects(decision: SnapshotTradeOff, pillars: Mapping[str, str]) -> str:
    """“improves Security, worsens Cost Optimization”; neutral pillars say nothing."""

    def named(effect: Effect) -> str:
        return ", ".join(
            pillars.get(each.pillar, each.pillar)
            for each in decision.effects
            if each.effect == effect
        )

    better, worse = named(Effect.IMPROVES), named(Effect.WORSENS)
    parts = [_("improves %(pillars)s") % {"pillars": better}] if better else []
    parts += [_("worsens %(pillars)s") % {"pillars": worse}] if worse else []
    return "; ".join(parts)
