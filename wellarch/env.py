"""Typed readers for settings from the environment. Knows nothing of what the values mean.

Every reader fails loudly on a value it cannot read. A secret may also be given as
`NAME_FILE`, the path of a file that holds it (as container platforms mount secrets).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()


def read_secret(name: str) -> str | None:
    """The value of `name`, or the stripped content of the file `NAME_FILE` points at, or None.

    Raises ImproperlyConfigured when both are set or the file cannot be read.
    """
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path}: {error}") from error
    return value or None


def read_secrets(name: str) -> list[str]:
    """The secrets of `name` (or of the file `NAME_FILE`), separated by commas or lines."""
    parts = (read_secret(name) or "").replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def read_or_create_key(path: Path) -> str:
    """The secret kept in the file `path`; made at random, readable by its owner only, when new.

    Only the embedded installation (one machine, one folder of state) uses this; a production
    installation names its secret, so that several processes agree on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    return key


def mail_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_… settings of a mail server's address.

    `smtp+tls` begins in the clear and turns to TLS (STARTTLS), `smtp+ssl` is TLS from the first
    byte; dj_email_url knows the first as `submission` and the second not at all.
    Raises ImproperlyConfigured for a scheme nobody knows, so that no mail leaves without the
    encryption that was asked for.
    """
    scheme, _colon, rest = url.partition(":")
    if scheme == "smtp+tls":
        return {**_known(f"submission:{rest}"), "EMAIL_PORT": urlsplit(url).port or 587}
    if scheme == "smtp+ssl":
        port = urlsplit(url).port or 465
        return {**_known(f"smtp:{rest}"), "EMAIL_PORT": port, "EMAIL_USE_SSL": True}
    return _known(url)


def _known(url: str) -> dict[str, Any]:
    if url.partition(":")[0] not in dj_email_url.SCHEMES:
        raise ImproperlyConfigured(
            f"EMAIL_URL: {url.partition(':')[0]} is no way to send mails. Say smtp+tls://, "
            "smtp+ssl://, smtp:// or console:."
        )
    found: dict[str, Any] = dj_email_url.parse(url)
    return found
