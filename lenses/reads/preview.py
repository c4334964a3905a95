"""A lens tried out as reviewers will see it. Nothing is stored: answers stand in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import compiled, lens_for, version_named
from lenses.compiled import CompiledLens, CompiledQuestion
from lenses.document import Choice
from lenses.models import DRAFT, Lens, LensVersion, VersionStatus
from lenses.reads.rule_words import RuleReading, read_rules
from lenses.reads.trial_answers import answers_of, coded
from lenses.reads.trial_lens import TrialLens, sentences, trial_lens
from lenses.rules import RISK_ORDER, Outcome, Risk, Selection, evaluate, paths
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

SHOWN_PLANS = 100
"""Practices that the plan of a whole lens names at most."""

_ORDER = (Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.NONE, Risk.UNANSWERED)

Answers = Mapping[str, Selection]


@dataclass(frozen=True, slots=True)
class TriedChoice:
    """A choice as the question shows it."""

    choice: Choice
    number: int
    is_selected: bool
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class TriedPath:
    """Practices that lower the risk to this one or a lower one."""

    risk: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A question with a tried answer: its risk, why, and what would lower it.

    faults: why it cannot be tried; then there is nothing else. plan: practices to be put in
    place, those that lower the risk soonest first. at: the address of the question in the editor.
    """

    question: CompiledQuestion
    risk: str
    title: str
    rule: RuleReading | None
    paths: tuple[TriedPath, ...]
    choices: tuple[TriedChoice, ...]
    plan: tuple[Choice, ...]
    faults: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class TriedLine:
    """A question in the list."""

    question: CompiledQuestion
    risk: str
    is_faulty: bool


@dataclass(frozen=True)
class Preview:
    """A version of a lens being tried, with every answer so far.

    address: how the lens was named; version: "draft" or its name.
    """

    lens: Lens
    row: LensVersion
    address: str
    trial: TrialLens
    answers: Answers

    @property
    def content(self) -> CompiledLens:
        """The lens. Only for one that can be tried."""
        if self.trial.content is None:
            raise NotFound(_("This draft cannot be tried yet."))
        return self.trial.content

    @property
    def is_draft(self) -> bool:
        """Whether what is tried may still change."""
        return self.row.status == VersionStatus.DRAFT

    @property
    def version(self) -> str:
        """What an address calls the version."""
        return DRAFT if self.is_draft else self.row.name

    @property
    def problems(self) -> tuple[str, ...]:
        """Errors that are in no question."""
        return sentences(self.trial.problems)

    @cached_property
    def state(self) -> str:
        """Every answer, for the address."""
        return self.state_but("")

    def state_but(self, question: str) -> str:
        """Every answer but that of one question, which its form sends itself."""
        parts = [
            coded(self.content.questions[key], answer)
            for key, answer in self.answers.items()
            if key != question
        ]
        return "~".join(part for part in parts if part)

    @cached_property
    def query(self) -> str:
        """What every address of this preview ends with."""
        return "?" + urlencode(
            {"version": self.version} | ({"a": self.state} if self.state else {})
        )

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Question → risk and rule."""
        empty = Selection()
        return {
            each.id: evaluate(each.rules, self.answers.get(each.id, empty)) for each in self.content
        }

    @cached_property
    def lines(self) -> Mapping[str, tuple[TriedLine, ...]]:
        """Pillar → its questions in lines."""
        return {
            pillar.id: tuple(map(self._line, pillar.questions)) for pillar in self.content.pillars
        }

    @property
    def groups(self) -> tuple[tuple[str, tuple[TriedLine, ...]], ...]:
        """Names of pillars with their questions."""
        return tuple((pillar.name, self.lines[pillar.id]) for pillar in self.content.pillars)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many questions have each risk."""
        good = [q for q in self.content if q.id not in self.trial.faults]
        counted = Counter(self.outcomes[question.id].risk for question in good)
        return tuple((str(risk), counted[risk]) for risk in _ORDER)

    @cached_property
    def to_do(self) -> tuple[Tried, ...]:
        """The improvement plan: questions at risk, worst first, at most SHOWN_PLANS practices."""
        at_risk = [
            question
            for question in self.content
            if RISK_ORDER[self.outcomes[question.id].risk] >= RISK_ORDER[Risk.LOW]
        ]
        at_risk.sort(key=lambda question: -RISK_ORDER[self.outcomes[question.id].risk])
        found: list[Tried] = []
        for question in at_risk:
            if sum(len(each.plan) for each in found) >= SHOWN_PLANS:
                break
            found.append(self.tried(question.id))
        return tuple(found)

    def _line(self, question: CompiledQuestion) -> TriedLine:
        is_faulty = question.id in self.trial.faults
        return TriedLine(question, str(self.outcomes[question.id].risk), is_faulty)

    def tried(self, key: str) -> Tried:
        """A question with its answer. NotFound when the version has none of this id."""
        question = self.content.questions.get(key)
        if question is None:
            raise NotFound(_("There is no such question."))
        answer = self.answers.get(key, Selection())
        outcome = self.outcomes[key]
        ways = _ways(question, answer, outcome.risk)
        rules = read_rules(question) if outcome.rule is not None else ()
        return Tried(
            question=question,
            risk=str(outcome.risk),
            title=_title(question, outcome, ways),
            rule=rules[outcome.rule] if outcome.rule is not None else None,
            paths=ways,
            choices=_choices(question, answer),
            plan=_plan(question, answer, outcome.risk, ways),
            faults=sentences(self.trial.faults.get(key, ())),
            at=self.trial.places.get(key, f"questions/{key}"),
        )


