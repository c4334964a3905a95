"""Looking at the places lenses are followed from: what changed there becomes a draft.

A look has three steps, so that nobody waits for a slow server inside a transaction: the source
is claimed, the document is read, and what it means is written. Two workers at once are one look;
a claim whose worker died is given up after some minutes.

Never lost is what people wrote. A draft that is not as the source left it stays, and the
source's text waits beside it until somebody takes it or decides to keep theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import newest_published, source_for
from lenses.document import Lens as LensDocument
from lenses.document import read, to_dict
from lenses.fetching import Fetched, Refused, allowed, fetch
from lenses.models import Lens, LensSource, LensVersion, SourceKind, SourceState, VersionStatus
from lenses.services import imports
from lenses.services.sources import about
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Via
from wellarch.errors import Conflict, DomainError
from wellarch.events import log
from wellarch.outgoing import breakers
from wellarch.queue import send

TASK = "lenses.pull_source"
_CLAIM = timedelta(minutes=5)
_PROBLEMS_SHOWN = 20


def pull(actor: Actor, source_id: UUID) -> LensSource:
    """Look there now. What is wrong with the place or its document stands in `problem`.

    Conflict `source-busy` while somebody else looks, `source-stopped` for one that is not
    followed, `outgoing-open` while its server is left alone because it failed again and again.
    """
    source = source_for(actor, source_id, need=Action.SOURCE_WRITE)
    if not source.is_active:
        raise Conflict(_("This place is not followed. Resume it first."), code="source-stopped")
    claim = _claim(source)
    try:
        look = _look(source)
    except breakers.Open:
        LensSource.objects.filter(pk=source.pk, claimed_at=claim).update(claimed_at=None)
        raise
    with transaction.atomic():
        source = source_for(actor, source_id, need=Action.SOURCE_WRITE, lock=True)
        if source.claimed_at != claim:  # its place was changed meanwhile
            return source
        source.claimed_at, source.checked_at = None, clock.now()
        problem = look.problem
        if not problem:
            try:
                with transaction.atomic():
                    _take_in(actor, source, look.document)
                source.etag, source.problem = look.etag, ""
            except DomainError as refusal:
                problem = refusal.message
        if problem:
            _fail(actor, source, problem)
        source.save()
    return source


def pull_all(actor: Actor, *, place: str = "") -> Sequence[LensSource]:
    """Look at every place the organization follows now, or at one; those looked at, by place.

    A place that somebody else looks at just now is passed over.
    """
    policy.require(actor, Action.SOURCE_WRITE)
    rows = LensSource.objects.visible_to(actor).filter(is_active=True).order_by("place")
    if place:
        rows = rows.filter(place=place)
    seen = []
    for source_id in rows.values_list("pk", flat=True):
        try:
            seen.append(pull(actor, source_id))
        except Conflict:
            continue
    return seen


def send_all() -> int:
    """Have a worker look at each place that is followed; returns how many. For the beat."""
    ids = list(LensSource.objects.filter(is_active=True).values_list("pk", flat=True))
    for source_id in ids:
        send(TASK, str(source_id))
    return len(ids)


def pull_alone(source_id: UUID) -> None:
    """Look there because it is time to, for nobody. Silent when it went, or is looked at now."""
    source = LensSource.objects.select_related("organization").filter(pk=source_id).first()
    if source is None or not source.is_active:
        return
    try:
        pull(system_actor(source.organization, via=Via.TASK), source_id)
    except Conflict:  # or its server is left alone: the beat comes again
        return


def take(actor: Actor, source_id: UUID) -> LensSource:
    """The text of the source becomes the draft; what people wrote into theirs is gone.

    Conflict `nothing-waits` when there is nothing to take.
    """
    with transaction.atomic():
        source, lens, content = _waiting(actor, source_id)
        _write(actor, source, lens, imports.readable(content))
        source.save()
    return source


def keep(actor: Actor, source_id: UUID) -> LensSource:
    """Our own draft stays; the source is heard again when its text changes once more.

    Conflict `nothing-waits` when there is nothing to decide.
    """
    with transaction.atomic():
        source, _lens, content = _waiting(actor, source_id)
        source.state, source.waiting = SourceState.SAME, None
        source.digest = imports.digest(content)
        source.save()
        log.record(actor, "lens.source_declined", source, data=about(source))
    return source


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen. document None without a problem: the same as the last time."""

    document: LensDocument | None = None
    etag: str = ""
    problem: str = ""


def _look(source: LensSource) -> _Look:
    try:
        found = _fetched(source)
        if found.content is None:
            return _Look(etag=source.etag)
        return _Look(imports.readable(found.content), found.etag)
    except Refused as refusal:
        return _Look(problem=refusal.message)
    except breakers.Open:  # nobody looked
        raise
    except DomainError as refusal:
        return _Look(problem=_sentences(refusal))


def _fetched(source: LensSource) -> Fetched:
    """The document; one from the web through the breaker of its server."""
    what = allowed(source.organization.slug)
    if source.kind == SourceKind.FILE:
        return fetch(source.place, what, etag=source.etag)
    host = urlsplit(source.place).netloc
    return breakers.call(
        f"sources:{host}",
        fetch,
        source.place,
        what,
        label=_("Lenses at %(host)s") % {"host": host},
        organization=source.organization,
        is_failure=lambda error: isinstance(error, Refused) and error.is_down,
        etag=source.etag,
    )


