"""What WellArch knows about a person, told to that person; and what the apps add to that.

The ground knows the apps by name only: an app's AppConfig may name functions of its own.

    personal_data       (user) → pairs (section, iterable of JSON-ready rows)
    forget              (user, former: str, organization ids) → takes the name out of what stays
    end_organization    (organization) → deletes what is the app's before it is deleted
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, QuerySet
from django.utils.module_loading import import_string

from wellarch import clock
from wellarch.accounts.models import (
    AccessKey,
    Invitation,
    Membership,
    Share,
    TeamMember,
    Token,
    User,
)
from wellarch.events.models import Event, Notice

Section = tuple[str, Iterable[dict[str, Any]]]
_CREDENTIAL = (
    "name", "scope", "workload_ids", "created_at", "expires_at", "last_used_at", "revoked_at",
)  # fmt: skip
_PROFILE = (
    "id",
    "email",
    "name",
    "time_zone",
    "mail_preferences",
    "tours",
    "date_joined",
    "last_login",
)


def contributions(name: str) -> list[Callable[..., Any]]:
    """What the apps contribute under `name` of their AppConfig, in the order of the apps."""
    paths = (getattr(config, name, "") for config in apps.get_app_configs())
    return [import_string(path) for path in paths if path]


def export(user: User) -> Iterator[str]:
    """Everything about `user` as pieces of one JSON object, row by row, so that size is no limit.

    Theirs only: of others no more than is part of it (the name of an organization or workload).
    No secrets: credentials without their digests and keys, second factors by their kind.
    """
    profile = {key: getattr(user, key) for key in _PROFILE}
    yield f'{{"exported_at": {_json(clock.now())},\n"profile": {_json(profile)}'
    for name, found in _sections(user):
        yield f",\n{_json(name)}: ["
        for number, row in enumerate(found):
            yield f"{',' if number else ''}\n  {_json(row)}"
        yield "]"
    yield "}\n"


def addresses_of(user: User) -> set[str]:
    """Every address of a person that was ever proven or given, in lower case."""
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address.lower() for address in (user.email, *others) if address}


def organizations_of(user: User) -> set[UUID]:
    """The ids of the organizations a person belongs to, or once did something in."""
    now = Membership.objects.filter(user=user).values_list("organization_id", flat=True)
    once = Event.objects.filter(user=user).order_by().values_list("organization_id", flat=True)
    return {*now, *once.distinct()}


def rows(found: QuerySet[Any], *columns: str, **paths: str) -> Iterator[dict[str, Any]]:
    """The columns, and what `paths` lead to under other names. Read in pieces, not all at once."""
    # `organization` is a column of most: its name goes under another word until it is told.
    aliased = {f"its_{name}": F(path) for name, path in paths.items()}
    for row in found.values(*columns, **aliased).iterator(chunk_size=500):
        yield {key.removeprefix("its_"): value for key, value in row.items()}


def _sections(user: User) -> Iterator[Section]:
    yield from _of_the_account(user)
    yield from _of_organizations(user)
    for contribute in contributions("personal_data"):
        yield from contribute(user)
    yield "events", rows(
        Event.objects.filter(user=user).order_by("pk"),
        "at", "verb", "subject_type", "subject_id", "workload_id", "via", "ip", "credential",
        "changes", "data", organization="organization__name",
    )  # fmt: skip


def _of_the_account(user: User) -> Iterator[Section]:
    theirs = {"user": user}
    yield "addresses", rows(EmailAddress.objects.filter(**theirs), "email", "verified", "primary")
    yield (
        "sessions",
        rows(
            UserSession.objects.filter(**theirs), "created_at", "last_seen_at", "ip", "user_agent"
        ),
    )
    yield (
        "second_factors",
        rows(Authenticator.objects.filter(**theirs), "type", "created_at", "last_used_at"),
    )
    yield "connected_providers", rows(
        SocialAccount.objects.filter(**theirs), "provider", "uid", "date_joined", "last_login",
        "extra_data",
    )  # fmt: skip
    yield (
        "notices",
        # Not what they say: that is of others, and a link in it may be a secret.
        rows(Notice.objects.filter(**theirs), "kind", "delivery", "created_at", "sent_at"),
    )


def _of_organizations(user: User) -> Iterator[Section]:
    yield (
        "memberships",
        rows(
            Membership.objects.filter(user=user),
            "role",
            "created_at",
            organization="organization__name",
        ),
    )
    yield "teams", rows(
        TeamMember.objects.filter(membership__user=user), "created_at",
        team="team__name", organization="team__organization__name",
    )  # fmt: skip
    yield "invitations_received", rows(
        Invitation.objects.filter(email__in=addresses_of(user)), "email", "role", "created_at",
        "accepted_at", organization="organization__name",
    )  # fmt: skip
    yield "shared_with_me", rows(
        Share.objects.filter(target_user=user), "kind", "subject_id", "permission", "status",
        "created_at", organization="organization__name",
    )  # fmt: skip
    yield (
        "tokens",
        rows(
            Token.objects.filter(user=user),
            "prefix",
            *_CREDENTIAL,
            organization="organization__name",
        ),
    )
    yield "access_keys", rows(
        AccessKey.objects.filter(user=user), "key_id", *_CREDENTIAL,
        organization="organization__name",
    )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
