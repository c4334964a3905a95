"""The comparison of two states of a workload as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.documents import choosing, movements, phrasing, work
from reviews.documents.cover import LONG, Cover
from reviews.documents.html import Entry, Paper, Part
from reviews.documents.movements import Movements
from reviews.documents.subjects import ComparisonSubject, Options
from reviews.documents.work import Work
from wellarch.accounts.tenancy import logos


def told(subject: ComparisonSubject, options: Options) -> Movements:
    """What changed, of what is wanted."""
    return movements.build(
        choosing.narrow(subject.before, options),
        choosing.narrow(subject.after, options),
        options,
        before_name=subject.before_name,
        after_name=subject.after_name,
        days=subject.days,
    )


def work_of(subject: ComparisonSubject, options: Options) -> Work:
    """The improvements as they are in the later state."""
    return work.build(choosing.narrow(subject.after, options), options, on=subject.days[1])


def paper(subject: ComparisonSubject, options: Options) -> Paper:
    """The document."""
    changes = told(subject, options)
    parts = tuple(_parts(changes, work_of(subject, options), options))
    return Paper(cover_of(subject, changes), parts, is_whole=not options.sections)


def _parts(changes: Movements, done: Work, options: Options) -> Iterator[Part]:
    shown = {"changes": changes}
    if options.wants("summary"):
        yield Part("compared_summary", shown, Entry(_("Summary"), "summary"))
    if options.wants("pillars"):
        yield Part("compared_pillars", shown, Entry(_("Pillars side by side"), "pillars"))
    if options.wants("questions"):
        children = tuple(Entry(group.title, group.anchor) for group in changes.groups)
        entry = Entry(_("Questions that changed"), "questions", children)
        yield Part("compared_questions", shown, entry)
    if options.wants("improvements") and done.improvements.groups:
        entry = Entry(_("Improvements"), "improvements")
        yield Part("improvements", {"improvements": done.improvements}, entry)
    if changes.worksheets:
        children = tuple(Entry(line.title, f"moved-{line.kind}") for line in changes.worksheets)
        entry = Entry(_("Worksheets"), "worksheets", children)
        yield Part("compared_worksheets", shown, entry)
    if changes.game_days:
        yield Part("compared_game_days", shown, Entry(_("Game days"), "game_days"))


def cover_of(subject: ComparisonSubject, changes: Movements) -> Cover:
    """The first page."""
    kind = _("Comparison report")
    name = subject.after.name
    found = changes.comparison
    number = len(found.moved) + len(found.edited)
    return Cover(
        title=f"{name} – {kind}",
        kind=kind,
        workload=name,
        is_long=len(name) > LONG,
        running=phrasing.shortened(name, 60),
        organization=subject.organization.name,
        logo=logos.data_url_of(subject.organization),
        accent=subject.organization.accent,
        lenses=(
            _("From: %(name)s") % {"name": _dated(subject.before_name, subject.before_at)},
            _("To: %(name)s") % {"name": _dated(subject.after_name, subject.after_at)},
        ),
        more_lenses="",
        milestone="",
        digest="",
        as_of=phrasing.moment(subject.after_at or subject.at),
        created=subject.at.isoformat(timespec="seconds"),
        counts=tuple((risk, n) for risk, n in found.after.as_dict().items() if n),
        questions=ngettext("%(n)d question changed", "%(n)d questions changed", number)
        % {"n": number},
        classification=_("Confidential"),
    )


def _dated(name: str, at: datetime | None) -> str:
    when = phrasing.moment(at)
    return f"{name} ({when})" if when else name
