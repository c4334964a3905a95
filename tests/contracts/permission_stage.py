"""Who stands on the stage of the permission tests, where, and what they may expect there.

Northwind owns the workload "Checkout" (everybody's by role) and "Vault" (its team's only).
Each seat is one way of coming: a role, a share, a token, a missing second factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.cached_db import SessionStore
from django.http import HttpRequest
from django.urls import URLResolver, get_resolver, reverse

from reviews.models import Review, Workload
from tests.contracts.permission_places import belongings
from tests.contracts.permission_table import HIDDEN, IN, REFUSED, Rule
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Membership, Organization, Share, Team, TeamMember, Token, User
from wellarch.accounts.policy import RESTRICTED, SCOPES, TABLE, Action
from wellarch.accounts.roles import Permission, Role, Scope, ShareKind, ShareStatus, Via, Visibility
from wellarch.accounts.tenancy import organizations

NORTHWIND, ELSEWHERE, PARTNER, REXFORD = "Northwind", "Elsewhere", "Partner", "Rexford"
PEOPLE = {
    "ada": (NORTHWIND, Role.ADMIN),
    "ben": (NORTHWIND, Role.ARCHITECT),
    "cleo": (NORTHWIND, Role.CONTRIBUTOR),
    "vic": (NORTHWIND, Role.VIEWER),
    "tess": (NORTHWIND, Role.CONTRIBUTOR),  # in the team that owns Vault
    "oda": (ELSEWHERE, Role.ADMIN),
    "rex": (REXFORD, Role.ADMIN),  # Checkout is shared with him to read
    "gus": (REXFORD, Role.ADMIN),  # Checkout is shared with him to answer
    "pia": (PARTNER, Role.ARCHITECT),  # Checkout is shared with her organization to answer
    "pat": (PARTNER, Role.VIEWER),  # … and his
    "nora": ("", None),  # signed in, of no organization
}


@dataclass(frozen=True)
class Seat:
    """One way of coming. at: what they are on the workload, None if it is hidden from them."""

    label: str
    person: str
    at: Role | None
    is_team_workload: bool = False
    scope: Scope | None = None  # comes with a token of this scope
    is_restricted: bool = False  # … that is restricted to another workload
    lacks_factor: bool = False
    lens: bool = False  # the lens is shared with them

    @property
    def home(self) -> tuple[str, Role | None]:
        """Their organization and their role there."""
        return PEOPLE[self.person]

    @property
    def is_inside(self) -> bool:
        """True for members of Northwind."""
        return self.home[0] == NORTHWIND


SEATS: dict[str, Seat] = {
    "admin": Seat("Admin", "ada", Role.ADMIN),
    "architect": Seat("Architect", "ben", Role.ARCHITECT),
    "contributor": Seat("Contributor", "cleo", Role.CONTRIBUTOR),
    "viewer": Seat("Viewer", "vic", Role.VIEWER),
    "outsider": Seat("Admin of another organization", "oda", None),
    "reading guest": Seat("Guest, may read", "rex", Role.VIEWER),
    "contributing guest": Seat("Guest, may contribute", "gus", Role.CONTRIBUTOR),
    "partner's architect": Seat(
        "Architect of a guest organization", "pia", Role.CONTRIBUTOR, lens=True
    ),
    "partner's viewer": Seat("Viewer of a guest organization", "pat", Role.VIEWER, lens=True),
    "not in the team": Seat("Architect, not in its team", "ben", None, is_team_workload=True),
    "in the team": Seat("Contributor of its team", "tess", Role.CONTRIBUTOR, is_team_workload=True),
    "admin of the team's": Seat("Admin, team's workload", "ada", Role.ADMIN, is_team_workload=True),
    "admin without a second factor": Seat(
        "Admin without the second factor asked for", "ada", Role.ADMIN, lacks_factor=True
    ),
    "viewer without a second factor": Seat(
        "Viewer without the second factor asked for", "vic", Role.VIEWER, lacks_factor=True
    ),
}
TOKEN_SEATS: dict[str, Seat] = {
    "read token": Seat("Token: read (an admin's)", "ada", Role.ADMIN, scope=Scope.READ),
    "write token": Seat("Token: write (an admin's)", "ada", Role.ADMIN, scope=Scope.WRITE),
    "viewer's admin token": Seat("Token: all (a viewer's)", "vic", Role.VIEWER, scope=Scope.ADMIN),
    "restricted token": Seat(
        "Token for another workload", "ada", None, scope=Scope.ADMIN, is_restricted=True
    ),
}


_OF_WORKLOADS = {"workload_id", "review_id", "report_id", "job_id"}


def expected(rule: Rule, arguments: frozenset[str], seat: Seat) -> frozenset[int]:
    """The statuses that are right for somebody at this seat."""
    held_back = seat.lacks_factor or not _scope_allows(rule, seat)
    role = _role(rule, arguments, seat)
    # Who could not do it even at home is refused before anybody looks for the thing.
    is_hopeless = rule.need is not None and rule.need not in TABLE[seat.home[1] or Role.VIEWER]
    unseen = HIDDEN | (REFUSED if held_back or is_hopeless else frozenset())
    is_theirs = seat.is_inside and seat.person in rule.also
    if rule.need is None and seat.lacks_factor:
        return IN | unseen | REFUSED
    if role is None or (rule.is_only and not is_theirs):
        return HIDDEN if arguments & _OF_WORKLOADS and not held_back else unseen
    if held_back:
        return REFUSED
    if rule.is_theirs:
        return IN if is_theirs else REFUSED
    return IN if rule.need is None or rule.need in TABLE[role] or is_theirs else REFUSED


def _scope_allows(rule: Rule, seat: Seat) -> bool:
    if seat.scope is None or rule.need is None:
        return True
    needs = {rule.need} if rule.need else set()
    reaches = not seat.is_restricted or (needs <= RESTRICTED and not rule.is_whole)
    return needs <= SCOPES[seat.scope] and reaches


def _role(rule: Rule, arguments: frozenset[str], seat: Seat) -> Role | None:
    """What counts for this route: the role on the workload, at home, or a shared lens."""
    if rule.is_own:
        return seat.home[1]
    if arguments & _OF_WORKLOADS:
        return seat.at
    if seat.is_inside:
        return seat.home[1]
    if arguments & {"alias", "lens"} and seat.lens:
        # A shared lens is read; whoever wants to change it is refused whatever they are.
        return seat.home[1] if rule.is_at_home else Role.VIEWER
    return None


@dataclass
class Stage:
    """Everything that was put up: people, what belongs to them, and where routes lead."""

    people: dict[str, User]
    organizations: dict[str, Organization]
    open_places: dict[str, Any]
    team_places: dict[str, Any]
    cookies: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, str] = field(default_factory=dict)

    def places(self, seat: Seat) -> dict[str, Any]:
        """Where this seat is sent."""
        return self.team_places if seat.is_team_workload else self.open_places

    def actor(self, person: str, via: Via = Via.BROWSER) -> Actor:
        """The person as an actor."""
        return member_actor(organizations.memberships_of(self.people[person]).get(), via)


def routes(
    resolver: URLResolver | None = None, arguments: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """(name, names of its arguments) of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        named = getattr(entry.pattern, "regex", None)
        inner = arguments | set(entry.pattern.converters) | set(named.groupindex if named else ())
        if isinstance(entry, URLResolver):
            yield from routes(entry, inner)
        else:
            yield str(entry.name), inner


