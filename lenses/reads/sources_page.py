"""The places lenses are followed from, as those who keep them see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lenses.access import newest_published, source_for
from lenses.document import diff, read
from lenses.fetching import allowed
from lenses.models import Lens, LensSource, LensVersion, SourceState, VersionStatus
from lenses.reads.compare_parts import PillarPart, Shown, Wanted
from lenses.reads.compare_rows import FieldRow
from lenses.services import differences
from lenses.services.sources import shown
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# state → (icon, state of components/status.html, what it means)
_LOOKS: dict[str, tuple[str, str, StrPromise]] = {
    SourceState.NEW: ("refresh", "idle", _("Nobody has looked there yet.")),
    SourceState.SAME: ("success", "done", _("Nothing there that you have not dealt with.")),
    SourceState.CHANGED: (
        "edit", "active", _("What stands there is the draft of the lens now. Read it, publish it."),
    ),
    SourceState.WAITING: (
        "flag", "waiting", _("The draft holds work of your own, so the new text waits beside it."),
    ),
    SourceState.FAILED: ("warning", "failed", _("The last look went wrong.")),
}  # fmt: skip
_STOPPED = ("minus", "idle", _("Not followed: nobody looks there until you resume it."))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source. icon, status: how its state is drawn; problem: the first line of it."""

    source: LensSource
    icon: str
    status: str
    words: str
    meaning: str
    problem: str

    @property
    def place(self) -> str:
        """Where it is, for those who do not keep it: without what may be secret in it."""
        return shown(self.source.place)

    @property
    def lens(self) -> Lens | None:
        """The lens it belongs to, None until a first document came, or when it was deleted."""
        lens = self.source.lens
        return None if lens is None or lens.deleted_at else lens


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources of an organization, and what the settings allow it."""

    rows: tuple[SourceRow, ...]
    roots: tuple[str, ...]
    prefixes: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether there is any place that can be followed."""
        return bool(self.roots or self.prefixes)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source. draft: that of its lens; published: the version it would follow; problems: a
    line each. waits: a text waits beside the draft; they are compared unless the draft holds
    errors: sentence sums up what differs, fields and pillars show it."""

    row: SourceRow
    draft: LensVersion | None
    published: LensVersion | None
    problems: tuple[str, ...]
    waits: bool
    is_compared: bool = False
    sentence: str = ""
    fields: tuple[FieldRow, ...] = ()
    pillars: tuple[PillarPart, ...] = ()


def build(actor: Actor) -> SourcesPage:
    """The page of all sources. Forbidden for who does not keep them. One query."""
    what = allowed(actor.organization.slug)
    return SourcesPage(
        rows=tuple(row_of(source) for source in listed(actor)),
        roots=tuple(sorted(what.roots)),
        prefixes=what.prefixes,
    )


def listed(actor: Actor) -> QuerySet[LensSource]:
    """The organization's sources by place, with their lenses, for those who keep them."""
    policy.require(actor, Action.SOURCE_WRITE)
    return LensSource.objects.visible_to(actor).select_related("lens").order_by("place")


def detail(actor: Actor, source_id: UUID) -> SourcePage:
    """The page of one source. Three queries at most."""
    source = source_for(actor, source_id, need=Action.SOURCE_WRITE)
    row = row_of(source)
    draft = None
    if row.lens is not None:
        drafts = LensVersion.objects.filter(lens=row.lens, status=VersionStatus.DRAFT)
        draft = drafts.first()
    page = SourcePage(
        row=row,
        draft=draft,
        published=newest_published(row.lens) if row.lens else None,
        problems=tuple(source.problem.splitlines()),
        waits=source.waiting is not None and draft is not None,
    )
    former = read(draft.document).lens if page.waits and draft else None
    waiting = read(source.waiting).lens if page.waits and source.waiting else None
    if former is None or waiting is None:
        return page
    difference = diff(former, waiting)
    shown = Shown(difference, Wanted())
    return replace(
        page,
        is_compared=True,
        sentence=differences.in_words(difference),
        fields=shown.fields(),
        pillars=shown.pillars(),
    )


def of_lens(actor: Actor, lens: Lens) -> SourceRow | None:
    """From where a lens of the actor's organization is followed. One query."""
    rows = LensSource.objects.visible_to(actor).select_related("lens")
    source = rows.filter(lens=lens).first()
    return row_of(source) if source else None


def row_of(source: LensSource) -> SourceRow:
    """One source as a row; expects its lens loaded with it."""
    state = SourceState(source.state)
    icon, status, meaning = _LOOKS[state] if source.is_active else _STOPPED
    lines: Sequence[str] = source.problem.splitlines()
    return SourceRow(
        source=source,
        icon=icon,
        status=status,
        words=str(state.label if source.is_active else _("Stopped")),
        meaning=str(meaning),
        problem=lines[0] if lines and source.is_active else "",
    )
