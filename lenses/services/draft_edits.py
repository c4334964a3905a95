"""Edits of a draft since a revision, and whether a new one is about the same things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lenses import editing
from lenses.editing import history
from lenses.models import DraftEdit, LensVersion
from wellarch.errors import Conflict, DomainError, Invalid, NotFound, Stale

_ALL = "#*"


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a draft after a revision.

    touched: ``address#field`` as it is called now, by the edit that touched it last; None stands
    for edits that are forgotten. names: which addresses became which.
    """

    touched: Mapping[str, DraftEdit | None]
    names: tuple[tuple[str, str], ...]

    def carry(self, operation: Mapping[str, Any]) -> dict[str, Any]:
        """An operation or step of that time, with its addresses as they are called now."""
        return editing.carried(operation, self.names)

    def clashes(self, touched: Iterable[str]) -> tuple[str, ...]:
        """What of this somebody changed meanwhile."""
        return editing.clashes(touched, self.touched) if self.touched else ()

    def refuse_clashes(self, draft: LensVersion, applied: editing.Applied) -> None:
        """Stale with both values of everything that was changed on both sides."""
        found = self.clashes(applied.touched)
        if not found:
            return
        edit = self._last(found)
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": _name(edit)},
            by=_name(edit),
            at=edit.at.isoformat() if edit else "",
            revision=draft.revision,
            fields={
                key: {
                    "mine": editing.value_of(applied.document, key),
                    "theirs": editing.value_of(draft.document, key),
                }
                for key in found
            },
        )

    def changed(self, touched: Iterable[str] = (_ALL,)) -> Conflict:
        """The refusal to take something back that was changed since."""
        edit = self._last(self.clashes(touched) or tuple(self.touched))
        return Conflict(
            _("%(name)s changed this since; taking it back would lose that.")
            % {"name": _name(edit)},
            code="changed-since",
            by=_name(edit),
        )

    def removed_by(self) -> str:
        """Who removed an element last; "" when nothing was removed."""
        removed = [key for key in self.touched if editing.split(key)[1] == "*"]
        return _name(self._last(tuple(removed))) if removed else ""

    def _last(self, keys: tuple[str, ...]) -> DraftEdit | None:
        edits = [
            edit
            for key, edit in self.touched.items()
            if edit is not None and editing.clashes([key], keys)
        ]
        return max(edits, key=lambda edit: edit.revision, default=None)


def since(draft: LensVersion, revision: int | None) -> Since:
    """What happened after a revision, None for nothing. Invalid for one that is to come."""
    if revision is None or revision == draft.revision:
        return Since({}, ())
    if not 0 <= revision < draft.revision:
        raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
    rows = {
        row.revision: row
        for row in DraftEdit.objects.filter(version=draft, revision__gt=revision)
        .defer("inverse")
        .select_related("user")
    }
    touched: dict[str, DraftEdit | None] = {}
    if len(rows) < draft.revision - revision:
        touched[_ALL] = None  # some are forgotten: anything may have changed
    names: tuple[tuple[str, str], ...] = ()
    for number in history.between(map(_past, rows.values()), revision):
        row = rows[number]
        new = tuple((old, now) for old, now in row.operation.get("renamed", ()))
        names += new
        found = {**touched, **dict.fromkeys(row.operation.get("touched", ()), row)}
        touched = {editing.renamed(key, new): edit for key, edit in found.items()}
    return Since(touched, names)


def past(draft: LensVersion) -> tuple[history.Past, ...]:
    """The history of a draft for undo and redo."""
    rows = DraftEdit.objects.filter(version=draft).values_list("revision", "undoes", "user_id")
    return tuple(history.Past(*row) for row in rows)


def refusal(error: editing.EditError, since: Since, operation: Mapping[str, Any]) -> DomainError:
    """The error of the core for an edit that cannot be applied."""
    if error.code != "gone":
        return Invalid(fields={error.field: [error.message]})
    by = since.removed_by()
    if not by:
        return NotFound(error.message)
    return Conflict(
        _("%(name)s removed this a moment ago.") % {"name": by},
        code="gone",
        by=by,
        operation=dict(operation),
    )


def _past(row: DraftEdit) -> history.Past:
    return history.Past(row.revision, row.undoes, row.user_id)


def _name(edit: DraftEdit | None) -> str:
    return str(edit.user) if edit is not None and edit.user is not None else _("Somebody")
