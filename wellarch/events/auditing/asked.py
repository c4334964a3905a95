"""What the questions and choices that events mention are called in the lens they were asked in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from wellarch.events.models import Event

_Question = tuple[str, str]  # (id of the review, key of the question)


@dataclass(frozen=True, slots=True)
class Asked:
    """Titles. questions: of each question; choices: of each of its choices, by their keys."""

    questions: Mapping[_Question, str]
    choices: Mapping[_Question, Mapping[str, str]]


def question_of(event: Event) -> _Question:
    """The question an event is about; empty texts if it is about none."""
    return str(event.data.get("review", "")), str(event.data.get("question", ""))


def titles(events: Iterable[Event]) -> Asked:
    """The titles of what the events mention, in two queries."""
    asked = {pair for event in events if all(pair := question_of(event))}
    reviews: Any = apps.get_model("reviews", "Review").objects
    choices: Any = apps.get_model("lenses", "Choice").objects
    wanted = {review for review, _key in asked}
    versions = dict(reviews.filter(pk__in=wanted).values_list("pk", "lens_version_id"))
    rows = choices.filter(
        question__version_id__in=set(versions.values()),
        question__key__in={key for _review, key in asked},
    ).values_list("question__version_id", "question__key", "question__title", "key", "title")
    questions: dict[tuple[Any, str], str] = {}
    of_question: dict[tuple[Any, str], dict[str, str]] = {}
    for version, question, called, choice, title in rows:
        questions[version, question] = called
        of_question.setdefault((version, question), {})[choice] = title
    of_review = {str(review): version for review, version in versions.items()}
    at = {pair: (of_review.get(pair[0]), pair[1]) for pair in asked}
    return Asked(
        {pair: questions.get(place, "") for pair, place in at.items()},
        {pair: of_question.get(place, {}) for pair, place in at.items()},
    )
