"""Where and as whom one is signed in: kept in a file only its owner reads, or in the environment.

The file is in the platform's folder for settings. A pipeline sets WELLARCH_URL and
WELLARCH_TOKEN instead, which win over the file.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from wellarch.cli.failures import Failure

URL_VARIABLE = "WELLARCH_URL"
TOKEN_VARIABLE = "WELLARCH_TOKEN"  # noqa: S105  the name of a variable
_API = "/api/v1"


@dataclass(frozen=True)
class Place:
    """A server, and the token it knows us by."""

    url: str
    token: str


def file() -> Path:
    """The file that `login` writes."""
    return Path(click.get_app_dir("wellarch")) / "login.json"


def current() -> Place:
    """Where to go. Failure when nobody signed in; a token is sent to its own server only."""
    url = os.environ.get(URL_VARIABLE, "")
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if url and token:
        return Place(address(url), token)
    kept = _kept()
    if token and kept:
        return Place(kept.url, token)
    if kept and (not url or address(url) == kept.url):
        return kept
    where = address(url) if url else "URL"
    raise Failure(
        f"You are not signed in. Run: wellarch login {where}\n"
        f"(or set {URL_VARIABLE} and {TOKEN_VARIABLE})"
    )


def keep(place: Place) -> Path:
    """Write the file anew, readable by its owner only. Returns where it is."""
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    # Born with its permissions: nobody reads it in the moment before a chmod.
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(asdict(place), out)
    fresh.replace(path)
    return path


def forget() -> bool:
    """Remove the file. True if there was one."""
    path = file()
    if not path.exists():
        return False
    path.unlink()
    return True


def address(text: str) -> str:
    """The address of an installation as people give it, made whole. Failure if it is none."""
    url = text.strip().rstrip("/").removesuffix(_API).rstrip("/")
    if "://" not in url:
        url = f"https://{url}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise Failure(f"{text} is not the address of a server, such as https://reviews.example.com")
    if parts.username or parts.password:
        raise Failure("Leave names and passwords out of the address; a token is asked for.")
    return url


def travels_in_the_clear(url: str) -> bool:
    """True when a token sent there could be read on its way."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")


def _kept() -> Place | None:
    path = file()
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Place(str(found["url"]), str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure(f"{path} cannot be read ({error}). Run wellarch login again.") from error
