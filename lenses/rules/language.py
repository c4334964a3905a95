"""The language of rule conditions: text ↔ expression. Knows neither risks nor answers.

or    := and ('||' and)*
and   := unary ('&&' unary)*
unary := '!' unary | '(' or ')' | id ['NOT' 'selected' | 'selected']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 10_000
"""Longest condition that is read, in characters (the longest seen in real lenses has 342)."""

MAX_DEPTH = 50
"""Deepest nesting of parentheses and exclamation marks that is read."""


class RuleError(ValueError):
    """A condition or rule that cannot be used.

    message: one sentence for people. code: kebab-case word. column: 1-based place in the
    condition, if known. unknown: the id that no choice carries. rule: 0-based index of the rule.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "rule-syntax",
        column: int | None = None,
        unknown: str | None = None,
        rule: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.column = column
        self.unknown = unknown
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Name:
    """True when the choice is selected."""

    id: str


@dataclass(frozen=True, slots=True)
class Not:
    """True when its term is not."""

    term: Expression


@dataclass(frozen=True, slots=True)
class All:
    """True when all of its two or more terms are (``&&``)."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True when at least one of its two or more terms is (``||``)."""

    terms: tuple[Expression, ...]


Expression = Name | Not | All | Some

_TOKEN = re.compile(r"\s*(?:(?P<id>[\w.\-]+)|(?P<op>&&|\|\||[!()])|(?P<bad>\S))")
_ANY_TOKEN = re.compile(r"(?P<id>[\w.\-]+)|(?P<other>&&|\|\||\S)")
_HINTS = {
    "&": "Use && for “and”.",
    "|": "Use || for “or”.",
    "AND": "Use && for “and”.",
    "OR": "Use || for “or”.",
    "NOT": "Write !id, or id NOT selected.",
}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_id: bool
    column: int


def parse(text: str, known: Collection[str]) -> Expression:
    """Reads a condition over the ids in known. ``default`` is not for this function.

    Raises RuleError with the column of the first thing that is wrong.
    """
    if len(text) > MAX_LENGTH:
        raise RuleError(
            f"The condition has {len(text):,} characters; at most {MAX_LENGTH:,} are read.",
            code="rule-too-long",
        )
    return _parsed(text, frozenset(known))


@lru_cache(maxsize=128)
def _parsed(text: str, known: frozenset[str]) -> Expression:
    """Remembered for a moment: who reads a question looks at its conditions more than once."""
    return _Parser(text, known).read()


def write(expression: Expression) -> str:
    """The shortest text that parses to the same expression."""
    if isinstance(expression, Name):
        return expression.id
    if isinstance(expression, Not):
        return "!" + _inside(expression.term, (All, Some))
    if isinstance(expression, All):
        return " && ".join(_inside(term, (All, Some)) for term in expression.terms)
    return " || ".join(_inside(term, (Some,)) for term in expression.terms)


def names(expression: Expression) -> Iterator[str]:
    """Every id the expression mentions, left to right, repeated when it is repeated."""
    if isinstance(expression, Name):
        yield expression.id
    elif isinstance(expression, Not):
        yield from names(expression.term)
    else:
        for term in expression.terms:
            yield from names(term)


def rename(text: str, old: str, new: str) -> str:
    """The condition with one id called another, all else as it is written.

    Also of a condition that does not parse: what stands where an id belongs is renamed.
    """
    parts: list[str] = []
    end = 0
    after_id = False
    for match in _ANY_TOKEN.finditer(text):
        word = match.group()
        is_id = match.lastgroup == "id"
        # “selected” and “NOT selected” behind an id belong to the language.
        if is_id and not (after_id and word.casefold() in ("not", "selected")):
            if word == old:
                parts += [text[end : match.start()], new]
                end = match.end()
            after_id = True
        elif not is_id:
            after_id = False
    return "".join(parts) + text[end:]


def _inside(term: Expression, in_parentheses: tuple[type, ...]) -> str:
    text = write(term)
    return f"({text})" if isinstance(term, in_parentheses) else text


def _tokens(text: str) -> list[_Token]:
    found = []
    position = 0
    while match := _TOKEN.match(text, position):
        kind = match.lastgroup or ""
        column = match.start(kind) + 1
        word = match.group(kind)
        if kind == "bad":
            hint = _HINTS.get(word, "")
            raise RuleError(
                f"“{word}” at column {column} has no meaning in a condition. {hint}".rstrip(),
                column=column,
            )
        found.append(_Token(word, kind == "id", column))
        position = match.end()
    return found


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.tokens = _tokens(text)
        self.known = known
        self.position = 0
        self.depth = 0
        self.end = len(text.rstrip()) + 1

    def read(self) -> Expression:
        if not self.tokens:
            raise RuleError("The condition is empty.", code="rule-empty", column=1)
        expression = self.any_of()
        if token := self.peek():
            raise self.unexpected(token)
        return expression

    def peek(self) -> _Token | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self, *texts: str) -> bool:
        """Steps over the next token when it is one of the operators."""
        token = self.peek()
        if token is None or token.is_id or token.text not in texts:
            return False
        self.position += 1
        return True

    def any_of(self) -> Expression:
        terms = [self.all_of()]
        while self.take("||"):
            terms.append(self.all_of())
        return terms[0] if len(terms) == 1 else Some(tuple(terms))

    def all_of(self) -> Expression:
        terms = [self.unary()]
        while self.take("&&"):
            terms.append(self.unary())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def unary(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleError(
                f"The condition is nested deeper than {MAX_DEPTH} levels.", code="rule-too-deep"
            )
        expression = self.operand()
        self.depth -= 1
        return expression

    def operand(self) -> Expression:
        if self.take("!"):
            return Not(self.unary())
        opening = self.peek()
        if self.take("("):
            inside = self.any_of()
            if not self.take(")"):
                assert opening is not None  # noqa: S101 - take() saw it
                raise RuleError(
                    f"The parenthesis at column {opening.column} is not closed.",
                    column=opening.column,
                )
            return inside
        return self.choice()

    def choice(self) -> Expression:
        token = self.peek()
        if token is None:
            raise RuleError("The condition ends where a choice id should follow.", column=self.end)
        if not token.is_id:
            raise self.unexpected(token)
        if token.text not in self.known:
            raise self.unknown(token)
        self.position += 1
        if self.word("not"):
            if not self.word("selected"):
                raise RuleError(
                    f"“{token.text} NOT” at column {token.column} lacks the word “selected”.",
                    column=token.column,
                )
            return Not(Name(token.text))
        self.word("selected")
        return Name(token.text)

    def word(self, expected: str) -> bool:
        """Steps over a word such as “selected” after an id, in any case."""
        token = self.peek()
        if token is None or not token.is_id or token.text.casefold() != expected:
            return False
        self.position += 1
        return True

    def unexpected(self, token: _Token) -> RuleError:
        hint = _HINTS.get(token.text.upper(), "")
        if not hint and token.is_id:
            hint = "Put && or || between two choices."
        text = f"“{token.text}” is not expected at column {token.column}. {hint}".rstrip()
        return RuleError(text, column=token.column)

    def unknown(self, token: _Token) -> RuleError:
        if token.text.casefold() == "default":
            text = "“default” stands alone: it cannot be part of a longer condition."
            return RuleError(text, column=token.column)
        hint = _HINTS.get(token.text.upper())
        if hint:
            return self.unexpected(token)
        return RuleError(
            f"The condition names “{token.text}”, which is no choice of this question.",
            code="rule-unknown-choice",
            column=token.column,
            unknown=token.text,
        )
