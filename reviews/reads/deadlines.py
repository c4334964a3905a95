"""Due dates in words. Knows a date and today, neither workloads nor the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 14  # days before a due date in which it is marked


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date as a page says it. state: overdue, soon, later or backlog."""

    on: date | None
    days: int | None  # until it is due; negative when overdue
    text: str
    state: str


def deadline(on: date | None, today: date) -> Deadline:
    """The words of a due date: "due in 12 days", "overdue by 3 days"; without one, "backlog"."""
    if on is None:
        return Deadline(None, None, _("backlog"), "backlog")
    days = (on - today).days
    if days < 0:
        text = ngettext("overdue by %(n)d day", "overdue by %(n)d days", -days) % {"n": -days}
        return Deadline(on, days, text, "overdue")
    if days == 0:
        return Deadline(on, days, _("due today"), "soon")
    text = ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
    return Deadline(on, days, text, "soon" if days <= SOON else "later")
