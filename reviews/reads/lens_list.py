"""Lenses as programs list them: what is published newest, and the drafts beside it. One query."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lenses.models import LensVersion, VersionStatus
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


class Owner(StrEnum):
    """Whose lenses."""

    BUILTIN = "builtin"
    OWN = "own"
    SHARED = "shared"


def build(
    actor: Actor,
    *,
    owner: Owner | None = None,
    drafts: bool = True,
    published: bool = True,
    name: str = "",
) -> QuerySet[LensVersion]:
    """The newest published version of each lens the actor sees, and their own drafts, by name.

    name: a part of the name of the lens. Lens and owner come with each row, the document does not.
    """
    policy.require(actor, Action.READ)
    newest = LensVersion.objects.filter(lens=OuterRef("lens")).published().values("pk")[:1]
    is_draft, is_newest = Q(status=VersionStatus.DRAFT), Q(pk=Subquery(newest))
    # Without either there is nothing to list.
    wanted = (is_draft if drafts else Q(pk=None)) | (is_newest if published else Q(pk=None))
    rows = LensVersion.objects.visible_to(actor).filter(wanted)
    match owner:
        case Owner.BUILTIN:
            rows = rows.filter(lens__organization=None)
        case Owner.OWN:
            rows = rows.filter(lens__organization=actor.organization)
        case Owner.SHARED:
            rows = rows.exclude(lens__organization=None).exclude(
                lens__organization=actor.organization
            )
    if name:
        rows = rows.filter(lens__name__icontains=name)
    return (
        rows.select_related("lens__organization")
        .defer("document")
        .order_by("lens__name", "lens_id", "number")
    )


def count_own(actor: Actor) -> int:
    """How many lenses the actor's organization has."""
    return actor.organization.lenses.filter(deleted_at=None).count()


def count_versions(actor: Actor, version: LensVersion) -> int:
    """How many versions of a lens that access gave were published."""
    policy.require(actor, Action.READ)
    rows = LensVersion.objects.filter(lens=version.lens_id)
    return rows.exclude(status=VersionStatus.DRAFT).count()


def before(version: LensVersion) -> LensVersion | None:
    """The version that was published before this one, if there is one."""
    earlier = LensVersion.objects.filter(lens=version.lens_id, number__lt=version.number)
    rows = earlier.exclude(status=VersionStatus.DRAFT).select_related("lens")
    return rows.defer("document").order_by("-number").first()
