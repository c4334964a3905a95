"""What is done about risks and why: improvements, decisions with two sides, maturity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.documents import phrasing
from reviews.documents.scope import Text
from reviews.documents.subjects import Options
from reviews.models.improvement import ImprovementState, Level
from reviews.models.tradeoff import Effect, TradeOffState
from reviews.reads.profile_rows import pillar_names
from reviews.snapshot import Snapshot, SnapshotImprovement, SnapshotMaturity, SnapshotTradeOff

_STATES: Mapping[str, object] = dict(ImprovementState.choices)
_LEVELS: Mapping[str, object] = dict(Level.choices)
_EFFECTS: Mapping[str, object] = dict(Effect.choices)
_DECISIONS: Mapping[str, object] = dict(TradeOffState.choices)
_IN_ORDER = ("in_progress", "planned", "open", "accepted", "done")
_HIGHEST = 5  # maturity (seed 000, section 2)
_DASH = re.compile(r"^[-*] +", re.M)
_BRIEF = 300  # characters of steps and success criteria that a table has room for


@dataclass(frozen=True, slots=True)
class ImprovementLine:
    """An improvement; accepted is a sentence about a risk that is lived with."""

    number: int
    title: str
    where: str
    risk: str
    owner: str
    due: str
    is_overdue: bool
    size: str  # impact and effort
    accepted: str
    texts: tuple[Text, ...]  # steps and success criteria of what is still to be done, if brief


@dataclass(frozen=True, slots=True)
class ImprovementGroup:
    """The improvements in one state."""

    state: str
    title: str
    lines: tuple[ImprovementLine, ...]


@dataclass(frozen=True, slots=True)
class Improvements:
    """All improvements by state."""

    sentence: str
    groups: tuple[ImprovementGroup, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision: what it does to each pillar of the matrix, and what it costs and gives."""

    number: int
    title: str
    state: str
    effects: tuple[tuple[str, str], ...]  # (effect, word) per pillar; empty: nobody looked
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TradeOffs:
    """The matrix: its pillars, its decisions."""

    pillars: tuple[str, ...]
    rows: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class MaturityLine:
    """How far a pillar is. steps: for a row of five boxes, each reached, wanted or left."""

    name: str
    lens: str
    level: str
    target: str
    by: str
    note: str
    steps: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Work:
    """What surrounds the answers; each part may be empty."""

    improvements: Improvements
    tradeoffs: TradeOffs | None
    maturity: tuple[MaturityLine, ...]


def build(snapshot: Snapshot, options: Options, *, on: date) -> Work:
    """The work on a snapshot that is narrowed already, seen from the day `on`."""
    return Work(
        improvements=_improvements(snapshot, on),
        tradeoffs=_tradeoffs(snapshot, options) if snapshot.tradeoffs else None,
        maturity=tuple(_maturity(snapshot)),
    )


def state_word(state: str) -> str:
    """The state of an improvement as a word."""
    return str(_STATES.get(state, state))


def level_word(level: str) -> str:
    """An impact or effort as a word."""
    return str(_LEVELS.get(level, level))


def effect_word(effect: str) -> str:
    """What a decision does as a word."""
    return str(_EFFECTS.get(effect, effect))


def decision_word(state: str) -> str:
    """Whether a decision stands, as a word."""
    return str(_DECISIONS.get(state, state))


def pillar_titles(snapshot: Snapshot) -> dict[str, str]:
    """{pillar id: name} of every review."""
    return {pillar.id: pillar.name for review in snapshot.reviews for pillar in review.pillars}


def maturity_word(level: int | None) -> str:
    """A level with its name (seed 000, section 2); empty for none."""
    names = (_("manual"), _("repeatable"), _("defined"), _("managed"), _("optimizing"))
    if level is None:
        return ""
    return f"{level} – {names[level - 1]}" if 1 <= level <= _HIGHEST else str(level)


def _improvements(snapshot: Snapshot, on: date) -> Improvements:
    asked = {
        (review.id, question.id): f"{question.code} {question.title}".strip()
        for review in snapshot.reviews
        for _pillar, question in review.questions()
    }
    by_state: dict[str, list[SnapshotImprovement]] = {}
    for each in snapshot.improvements:
        by_state.setdefault(each.state, []).append(each)
    order = [*_IN_ORDER, *(state for state in by_state if state not in _IN_ORDER)]
    groups = tuple(
        ImprovementGroup(
            state,
            state_word(state),
            tuple(_improvement(each, asked, on) for each in sorted(by_state[state], key=_urgency)),
        )
        for state in order
        if state in by_state
    )
    return Improvements(_sentence(snapshot.improvements, on), groups)


def _urgency(improvement: SnapshotImprovement) -> tuple[bool, str, int]:
    return not improvement.due, improvement.due, improvement.number


def _is_overdue(improvement: SnapshotImprovement, on: date) -> bool:
    return bool(improvement.is_unfinished and improvement.due and improvement.due < on.isoformat())


def _sentence(improvements: Sequence[SnapshotImprovement], on: date) -> str:
    left = sum(each.is_unfinished for each in improvements)
    words = ngettext(
        "%(left)d of %(n)d improvement is still to be done",
        "%(left)d of %(n)d improvements are still to be done",
        len(improvements),
    ) % {"left": left, "n": len(improvements)}
    late = sum(_is_overdue(each, on) for each in improvements)
    if late:
        words += ngettext(", %(n)d of them overdue", ", %(n)d of them overdue", late) % {"n": late}
    return f"{words}."


