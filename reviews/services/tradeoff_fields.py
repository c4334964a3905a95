"""What may be written into a trade-off: checked values, before and after, and clashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import contexts
from reviews.models import Answer, Effect, Review, TradeOff, Workload
from wellarch.errors import Invalid

TEXTS: Mapping[str, int] = {
    "title": 200, "context": 5000, "alternatives": 5000, "cost": 2000, "benefit": 2000,
}  # fmt: skip
AMOUNTS = ("savings", "revenue")
EDITABLE = (*TEXTS, "effects", *AMOUNTS, "currency", "questions")
# Long texts may hold what the log must not repeat.
HIDDEN = ("context", "alternatives", "cost", "benefit", "effects")
MAX_NOTE = 500
MAX_QUESTIONS = 100
MAX_YEAR = 2199
_MOST = Decimal(10) ** 12
_CURRENCY = re.compile(r"[A-Z]{3}")


def checked(tradeoff: TradeOff, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored; `questions` becomes a list of answers.

    Invalid names every wrong field at once. Effects may name the pillars of the workload's
    reviews, and what the trade-off names already: a lens that is gone takes no text along.
    """
    wrong: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for field, value in fields.items():
        try:
            found[field] = _one(tradeoff, field, value)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def pillars_of(workload: Workload) -> dict[str, str]:
    """{key: name} of the pillars of the attached reviews, in their order; without a review
    those of the framework, so that a decision can be written down before anything else."""
    versions = Review.objects.attached().filter(workload=workload).order_by("created_at", "pk")
    found: dict[str, str] = {}
    for version in versions.values_list("lens_version_id", flat=True):
        for pillar in compiled(version).pillars:
            found.setdefault(pillar.id, pillar.name)
    return found or dict.fromkeys(contexts.FRAMEWORK_PILLARS, "")


def linked(tradeoff: TradeOff) -> list[Answer]:
    """The answers it is linked to that are still asked. One query."""
    rows = tradeoff.answers.filter(is_asked=True, review__removed_at=None)
    return list(rows.select_related("review").order_by("review__created_at", "position", "pk"))


def as_json(tradeoff: TradeOff, answers: Iterable[Answer]) -> dict[str, Any]:
    """All editable fields as JSON values."""
    return {
        **{field: _plain(getattr(tradeoff, field)) for field in EDITABLE if field != "questions"},
        "questions": _names(answers),
    }


def json_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Checked fields as JSON values."""
    return {
        field: _names(value) if field == "questions" else _plain(value)
        for field, value in wanted.items()
    }


def day(value: Any) -> date:
    """A day on which something was decided. Invalid names `decided_on`."""
    if not isinstance(value, date) or not 1970 <= value.year <= MAX_YEAR:
        raise _wrong("decided_on", _("Use a date."))
    return value


def _one(tradeoff: TradeOff, field: str, value: Any) -> Any:
    if field in TEXTS:
        return _text(field, value)
    if field in AMOUNTS:
        return _amount(field, value)
    if field == "currency":
        return _currency(value)
    if field == "effects":
        return _effects(tradeoff, value)
    if field == "questions":
        return _answers(tradeoff, value)
    raise _wrong(field, _("There is no such field."))


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(field, _("Use a text."))
    text = " ".join(value.split()) if field == "title" else value.replace("\r\n", "\n").strip()
    if field == "title" and not text:
        raise _wrong(field, _("Say in a few words what is decided."))
    if len(text) > TEXTS[field]:
        raise _wrong(field, _("Use at most %(n)d characters.") % {"n": TEXTS[field]})
    return text


def _amount(field: str, value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise _wrong(field, _("Use a number.")) from None
    if isinstance(value, bool) or not found.is_finite() or abs(found) >= _MOST:
        raise _wrong(field, _("Use a number below 1,000,000,000,000."))
    if found != (rounded := found.quantize(Decimal("0.01"))):
        raise _wrong(field, _("Use at most two decimals."))
    return rounded


def _currency(value: Any) -> str:
    code = value.strip().upper() if isinstance(value, str) else ""
    if not _CURRENCY.fullmatch(code):
        raise _wrong("currency", _("Use the three letters of a currency, such as USD."))
    return code


def _effects(tradeoff: TradeOff, value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping):
        raise _wrong("effects", _("Name pillars with what happens to them."))
    known = [*pillars_of(tradeoff.workload)]
    known += [key for key in tradeoff.effects if key not in known]
    if strangers := sorted(str(key) for key in value if key not in known):
        message = _("%(pillar)s is not a pillar of this workload's reviews.")
        raise Invalid(fields={"effects": [message % {"pillar": key} for key in strangers]})
    return {key: _effect(value[key]) for key in known if value.get(key)}


def _effect(said: Any) -> dict[str, str]:
    said = {"effect": said} if isinstance(said, str) else said
    effect = said.get("effect") if isinstance(said, Mapping) else None
    if effect not in Effect.values:
        raise _wrong("effects", _("Choose improves, neutral or worsens."))
    note = said.get("note", "")
    if not isinstance(note, str) or len(note) > MAX_NOTE:
        raise _wrong("effects", _("Use at most %(n)d characters in a note.") % {"n": MAX_NOTE})
    return {"effect": str(effect), "note": " ".join(note.split())}


def _answers(tradeoff: TradeOff, value: Any) -> list[Answer]:
    """Of [{"review": id, "question": key}]. One query."""
    if not isinstance(value, list | tuple) or len(value) > MAX_QUESTIONS:
        message = _("Use a list of at most %(n)d questions.") % {"n": MAX_QUESTIONS}
        raise _wrong("questions", message)
    wanted = [_link(each) for each in value]
    rows = Answer.objects.filter(
        review__workload=tradeoff.workload,
        review__removed_at=None,
        question_key__in={key for _review, key in wanted},
    )
    there = {(row.review_id, row.question_key): row for row in rows.select_related("review")}
    if any(each not in there for each in wanted):
        raise _wrong("questions", _("Choose questions of this workload's reviews."))
    return [there[each] for each in dict.fromkeys(wanted)]


def _link(value: Any) -> tuple[UUID, str]:
    try:
        return UUID(str(value["review"])), str(value["question"])
    except (KeyError, TypeError, ValueError):
        raise _wrong("questions", _("Choose questions of this workload's reviews.")) from None


def _names(answers: Iterable[Answer]) -> list[str]:
    return sorted(f"{answer.review_id}/{answer.question_key}" for answer in answers)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(fields={field: [message]})
