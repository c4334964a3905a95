"""Lenses and versions as programs ask for them: rows in a fixed number of queries."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.document import Problem, lint, read
from lenses.models import Lens, LensVersion, VersionStatus
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound


def lenses(actor: Actor) -> QuerySet[Lens]:
    """Every lens the actor may see, each with `versions`, newest first, without documents."""
    policy.require(actor, Action.READ)
    newest_first = LensVersion.objects.defer("document").order_by("-number")
    return Lens.objects.visible_to(actor).prefetch_related(
        Prefetch("versions", queryset=newest_first)
    )


def lens(actor: Actor, key: UUID | str) -> Lens:
    """One lens by id or alias, with its versions as in lenses(). Three queries at most."""
    return lenses(actor).get(pk=lens_for(actor, key).pk)


def versions(actor: Actor, key: UUID | str) -> QuerySet[LensVersion]:
    """The versions of a lens, without documents."""
    return LensVersion.objects.filter(lens=lens_for(actor, key)).defer("document")


def version(actor: Actor, key: UUID | str, number: int) -> LensVersion:
    """One version of a lens, with its document."""
    row = LensVersion.objects.filter(lens=lens_for(actor, key), number=number).first()
    if row is None:
        raise NotFound(_("There is no such lens version."))
    return row


def draft(actor: Actor, key: UUID | str) -> LensVersion:
    """The draft of a lens. Conflict when there is none."""
    found = lens_for(actor, key)
    row = LensVersion.objects.filter(lens=found, status=VersionStatus.DRAFT).first()
    if row is None:
        raise Conflict(_("This lens has no draft. Import a document to make one."), code="no-draft")
    return row


def warnings(row: LensVersion) -> tuple[Problem, ...]:
    """What is legal in a version but probably not meant, from reading and from linting."""
    reading = read(row.document)
    return reading.warnings + (lint(reading.lens) if reading.lens else ())
