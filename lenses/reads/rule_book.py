"""The rules of one question of a draft as they are edited: rows as typed, and what they mean.

Rows may hold anything a person typed. A row that cannot be read says where; the truth view is
there only when every row can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses import editing
from lenses.access import lens_for
from lenses.draft_access import draft_of
from lenses.reads.editor import Element
from lenses.reads.truth_view import TruthView, in_letters, letters_of, view_of
from lenses.rules import (
    Form,
    Risk,
    Rule,
    RuleError,
    RuleSet,
    Selection,
    Suggestion,
    compile_rule,
    evaluate,
    form_of,
    is_none_choice,
    suggest,
    truth,
)
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound

_TOKEN = re.compile(r"[\w.\-]+|&&|\|\||\S")


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A rule as it stands in a form. place: where it stood in the draft, None for a new one."""

    condition: str
    risk: str
    place: int | None = None

    @property
    def is_default(self) -> bool:
        """Whether it applies whatever is selected."""
        return self.condition.strip().casefold() == "default"


@dataclass(frozen=True, slots=True)
class BookChoice:
    """A choice as the builder names it: a letter, its id and its title."""

    letter: str
    id: str
    title: str
    is_none: bool
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be read, and its condition in three parts, the middle one at fault."""

    message: str
    before: str = ""
    at: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row of the builder.

    level: its risk for pictures, "" when the word is no risk. sentence
    and items say the condition in words. share: what it decides, in words; fate: why it decides
    nothing, in words. form: which simple form the condition has, if it has one.
    """

    number: int
    rule: TypedRule
    level: str
    sentence: str = ""
    fault: Fault | None = None
    share: str = ""
    percent: str = "0"
    fate: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What the ticked choices give: the risk and the number of the rule, 0 for none."""

    risk: str
    rule: int


@dataclass(frozen=True)
class RuleBook:
    """The rules of a question with everything the builder shows of them.

    address and question name the page; rules are as typed, the default last if there is one.
    """

    address: str
    question: str
    title: str
    revision: int
    choices: tuple[BookChoice, ...]
    rules: tuple[TypedRule, ...]
    levels: Mapping[str, str]

    @property
    def at(self) -> str:
        """The address of the question in the editor."""
        return f"questions/{self.question}"

    @property
    def next(self) -> int:
        """The number a further rule would get."""
        return len(self.rows) + 1

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the choices."""
        return tuple(choice.id for choice in self.choices)

    @cached_property
    def _compiled(self) -> tuple[Rule | RuleError, ...]:
        return tuple(_compiled(self.ids, rule) for rule in self.rules)

    @property
    def has_faults(self) -> bool:
        """Whether some row cannot be read."""
        return any(isinstance(each, RuleError) for each in self._compiled)

    @cached_property
    def rule_set(self) -> RuleSet | None:
        """The rules, when all of them can be read."""
        good = [each for each in self._compiled if isinstance(each, Rule)]
        return None if self.has_faults else RuleSet(self.ids, tuple(good))

    @cached_property
    def view(self) -> TruthView | None:
        """The truth view; None when a row cannot be read, or there are too many choices."""
        found = truth(self.rule_set) if self.rule_set and self.choices else None
        return view_of(found, self._by_id) if found else None

    @cached_property
    def _by_id(self) -> dict[str, BookChoice]:
        return {choice.id: choice for choice in self.choices}

    @cached_property
    def rows(self) -> tuple[BookRow, ...]:
        """Every row but the default."""
        return tuple(self._row(n) for n in range(len(self.rules) - (self.default is not None)))

    @cached_property
    def default(self) -> BookRow | None:
        """The last row when it is the default."""
        last = len(self.rules) - 1
        return self._row(last) if last >= 0 and self.rules[last].is_default else None

    @property
    def trial(self) -> Trial | None:
        """The risk of the ticked choices, as things stand."""
        if self.rule_set is None:
            return None
        ticked = frozenset(choice.id for choice in self.choices if choice.is_ticked)
        outcome = evaluate(self.rule_set, Selection(ticked))
        return Trial(str(outcome.risk), 0 if outcome.rule is None else outcome.rule + 1)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Ready-made rule sets for these choices."""
        return suggest(self.ids, self.levels)

    @property
    def faulty(self) -> tuple[int, ...]:
        """The numbers of the rows that cannot be read."""
        found = enumerate(self._compiled, start=1)
        return tuple(number for number, each in found if isinstance(each, RuleError))

    def _row(self, index: int) -> BookRow:
        typed, compiled = self.rules[index], self._compiled[index]
        level = _level(typed.risk)
        if isinstance(compiled, RuleError):
            return BookRow(index + 1, typed, level, fault=_fault(typed, compiled))
        expression = compiled.expression
        row = BookRow(
            number=index + 1,
            rule=typed,
            level=level,
            sentence=in_letters(expression, self._by_id) if expression else "",
            form=form_of(expression) if expression else None,
        )
        if self.view is None:
            return row
        tally = self.view.tallies[index]
        return replace(row, share=tally.share, percent=tally.percent, fate=tally.fate)


def read(actor: Actor, key: UUID | str, question: str) -> RuleBook:
    """The rules of a question of the draft as they are stored.

    NotFound when there is no such question, Conflict ``no-draft`` without a draft, Forbidden for
    who may not write lenses. Two queries.
    """
    lens = lens_for(actor, key, need=Action.LENS_WRITE)
    draft = draft_of(lens)
    if draft is None:
        raise Conflict(_("This lens has no draft. Begin one to change it."), code="no-draft")
    try:
        spot = editing.find(draft.document, f"questions/{question}")
    except editing.EditError:
        raise NotFound(_("There is no such question in the draft.")) from None
    found = editing.at(draft.document, spot.path)
    return _book(str(key), question, draft.revision, found if isinstance(found, Mapping) else {})


def of(address: str, element: Element) -> RuleBook | None:
    """The rules of a question that the editor has read already; None for one without an id that
    names it, whose rules no address leads to."""
    place = element.at.removeprefix("questions/")
    if element.kind != "question" or "/" in place:
        return None
    found = {
        "title": element.title,
        "choices": [{**each.fields, "id": each.id} for each in element.choices],
        "riskRules": [each.fields for each in element.rules],
    }
    return _book(address, place, element.outline.revision, found)


def retyped(book: RuleBook, rules: Sequence[TypedRule], *, ticked: Sequence[str] = ()) -> RuleBook:
    """The same question with rules as they were typed, and some choices ticked to try them."""
    choices = tuple(replace(each, is_ticked=each.id in ticked) for each in book.choices)
    return replace(book, rules=tuple(rules), choices=choices)


def _book(address: str, question: str, revision: int, found: Mapping[str, Any]) -> RuleBook:
    choices = [each for each in _objects(found, "choices") if _text(each, "id").strip()]
    letters = letters_of(len(choices))
    rules = [
        TypedRule(_text(rule, "condition"), _text(rule, "risk"), place)
        for place, rule in enumerate(_objects(found, "riskRules"))
    ]
    ids = [_text(choice, "id").strip() for choice in choices]
    return RuleBook(
        address=address,
        question=question,
        title=_text(found, "title").strip() or question,
        revision=revision,
        choices=tuple(
            BookChoice(letter, each, _text(choice, "title").strip() or each, is_none_choice(each))
            for letter, each, choice in zip(letters, ids, choices, strict=True)
        ),
        rules=tuple(rules),
        levels={
            each: _text(choice, "riskIfAbsent") for each, choice in zip(ids, choices, strict=True)
        },
    )


def _objects(found: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = found.get(key)
    items = value if isinstance(value, list) else []
    return [each if isinstance(each, Mapping) else {} for each in items]


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _compiled(ids: Sequence[str], rule: TypedRule) -> Rule | RuleError:
    try:
        return compile_rule(frozenset(ids), rule.condition, rule.risk)
    except RuleError as error:
        return error


def _level(word: str) -> str:
    try:
        return str(Risk.from_word(word))
    except ValueError:
        return ""


def _fault(rule: TypedRule, error: RuleError) -> Fault:
    """The place in the condition: the word that begins at the column, or the end."""
    if error.column is None:
        return Fault(error.message)
    start = error.column - 1
    match = _TOKEN.match(rule.condition, start)
    end = match.end() if match else start
    before, at, after = rule.condition[:start], rule.condition[start:end], rule.condition[end:]
    return Fault(error.message, before, at, after)
