"""A planned session as a file that calendars read (RFC 5545). Writes texts, reads nothing.

Without attendees: a file that is handed around (PUBLISH) has none, and nobody's address leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from reviews.reads.session_pages import SessionPage
from wellarch import clock

_WIDTH = 75  # octets of a line, its end not counted
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def write(page: SessionPage, *, url: str) -> str:
    """The calendar with its one event. A session without a date is put at its making."""
    session = page.session
    start = session.started_at or session.planned_at or session.created_at
    end = session.ended_at or start + timedelta(minutes=max(page.minutes, 15))
    workload = page.review.workload.name
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//WellArch//Review sessions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{session.pk}@wellarch",
        f"DTSTAMP:{moment(clock.now())}",
        f"DTSTART:{moment(start)}",
        f"DTEND:{moment(end)}",
        f"SUMMARY:{escaped(f'{session.title}: {workload}')}",
        f"DESCRIPTION:{escaped(_words(page, url))}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(part for line in lines for part in folded(line))


def _words(page: SessionPage, url: str) -> str:
    minutes = [_("%(n)d min") % {"n": line.minutes} for line in page.lines]
    agenda = [
        f"{time}  {line.name}" + (f" ({line.people})" if line.people else "")
        for time, line in zip(minutes, page.lines, strict=True)
    ]
    return "\n".join([page.lens.name, "", *agenda, "", url])


def moment(at: datetime) -> str:
    """A moment as calendars write it, in UTC."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A text as the value of a line."""
    return text.translate(_ESCAPES)


def folded(line: str) -> Iterable[str]:
    """A line in pieces of at most 75 octets; no character is cut. Control characters go."""
    piece, size = "", 0
    for letter in "".join(c for c in line if c >= " " and c != "\x7f"):
        width = len(letter.encode())
        if size + width > _WIDTH:
            yield f"{piece}\r\n"
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield f"{piece}\r\n"