def build(actor: Actor, key: str, version: str = "", state: str = "") -> Preview:
    """A version of a lens to be tried: the draft unless named, else the newest published one.

    NotFound for a version that is not there. Three queries.
    """
    lens = lens_for(actor, key)
    try:
        row = version_named(actor, lens, version or DRAFT)
    except NotFound:
        if version:
            raise
        row = version_named(actor, lens)
    is_draft = row.status == VersionStatus.DRAFT
    trial = trial_lens(row.document) if is_draft else TrialLens(compiled(row.pk), {}, ())
    answers = answers_of(trial.content, state) if trial.content else {}
    return Preview(lens, row, key, trial, answers)


def answered(
    preview: Preview, question: str, *, selected: Sequence[str], set_aside: Sequence[str]
) -> Preview:
    """The same with one question answered. “None of these” gives way to a practice."""
    asked = preview.content.questions.get(question)
    if asked is None:
        raise NotFound(_("There is no such question."))
    aside = frozenset(set_aside) - asked.rules.none_choices
    chosen = frozenset(selected) - aside
    if chosen & asked.rules.practices:
        chosen -= asked.rules.none_choices
    known = asked.rules.known(Selection(chosen, aside))
    return Preview(
        preview.lens, preview.row, preview.address, preview.trial,
        {**preview.answers, question: known},
    )  # fmt: skip


def _choices(question: CompiledQuestion, answer: Selection) -> tuple[TriedChoice, ...]:
    return tuple(
        TriedChoice(choice, number, choice.id in answer.selected, choice.id in answer.set_aside)
        for number, choice in enumerate(question.choices, start=1)
    )


def _ways(question: CompiledQuestion, answer: Selection, risk: Risk) -> tuple[TriedPath, ...]:
    """The smallest way to each lower risk, the best risk last, no way twice."""
    found: dict[tuple[str, ...], TriedPath] = {}
    for target in (Risk.NONE, Risk.LOW, Risk.MEDIUM):
        if RISK_ORDER[target] >= RISK_ORDER[risk]:
            continue
        ways = paths(question.rules, answer, target)
        if ways:
            titles = tuple(question.choice[each].title.strip() for each in ways[0])
            found.setdefault(ways[0], TriedPath(str(target), titles))
    return tuple(reversed(found.values()))


def _plan(
    question: CompiledQuestion, answer: Selection, risk: Risk, ways: Sequence[TriedPath]
) -> tuple[Choice, ...]:
    if RISK_ORDER[risk] < RISK_ORDER[Risk.LOW]:
        return ()
    done = answer.selected | answer.set_aside
    missing = [choice for choice in question.practices if choice.id not in done]
    soonest = {title: place for way in reversed(ways) for place, title in enumerate(way.choices)}
    return tuple(sorted(missing, key=lambda choice: choice.title.strip() not in soonest))


def _title(question: CompiledQuestion, outcome: Outcome, ways: Sequence[TriedPath]) -> str:
    if outcome.risk is Risk.UNANSWERED:
        return _("Not answered yet.")
    if outcome.rule is None:
        return _("No risk: no rule asks for more.")
    words = _("Rule %(n)d of %(total)d decides.") % {
        "n": outcome.rule + 1,
        "total": len(question.rules.rules),
    }
    if not ways:
        return words
    fewest = min(len(way.choices) for way in ways)
    more = ngettext("%(n)d practice lowers it.", "%(n)d practices lower it.", fewest)
    return f"{words} {more % {'n': fewest}}"
