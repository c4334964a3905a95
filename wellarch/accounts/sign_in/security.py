"""What protects a person's account, as its one page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from wellarch.accounts.models import User
from wellarch.accounts.sign_in import sessions
from wellarch.accounts.sign_in.sessions import Place

_FEW_CODES = 3


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey or security key."""

    id: int
    name: str
    added: datetime
    last_used: datetime | None


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who may vouch for the person; connected_id is None where they do not yet."""

    name: str
    login_url: str
    connected_id: int | None
    known_as: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page. codes_left is None for who has no recovery codes."""

    has_password: bool
    app_added: datetime | None
    passkeys: list[Passkey]
    codes_left: int | None
    providers: list[Provider]
    places: list[Place]

    @property
    def has_second_factor(self) -> bool:
        """True with an authenticator app or a passkey."""
        return bool(self.app_added or self.passkeys)

    @property
    def has_few_codes(self) -> bool:
        """True when new recovery codes should be made soon."""
        return self.codes_left is not None and self.codes_left < _FEW_CODES


def overview(request: HttpRequest, user: User) -> Overview:
    """What protects the account of `user`, who sends the request."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    of_type = {row.type: row for row in rows}
    app = of_type.get(Authenticator.Type.TOTP)
    codes = of_type.get(Authenticator.Type.RECOVERY_CODES)
    return Overview(
        has_password=user.has_usable_password(),
        app_added=app.created_at if app else None,
        passkeys=[
            Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        providers=_providers(request, user),
        places=sessions.of(request, user),
    )


def _providers(request: HttpRequest, user: User) -> list[Provider]:
    connected = {row.provider: row for row in SocialAccount.objects.filter(user=user)}
    found = []
    for provider in get_adapter().list_providers(request):
        row = connected.get(provider.sub_id)
        found.append(
            Provider(
                name=provider.name,
                login_url=provider.get_login_url(request, process="connect"),
                connected_id=row.pk if row else None,
                known_as=row.get_provider_account().to_str() if row else "",
            )
        )
    return found
