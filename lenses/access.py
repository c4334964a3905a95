"""The only way to reach a lens for an actor, and the compiled form of a version.

What an actor may not see does not exist for them: NotFound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from lenses.compiled import CompiledLens, compile_lens
from lenses.document import read
from lenses.models import DRAFT, Lens, LensSource, LensVersion, VersionStatus
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind, ShareStatus
from wellarch.errors import Forbidden, NotFound

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def address_of(actor: Actor, lens: Lens) -> str:
    """How pages name a lens so that nobody lands on another one: those shared by their id."""
    is_near = lens.is_builtin or lens.organization_id == actor.organization.pk
    return lens.alias if is_near else str(lens.pk)


def is_withdrawn(lens: Lens, organization_id: UUID) -> bool:
    """Whether reviews of this organization go on with a lens that it cannot begin new ones with:
    its owner deleted it, or shares it with nobody here any more. One query at most."""
    if lens.deleted_at is not None:
        return True
    if lens.organization_id in (None, organization_id):
        return False
    reached = Q(target_organization=organization_id) | Q(
        target_user__memberships__organization=organization_id
    )
    shares = Share.objects.filter(
        reached, kind=ShareKind.LENS, subject_id=lens.pk, status=ShareStatus.ACCEPTED
    )
    return not shares.exists()


def lens_for(actor: Actor, key: UUID | str, *, need: Action = Action.READ) -> Lens:
    """The lens with this id or alias; an organization's own alias wins over a built-in one, and
    both over one that another organization shared (which is named by its id to be sure).

    `need` other than READ also requires that the lens is the organization's own.
    """
    policy.require(actor, Action.READ)
    lenses = Lens.objects.visible_to(actor)
    if isinstance(key, str) and _ID.fullmatch(key):
        key = UUID(key)
    if isinstance(key, UUID):
        lens = lenses.filter(pk=key).first()
    else:
        own_first = Case(
            When(organization=actor.organization, then=0),
            When(organization=None, then=1),
            default=2,
        )
        lens = lenses.filter(alias=key).order_by(own_first, "created_at").first()
    if lens is None:
        raise NotFound(_("There is no such lens."))
    if need != Action.READ:
        policy.require(actor, need)
        if lens.is_builtin and not actor.is_system:
            raise Forbidden(_("A built-in lens cannot be changed. Copy it and change the copy."))
        if not lens.is_builtin and lens.organization_id != actor.organization.pk:
            raise Forbidden(_("This lens is shared with you. Only its owner can change it."))
    return lens


def version_for(actor: Actor, version_id: UUID, *, need: Action = Action.READ) -> LensVersion:
    """One version of a lens the actor may see (and change, if `need` says so)."""
    version = (
        LensVersion.objects.visible_to(actor)
        .select_related("lens")
        .defer("document")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise NotFound(_("There is no such lens version."))
    if need != Action.READ:
        lens_for(actor, version.lens_id, need=need)
    return version


def version_named(actor: Actor, lens: Lens, name: str = "") -> LensVersion:
    """The version of a lens with this name, "draft" for its draft, with its document.

    The newest published one unless named; a lens that has only a draft gives its draft.
    """
    versions = LensVersion.objects.visible_to(actor).select_related("lens").filter(lens=lens)
    if name == DRAFT:
        row = versions.filter(status=VersionStatus.DRAFT).first()
    elif name:
        row = versions.filter(name=name).first()
    else:
        row = versions.published().first() or versions.order_by("-number").first()
    if row is None:
        raise NotFound(_("There is no such version."))
    return row


def newest_published(lens: Lens) -> LensVersion | None:
    """The version a new review of this lens uses, or None when nothing is published."""
    return LensVersion.objects.filter(lens=lens).published().defer("document").first()


def minor_lines(lens_id: UUID) -> dict[UUID, LensVersion]:
    """{version: the newest published one it comes to through minor versions alone}, without
    those that are the newest of their line. One query.

    A review follows its line by itself; what lies behind a major version waits for its owner.
    """
    versions = LensVersion.objects.filter(lens=lens_id).exclude(status=VersionStatus.DRAFT)
    found: dict[UUID, LensVersion] = {}
    end: LensVersion | None = None
    for version in versions.defer("document").select_related("lens").order_by("-number"):
        if end is not None:
            found[version.pk] = end
        elif version.status == VersionStatus.PUBLISHED:
            end = version
        if version.is_major:
            end = None
    return found


def source_for(
    actor: Actor, source_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> LensSource:
    """One of the organization's sources, with its lens."""
    policy.require(actor, need)
    rows = LensSource.objects.visible_to(actor).select_related("lens", "organization")
    if lock:
        rows = rows.select_for_update(of=("self",))
    source = rows.filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("There is no such source."))
    return source


@dataclass(frozen=True, slots=True)
class Content:
    """A version as it reads at one moment, for remembering in a process what follows from it.

    Equal as long as the draft is not edited; a published version stays equal for ever.
    """

    version_id: UUID
    revision: int
    digest: str
    row: LensVersion = field(compare=False, repr=False)

    @classmethod
    def of(cls, row: LensVersion) -> Content:
        """What this row holds; reads no document that is not read yet."""
        return cls(row.pk, row.revision, row.digest, row)


@lru_cache(maxsize=128)
def compiled(version_id: UUID) -> CompiledLens:
    """What a published version asks, ready to use: one query per process and version.

    Published versions never change, so this never goes stale. Drafts must not be asked for
    here: compile those with `lenses.compiled.compile_lens`.
    """
    version = LensVersion.objects.only("document", "status").get(pk=version_id)
    if version.status == "draft":
        raise ValueError("A draft may change; compile it without the cache.")
    reading = read(version.document)
    if reading.lens is None:  # cannot happen: it was read before it was stored
        raise ValueError(f"Version {version_id} holds a document that does not read.")
    return compile_lens(reading.lens)
