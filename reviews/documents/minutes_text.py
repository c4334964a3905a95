"""The minutes of a session as Markdown, to be sent around or kept in a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.reads import names
from reviews.reads.open_points import Point
from reviews.reads.session_minutes import Minutes

DEEDS = {
    "answer.parked": gettext_lazy("Put on the list to talk about"),
    "answer.unparked": gettext_lazy("Talked about"),
    "answer.assigned": gettext_lazy("Assigned"),
    "answer.confirmed": gettext_lazy("Confirmed"),
    "comment.written": gettext_lazy("Discussed"),
    "evidence.added": gettext_lazy("Evidence added"),
}
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def write(page: Minutes) -> str:
    """The whole document."""
    session = page.session
    title = f"# {_plain(session.title)}: {_plain(page.review.workload.name)}"
    parts = [[title], list(_when(page)), list(_agenda(page)), list(_people(page))]
    parts += [list(_moved(page)), list(_deeds(page)), list(_left(page))]
    if session.notes:
        parts.append([f"## {_('Notes')}", "", session.notes])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _when(page: Minutes) -> Iterator[str]:
    session = page.session
    yield f"- {_('Lens')}: {_plain(page.lens.name)}"
    if session.started_at:
        yield f"- {_('Began')}: {timezone.localtime(session.started_at):%Y-%m-%d %H:%M %Z}"
    if session.ended_at:
        yield f"- {_('Ended')}: {timezone.localtime(session.ended_at):%Y-%m-%d %H:%M %Z}"
    time = {"spent": page.minutes, "planned": page.planned}
    yield "- " + _("%(spent)d of %(planned)d planned minutes") % time
    if session.facilitator:
        yield f"- {_('Led by')}: {_plain(str(session.facilitator))}"


def _agenda(page: Minutes) -> Iterator[str]:
    yield f"## {_('Agenda')}"
    yield ""
    yield from _table(
        (_("Pillar"), _("Planned"), _("Spent")),
        [(line.name, f"{line.minutes} min", f"{line.spent_minutes} min") for line in page.lines],
    )


def _people(page: Minutes) -> Iterator[str]:
    if page.people:
        yield f"## {_('Who took part')}"
        yield ""
        for person in page.people:
            yield f"- {_plain(person.name)} ({person.minutes} min)"


def _moved(page: Minutes) -> Iterator[str]:
    if page.moved:
        yield f"## {_('What changed')}"
        yield ""
        yield from _table(
            (_("Question"), _("Before"), _("After"), _("By")),
            [
                (
                    f"{moved.code} {moved.title}",
                    str(names.risk(moved.before)),
                    str(names.risk(moved.after)),
                    ", ".join(moved.by),
                )
                for moved in page.moved
            ],
        )


def _deeds(page: Minutes) -> Iterator[str]:
    if page.deeds:
        yield f"## {_('Besides')}"
        yield ""
        for deed in page.deeds:
            yield f"- {DEEDS[deed.verb]}: {_plain(f'{deed.code} {deed.title}')} ({_plain(deed.by)})"


def _left(page: Minutes) -> Iterator[str]:
    if page.left.parked or page.left.assigned:
        yield f"## {_('Left to do')}"
        yield ""
        yield from (f"- {_('Talk about')}: {_point(point)}" for point in page.left.parked)
        for point in page.left.assigned:
            due = f", {point.due.on:%Y-%m-%d}" if point.due and point.due.on else ""
            yield f"- {_plain(str(point.assignee))}{due}: {_point(point)}"


def _point(point: Point) -> str:
    note = f": {_plain(point.note)}" if point.note else ""
    return _plain(f"{point.code} {point.title}") + note


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"


def _plain(text: str) -> str:
    """A text on one line that Markdown takes as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
