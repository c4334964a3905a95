"""What may be written into a planned review: checked values, before and after, and clashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reviews.models import Milestone, MilestoneKind, PlannedReview, ReviewSession
from wellarch.errors import Invalid

TEXTS: Mapping[str, int] = {"title": 100, "note": 2000}
MINUTES: Mapping[str, int] = {"budget_minutes": 1, "extra_minutes": 0}  # the least of each
EDITABLE = (*TEXTS, "kind", "planned_on", *MINUTES, "sessions", "milestone")
HIDDEN = ("note",)
MAX_MINUTES = 6000  # a hundred hours: more is a slip of the keyboard
MAX_SESSIONS = 50
MAX_YEAR = 2199


def checked(planned: PlannedReview, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored; `sessions` as a list, `milestone` as a row or None.

    Invalid names every wrong field at once. A query for sessions, another for a milestone.
    """
    wrong: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for field, value in fields.items():
        try:
            found[field] = _one(planned, field, value)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def as_json(planned: PlannedReview, sessions: Iterable[ReviewSession]) -> dict[str, Any]:
    """All editable fields as JSON values."""
    plain = {field: getattr(planned, field) for field in EDITABLE if field != "sessions"}
    return json_of({**plain, "sessions": list(sessions)})


def json_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Checked fields as JSON values: a milestone as its number, sessions as their ids."""
    return {field: _plain(value) for field, value in wanted.items()}


def _one(planned: PlannedReview, field: str, value: Any) -> Any:
    if field in TEXTS:
        return _text(field, value)
    if field in MINUTES:
        return _minutes(field, value)
    if field == "kind":
        if value not in MilestoneKind.values:
            raise _wrong(field, _("Choose one of the kinds."))
        return value
    if field == "planned_on":
        return _day(value)
    if field == "sessions":
        return _sessions(planned, value)
    if field == "milestone":
        return _milestone(planned, value)
    raise _wrong(field, _("There is no such field."))


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise _wrong(field, _("Use a text."))
    text = " ".join(value.split()) if field == "title" else value.replace("\r\n", "\n").strip()
    if field == "title" and not text:
        raise _wrong(field, _("Say in a few words which review this is."))
    if len(text) > TEXTS[field]:
        raise _wrong(field, _("Use at most %(n)d characters.") % {"n": TEXTS[field]})
    return text


def _minutes(field: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(field, _("Use a whole number of minutes."))
    if not MINUTES[field] <= value <= MAX_MINUTES:
        message = _("Use %(least)d to %(most)d minutes.")
        raise _wrong(field, message % {"least": MINUTES[field], "most": MAX_MINUTES})
    return value


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    if not isinstance(value, date) or not 1970 <= value.year <= MAX_YEAR:
        raise _wrong("planned_on", _("Use a date."))
    return value


def _sessions(planned: PlannedReview, value: Any) -> list[ReviewSession]:
    try:
        wanted = {UUID(str(each)) for each in value or ()}
    except (TypeError, ValueError):
        raise _wrong("sessions", _("Choose sessions of this workload.")) from None
    if len(wanted) > MAX_SESSIONS:
        message = _("Choose at most %(n)d sessions.") % {"n": MAX_SESSIONS}
        raise _wrong("sessions", message)
    if not wanted:
        return []
    rows = ReviewSession.objects.filter(review__workload=planned.workload, pk__in=wanted)
    found = list(rows.order_by("created_at", "pk"))
    if len(found) != len(wanted):
        raise _wrong("sessions", _("Choose sessions of this workload."))
    # The time of a session counts once.
    others = PlannedReview.objects.filter(sessions__in=found).exclude(pk=planned.pk)
    if title := others.values_list("title", flat=True).first():
        message = _("A session counts for “%(title)s” already.") % {"title": title}
        raise _wrong("sessions", message)
    return found


def _milestone(planned: PlannedReview, value: Any) -> Milestone | None:
    if value in (None, ""):
        return None
    rows = Milestone.objects.filter(workload=planned.workload, number=_number(value))
    found = rows.defer("content").first()
    if found is None:
        raise _wrong("milestone", _("There is no such milestone."))
    others = PlannedReview.objects.filter(milestone=found).exclude(pk=planned.pk)
    if title := others.values_list("title", flat=True).first():
        message = _("This milestone came of “%(title)s”.") % {"title": title}
        raise _wrong("milestone", message)
    return found


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**6:
        raise _wrong("milestone", _("There is no such milestone."))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Milestone):
        return value.number
    if isinstance(value, list):
        return sorted(str(each.pk) for each in value)
    return value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(fields={field: [message]})
