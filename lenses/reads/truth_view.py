"""The truth view in words: which answers get which risk, what never decides, the ways down.

Choices are called by letters, so that a line stays a line with fifteen of them. Pure but for
translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.rules import (
    All,
    Expression,
    Form,
    Name,
    Not,
    Pick,
    Risk,
    Some,
    Tally,
    Term,
    Truth,
    Way,
    form_of,
)

SHOWN_RAISES = 4
_RUN = 3  # as many letters in a row are written as a range


class Lettered(Protocol):
    """A choice with the letter it is called by."""

    @property
    def letter(self) -> str:
        """A, B, C …"""

    @property
    def title(self) -> str:
        """Its title."""


Choices = Mapping[str, Lettered]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a condition: “at least 2 of” and the letters it is about."""

    words: str
    letters: str


@dataclass(frozen=True, slots=True)
class Line:
    """Answers with one risk: what they have in common, the rule that decides (0: none), how many
    there are. alone: the title of “None of these”, when it is the line of that."""

    risk: str
    rule: int
    parts: tuple[Part, ...]
    answers: int
    share: str
    percent: str
    alone: str = ""


@dataclass(frozen=True, slots=True)
class RuleTally:
    """What a rule decides, in words, and why it decides nothing, in words."""

    share: str
    percent: str
    fate: str


@dataclass(frozen=True, slots=True)
class RiskShare:
    """How many answers get a risk; start: where its piece of the bar begins."""

    risk: str
    answers: int
    share: str
    percent: str
    start: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """From a risk (unanswered: from nothing) to another or a lower one, by adding practices."""

    source: str
    target: str
    sets: tuple[tuple[Part, ...], ...]
    more: int
    effort: str
    stuck: str


@dataclass(frozen=True, slots=True)
class TruthView:
    """Everything the builder shows of the rules as a whole.

    lines: widest first within a rule; more: answers no line shows. warnings: sentences about
    what is probably not meant.
    """

    answers: int
    risks: tuple[RiskShare, ...]
    lines: tuple[Line, ...]
    more: int
    tallies: tuple[RuleTally, ...]
    warnings: tuple[str, ...]
    ways: tuple[WayLine, ...]


def view_of(truth: Truth, choices: Choices) -> TruthView:
    """The truth of a question's rules in words; choices: id → letter and title."""
    words = _Words(choices, truth.answers)
    return TruthView(
        answers=truth.answers,
        risks=tuple(words.risks(truth.risks)),
        lines=tuple(words.lines(truth)),
        more=truth.unmatched_more + sum(tally.more for tally in truth.tallies),
        tallies=tuple(words.tally(tally) for tally in truth.tallies),
        warnings=tuple(words.warnings(truth)),
        ways=tuple(words.way(way) for way in truth.ways),
    )


