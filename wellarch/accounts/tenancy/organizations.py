"""Organizations: founded, set up, chosen from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellarch.accounts import colours, policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, Organization, User
from wellarch.accounts.roles import Role, Via
from wellarch.accounts.sign_in import second_factors
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

_SLUG_RACES = 5
EDITABLE = (
    "name", "industry", "high_risk_days", "medium_risk_days", "low_risk_days",
    "second_factor_required", "default_lens", "accent",
)  # fmt: skip


def memberships_of(user: User | int) -> QuerySet[Membership]:
    """The memberships of a user with their organizations, oldest first.

    Each knows whether its user has a second factor (`has_second_factor`).
    """
    return (
        Membership.objects.select_related("user", "organization")
        .annotate(has_second_factor=second_factors.exists_for("user"))
        .filter(user=user)
        .order_by("created_at", "pk")
    )


def found(user: User, *, name: str, via: Via | str = Via.BROWSER, ip: str = "") -> Membership:
    """A new organization with `user`, who asks for it from `ip`, as its first admin."""
    name = name.strip()
    if not name:
        raise Invalid(fields={"name": [_("Name your organization.")]})
    with transaction.atomic():
        organization = _create(name[:100])
        membership = Membership.objects.create(
            organization=organization, user=user, role=Role.ADMIN
        )
        log.record(
            member_actor(membership, Via(via), ip=ip),
            "organization.created",
            organization,
            data={"name": organization.name},
        )
    return membership


def edit(actor: Actor, *, changes: Mapping[str, Any]) -> Organization:
    """Change the settings in EDITABLE. Invalid names every wrong field.

    accent: a colour as #rrggbb that reads on white, or "" for ours.
    default_lens: the id of a published lens the actor sees, or None for the framework.
    second_factor_required: only somebody who has one may ask it of everybody.
    """
    policy.require(actor, policy.Action.ORGANIZATION_WRITE)
    wanted = _checked(actor, changes)
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(
            pk=actor.organization.pk
        )
        before = {key: _value(organization, key) for key in wanted}
        for key, value in wanted.items():
            setattr(organization, _column(key), value)
        try:
            organization.full_clean(exclude=["slug", "logo"])
        except ValidationError as error:
            raise Invalid(fields=error.message_dict) from error
        after = {key: _value(organization, key) for key in wanted}
        changed = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
        if changed:
            organization.save(update_fields=[_column(key) for key in changed])
            log.record(actor, "organization.changed", organization, changes=changed)
    return organization


def lens_choices(actor: Actor) -> list[tuple[UUID, str]]:
    """Id and name of every lens a new workload may be reviewed against, by name."""
    rows = _lenses(actor).order_by("name", "pk").values_list("pk", "name")
    return [(key, name) for key, name in rows]


def _checked(actor: Actor, changes: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: [_("Unknown field.")] for key in changes if key not in EDITABLE}
    wanted = dict(changes)
    if accent := wanted.get("accent"):
        wanted["accent"] = colours.normalized(str(accent))
    if lens := wanted.get("default_lens"):
        wanted["default_lens"] = lens = _id(lens)
        # One that is the default already may stay, also when it is not offered any more.
        is_kept = lens == actor.organization.default_lens_id
        if not is_kept and not _lenses(actor).filter(pk=lens).exists():
            fields["default_lens"] = [_("There is no such lens.")]
    elif "default_lens" in wanted:
        wanted["default_lens"] = None
    if (
        wanted.get("second_factor_required")
        and not actor.organization.second_factor_required
        and not (actor.user and second_factors.has(actor.user))
    ):
        fields["second_factor_required"] = [
            _("Set up a second factor yourself first, or you lock yourself out.")
        ]
    if fields:
        raise Invalid(fields=fields)
    return wanted


def _lenses(actor: Actor) -> QuerySet[Any]:
    # By name, for the ground knows no app. Without a published version there is nothing to use.
    lenses = apps.get_model("lenses", "Lens")
    versions = apps.get_model("lenses", "LensVersion")._default_manager
    published = versions.filter(status="published").values("lens")
    return lenses._default_manager.visible_to(actor).filter(pk__in=published)


def _id(text: Any) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        return UUID(int=0)  # no id at all is the id of nothing


def _column(key: str) -> str:
    return f"{key}_id" if key == "default_lens" else key


def _value(organization: Organization, key: str) -> Any:
    value = getattr(organization, _column(key))
    return str(value) if isinstance(value, UUID) else value


def _create(name: str) -> Organization:
    """A new organization; who loses the race for a free slug takes the next one."""
    for _attempt in range(_SLUG_RACES):
        try:
            with transaction.atomic():
                return Organization.objects.create(name=name, slug=_free_slug(name))
        except IntegrityError:
            continue
    raise Conflict(_("Many organizations of this name are being founded. Try again."))


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, 10_000) if (slug := f"{base}-{n}") not in taken)
