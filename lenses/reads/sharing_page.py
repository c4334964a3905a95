"""With whom a lens is shared, for those who may share it. Four queries."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.access import lens_for, newest_published
from lenses.models import Lens
from lenses.services import sharing
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.sharing import rows as share_rows
from wellarch.accounts.sharing.rows import ShareRows


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What the page shows. is_published: whether there is something to share."""

    lens: Lens
    shares: ShareRows
    is_published: bool


def build(actor: Actor, alias: str) -> SharingPage:
    """The page of one lens. Forbidden for lenses that are not the organization's own."""
    lens = lens_for(actor, alias, need=Action.SHARE_WRITE)
    return SharingPage(
        lens=lens,
        shares=share_rows.of(sharing.subject_of(lens)),
        is_published=newest_published(lens) is not None,
    )
