"""What may be written into a game day: checked values, before and after, and clashes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.models import EntryKind, GameDay, GameDayPart, Level, Workload
from reviews.reads import people
from wellarch.errors import Invalid

# Lines end where people end them; names and titles are one line.
ONE_LINE: Mapping[str, int] = {"title": 200, "environment": 100}
PLAN_TEXTS: Mapping[str, int] = {
    "hypothesis": 5000, "scenario": 5000, "blast_radius": 5000, "stop_conditions": 5000,
    "runbook": 10_000,
}  # fmt: skip
LEARNED: Mapping[str, int] = {"held": 10_000, "broke": 10_000, "learned": 10_000}
LEARN = (*LEARNED, "was_confirmed")
EDITABLE = (
    *ONE_LINE, *PLAN_TEXTS, "runbook_url", "planned_at", "planned_minutes", "repeat_months",
    "parts",
)  # fmt: skip
# Long texts may hold what the log must not repeat, and names of people do not belong there.
HIDDEN = (*PLAN_TEXTS, *LEARNED, "runbook_url", "parts")
MAX_PARTS = 50
MOST_ID = 2**63 - 1  # of a person, as databases have them
MAX_TEXT = 2000  # of an entry or a finding
MOST_MINUTES = 2880
MOST_MONTHS = 60
# A stop condition that is met ends the game day, so it is no entry like the others.
NOTABLE = tuple(kind for kind in EntryKind.values if kind != EntryKind.STOPPED)
_is_web_address = URLValidator(schemes=["http", "https"])


def checked(
    workload: Workload, fields: Mapping[str, Any], *, kept: Collection[int] = ()
) -> dict[str, Any]:
    """The fields as they are stored; `parts` becomes a list of GameDayPart without a game day.

    Invalid names every wrong field at once. One query for parts that name people; those in
    `kept` take part already and may stay, whatever they see now.
    """
    wrong: dict[str, Sequence[str]] = {}
    found: dict[str, Any] = {}
    for field, value in fields.items():
        try:
            is_parts = field == "parts"
            found[field] = _parts(workload, value, kept) if is_parts else _one(field, value)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def checked_learning(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was learned, as it is stored."""
    found: dict[str, Any] = {}
    wrong: dict[str, Sequence[str]] = {}
    for field, value in fields.items():
        try:
            if field in LEARNED:
                found[field] = text(field, value, LEARNED[field])
            elif field == "was_confirmed" and (value is None or isinstance(value, bool)):
                found[field] = value
            else:
                raise _wrong(field, _("There is no such field."))
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def text(field: str, value: Any, limit: int, *, is_needed: bool = False) -> str:
    """A text with its line ends as we store them. Invalid names the field."""
    if not isinstance(value, str):
        raise _wrong(field, _("Use a text."))
    found = value.replace("\r\n", "\n").strip()
    if is_needed and not found:
        raise _wrong(field, _("Write a few words."))
    if len(found) > limit:
        raise _wrong(field, _("Use at most %(n)d characters.") % {"n": limit})
    return found


def kind_of_entry(value: Any) -> str:
    """What an entry tells. Invalid for a word that is none, or that only ends a game day."""
    if value not in NOTABLE:
        raise _wrong("kind", _("Choose what the entry tells."))
    return str(value)


def impact(value: Any) -> str:
    """How much a finding matters: high, medium or low."""
    if value not in Level.values:
        raise _wrong("impact", _("Choose high, medium or low."))
    return str(value)


def moment(field: str, value: Any) -> datetime:
    """An aware moment of our times. Invalid names the field."""
    if not isinstance(value, datetime) or not 1970 <= value.year <= 2199:
        raise _wrong(field, _("Use a date and a time."))
    return (value if timezone.is_aware(value) else timezone.make_aware(value, UTC)).astimezone(UTC)


def as_json(game_day: GameDay) -> dict[str, Any]:
    """All editable fields and what was learned, as JSON values. One query for the parts."""
    plain = [field for field in (*EDITABLE, *LEARN) if field != "parts"]
    return {
        **{field: _plain(getattr(game_day, field)) for field in plain},
        "parts": parts_json(game_day.parts.order_by("position", "pk")),
    }


def json_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Checked fields as JSON values."""
    return {
        field: parts_json(value) if field == "parts" else _plain(value)
        for field, value in wanted.items()
    }


def parts_json(parts: Iterable[GameDayPart]) -> list[dict[str, Any]]:
    """Who takes part, as JSON values."""
    return [{"user": part.user_id, "name": part.name, "role": part.role} for part in parts]


def _one(field: str, value: Any) -> Any:
    if field in ONE_LINE:
        line = " ".join(value.split()) if isinstance(value, str) else value
        if field == "title" and line == "":
            raise _wrong(field, _("Say in a few words what is rehearsed."))
        return text(field, line, ONE_LINE[field])
    if field in PLAN_TEXTS:
        return text(field, value, PLAN_TEXTS[field])
    check = _CHECKS.get(field)
    if check is None:
        raise _wrong(field, _("There is no such field."))
    return check(value)


def _address(value: Any) -> str:
    address = text("runbook_url", value, 2048)
    if address:
        try:
            _is_web_address(address)
        except ValidationError:
            message = _("Use a web address that begins with http:// or https://.")
            raise _wrong("runbook_url", message) from None
    return address


def _planned(value: Any) -> datetime | None:
    return None if value is None else moment("planned_at", value)


def _whole(field: str, least: int, most: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            message = _("Use a whole number from %(least)d to %(most)d.")
            raise _wrong(field, message % {"least": least, "most": most})
        return value

    return check


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "runbook_url": _address,
    "planned_at": _planned,
    "planned_minutes": _whole("planned_minutes", 5, MOST_MINUTES),
    "repeat_months": _whole("repeat_months", 0, MOST_MONTHS),
}


def _parts(workload: Workload, value: Any, kept: Collection[int]) -> list[GameDayPart]:
    if not isinstance(value, list | tuple) or len(value) > MAX_PARTS:
        raise _wrong("parts", _("Use a list of at most %(n)d people.") % {"n": MAX_PARTS})
    wanted = [_part(each) for each in value]
    wanted = [part for part in wanted if part.user_id or part.name or part.role]
    asked = {part.user_id for part in wanted if part.user_id} - set(kept)
    if asked:
        seeing = people.who_sees(workload).filter(pk__in=asked)
        if asked - set(seeing.values_list("pk", flat=True)):
            raise _wrong("parts", _("Choose people who see this workload."))
    for position, part in enumerate(wanted):
        part.position = position
    return wanted


def _part(said: Any) -> GameDayPart:
    if not isinstance(said, Mapping) or set(said) - {"user", "name", "role"}:
        raise _wrong("parts", _("Name people with user, name and role."))
    user = said.get("user")
    is_number = isinstance(user, int) and not isinstance(user, bool)
    if user is not None and not (is_number and 0 <= user <= MOST_ID):
        raise _wrong("parts", _("Choose people who see this workload."))
    name, role = said.get("name") or "", said.get("role") or ""
    for each, limit in ((name, 150), (role, 100)):
        if not isinstance(each, str) or len(each) > limit:
            raise _wrong("parts", _("Use at most %(n)d characters.") % {"n": limit})
    # Whoever has an account is known by it.
    name = "" if user else " ".join(name.split())
    return GameDayPart(user_id=user or None, name=name, role=" ".join(role.split()))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(fields={field: [message]})
