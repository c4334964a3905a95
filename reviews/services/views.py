"""Saved views: ways of looking at the portfolio, made, changed and deleted."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reviews.models import SavedView
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events import log

MAX_VIEWS = 100  # of one person
_NAME = 80
_QUERY = 2000
# What an address may say of the portfolio; the page in it is of the moment.
PARAMETERS = frozenset(
    {
        "q", "tag", "environment", "industry", "owner", "lens", "team", "show", "behind", "shared",
        "overdue", "stale", "stale_days", "gap", "sort", "columns",
    }
)  # fmt: skip


def make(actor: Actor, *, name: str, query: str = "", is_shared: bool = False) -> SavedView:
    """Keep these filters under a name; for everybody, if they may share views.

    Invalid for a name that is missing, too long or taken; Conflict when there are too many.
    """
    policy.require(actor, Action.VIEW_WRITE)
    if is_shared:
        policy.require(actor, Action.VIEW_SHARE)
    if actor.user is None:
        raise Forbidden(_("Only a person has views."))
    view = SavedView(organization=actor.organization, user=actor.user, is_shared=is_shared)
    view.name, view.query = _named(name), _cleaned(query)
    with transaction.atomic():
        mine = SavedView.objects.filter(organization=actor.organization, user=actor.user)
        if mine.count() >= MAX_VIEWS:
            raise Conflict(_("There are as many views as there can be. Delete one first."))
        _save(view)
        log.record(actor, "view.made", view, data=_logged(view))
    return view


def change(
    actor: Actor,
    view_id: UUID,
    *,
    name: str | None = None,
    query: str | None = None,
    is_shared: bool | None = None,
) -> SavedView:
    """Rename a view, give it other filters, or share it or no longer.

    One's own; one that is shared also by an admin. NotFound, Forbidden, Invalid as for `make`.
    """
    with transaction.atomic():
        view = _mine(actor, view_id)
        before = _said(view)
        if name is not None:
            view.name = _named(name)
        if query is not None:
            view.query = _cleaned(query)
        if is_shared is not None and is_shared != view.is_shared:
            policy.require(actor, Action.VIEW_SHARE)
            view.is_shared = is_shared
        after = _said(view)
        changes: dict[str, tuple[Any, Any]] = {
            key: (before[key], after[key]) for key in before if before[key] != after[key]
        }
        if changes:
            _save(view)
            log.record(
                actor, "view.changed", view, changes=changes, hidden=["query"],
                data={"name": view.name},
            )  # fmt: skip
    return view


def delete(actor: Actor, view_id: UUID) -> None:
    """Delete a view: one's own; one that is shared also by an admin."""
    with transaction.atomic():
        view = _mine(actor, view_id)
        log.record(actor, "view.deleted", view, data=_logged(view))
        view.delete()


def _mine(actor: Actor, view_id: UUID) -> SavedView:
    """A view the actor sees and may change, locked."""
    policy.require(actor, Action.READ)
    rows = SavedView.objects.visible_to(actor).select_for_update(of=("self",))
    view = rows.filter(pk=view_id).first()
    if view is None:
        raise NotFound(_("There is no such view."))
    policy.require(actor, Action.VIEW_WRITE)
    if view.user_id != (actor.user.pk if actor.user else None) and actor.role != Role.ADMIN:
        raise Forbidden(_("This view is somebody else's. Save one of your own."))
    return view


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Invalid(fields={"name": [_("A view needs a name.")]})
    if len(name) > _NAME:
        too_long = _("A name has at most %(n)d letters.") % {"n": _NAME}
        raise Invalid(fields={"name": [too_long]})
    return name


def _cleaned(query: str) -> str:
    """Only what the portfolio knows, in the order of the alphabet; each parameter once."""
    said = dict(parse_qsl(query.lstrip("?").replace("\x00", "")))
    kept = urlencode({key: said[key] for key in sorted(said) if key in PARAMETERS})
    if len(kept) > _QUERY:
        raise Invalid(fields={"query": [_("These filters are too long to keep.")]})
    return kept


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        taken = _("You have a view of this name already.")
        raise Invalid(fields={"name": [taken]}) from None


def _said(view: SavedView) -> dict[str, Any]:
    return {"name": view.name, "query": view.query, "is_shared": view.is_shared}


def _logged(view: SavedView) -> dict[str, Any]:
    """Without the filters: they may name a person."""
    return {"name": view.name, "is_shared": view.is_shared}