def _improvement(
    of: SnapshotImprovement, asked: Mapping[tuple[str, str], str], on: date
) -> ImprovementLine:
    return ImprovementLine(
        number=of.number,
        title=of.title,
        where=asked.get((of.review, of.question), ""),
        risk=of.risk,
        owner=of.owner_name,
        due=_("Done %(day)s") % {"day": phrasing.iso_day(of.done_at)}
        if of.done_at and of.state == ImprovementState.DONE
        else phrasing.iso_day(of.due),
        is_overdue=_is_overdue(of, on),
        size=_("Impact %(impact)s, effort %(effort)s")
        % {"impact": level_word(of.impact).lower(), "effort": level_word(of.effort).lower()},
        accepted=_accepted(of, on),
        texts=_brief_texts(of) if of.is_unfinished else (),
    )


def _brief_texts(of: SnapshotImprovement) -> tuple[Text, ...]:
    labelled = ((_("Steps"), of.steps), (_("Done when"), of.success_criteria))
    return tuple(
        Text(label, _listed(text.strip()))
        for label, text in labelled
        if 0 < len(text.strip()) <= _BRIEF
    )


def _listed(text: str) -> str:
    """A text for a place where marks are not read; one of several lines begins on a new one."""
    shown = _DASH.sub("• ", text)
    return f"\n{shown}" if "\n" in shown else shown


def _accepted(of: SnapshotImprovement, on: date) -> str:
    if of.state != ImprovementState.ACCEPTED:
        return ""
    said = []
    if of.accepted_by_name:
        said.append(_("Accepted by %(name)s.") % {"name": of.accepted_by_name})
    if of.accepted_until:
        is_past = of.accepted_until < on.isoformat()
        words = _("Ended on %(day)s.") if is_past else _("Until %(day)s.")
        said.append(words % {"day": phrasing.iso_day(of.accepted_until)})
    if of.accepted_reason:
        said.append(of.accepted_reason.strip())
    return " ".join(said)


def _tradeoffs(snapshot: Snapshot, options: Options) -> TradeOffs:
    titles = pillar_titles(snapshot)
    named = [effect.pillar for row in snapshot.tradeoffs for effect in row.effects]
    looked_at = set(named)
    keys = [key for key in titles if key in looked_at]
    keys += [key for key in dict.fromkeys(named) if key not in titles]
    if options.pillars:
        keys = [key for key in keys if key in options.pillars]
    words = dict(zip(keys, pillar_names(keys), strict=True))
    return TradeOffs(
        pillars=tuple(titles.get(key) or words[key] for key in keys),
        rows=tuple(_decision(row, keys, titles | words) for row in snapshot.tradeoffs),
    )


def _decision(of: SnapshotTradeOff, keys: Sequence[str], titles: Mapping[str, str]) -> DecisionLine:
    effects = [of.effect_on(key) for key in keys]
    why = "\n".join(
        f"{titles[each.pillar]}: {each.note.strip()}" for each in effects if each and each.note
    )
    labelled = (
        (_("Why"), of.context),
        (_("Also looked at"), of.alternatives),
        (_("Effects"), why),
        (_("Cost"), of.cost),
        (_("Benefit"), of.benefit),
        (_("Savings a month"), money(of.savings, of.currency)),
        (_("Revenue a month"), money(of.revenue, of.currency)),
        (_("Net a month"), _net(of)),
        (_("Decided"), _decided(of)),
    )
    return DecisionLine(
        number=of.number,
        title=of.title,
        state=decision_word(of.state),
        effects=tuple(
            (each.effect, effect_word(each.effect)) if each else ("", "") for each in effects
        ),
        texts=tuple(Text(label, text.strip()) for label, text in labelled if text.strip()),
    )


def _decided(of: SnapshotTradeOff) -> str:
    return ", ".join(word for word in (of.decided_by_name, phrasing.iso_day(of.decided_on)) if word)


def amount(text: str) -> Decimal | None:
    """An amount of a snapshot; None where there is none."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def money(text: str, currency: str) -> str:
    """An amount as words; empty for none."""
    found = amount(text)
    if found is None:
        return ""
    shown = formats.number_format(found, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{shown} {currency}".strip()


def _net(of: SnapshotTradeOff) -> str:
    """The sum of both amounts (seed 000, section 6); empty unless both are known."""
    savings, revenue = amount(of.savings), amount(of.revenue)
    if savings is None or revenue is None:
        return ""
    return money(str(savings + revenue), of.currency)


def _maturity(snapshot: Snapshot) -> list[MaturityLine]:
    set_by = {(each.review, each.pillar): each for each in snapshot.maturity}
    several = len(snapshot.reviews) > 1
    return [
        _level(found, pillar.name, review.lens_name if several else "")
        for review in snapshot.reviews
        for pillar in review.pillars
        if (found := set_by.get((review.id, pillar.id))) is not None
    ]


def _level(of: SnapshotMaturity, name: str, lens: str) -> MaturityLine:
    level, target = of.level or 0, of.target or 0
    return MaturityLine(
        name=name,
        lens=lens,
        level=maturity_word(of.level) or _("not set"),
        target=maturity_word(of.target),
        by=phrasing.iso_day(of.target_on),
        note=of.note.strip(),
        steps=tuple(
            "reached" if step <= level else "wanted" if step <= target else "left"
            for step in range(1, _HIGHEST + 1)
        ),
        label=_("Level %(level)d of 5, target %(target)d") % {"level": level, "target": target}
        if target
        else _("Level %(level)d of 5") % {"level": level},
    )
