"""A question as something to read: practices with advice, rules in words, the smallest ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledPillar, CompiledQuestion
from lenses.document import Choice, Link, web_address
from lenses.reads.reader import Book, open_book, question_in
from lenses.reads.rule_words import RuleReading, read_rules
from lenses.rules import Risk, Selection, paths
from wellarch.accounts.actor import Actor

_SHOWN_SETS = 3
_LONG = 120  # a longer text is a paragraph, not the words of a link


@dataclass(frozen=True, slots=True)
class Reference:
    """A link that is safe to follow."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Practice:
    """One choice with everything the lens says about it, as paragraphs and links."""

    choice: Choice
    paragraphs: tuple[str, ...]
    plan: tuple[str, ...]
    links: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The smallest sets of practices that bring an empty answer to a risk, or better.

    more: how many further sets are not shown. is_everything: one set, all practices.
    but: when there is one set and it is most of them, the practices it can do without.
    """

    risk: str
    sets: tuple[tuple[Choice, ...], ...]
    more: int
    is_everything: bool
    but: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question with its neighbours in the lens."""

    book: Book
    pillar: CompiledPillar
    question: CompiledQuestion
    practices: tuple[Practice, ...]
    links: tuple[Reference, ...]
    rules: tuple[RuleReading, ...]
    ways: tuple[Way, ...]
    before: CompiledQuestion | None
    after: CompiledQuestion | None


def build(actor: Actor, alias: str, question: str, version: str = "") -> QuestionPage:
    """The page of a question. NotFound when the version has none of this id."""
    book = open_book(actor, alias, version)
    found = question_in(book, question)
    ways = _ways(found) if book.is_draft else _known_ways(book.version.pk, found.id)
    questions = book.content.questions
    return QuestionPage(
        book=book,
        pillar=book.content.pillar[found.pillar_id],
        question=found,
        practices=tuple(_practice(choice) for choice in found.practices),
        links=_references(found.helpful_resource),
        rules=read_rules(found),
        ways=ways,
        before=questions[found.previous_id] if found.previous_id else None,
        after=questions[found.next_id] if found.next_id else None,
    )


@lru_cache(maxsize=2048)
def _known_ways(version_id: UUID, question: str) -> tuple[Way, ...]:
    """The ways of a published question, which never change."""
    return _ways(compiled(version_id).questions[question])


def _ways(question: CompiledQuestion) -> tuple[Way, ...]:
    ways: list[Way] = []
    stricter: tuple[tuple[str, ...], ...] | None = None
    for risk in (Risk.NONE, Risk.LOW, Risk.MEDIUM):
        found = paths(question.rules, Selection(), risk)
        if found and found != stricter:
            ways.append(_way(question, risk, found))
        stricter = found
    return tuple(ways)


def _way(question: CompiledQuestion, risk: Risk, found: tuple[tuple[str, ...], ...]) -> Way:
    shown = found[:_SHOWN_SETS]
    others = tuple(each for each in question.practices if each.id not in found[0])
    is_most = len(found) == 1 and len(others) < len(found[0])
    return Way(
        risk=str(risk),
        sets=tuple(tuple(question.choice[each] for each in path) for path in shown),
        more=len(found) - len(shown),
        is_everything=is_most and not others and len(question.practices) > 1,
        but=others if is_most else (),
    )


def _practice(choice: Choice) -> Practice:
    helpful, plan = choice.helpful_resource or Link(), choice.improvement_plan or Link()
    paragraphs = [choice.description]
    if not helpful.url or len(helpful.text) > _LONG:
        paragraphs.append(helpful.text)
    links = [helpful, plan]
    links += [link for resource in choice.additional_resources for link in resource.content]
    return Practice(
        choice=choice,
        paragraphs=tuple(text.strip() for text in paragraphs if text.strip()),
        plan=tuple(text for text in [plan.text.strip()] if text),
        links=_references(*links),
    )


def _references(*links: Link | None) -> tuple[Reference, ...]:
    """Links to http and https addresses, each address once; others are not for clicking."""
    found: dict[str, Reference] = {}
    for link in links:
        url = web_address(link.url) if link else ""
        if link and url:
            text = link.text.strip()
            short = text if 0 < len(text) <= _LONG else url.split("://", 1)[1].rstrip("/")
            found.setdefault(url, Reference(short, url))
    return tuple(found.values())
