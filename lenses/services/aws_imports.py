"""Lens documents as the reference product takes them: within its limits, by its rules of names.

Other than an import of our own, a document never finds its lens by its name: a new lens is made
and named, an old one is said. What AWS would refuse is refused, every problem at once.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.document import Lens as LensDocument
from lenses.document import Problem, Reading, read
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import aliases, draft_rows, imports
from wellarch import tagging
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

# What the published format demands and the live service was seen to do without.
_NOT_ENFORCED = frozenset({"default-missing"})


def create(actor: Actor, *, text: str, tags: Mapping[str, str] | None = None) -> LensVersion:
    """A new lens of the organization from a document, as its draft.

    Invalid (`invalid-lens`) with every problem by its pointer, or for tags; Conflict `name-taken`
    when a lens has the same name but for case, blanks and punctuation.
    """
    policy.require(actor, Action.LENS_WRITE)
    document = readable(text)
    if problem := tagging.wrong(dict(tags or {})):
        raise Invalid(fields={"tags": [problem]})
    with transaction.atomic():
        # One at a time, or two that come at once have the same name.
        Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
        _refuse_taken(actor.organization, document.name)
        lens = Lens.objects.create(
            organization=actor.organization,
            alias=aliases.chosen(actor.organization, "", document.name),
            name=document.name[:256],
            description=document.description,
            tags=dict(tags or {}),
        )
        version = imports.write_draft(lens, document, by=actor)
        _tell(actor, lens, version, is_new=True)
    return version


def replace(actor: Actor, key: UUID, *, text: str) -> LensVersion:
    """The draft of a lens of one's own from a document; a draft that is there can be had back.

    Invalid as for `create`; Conflict `name-differs` when the lens was published by another name,
    `name-taken` when the new name is another lens's.
    """
    lens_for(actor, key, need=Action.LENS_WRITE)
    document = readable(text)
    with transaction.atomic():
        lens = draft_rows.locked(actor, key)
        rows = LensVersion.objects.filter(lens=lens).exclude(status=VersionStatus.DRAFT)
        if rows.exists() and lens.name != document.name[:256]:
            raise Conflict(_("The name of a lens must be the published one."), code="name-differs")
        if lens.name != document.name[:256]:
            _refuse_taken(actor.organization, document.name, but=lens)
        version = imports.write_draft(lens, document, by=actor)
        _tell(actor, lens, version, is_new=False)
    return version


def readable(text: str) -> LensDocument:
    """The lens a text of JSON holds, within the reference format's limits. Invalid with every
    error."""
    if not text.lstrip().startswith("{"):
        raise imports.invalid([Problem("", _("The document is not JSON."), code="not-json")])
    reading = read(text, strict=True)
    if reading.lens is not None:
        return _nameless(reading.lens)
    if errors := _refused(reading):
        raise imports.invalid(errors)
    return _nameless(imports.readable(text))


def is_taken(text: str) -> bool:
    """Whether `create` would take this document."""
    return not _refused(read(text, strict=True))


def _refused(reading: Reading) -> list[Problem]:
    return [each for each in reading.errors if each.code not in _NOT_ENFORCED]


def _nameless(document: LensDocument) -> LensDocument:
    """Without the alias of our format, which would name another lens than the one it is in."""
    return dataclasses.replace(document, alias="")


def normalized(name: str) -> str:
    """The form in which names are compared: letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _refuse_taken(organization: Organization, name: str, *, but: Lens | None = None) -> None:
    rows = Lens.objects.filter(organization=organization, deleted_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    wanted = normalized(name)
    if any(normalized(each) == wanted for each in rows.values_list("name", flat=True)):
        raise Conflict(
            _("There is a lens of this name already."), code="name-taken", normalized=wanted
        )


def _tell(actor: Actor, lens: Lens, version: LensVersion, *, is_new: bool) -> None:
    about = {"alias": lens.alias, "new": is_new, "file": "", "digest": version.digest}
    log.record(actor, "lens.imported", lens, data=about)
