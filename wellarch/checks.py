"""System checks: pairs of settings that would fail later, named before anything starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


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
