"""Improvements as rows of a file: of one workload, or of all that one sees."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.documents.cells import Cell
from reviews.documents.sheets import Column, Sheet
from reviews.exchange.columns import COLUMNS, WIDTHS
from reviews.models import Improvement, TrackerLink
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action

_CHUNK = 500


def sheet(actor: Actor, workload_id: UUID | None = None) -> Sheet:
    """The table, its rows read while they are written. Two queries for every 500 rows.

    workload_id None: every workload the actor sees that is not put away.
    """
    if workload_id is not None:
        workload = access.workload_for(actor, workload_id)
        rows = Improvement.objects.filter(workload=workload)
    else:
        policy.require(actor, Action.READ)
        rows = Improvement.objects.visible_to(actor).filter(workload__archived_at=None)
    columns = tuple(Column(name, WIDTHS.get(name, 14)) for name in COLUMNS)
    return Sheet(_("Improvements"), columns, _rows(rows, actor))


def _rows(found: QuerySet[Improvement], actor: Actor) -> Iterator[tuple[Cell, ...]]:
    links = TrackerLink.objects.exclude(key="").select_related("tracker").order_by("tracker__name")
    rows = (
        found.select_related(
            "workload",
            "owner",
            "accepted_by",
            "review__lens",
            "worksheet_row__worksheet",
            "game_day_finding__game_day",
        )
        .prefetch_related(Prefetch("tracker_links", links, to_attr="issues"))
        .order_by("workload__name", "workload_id", "number")
    )
    for improvement in rows.iterator(chunk_size=_CHUNK):
        values = _values(improvement, actor)
        yield tuple(values.get(name) for name in COLUMNS)


def _values(improvement: Improvement, actor: Actor) -> dict[str, Cell]:
    asked = _asked(improvement)
    pillar = asked.pillar_name if asked is not None else improvement.pillar_key
    practices = asked.practices if asked is not None else ()
    is_guest = actor.organization.pk != improvement.organization_id
    row, finding = improvement.worksheet_row, improvement.game_day_finding
    issues: list[TrackerLink] = getattr(improvement, "issues", [])
    return {
        "number": improvement.number,
        "workload": improvement.workload.name,
        "title": improvement.title,
        "state": improvement.state,
        "owner": _person(improvement.owner, is_guest=is_guest),
        "due": improvement.due_on,
        "risk": improvement.risk,
        "impact": improvement.impact,
        "effort": improvement.effort,
        "lens": improvement.review.lens.name if improvement.review else "",
        "pillar": pillar,
        "question_code": asked.code if asked else "",
        "question": asked.title if asked else improvement.question_key,
        "worksheet": row.worksheet.kind if row else "",
        "worksheet_row": row.number if row else None,
        "game_day": finding.game_day.number if finding else None,
        "game_day_finding": finding.number if finding else None,
        "practices": "\n".join(p.title for p in practices if p.id in improvement.choices),
        "recommendation": improvement.recommendation,
        "steps": improvement.steps,
        "success_criteria": improvement.success_criteria,
        "resources": improvement.resources,
        "links": "\n".join(link_line(link) for link in improvement.links),
        "accepted_reason": improvement.accepted_reason,
        "accepted_until": improvement.accepted_until,
        "accepted_by": _person(improvement.accepted_by, is_guest=is_guest),
        "issues": "\n".join(f"{link.key} {link.tracker.name}" for link in issues),
        "revision": improvement.revision,
    }


def _person(person: User | None, *, is_guest: bool) -> str:
    """The e-mail address, or for guests the name: addresses stay in the organization."""
    if person is None:
        return ""
    return str(person) if is_guest else person.email


def link_line(link: dict[str, str]) -> str:
    """A link as one line: an address, or a title, a bar and the address."""
    title, url = link.get("title", ""), link.get("url", "")
    return url if title in ("", url) else f"{title} | {url}"


def _asked(improvement: Improvement) -> CompiledQuestion | None:
    if improvement.review is None or not improvement.question_key:
        return None
    return compiled(improvement.review.lens_version_id).questions.get(improvement.question_key)
