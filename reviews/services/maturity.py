"""Maturity: how far a team says it is with a pillar, where it wants to be, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Maturity, Review
from reviews.models.maturity import HIGHEST, LOWEST
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, NotFound, Stale
from wellarch.events import log

FIELDS = ("level", "target", "target_on", "note")
MAX_NOTE = 2000
MAX_YEAR = 2199
Values = Mapping[str, Any]


def write(
    actor: Actor,
    review_id: UUID,
    *,
    levels: Mapping[str, Values],
    revisions: Mapping[str, int] | None = None,
    seen: Mapping[str, Values] | None = None,
) -> dict[str, Maturity]:
    """Set the maturity of some pillars, {pillar: {field: value}}: all or none.

    Fields are FIELDS; level and target are 1 to 5 or None. What is not named stays. A complete
    review lets it be set: it is said of the team's work, not of the answers.

    revisions: {pillar: the one the actor saw}, 0 where there was none. Stale when somebody wrote
    since; with `seen`, the fields as the actor saw them, only a field that both sides changed to
    different values is a clash, all else merges. NotFound for a pillar the lens does not have.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        names = {pillar.id: pillar.name for pillar in compiled(review.lens_version_id).pillars}
        there = {row.pillar_key: row for row in review.maturity.select_related("user")}
        wrong: dict[str, list[str]] = {}
        clashes: dict[str, dict[str, Any]] = {}
        found: dict[str, Maturity] = {}
        for pillar, values in levels.items():
            if pillar not in names:
                raise NotFound(_("There is no such pillar in this lens."))
            row = there.get(pillar) or _blank(review, pillar)
            found[pillar] = row
            wanted = _checked(row, values, pillar, wrong)
            if revisions is not None and revisions.get(pillar, 0) != _revision(row):
                clashes |= _clashes(row, wanted, None if seen is None else seen.get(pillar, {}))
        _refuse(wrong, clashes, found)
        for pillar, row in found.items():
            _save(actor, review, row, _checked(row, levels[pillar], pillar, wrong))
    return found


def _blank(review: Review, pillar: str) -> Maturity:
    return Maturity(organization_id=review.organization_id, review=review, pillar_key=pillar)


def _revision(row: Maturity) -> int:
    return row.revision if row.pk else 0


def _checked(
    row: Maturity, values: Values, pillar: str, wrong: dict[str, list[str]]
) -> dict[str, Any]:
    """The values as they are stored; what is wrong goes into `wrong`, as pillar.field."""
    found: dict[str, Any] = {}
    for field, value in values.items():
        problem = ""
        if field in ("level", "target"):
            is_level = isinstance(value, int) and not isinstance(value, bool)
            if value is not None and not (is_level and LOWEST <= value <= HIGHEST):
                problem = _("Choose a level from 1 to 5.")
        elif field == "target_on":
            if value is not None and not (isinstance(value, date) and value.year <= MAX_YEAR):
                problem = _("Use a date.")
        elif field == "note":
            if not isinstance(value, str) or len(value) > MAX_NOTE:
                problem = _("Use at most %(n)d characters.") % {"n": MAX_NOTE}
            else:
                value = value.replace("\r\n", "\n").strip()
        else:
            problem = _("There is no such field.")
        if problem:
            wrong[f"{pillar}.{field}"] = [problem]
        found[field] = value
    if found.get("target_on", row.target_on) and not found.get("target", row.target):
        wrong.setdefault(f"{pillar}.target", [_("Choose a target for this day.")])
    return found


def _clashes(row: Maturity, wanted: Values, seen: Values | None) -> dict[str, dict[str, Any]]:
    """{pillar.field: both values}; without `seen` everything that differs."""
    return {
        f"{row.pillar_key}.{field}": {"mine": _plain(value), "theirs": _plain(theirs)}
        for field, value in wanted.items()
        if (theirs := getattr(row, field)) != value and (seen is None or seen.get(field) != theirs)
    }


def _refuse(
    wrong: Mapping[str, list[str]],
    clashes: Mapping[str, Mapping[str, Any]],
    found: Mapping[str, Maturity],
) -> None:
    if wrong:
        raise Invalid(fields=wrong)
    if clashes:
        row = found[next(iter(clashes)).rpartition(".")[0]]
        by = str(row.user) if row.user else _("Somebody")
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            revision=_revision(row),
            fields=dict(clashes),
        )


def _save(actor: Actor, review: Review, row: Maturity, wanted: Values) -> None:
    changed = {
        field: (getattr(row, field), value)
        for field, value in wanted.items()
        if getattr(row, field) != value
    }
    if not changed:
        return
    for field, value in wanted.items():
        setattr(row, field, value)
    row.revision = _revision(row) + 1
    row.changed_at, row.user = clock.now(), actor.user
    row.save()
    log.record(
        actor,
        "maturity.changed",
        row,
        workload_id=review.workload_id,
        changes=changed,
        hidden=("note",),
        data={"pillar": row.pillar_key, "review": str(review.pk)},
    )
    touch.workload(review.workload)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
