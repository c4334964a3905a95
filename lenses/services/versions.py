"""Drafts become published versions, and published ones retire. Never the other way."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import version_for
from lenses.compiled import CompiledLens, compile_lens
from lenses.document import read
from lenses.models import DRAFT, Choice, Lens, LensVersion, Pillar, Question, VersionStatus
from lenses.services import index
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

# What the reference product allows (facts: lens lifecycle, first publish), plus - and _.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}")


def publish(
    actor: Actor, version: LensVersion, *, name: str, major: bool = True, notes: str = ""
) -> LensVersion:
    """Make a draft a published version for ever, with the rows that search and joins need.

    Raises Invalid for a name that is malformed or taken, Conflict if it is no draft.
    """
    version_for(actor, version.pk, need=Action.LENS_WRITE)
    with transaction.atomic():
        # The lens first, as an import does: it may be replacing this very draft.
        lens = Lens.objects.select_for_update(no_key=True).get(pk=version.lens_id)
        version = LensVersion.objects.get(pk=version.pk)
        version.lens = lens
        if version.status != VersionStatus.DRAFT:
            raise Conflict(_("This version is published already."), code="not-a-draft")
        name = name.strip()
        if not _NAME.fullmatch(name):
            raise Invalid(
                fields={"name": [_("Use 1 to 32 letters, digits, dots, dashes or underscores.")]}
            )
        if name == DRAFT or LensVersion.objects.filter(lens=version.lens, name=name).exists():
            raise Invalid(fields={"name": [_("There is a version of this name already.")]})
        version.is_major, version.notes = major, notes.strip()
        _seal(version, name=name, by=actor.name)
        log.record(
            actor,
            "lens.published",
            version.lens,
            data={"version": name, "major": major, "digest": version.digest},
        )
    return version


def publish_builtin(version: LensVersion, *, name: str) -> LensVersion:
    """Publish a draft of a built-in lens. Belongs to no organization, so it logs no event."""
    if not version.lens.is_builtin:
        raise ValueError("Only built-in lenses are published without an actor.")
    _seal(version, name=name, by="WellArch")
    return version


def _seal(version: LensVersion, *, name: str, by: str) -> None:
    reading = read(version.document)
    if reading.lens is None:
        raise Conflict(_("The draft no longer reads as a lens. Import it again."))
    version.name, version.status = name, VersionStatus.PUBLISHED
    version.published_at, version.published_by = clock.now(), by
    version.save(
        update_fields=["name", "is_major", "notes", "status", "published_at", "published_by"]
    )
    lens = compile_lens(reading.lens)
    _write_rows(version, lens)
    index.write(version, lens)
    version.lens.name = reading.lens.name[:256]
    version.lens.description = reading.lens.description
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
