"""A draft that cannot be read because it holds errors: what its pages show instead."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.access import address_of, lens_for, newest_published, version_named
from lenses.models import DRAFT, Lens
from lenses.reads import draft_problems
from lenses.reads.draft_problems import Flaw
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DraftErrors:
    """The first errors of a draft and how many there are. published: the name of the version
    that can be read meanwhile, "" for none."""

    lens: Lens
    address: str
    flaws: tuple[Flaw, ...]
    count: int
    may_edit: bool
    published: str

    @property
    def more(self) -> int:
        """How many errors are not shown."""
        return self.count - len(self.flaws)


def build(actor: Actor, alias: str) -> DraftErrors:
    """The errors of a lens's draft. Six queries at most; NotFound when there is no draft."""
    lens = lens_for(actor, alias)
    draft = version_named(actor, lens, DRAFT)
    errors = draft_problems.of_draft(draft).errors
    published = newest_published(lens)
    is_own = lens.organization_id == actor.organization.pk
    return DraftErrors(
        lens=lens,
        address=address_of(actor, lens),
        flaws=errors[:_SHOWN],
        count=len(errors),
        may_edit=is_own and policy.allows(actor, Action.LENS_WRITE),
        published=published.name if published else "",
    )
