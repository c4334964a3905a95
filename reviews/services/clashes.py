"""Two people change the same thing: what merges, and who is told what the other wrote.

For rows with a `revision` that each event about them raises and names ({"revision": n} in the
event's data); what was changed since is read from the log. Rows with a history of their own
(answers, improvements, worksheets) look there instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext as _

from wellarch.errors import Invalid, Stale
from wellarch.events.models import Event


class Revised(Protocol):
    """A row that counts its changes."""

    pk: Any
    revision: int
    _meta: ClassVar[Any]


def refuse(
    row: Revised, wanted: Mapping[str, Any], now: Mapping[str, Any], revision: int | None
) -> None:
    """Stale, with both values, when somebody changed one of these fields since `revision`.

    wanted, now: fields as JSON values. What both set to the same value, and every other field,
    merges; what the log no longer has counts as changed. None: any revision will do.
    """
    if revision is None or revision == row.revision:
        return
    if revision > row.revision:
        raise Invalid(fields={"revision": [_("There is no such revision yet.")]})
    about = Event.objects.filter(subject_type=row._meta.model_name, subject_id=str(row.pk))
    later = [
        event
        for event in about.select_related("user").order_by("-pk")
        if event.data.get("revision", 0) > revision
    ]
    is_whole = len(later) >= row.revision - revision
    touched = {field for event in later for field in event.changes}
    both = {
        field: {"mine": value, "theirs": now[field]}
        for field, value in wanted.items()
        if (not is_whole or field in touched) and now[field] != value
    }
    if both:
        by = next((event.who for event in later if set(both) & set(event.changes)), _("Somebody"))
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            revision=row.revision,
            fields=both,
        )


def refuse_unseen(row: Revised, revision: int | None, message: str) -> None:
    """Stale, with this sentence, when there is another revision than the one the actor saw;
    None: any will do."""
    if revision is not None and revision != row.revision:
        raise Stale(message, revision=row.revision, fields={})
