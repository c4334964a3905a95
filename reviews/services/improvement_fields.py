"""What may be written into an improvement: checked values, before and after, and clashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from lenses.compiled import CompiledQuestion
from reviews.models import Improvement, ImprovementState, Level
from reviews.reads import people
from wellarch.accounts.models import User
from wellarch.errors import Invalid, Stale

TEXTS: Mapping[str, int] = {
    "title": 200,
    "recommendation": 10_000,
    "steps": 10_000,
    "success_criteria": 5000,
    "resources": 5000,
}
# Long texts may hold what the log must not repeat; history keeps them.
HIDDEN = ("recommendation", "steps", "success_criteria", "resources", "accepted_reason")
EDITABLE = (
    *TEXTS, "links", "choices", "impact", "effort", "owner", "due_on", "has_own_date", "state",
)  # fmt: skip
KEPT = (
    *EDITABLE, "pillar_key", "question_key", "accepted_reason", "accepted_until", "accepted_by",
)  # fmt: skip
_PEOPLE = ("owner", "accepted_by")
MAX_LINKS = 20
MAX_YEAR = 2199  # no plan is longer, and calendars need a day after the last one
_is_web_address = URLValidator(schemes=["http", "https"])


def checked(
    improvement: Improvement, fields: Mapping[str, Any], asked: CompiledQuestion | None
) -> dict[str, Any]:
    """The fields as they are stored; owner becomes the person (or None). One query for an owner.

    Invalid names every wrong field at once. asked: the question the improvement is about; its
    practices are the only `choices` there can be.
    """
    wrong: dict[str, Sequence[str]] = {}
    found: dict[str, Any] = {}
    for field, value in fields.items():
        try:
            found[field] = _one(improvement, field, value, asked)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def as_json(improvement: Improvement) -> dict[str, Any]:
    """The fields that history keeps, as JSON values; people by their keys, never by name."""
    return {
        field: _plain(getattr(improvement, f"{field}_id" if field in _PEOPLE else field))
        for field in KEPT
    }


def json_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Checked fields as history keeps them."""
    return {field: _plain(value) for field, value in wanted.items()}


def state_at(improvement: Improvement, revision: int) -> dict[str, Any]:
    """The fields as they were at an earlier revision. One query."""
    state = as_json(improvement)
    for change in improvement.history.filter(revision__gt=revision).order_by("-revision"):
        state |= {field: pair[0] for field, pair in change.fields.items()}
    return state


def refuse_clashes(improvement: Improvement, wanted: Mapping[str, Any], revision: int) -> None:
    """Stale, with both values, when somebody changed one of these fields since `revision`.

    A field that both set to the same value, and every other field, merges.
    """
    if revision == improvement.revision:
        return
    if revision > improvement.revision:
        raise Invalid(fields={"revision": [_("There is no such revision yet.")]})
    later = list(improvement.history.filter(revision__gt=revision))
    touched = {field for change in later for field in change.fields}
    now = as_json(improvement)
    both = {
        field: {"mine": value, "theirs": now[field]}
        for field, value in json_of(wanted).items()
        if field in touched and now[field] != value
    }
    if both:
        by = later[0].actor_name
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            at=later[0].at.isoformat(),
            revision=improvement.revision,
            fields=both,
        )


def practices_of(
    asked: CompiledQuestion, choices: Iterable[str], field: str = "choices"
) -> list[str]:
    """These practices in the order of the question, each once. Invalid names strangers."""
    wanted = {str(choice) for choice in choices}
    known = [practice.id for practice in asked.practices if practice.id in wanted]
    if strangers := sorted(wanted - set(known)):
        message = _("%(choice)s is not a best practice of this question.")
        raise Invalid(fields={field: [message % {"choice": choice} for choice in strangers]})
    return known


def _one(improvement: Improvement, field: str, value: Any, asked: CompiledQuestion | None) -> Any:
    if field in TEXTS:
        return _text(field, value, TEXTS[field])
    check = _CHECKS.get(field)
    if check is not None:
        return check(field, value)
    if field == "owner":
        return owner_of(improvement, value)
    if field == "choices":
        if asked is None or not isinstance(value, list | tuple):
            raise _wrong(field, _("Only what comes from a question has best practices."))
        return practices_of(asked, value)
    raise _wrong(field, _("There is no such field."))


def owner_of(improvement: Improvement, value: Any) -> User | None:
    """The person with this key, who must see the workload; None for nobody."""
    if value is None or (isinstance(value, User) and value.pk == improvement.owner_id):
        return value
    key = value.pk if isinstance(value, User) else value
    is_key = isinstance(key, int) and not isinstance(key, bool)
    person = people.who_sees(improvement.workload).filter(pk=key).first() if is_key else None
    if person is None:
        raise _wrong("owner", _("Choose somebody who sees this workload."))
    return person


def _text(field: str, value: Any, limit: int) -> str:
    if not isinstance(value, str):
        raise _wrong(field, _("Use a text."))
    text = " ".join(value.split()) if field == "title" else value.replace("\r\n", "\n").strip()
    if field == "title" and not text:
        raise _wrong(field, _("Give the improvement a title."))
    if len(text) > limit:
        raise _wrong(field, _("Use at most %(n)d characters.") % {"n": limit})
    return text


def _level(field: str, value: Any) -> str:
    if value not in Level.values:
        raise _wrong(field, _("Choose low, medium or high."))
    return str(value)


def _state(field: str, value: Any) -> str:
    if value == ImprovementState.ACCEPTED:
        raise _wrong(field, _("Accepting a risk needs a reason and a day until when."))
    if value not in ImprovementState.values:
        raise _wrong(field, _("There is no such state."))
    return str(value)


def _day(field: str, value: Any) -> date | None:
    if value is not None and (not isinstance(value, date) or not 1970 <= value.year <= MAX_YEAR):
        raise _wrong(field, _("Use a date."))
    return value


def _truth(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field, _("Use true or false."))
    return value


def _link_list(field: str, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple) or len(value) > MAX_LINKS:
        raise _wrong(field, _("Use a list of at most %(n)d links.") % {"n": MAX_LINKS})
    return [_link(field, link) for link in value]


def _link(field: str, link: Any) -> dict[str, str]:
    url = str(link.get("url", "")).strip() if isinstance(link, Mapping) else ""
    try:
        _is_web_address(url)
    except ValidationError:
        raise _wrong(field, _("Use web addresses that start with https:// or http://.")) from None
    title = " ".join(str(link.get("title", "")).split())
    if len(url) > 2048 or len(title) > 200:
        raise _wrong(field, _("This link is too long."))
    return {"title": title or url[:200], "url": url}


def _plain(value: Any) -> Any:
    if isinstance(value, User):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(fields={field: [message]})


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "impact": _level,
    "effort": _level,
    "state": _state,
    "due_on": _day,
    "has_own_date": _truth,
    "links": _link_list,
}
