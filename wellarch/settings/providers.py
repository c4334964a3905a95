"""Reads who else may vouch for people: OpenID Connect providers, from WELLARCH_OIDC."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = ("id", "name", "server_url", "client_id", "secret")
_AUTH_METHODS = ("client_secret_basic", "client_secret_post")
_OPTIONAL: dict[str, type] = {"connect_by_email": bool, "token_auth_method": str}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_NEAR = ("localhost", "127.0.0.1", "::1")


def read_providers(text: str | None) -> list[dict[str, Any]]:
    """The providers in a JSON list of objects, as allauth's APPS. Nothing means none.

    Each has id, name, server_url, client_id, secret, and may have connect_by_email (default
    true: an address the provider has verified signs in to the account that has it) and
    token_auth_method. Raises ImproperlyConfigured naming the entry and what is wrong with it.
    """
    if not text:
        return []
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"WELLARCH_OIDC is not JSON: {error}") from error
    if not isinstance(entries, list):
        raise ImproperlyConfigured("WELLARCH_OIDC has to be a list: [{…}, …].")
    apps = [_app(entry, number) for number, entry in enumerate(entries, start=1)]
    ids = [app["provider_id"] for app in apps]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ImproperlyConfigured(f"WELLARCH_OIDC names {', '.join(twice)} twice.")
    return apps


def _app(entry: Any, number: int) -> dict[str, Any]:
    if problem := _problem(entry):
        raise ImproperlyConfigured(f"WELLARCH_OIDC, entry {number}: {problem}")
    more = {"token_auth_method": entry["token_auth_method"]} if "token_auth_method" in entry else {}
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "settings": {
            "server_url": entry["server_url"].rstrip("/"),
            "email_authentication": entry.get("connect_by_email", True),
            "oauth_pkce_enabled": True,
            **more,
        },
    }


def _problem(entry: Any) -> str:
    """What is wrong with an entry, in words; nothing when all is well. Never tells a value."""
    if not isinstance(entry, dict):
        return "it has to be an object."
    if unknown := sorted(set(entry) - set(_REQUIRED) - set(_OPTIONAL)):
        return f"unknown: {', '.join(unknown)}."
    for key in _REQUIRED:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            return f"{key} is missing or no text."
    for key, kind in _OPTIONAL.items():
        if key in entry and not isinstance(entry[key], kind):
            return f"{key} has to be {'true or false' if kind is bool else 'a text'}."
    if entry.get("token_auth_method", _AUTH_METHODS[0]) not in _AUTH_METHODS:
        return f"token_auth_method is one of {', '.join(_AUTH_METHODS)}."
    if not _ID.fullmatch(entry["id"]):
        return "id is made of up to 32 of a to z, 0 to 9 and -."
    address = urlsplit(entry["server_url"])
    if address.scheme != "https" and (address.scheme, address.hostname) not in {
        ("http", host) for host in _NEAR
    }:
        return "server_url has to start with https://."
    return ""
