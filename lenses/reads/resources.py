"""Lenses and versions as programs ask for them: rows in a fixed number of queries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.document import Problem, lint, read
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services.differences import between, in_words
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound

KINDS = ("builtin", "own", "shared")


def lenses(actor: Actor, *, query: str = "", kind: str = "") -> QuerySet[Lens]:
    """Every lens the actor may see, each with `versions`, newest first, without documents.

    query: every word of it is in the name, alias or description. kind: one of KINDS, whose it is;
    Invalid for another word.
    """
    policy.require(actor, Action.READ)
    if kind and kind not in KINDS:
        raise Invalid(fields={"kind": [_("Choose builtin, own or shared.")]})
    newest_first = LensVersion.objects.visible_to(actor).defer("document").order_by("-number")
    found = Lens.objects.visible_to(actor)
    for word in query.split():
        found = found.filter(
            Q(name__icontains=word) | Q(alias__icontains=word) | Q(description__icontains=word)
        )
    if kind == "shared":
        found = found.exclude(organization=None).exclude(organization=actor.organization)
    elif kind:
        found = found.filter(organization=None if kind == "builtin" else actor.organization)
    return found.prefetch_related(Prefetch("versions", queryset=newest_first))


def lens(actor: Actor, key: UUID | str) -> Lens:
    """One lens by id or alias, with its versions as in lenses(). Three queries at most."""
    return lenses(actor).get(pk=lens_for(actor, key).pk)


def versions(actor: Actor, key: UUID | str) -> QuerySet[LensVersion]:
    """The versions of a lens, without documents."""
    rows = LensVersion.objects.visible_to(actor)
    return rows.filter(lens=lens_for(actor, key)).defer("document")


def version(actor: Actor, key: UUID | str, number: int) -> LensVersion:
    """One version of a lens, with its document."""
    rows = LensVersion.objects.visible_to(actor)
    row = rows.filter(lens=lens_for(actor, key), number=number).first()
    if row is None:
        raise NotFound(_("There is no such lens version."))
    return row


def differences(actor: Actor, key: UUID | str, number: int, to: int | None) -> dict[str, Any]:
    """What differs from one version to another by their numbers, to the newest unless one is given.

    Conflict ``draft-errors`` when one of them is a draft that holds errors. At most six queries.
    """
    rows = versions(actor, key).select_related("lens")
    # Not `in`, which breaks on numbers that no column can hold; they are in addresses.
    both = Q(number=number) | Q(number=number if to is None else to)
    wanted = {row.number: row for row in rows.filter(both)}
    newest = wanted.get(to) if to is not None else rows.order_by("-number").first()
    base = wanted.get(number)
    if base is None or newest is None:
        raise NotFound(_("There is no such lens version."))
    found = between(base, newest)
    if found is None:
        raise Conflict(
            _("A draft that holds errors cannot be compared. Repair them first."),
            code="draft-errors",
        )
    return {
        "base": base.number,
        "to": newest.number,
        "is_meaning": found.is_meaning,
        "summary": in_words(found),
        "counts": found.counts,
        "fields_changed": found.fields,
        "pillars": found.pillars,
    }


def named_version(actor: Actor, key: UUID | str, name: str) -> LensVersion:
    """One version of a lens by its name, without its document. NotFound for one that is none."""
    rows = versions(actor, key).exclude(name="").select_related("lens")
    row = rows.filter(name=name).first()
    if row is None:
        raise NotFound(_("There is no such lens version."))
    return row


def draft(actor: Actor, key: UUID | str) -> LensVersion:
    """The draft of a lens. Conflict when there is none."""
    found = lens_for(actor, key)
    rows = LensVersion.objects.visible_to(actor)
    row = rows.filter(lens=found, status=VersionStatus.DRAFT).first()
    if row is None:
        raise Conflict(_("This lens has no draft. Import a document to make one."), code="no-draft")
    return row


def warnings(row: LensVersion) -> tuple[Problem, ...]:
    """What is legal in a version but probably not meant, from reading and from linting."""
    reading = read(row.document)
    return reading.warnings + (lint(reading.lens) if reading.lens else ())
