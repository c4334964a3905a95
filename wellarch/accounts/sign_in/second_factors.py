"""Second factors of people: kept by allauth, asked for by organizations."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from wellarch.accounts.models import User

_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def exists_for(path: str) -> Exists:
    """The annotation whether the user that `path` leads to has an app or a passkey."""
    return Exists(Authenticator.objects.filter(user=OuterRef(path), type__in=_KINDS))


def has(user: User) -> bool:
    """Whether this person has an app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=_KINDS).exists())