def letters_of(count: int) -> list[str]:
    """A to Z, then AA, AB …"""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    heads = ["", *alphabet]
    return [heads[number // 26] + alphabet[number % 26] for number in range(count)]


def in_letters(expression: Expression, choices: Choices) -> str:
    """A condition as a sentence of letters: “A and B and not C”."""
    words = _Words(choices, 0)
    return words.condition(expression)


class _Words:
    """Numbers and choices as words."""

    def __init__(self, choices: Choices, answers: int) -> None:
        self.choices = choices
        self.answers = answers
        self.order = {choice.letter: place for place, choice in enumerate(choices.values())}

    def share(self, count: int) -> str:
        """A share of all answers: 50%, or less than 1%."""
        percent = 100 * count / self.answers
        if 0 < percent < 1:
            return _("under 1%%") % ()
        return _("%(n)d%%") % {"n": round(percent) if count < self.answers else 100}

    def percent(self, count: int) -> str:
        """The same as a number for a style or a shape."""
        return f"{100 * count / self.answers:.2f}"

    def risks(self, counts: Mapping[Risk, int]) -> Iterable[RiskShare]:
        start = 0
        for risk, count in counts.items():
            if count:
                words = self.share(count), self.percent(count), self.percent(start)
                yield RiskShare(str(risk), count, *words)
            start += count

    def letters(self, ids: Iterable[str]) -> str:
        """“A–E, G”"""
        found = sorted((self.choices[each].letter for each in ids), key=self.order.__getitem__)
        runs: list[list[str]] = []
        for letter in found:
            if runs and self.order[runs[-1][-1]] + 1 == self.order[letter]:
                runs[-1].append(letter)
            else:
                runs.append([letter])
        shown: list[str] = []
        for run in runs:
            shown += [f"{run[0]}–{run[-1]}"] if len(run) >= _RUN else run
        return ", ".join(shown)

    def lines(self, truth: Truth) -> Iterable[Line]:
        for row in truth.rows:
            yield Line(
                risk=str(row.risk),
                rule=0 if row.rule is None else row.rule + 1,
                parts=tuple(self.part(term) for term in row.terms),
                answers=row.answers,
                share=self.share(row.answers),
                percent=self.percent(row.answers),
            )
        for alone in truth.alone:
            yield Line(
                risk=str(alone.risk),
                rule=0 if alone.rule is None else alone.rule + 1,
                parts=(),
                answers=1,
                share=self.share(1),
                percent=self.percent(1),
                alone=self.choices[alone.choice].title,
            )

    def part(self, term: Term) -> Part:
        return Part(_of_term(term), self.letters(term.choices))

    def tally(self, tally: Tally) -> RuleTally:
        return RuleTally(self.share(tally.decides), self.percent(tally.decides), _fate(tally))

    def warnings(self, truth: Truth) -> Iterable[str]:
        if truth.unmatched:
            yield ngettext(
                "%(n)s answer matches no rule, so it is no risk. Say what holds otherwise.",
                "%(n)s answers match no rule, so they are no risk. Say what holds otherwise.",
                truth.unmatched,
            ) % {"n": f"{truth.unmatched:,}"}
        if truth.idle:
            yield ngettext(
                "No rule names %(letters)s: selecting it changes no risk.",
                "No rule names %(letters)s: selecting them changes no risk.",
                len(truth.idle),
            ) % {"letters": self.letters(truth.idle)}
        for each in truth.raises[:SHOWN_RAISES]:
            yield _(
                "Selecting %(letters)s can raise the risk: with %(example)s it goes from"
                " %(before)s to %(after)s."
            ) % {
                "letters": self.letters(each.choices[:1]),
                "example": self.letters(each.example),
                "before": _risk(each.before),
                "after": _risk(each.after),
            }
        if len(truth.raises) > SHOWN_RAISES:
            more = len(truth.raises) - SHOWN_RAISES
            yield ngettext(
                "And %(n)d more practice that can raise it.",
                "And %(n)d more practices that can raise it.",
                more,
            ) % {"n": more}

    def way(self, way: Way) -> WayLine:
        return WayLine(
            source=str(way.source),
            target=str(way.target),
            sets=tuple(tuple(self.pick(pick) for pick in picks) for picks in way.picks),
            more=way.more,
            effort=_effort(way),
            stuck=ngettext(
                "%(n)s answer cannot get there by adding practices.",
                "%(n)s answers cannot get there by adding practices.",
                way.stuck,
            )
            % {"n": f"{way.stuck:,}"}
            if way.stuck
            else "",
        )

    def pick(self, pick: Pick) -> Part:
        if len(pick.choices) == 1:
            words = ""
        elif pick.number == len(pick.choices):
            words = _("all of")
        elif pick.number == 1:
            words = _("any one of")
        else:
            words = _("any %(n)d of") % {"n": pick.number}
        return Part(words, self.letters(pick.choices))

    def condition(self, expression: Expression, *, inside: bool = False) -> str:
        form = form_of(expression)
        if form and (form.form == "least" or len(form.choices) > 3):
            return f"{_of_form(form)} {self.letters(form.choices)}"
        if isinstance(expression, Name):
            return self.choices[expression.id].letter
        if isinstance(expression, Not):
            term = self.condition(expression.term, inside=True)
            return _("not %(term)s") % {"term": term}
        joined = self._joined(expression)
        return f"({joined})" if inside else joined

    def _joined(self, expression: All | Some) -> str:
        word = _("and") if isinstance(expression, All) else _("or")
        return f" {word} ".join(self.condition(term, inside=True) for term in expression.terms)


def _of_term(term: Term) -> str:
    numbers = {"least": term.least, "most": term.most}
    if len(term.choices) == 1:
        return _("with") if term.least else _("without")
    match term.form:
        case "all":
            return _("all of")
        case "none":
            return _("none of")
        case "any":
            return _("at least one of")
        case "not-all":
            return _("not all of")
        case "some":
            return _("some, but not all, of")
        case "at-least":
            return _("at least %(least)d of") % numbers
        case "at-most":
            return _("at most %(most)d of") % numbers
        case "exactly":
            return _("exactly %(least)d of") % numbers
    return _("%(least)d to %(most)d of") % numbers


def _of_form(form: Form) -> str:
    match form.form:
        case "all":
            return _("all of")
        case "any":
            return _("at least one of")
        case "none":
            return _("none of")
    return _("at least %(least)d of") % {"least": form.number}


def _fate(tally: Tally) -> str:
    """Why a rule decides nothing; "" for one that does."""
    match tally.fate:
        case "contradiction":
            return _("Never decides: no answer makes it true.")
        case "only-empty":
            return _("Never decides: it is true only when nothing is selected.")
        case "shadowed":
            return _("Never decides: %(rules)s what it applies to.") % {"rules": _by(tally.by)}
    return ""


def _by(rules: Sequence[int]) -> str:
    numbers = [str(rule + 1) for rule in rules]
    if len(numbers) == 1:
        return _("rule %(n)s settles") % {"n": numbers[0]}
    listed = _("%(first)s and %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}
    return _("rules %(list)s settle") % {"list": listed}


def _effort(way: Way) -> str:
    if way.source is Risk.UNANSWERED:
        return ngettext("%(n)d practice", "%(n)d practices", way.fewest) % {"n": way.fewest}
    if way.fewest == way.most:
        return ngettext("%(n)d practice more", "%(n)d practices more", way.fewest) % {
            "n": way.fewest
        }
    return _("%(fewest)d to %(most)d practices more") % {"fewest": way.fewest, "most": way.most}


def _risk(risk: Risk) -> str:
    words = {
        Risk.HIGH: _("high"),
        Risk.MEDIUM: _("medium"),
        Risk.LOW: _("low"),
        Risk.NONE: _("no risk"),
    }
    return words[risk]
