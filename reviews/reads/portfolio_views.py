"""The saved views somebody has: their own and those shared with everybody."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.models import Lens
from reviews.models import SavedView
from reviews.reads import names
from reviews.reads.portfolio_filters import Filters
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Team
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class View:
    """One view. may_change: rename and delete it."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    is_mine: bool
    by: str
    may_change: bool

    @property
    def filters(self) -> Filters:
        """What it shows."""
        return filters_of(self.query)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: (id, name), by name."""

    teams: tuple[tuple[UUID, str], ...]
    lenses: tuple[tuple[UUID, str], ...]


def listed(actor: Actor) -> tuple[View, ...]:
    """All one sees, one's own first, then by name. One query."""
    policy.require(actor, Action.READ)
    rows = SavedView.objects.visible_to(actor).select_related("user")
    found = [_view(actor, saved) for saved in rows]
    return tuple(sorted(found, key=lambda view: (not view.is_mine, view.name.casefold())))


def one(actor: Actor, view_id: UUID) -> View:
    """One of them; NotFound when it is not there for the actor."""
    return _view(actor, row(actor, view_id))


def row(actor: Actor, view_id: UUID) -> SavedView:
    """The row of one of them; NotFound when it is not there for the actor."""
    policy.require(actor, Action.READ)
    rows = SavedView.objects.visible_to(actor).select_related("user")
    found = rows.filter(pk=view_id).first()
    if found is None:
        raise NotFound(_("There is no such view."))
    return found


def choices(actor: Actor) -> Choices:
    """The teams and lenses one may choose. Two queries."""
    policy.require(actor, Action.READ)
    teams = Team.objects.filter(organization=actor.organization).order_by("normalized_name")
    lenses = Lens.objects.visible_to(actor).order_by("name", "pk")
    return Choices(
        tuple(teams.values_list("pk", "name")),
        tuple(lenses.values_list("pk", "name")),
    )


def filters_of(query: str) -> Filters:
    """The filters in the parameters of an address."""
    return Filters.of(dict(parse_qsl(query)))


def described(filters: Filters, offered: Choices) -> str:
    """What narrows the portfolio, in a few words; empty when nothing does."""
    teams, lenses = dict(offered.teams), dict(offered.lenses)
    said = [
        f"“{filters.text}”" if filters.text else "",
        names.environment(filters.environment) if filters.environment else "",
        filters.tag,
        filters.industry,
        filters.owner,
        lenses.get(filters.lens, "") if filters.lens else "",
        teams.get(filters.team, "") if filters.team else "",
        {"archived": _("archived"), "all": _("also archived")}.get(filters.show, ""),
        _("on older lens versions") if filters.behind else "",
        _("shared with us") if filters.shared else "",
        _("our own") if filters.own else "",
        _("with overdue improvements") if filters.overdue else "",
        _("stale") if filters.stale else "",
    ]
    return ", ".join(word for word in said if word)


def _view(actor: Actor, saved: SavedView) -> View:
    is_mine = actor.user is not None and saved.user_id == actor.user.pk
    return View(
        id=saved.pk,
        name=saved.name,
        query=saved.query,
        is_shared=saved.is_shared,
        is_mine=is_mine,
        by=str(saved.user),
        may_change=(is_mine or actor.role == Role.ADMIN)
        and policy.allows(actor, Action.VIEW_WRITE),
    )
