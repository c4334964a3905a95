"""System checks: pairs of settings that would fail later, named before anything starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

_KEY_LENGTH = 32


@register(Tags.security)
def check_installation(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a server database with a broker or cache that only one machine can see."""
    found: list[CheckMessage] = []
    if not settings.EMBEDDED and not settings.REDIS_URL:
        found.append(
            Error(
                "DATABASE_URL is set but REDIS_URL is not.",
                hint="Several processes need one broker and one cache: set REDIS_URL as well.",
                id="wellarch.E001",
            )
        )
    if not settings.WELLARCH_URL.startswith(("http://", "https://")):
        found.append(Error("WELLARCH_URL must start with http:// or https://.", id="wellarch.E002"))
    if settings.DEBUG and not settings.EMBEDDED:
        found.append(
            Warning(
                "DEBUG is on while DATABASE_URL names a server.",
                hint="DEBUG shows settings and source to anyone who causes an error.",
                id="wellarch.W001",
            )
        )
    return found


@register(Tags.security)
def check_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse keys that could be guessed."""
    if all(len(key) >= _KEY_LENGTH for key in settings.WELLARCH_KEYS):
        return []
    return [
        Error(
            f"A key of WELLARCH_KEYS is shorter than {_KEY_LENGTH} characters.",
            hint="Make one with: openssl rand -base64 48",
            id="wellarch.E004",
        )
    ]


@register(Tags.security)
def check_sign_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Name sign-up that lets nobody or anybody in, and a server that cannot write to people."""
    found: list[CheckMessage] = []
    if settings.WELLARCH_SIGNUP == "domains" and not settings.WELLARCH_SIGNUP_DOMAINS:
        found.append(
            Error(
                "WELLARCH_SIGNUP is domains but WELLARCH_SIGNUP_DOMAINS names none.",
                id="wellarch.E003",
            )
        )
    if settings.WELLARCH_SIGNUP == "domains" and settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        found.append(
            Warning(
                "WELLARCH_SIGNUP is domains, but nobody has to prove their address.",
                hint="Set EMAIL_URL: without it anybody can claim an address of your domain.",
                id="wellarch.W002",
            )
        )
    if settings.HTTPS and settings.WELLARCH_MAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(
            Warning(
                "WELLARCH_URL is HTTPS but EMAIL_URL is not set.",
                hint="Without mail nobody can confirm an address or replace a password.",
                id="wellarch.W003",
            )
        )
    return found
