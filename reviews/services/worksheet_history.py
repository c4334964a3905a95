"""The history of a worksheet: a line per change, clashes found in it, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from reviews.models import RowChange, Worksheet, WorksheetChange, WorksheetRow
from reviews.services import touch
from reviews.worksheets.kinds import KINDS
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.errors import Invalid, Stale
from wellarch.events import log


def began(actor: Actor, sheet: Worksheet) -> None:
    """The first line of a new worksheet, whose revision is 1."""
    _line(actor, sheet, RowChange.STARTED)
    note(actor, sheet, "worksheet.started")


def change(
    actor: Actor,
    sheet: Worksheet,
    what: RowChange,
    *,
    row: WorksheetRow | None = None,
    fields: Mapping[str, list[Any]] | None = None,
) -> WorksheetChange:
    """Raise the sheet's revision and write the line of it; the workload is locked."""
    sheet.revision += 1
    sheet.changed_at = clock.now()
    sheet.save(update_fields=["revision", "changed_at", "last_row"])
    return _line(actor, sheet, what, row=row, fields=fields)


def note(
    actor: Actor,
    sheet: Worksheet,
    verb: str,
    *,
    row: WorksheetRow | None = None,
    changed: Mapping[str, list[Any]] | None = None,
    **data: Any,
) -> None:
    """One event, naming what changed without its values, and the workload's new revision."""
    about = {"row": row.number, "table": row.table, "label": label_of(row)} if row else {}
    log.record(
        actor,
        verb,
        sheet,
        workload_id=sheet.workload_id,
        changes={key: (pair[0], pair[1]) for key, pair in (changed or {}).items()},
        hidden=list(changed or ()),
        data={"worksheet": sheet.kind, "revision": sheet.revision, **about, **data},
    )
    touch.workload(sheet.workload)


def label_of(row: WorksheetRow) -> str:
    """How a row is called."""
    table = KINDS[row.worksheet.kind].table(row.table)
    return table.name_of(row.values)[:200] if table else ""


def refuse_clashes(
    sheet: Worksheet,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    revision: int,
    *,
    row: WorksheetRow | None = None,
) -> None:
    """Stale, with both values, when somebody changed one of these columns since `revision`.

    What both set to the same value, and every other column, merges.
    """
    if revision > sheet.revision:
        raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
    of_it = Q(row=row.number if row else None) | Q(what=RowChange.REPLACED)
    later = list(sheet.history.filter(of_it, revision__gt=revision).order_by("-revision"))
    is_replaced = any(each.what == RowChange.REPLACED for each in later)
    touched = {key for each in later for key in each.fields}
    both = {
        key: {"mine": value, "theirs": now.get(key, "")}
        for key, value in wanted.items()
        if (is_replaced or key in touched) and now.get(key, "") != value
    }
    if both:
        by = next(
            each.actor_name
            for each in later
            if each.what == RowChange.REPLACED or both.keys() & each.fields.keys()
        )
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            revision=sheet.revision,
            fields=both,
        )


def _line(
    actor: Actor,
    sheet: Worksheet,
    what: RowChange,
    *,
    row: WorksheetRow | None = None,
    fields: Mapping[str, list[Any]] | None = None,
) -> WorksheetChange:
    return WorksheetChange.objects.create(
        worksheet=sheet,
        revision=sheet.revision,
        at=clock.now(),
        user=actor.user,
        actor_name=actor.name[:150],
        via=actor.via,
        what=what,
        table=row.table if row else "",
        row=row.number if row else None,
        label=label_of(row) if row else "",
        fields=dict(fields or {}),
    )
