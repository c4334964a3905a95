"""Answers as JSON, written from prepared pieces: the list of a review is read all the time.

What a lens version asks never changes, so the pieces that hold its texts are made once per
process. Shape: AnswerShape in shapes/answer.py; a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews.models import Answer
from wellarch.errors import NotFound

_BLANK = {"status": "unselected", "reason": "none", "note": ""}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The JSON of a question: all that comes before the answer, and its untouched choices."""

    head: str
    choices: tuple[tuple[str, str, str], ...]  # id, JSON up to the state, JSON when untouched
    untouched: str


@lru_cache(maxsize=128)
def prepared(version_id: UUID) -> Mapping[str, Prepared]:
    """The prepared pieces of a published version by question, made once per process."""
    return {question.id: _prepare(question) for question in compiled(version_id)}


def write_list(version_id: UUID, answers: Iterable[Answer]) -> str:
    """All answers as one JSON text."""
    pieces = prepared(version_id)
    items = (
        write(pieces[answer.question_key], answer)
        for answer in answers
        if answer.question_key in pieces
    )
    return f'{{"next":null,"previous":null,"results":[{",".join(items)}]}}'


def write_one(version_id: UUID, answer: Answer) -> str:
    """One answer as JSON text. NotFound when this version of the lens does not ask it."""
    piece = prepared(version_id).get(answer.question_key)
    if piece is None:
        raise NotFound(_("There is no such question in this review."))
    return write(piece, answer)


def write(piece: Prepared, answer: Answer) -> str:
    """One answer as JSON text, from its question's prepared piece."""
    tail = _json(
        {
            "is_applicable": answer.is_applicable,
            "reason": answer.reason,
            "notes": answer.notes,
            "risk": answer.risk,
            "risk_since": _moment(answer.risk_since),
            "revision": answer.revision,
            "changed_at": _moment(answer.changed_at),
            "changed_by": answer.changed_by,
        }
    )
    choices = _choices(piece, answer.choices) if answer.choices else piece.untouched
    return f'{piece.head},"choices":{{{choices}}},{tail[1:]}'


def _prepare(question: CompiledQuestion) -> Prepared:
    head = _json(
        {
            "question": question.id,
            "code": question.code,
            "number": question.number,
            "pillar": question.pillar_id,
            "title": question.title,
        }
    )
    choices = []
    for choice in question.choices:
        start = f'{_json(choice.id)}:{{"title":{_json(choice.title.strip())},'
        choices.append((choice.id, start, start + _json(_BLANK)[1:]))
    return Prepared(head[:-1], tuple(choices), ",".join(blank for _id, _start, blank in choices))


def _choices(piece: Prepared, states: Mapping[str, Mapping[str, Any]]) -> str:
    return ",".join(
        start + _json(_BLANK | dict(states[key]))[1:] if key in states else blank
        for key, start, blank in piece.choices
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None
