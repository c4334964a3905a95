"""Improvements as a calendar that programs follow (RFC 5545). Writes texts, reads nothing.

Entries are events of a whole day: what every calendar shows; to-dos most pass over. They block
no time. An entry keeps its UID for ever and says by SEQUENCE that it was changed, so nothing is
shown twice; what is done or deleted is no longer in the calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from reviews.documents.calendar import escaped, folded, moment
from reviews.reads.calendar_entries import Entry
from reviews.reads.improvement_feed import ImprovementFeed
from reviews.reads.improvement_rows import Row, level_label

HOURS = 4  # how often programs may look again


def write(
    feed: ImprovementFeed, *, address: Callable[[Row], str], whole: Callable[[str], str]
) -> str:
    """The calendar. address: the page of an improvement, as a whole address; whole: the address
    of the path of any other page.

    The same improvements give the same text, to the byte: DTSTAMP is when one was changed last.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//WellArch//Improvements//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(feed.name)}",
        f"X-WR-CALNAME:{escaped(feed.name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{HOURS}H",
        f"X-PUBLISHED-TTL:PT{HOURS}H",
    ]
    for row in feed.due:
        if row.due_on is not None:
            lines += _event(row, row.due_on, row.title, address(row))
    for row in feed.accepted:
        if row.accepted_until is not None:
            title = _("Accepted until today: %(title)s") % {"title": row.title}
            lines += _event(row, row.accepted_until, title, address(row))
    for entry in feed.beside:
        lines += _other(entry, whole(entry.path))
    lines.append("END:VCALENDAR")
    return "".join(part for line in lines for part in folded(line))


def _event(row: Row, on: date, title: str, url: str) -> Iterator[str]:
    changed = moment(row.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{row.id}@wellarch"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{row.revision}"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(f'{title} ({row.workload_name})')}"
    yield f"DESCRIPTION:{escaped(_words(row, url))}"
    yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield f"PRIORITY:{_PRIORITY.get(row.risk or row.impact, 5)}"
    yield "END:VEVENT"


def _other(entry: Entry, url: str) -> Iterator[str]:
    changed = moment(entry.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{entry.revision}"
    if entry.on is not None:
        yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    elif entry.starts is not None:
        yield f"DTSTART:{moment(entry.starts)}"
        yield f"DTEND:{moment(entry.ends or entry.starts)}"
    yield f"SUMMARY:{escaped(f'{entry.title} ({entry.workload_name})')}"
    text = "\n".join([*entry.lines, "", url])
    yield f"DESCRIPTION:{escaped(text)}"
    yield f"URL:{url}"
    yield "END:VEVENT"


# 1 is the highest (RFC 5545, 3.8.1.9).
_PRIORITY = {"high": 1, "medium": 5, "low": 9}


def _words(row: Row, url: str) -> str:
    lines = [
        f"{row.workload_name} · {row.number}",
        _("State: %(state)s") % {"state": row.state_label},
        _("Impact: %(level)s") % {"level": level_label(row.impact)},
        _("Effort: %(level)s") % {"level": level_label(row.effort)},
    ]
    if row.question_title:
        lines.append(f"{row.code} · {row.question_title}" if row.code else row.question_title)
    return "\n".join([*lines, "", url])
