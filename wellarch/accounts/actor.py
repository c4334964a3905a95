"""Who acts: a user in an organization with a role, through a door. Passed to every service."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from wellarch.accounts.models import Membership, Organization, User
from wellarch.accounts.models.credentials import Credential
from wellarch.accounts.roles import Role, Scope, Via


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who reads or changes. `user` is None only for the system itself.

    ip, credential: from where and with which token or key, for the log; empty if unknown.
    workloads: the only ones a restricted token may touch, None for no restriction.
    lacks_second_factor: the organization asks for one and the person has none: nothing is
    allowed until they set one up. label: the name of a system that acts without a person, such
    as a tracker; empty for WellArch itself.
    """

    user: User | None
    organization: Organization
    role: Role
    via: Via
    scope: Scope = Scope.ADMIN
    ip: str = ""
    credential: str = ""
    workloads: frozenset[UUID] | None = None
    lacks_second_factor: bool = False
    label: str = ""

    @property
    def name(self) -> str:
        """How history names the actor."""
        return str(self.user) if self.user else self.label or "WellArch"

    @property
    def user_id(self) -> int | None:
        """The key of the person, None for the system."""
        return self.user.pk if self.user else None

    @property
    def is_system(self) -> bool:
        """True for work that no person asked for."""
        return self.user is None

    def acting_as(self, role: Role) -> Actor:
        """The same actor with the role they have on one workload."""
        return self if role == self.role else replace(self, role=role)


def member_actor(membership: Membership, via: Via, *, ip: str = "") -> Actor:
    """The actor a signed-in member is. Expects user and organization loaded with the row."""
    return Actor(
        membership.user,
        membership.organization,
        Role(membership.role),
        via,
        ip=ip,
        lacks_second_factor=_lacks_second_factor(membership),
    )


def credential_actor(
    credential: Credential, label: str, membership: Membership, via: Via, *, ip: str = ""
) -> Actor:
    """The actor a token or key stands for: its owner's role now, capped by its scope.

    label: the part of it that may be seen.
    """
    return Actor(
        membership.user,
        membership.organization,
        Role(membership.role),
        via,
        Scope(credential.scope),
        ip=ip,
        credential=label,
        workloads=credential.workloads,
        lacks_second_factor=_lacks_second_factor(membership),
    )


def system_actor(
    organization: Organization, via: Via | str = Via.TASK, *, label: str = ""
) -> Actor:
    """The explicit actor of work nobody asked for; it may do everything in `organization`."""
    return Actor(None, organization, Role.ADMIN, Via(via), label=label)


def _lacks_second_factor(membership: Membership) -> bool:
    # `has_second_factor` is an annotation of organizations.memberships_of; a row loaded
    # without it (tests, commands) is trusted, the doors always load it with it.
    has_one = getattr(membership, "has_second_factor", True)
    return membership.organization.second_factor_required and not has_one
