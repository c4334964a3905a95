"""What deleting a lens would mean, before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.access import lens_for
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import deletion
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization, Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing.shares import OPEN


@dataclass(frozen=True, slots=True)
class DeletionPage:
    """The lens and what hangs on it, counted."""

    lens: Lens
    address: str
    versions: int
    has_draft: bool
    reviews: int
    templates: int
    shares: int
    is_default: bool

    @property
    def is_used(self) -> bool:
        """Whether it stays for what uses it."""
        return bool(self.reviews or self.templates)


def build(actor: Actor, alias: str) -> DeletionPage:
    """The page. Forbidden or NotFound where deleting would be. At most nine queries."""
    lens = lens_for(actor, alias, need=Action.LENS_WRITE)
    statuses = list(LensVersion.objects.filter(lens=lens).values_list("status", flat=True))
    used = deletion.used_by(lens)
    shares = Share.objects.filter(kind=ShareKind.LENS, subject_id=lens.pk, status__in=OPEN)
    return DeletionPage(
        lens=lens,
        address=alias,
        versions=sum(status != VersionStatus.DRAFT for status in statuses),
        has_draft=VersionStatus.DRAFT in statuses,
        reviews=used.get("reviews.review", 0),
        templates=used.get("reviews.templatereview", 0),
        shares=shares.count(),
        is_default=Organization.objects.filter(default_lens=lens).exists(),
    )