def _claim(source: LensSource) -> datetime:
    now = clock.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _CLAIM)
    if not LensSource.objects.filter(free, pk=source.pk).update(claimed_at=now):
        raise Conflict(_("Somebody looks there right now."), code="source-busy")
    return now


def _take_in(actor: Actor, source: LensSource, document: LensDocument | None) -> None:
    """What the document means for the lens. None: it is the same as the last time."""
    if document is None and source.waiting is not None:
        # The draft it waited for may be published or discarded meanwhile.
        document = read(source.waiting).lens
    if document is None:
        source.state = SourceState.CHANGED if _is_ours(source) else SourceState.SAME
        return
    content = to_dict(document)
    digest = imports.digest(content)
    if source.lens is None and digest == source.digest:
        # Discarded, and the lens with it: it was never published. Only another text makes it anew.
        _settle(source, SourceState.SAME, digest)
        return
    lens = _lens(source, document)
    Lens.objects.select_for_update(no_key=True).get(pk=lens.pk)
    draft, published = _draft(lens), newest_published(lens)
    # As the source left it, or opened by somebody who wrote nothing yet.
    known = {source.digest, published.digest if published else ""}
    is_untouched = draft is not None and draft.digest in known
    is_published = published is not None and published.digest == digest
    if draft is not None and draft.digest == digest:
        _settle(source, SourceState.CHANGED, digest)
    # Dealt with before: kept out, discarded, or published with changes of our own.
    elif digest == source.digest or is_published:
        _settle(source, SourceState.SAME, digest)
    elif draft is None or is_untouched:
        _write(actor, source, lens, document)
    else:
        _wait(actor, source, content)


def _write(actor: Actor, source: LensSource, lens: Lens, document: LensDocument) -> None:
    draft = imports.write_draft(lens, document, by=actor)
    _settle(source, SourceState.CHANGED, draft.digest)
    source.changed_at = clock.now()
    log.record(actor, "lens.source_pulled", source, data={**about(source), "digest": draft.digest})


def _wait(actor: Actor, source: LensSource, content: dict[str, Any]) -> None:
    is_news = source.waiting != content
    source.state, source.waiting = SourceState.WAITING, content
    if is_news:
        source.changed_at = clock.now()
        log.record(actor, "lens.source_waiting", source, data=about(source))


def _settle(source: LensSource, state: SourceState, digest: str) -> None:
    source.state, source.digest, source.waiting = state, digest, None


def _fail(actor: Actor, source: LensSource, problem: str) -> None:
    """The log hears of a problem once, however often it is met."""
    is_news = source.problem != problem
    # The whole document comes again next time, whatever the server thinks we have.
    source.state, source.problem, source.etag = SourceState.FAILED, problem, ""
    if is_news:
        log.record(actor, "lens.source_failed", source, data=about(source))


def _lens(source: LensSource, document: LensDocument) -> Lens:
    """The lens of a source: bound by its first document, and the same one ever after."""
    if source.lens is None:
        lens, _is_new = imports.lens_of(source.organization, document)
        other = LensSource.objects.filter(lens=lens).exclude(pk=source.pk).first()
        if other is not None:
            message = _("The lens %(alias)s is followed from %(place)s already.")
            raise Conflict(message % {"alias": lens.alias, "place": other.place})
        source.lens = lens
        return lens
    if source.lens.deleted_at is not None:
        message = _("The lens %(alias)s was deleted. Remove this source, or add it anew.")
        raise Conflict(message % {"alias": source.lens.alias})
    if document.alias and imports.alias_of(document) != source.lens.alias:
        message = _(
            "The document is of another lens now: its alias is %(found)s, and this source belongs"
            " to %(alias)s. Follow it as a source of its own."
        )
        raise Conflict(message % {"found": document.alias, "alias": source.lens.alias})
    return source.lens


def _draft(lens: Lens | None) -> LensVersion | None:
    return LensVersion.objects.filter(lens=lens, status=VersionStatus.DRAFT).first()


def _is_ours(source: LensSource) -> bool:
    draft = _draft(source.lens) if source.lens else None
    return draft is not None and draft.digest == source.digest


def _waiting(actor: Actor, source_id: UUID) -> tuple[LensSource, Lens, dict[str, Any]]:
    source = source_for(actor, source_id, need=Action.SOURCE_WRITE, lock=True)
    if source.waiting is None or source.lens is None:
        raise Conflict(_("Nothing of this source waits."), code="nothing-waits")
    return source, source.lens, source.waiting


def _sentences(refusal: DomainError) -> str:
    """Every error of a document with its place, a line each."""
    found = [
        f"{pointer or '/'}: {sentence}"
        for pointer, sentences in getattr(refusal, "fields", {}).items()
        for sentence in sentences
    ]
    more = len(found) - _PROBLEMS_SHOWN
    if more > 0:
        rest = ngettext("%(n)d more error", "%(n)d more errors", more) % {"n": more}
        found = [*found[:_PROBLEMS_SHOWN], rest]
    return "\n".join([refusal.message, *found])