ARGUMENTS: dict[str, frozenset[str]] = dict(routes())


def address(name: str, places: dict[str, Any]) -> str:
    """The URL of a route, its arguments taken from `places`."""
    return reverse(name, kwargs={key: places[key] for key in ARGUMENTS[name]})


def build() -> Stage:
    """Put up the stage in the database. Expects to be taken down by a rollback."""
    people = {
        name: User.objects.create_user(f"{name}@example.com", "a-long-enough-password", name=name)
        for name in PEOPLE
    }
    houses = {
        house: organizations.found(people[founder], name=house).organization
        for house, founder in ((NORTHWIND, "ada"), (ELSEWHERE, "oda"), (REXFORD, "rex"))
    }
    houses[PARTNER] = organizations.found(people["pia"], name=PARTNER).organization
    for name, (house, role) in PEOPLE.items():
        if role is not None:
            Membership.objects.update_or_create(
                organization=houses[house], user=people[name], defaults={"role": role}
            )
    stage = Stage(people, houses, {}, {})
    _furnish(stage)
    _share(stage)
    _sign_in(stage)
    return stage


def _furnish(stage: Stage) -> None:
    ada, vic, cleo = stage.actor("ada"), stage.actor("vic"), stage.people["cleo"]
    stage.open_places |= belongings(ada, owner=vic, member=cleo)
    stage.team_places |= belongings(ada, owner=vic, member=cleo, name="Vault")
    tess = Membership.objects.get(user=stage.people["tess"])
    team = Team.objects.get(pk=stage.team_places["team_id"])
    TeamMember.objects.create(team=team, membership=tess)
    vault = Workload.objects.filter(pk=stage.team_places["workload_id"])
    vault.update(visibility=Visibility.TEAM, team=team)


def _share(stage: Stage) -> None:
    lens = Review.objects.get(pk=stage.open_places["review_id"]).lens_id
    checkout = stage.open_places["workload_id"]
    partner = {"target_organization": stage.organizations[PARTNER]}
    offers: list[tuple[str, Any, str, dict[str, Any]]] = [
        (ShareKind.WORKLOAD, checkout, Permission.READ, {"target_user": stage.people["rex"]}),
        (ShareKind.WORKLOAD, checkout, Permission.CONTRIBUTE, {"target_user": stage.people["gus"]}),
        (ShareKind.WORKLOAD, checkout, Permission.CONTRIBUTE, partner),
        (ShareKind.LENS, lens, Permission.READ, partner),
    ]
    for kind, subject, permission, target in offers:
        Share.objects.create(
            organization=stage.organizations[NORTHWIND],
            kind=kind,
            subject_id=subject,
            permission=permission,
            status=ShareStatus.ACCEPTED,
            expires_at=clock.now() + timedelta(days=7),
            **target,
        )


def _sign_in(stage: Stage) -> None:
    for name, person in stage.people.items():
        request = HttpRequest()
        request.session = SessionStore()
        login(request, person, settings.AUTHENTICATION_BACKENDS[0])
        request.session.save()
        stage.cookies[name] = str(request.session.session_key)
    for name, seat in (*SEATS.items(), *TOKEN_SEATS.items()):
        if seat.home[1] is None:
            continue
        token, clear = tokens.create(
            stage.actor(seat.person), name="t", scope=seat.scope or Scope.ADMIN
        )
        if seat.is_restricted:
            others = [str(stage.team_places["workload_id"])]
            Token.objects.filter(pk=token.pk).update(workload_ids=others)
        stage.bearers[name] = clear


__all__ = ["ARGUMENTS", "SEATS", "TOKEN_SEATS", "Action", "Seat", "Stage", "address", "build"]
