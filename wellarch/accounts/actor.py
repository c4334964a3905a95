"""Who acts: a user in an organization with a role, through a door. Passed to every service."""

from __future__ import annotations

from dataclasses import dataclass

from wellarch.accounts.models import Membership, Organization, Token, User
from wellarch.accounts.roles import Role, Scope, Via


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who reads or changes. `user` is None only for the system itself."""

    user: User | None
    organization: Organization
    role: Role
    via: Via
    scope: Scope = Scope.ADMIN

    @property
    def name(self) -> str:
        """How history names the actor."""
        return str(self.user) if self.user else "WellArch"

    @property
    def is_system(self) -> bool:
        """True for work that no person asked for."""
        return self.user is None


def member_actor(membership: Membership, via: Via) -> Actor:
    """The actor a signed-in member is. Expects user and organization loaded with the row."""
    return Actor(membership.user, membership.organization, Role(membership.role), via)


def token_actor(token: Token, membership: Membership, via: Via) -> Actor:
    """The actor a token stands for: its owner's role now, capped by the token's scope."""
    return Actor(
        membership.user,
        membership.organization,
        Role(membership.role),
        via,
        Scope(token.scope),
    )


def system_actor(organization: Organization, via: Via | str = Via.TASK) -> Actor:
    """The explicit actor of work nobody asked for; it may do everything in `organization`."""
    return Actor(None, organization, Role.ADMIN, Via(via))
