"""Drafts become published versions, and published ones retire. Never the other way."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import version_for
from lenses.compiled import CompiledLens, compile_lens
from lenses.document import Lens as LensDocument
from lenses.document import read, to_dict
from lenses.models import DRAFT, Choice, Lens, LensVersion, Pillar, Question, VersionStatus
from lenses.services import draft_rows, index
from lenses.services.imports import by_pointer, shown
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log
from wellarch.queue import send_on_commit

# Tasks of those who review with lenses, known here by name only: people hear of a major
# version, reviews follow a minor one.
TELL = "reviews.tell_lens_upgraded"
FOLLOW = "reviews.follow_minor"
# What the reference product allows (facts: lens lifecycle, first publish), plus - and _.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}")


def publish(
    actor: Actor,
    version: LensVersion,
    *,
    name: str,
    major: bool = True,
    notes: str = "",
    revision: int | None = None,
    digest: str = "",
) -> LensVersion:
    """Make a draft a published version for ever, with the rows that search and joins need.

    revision, digest: of the draft as the actor saw it, if that matters. Raises Invalid for a name
    that is malformed or taken and, with every pointer, for a draft that holds errors; Stale when
    the draft is not the one that was seen; Conflict if it is no draft.
    """
    version_for(actor, version.pk, need=Action.LENS_WRITE)
    with transaction.atomic():
        # The lens first, as an import does: it may be replacing this very draft.
        lens = draft_rows.locked(actor, version.lens_id)
        version = _draft_again(version, lens)
        _refuse_unseen(version, revision, digest)
        name = _free_name(lens, name)
        document = _readable(version)
        _write_as_read(version, document)
        version.is_major, version.notes = major, notes.strip()
        _seal(version, document, name=name, by=actor.name)
        about = {"alias": lens.alias, "version": name, "major": major, "digest": version.digest}
        log.record(actor, "lens.published", lens, data=about)
    return version


def retire(actor: Actor, version: LensVersion) -> LensVersion:
    """Take a published version out of use: no new review begins with it, those that have it go on.

    One way only; one that is retired already stays so. New reviews get the newest version that is
    still published; a lens without one cannot be used for anything new. Conflict for a draft.
    """
    version_for(actor, version.pk, need=Action.LENS_WRITE)
    with transaction.atomic():
        lens = draft_rows.locked(actor, version.lens_id)
        version = LensVersion.objects.defer("document").get(pk=version.pk)
        version.lens = lens
        if version.status == VersionStatus.DRAFT:
            raise Conflict(_("A draft is discarded, not retired."), code="not-published")
        if version.status == VersionStatus.RETIRED:
            return version
        version.status = VersionStatus.RETIRED
        version.save(update_fields=["status"])
        log.record(actor, "lens.retired", lens, data={"alias": lens.alias, "version": version.name})
    return version


def publish_builtin(
    version: LensVersion, *, name: str, major: bool = True, notes: str = ""
) -> LensVersion:
    """Publish a draft of a built-in lens. Belongs to no organization, so it logs no event."""
    if not version.lens.is_builtin:
        raise ValueError("Only built-in lenses are published without an actor.")
    version.is_major, version.notes = major, notes
    _seal(version, _readable(version), name=name, by="WellArch")
    return version


def _readable(version: LensVersion) -> LensDocument:
    """What a draft says. Invalid, with every error by its pointer, for one that holds errors."""
    reading = read(version.document)
    if reading.lens is None:
        raise Invalid(
            _("The draft holds errors. Repair them before you publish it."),
            fields=by_pointer(list(reading.errors)),
            code="invalid-lens",
            problems=[shown(problem) for problem in reading.errors],
        )
    return reading.lens


def _draft_again(version: LensVersion, lens: Lens) -> LensVersion:
    """The draft as it is now that its lens is locked."""
    found = LensVersion.objects.filter(pk=version.pk).first()
    if found is None:
        raise NotFound(_("This draft was discarded."))
    if found.status != VersionStatus.DRAFT:
        raise Conflict(_("This version is published already."), code="not-a-draft")
    found.lens = lens
    return found


def _free_name(lens: Lens, name: str) -> str:
    """The name of a new version; Invalid when it is malformed or taken."""
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise Invalid(
            fields={"name": [_("Use 1 to 32 letters, digits, dots, dashes or underscores.")]}
        )
    if name == DRAFT or LensVersion.objects.filter(lens=lens, name=name).exists():
        raise Invalid(fields={"name": [_("There is a version of this name already.")]})
    return name


def _refuse_unseen(version: LensVersion, revision: int | None, digest: str) -> None:
    """Stale unless the draft is the one whose publishing was asked for."""
    if revision in (None, version.revision) and digest in ("", version.digest):
        return
    raise Stale(
        _("The draft changed since you read it. Read it again before you publish it."),
        revision=version.revision,
        digest=version.digest,
    )


def _write_as_read(version: LensVersion, document: LensDocument) -> None:
    """The document in the words of the format, as everybody will read it from now on."""
    content = to_dict(document)
    if content == version.document:
        return
    values = draft_rows.content(content)
    for key, value in values.items():
        setattr(version, key, value)
    version.save(update_fields=list(values))


def _seal(version: LensVersion, document: LensDocument, *, name: str, by: str) -> None:
    version.name, version.status = name, VersionStatus.PUBLISHED
    version.published_at, version.published_by = clock.now(), by
    version.save(
        update_fields=["name", "is_major", "notes", "status", "published_at", "published_by"]
    )
    earlier = LensVersion.objects.filter(lens=version.lens, status=VersionStatus.PUBLISHED)
    if earlier.exclude(pk=version.pk).exists():
        send_on_commit(TELL if version.is_major else FOLLOW, str(version.pk))
    version.edits.all().delete()  # what is published is never undone
    lens = compile_lens(document)
    _write_rows(version, lens)
    index.write(version, lens)
    version.lens.name = document.name[:256]
    version.lens.description = document.description
    version.lens.save(update_fields=["name", "description"])


def _write_rows(version: LensVersion, lens: CompiledLens) -> None:
    pillars = Pillar.objects.bulk_create(
        Pillar(version=version, key=pillar.id, position=position, name=pillar.name)
        for position, pillar in enumerate(lens.pillars)
    )
    by_key = {pillar.key: pillar for pillar in pillars}
    questions = Question.objects.bulk_create(
        Question(
            version=version,
            pillar=by_key[question.pillar_id],
            key=question.id,
            code=question.code[:32],
            position=question.number,
            title=question.title,
            description=question.description,
        )
        for question in lens.questions.values()
    )
    Choice.objects.bulk_create(
        Choice(
            question=row,
            key=choice.id,
            code=(choice.code or "")[:32],
            position=position,
            title=choice.title,
            description=choice.description,
        )
        for row in questions
        for position, choice in enumerate(lens.questions[row.key].choices)
    )
