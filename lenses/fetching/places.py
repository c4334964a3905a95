"""Which places a lens may be followed from: below what the settings name, and nowhere else.

An address counts as below another when host and port are the same and its path goes on from
there at a slash. What could mean another place to another program (user names, dots, backslashes,
encoded slashes, characters outside ASCII) is refused rather than understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lenses.document import LIMITS
from lenses.models import SourceKind

SUFFIXES = (".json", ".yaml", ".yml")
_PLAIN = re.compile(r"[!-~]+")
_DISGUISED = re.compile(r"\\|%(?:2e|2f|5c|00)", re.IGNORECASE)
_LENGTH = 2048


class Refused(Exception):
    """It cannot be had; the message is a sentence for people. is_down: nobody answered, or the
    server said that it is not well."""

    def __init__(self, message: str, *, is_down: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.is_down = is_down


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the settings allow. size: bytes of a document; timeout: seconds for all of it."""

    roots: Mapping[str, Path]
    prefixes: tuple[str, ...]
    private_hosts: frozenset[str]
    ca_file: str
    timeout: float
    size: int

    @property
    def is_anything(self) -> bool:
        """Whether there is any place at all."""
        return bool(self.roots or self.prefixes)


@dataclass(frozen=True, slots=True)
class Place:
    """One allowed place. text: how it is kept and shown, the same for the same place."""

    kind: SourceKind
    text: str


def allowed(organization_slug: str) -> Allowed:
    """What the settings allow an organization."""
    named = settings.WELLARCH_SOURCE_ORGANIZATIONS
    is_in = not named or organization_slug in named
    return Allowed(
        roots=settings.WELLARCH_SOURCE_ROOTS if is_in else {},
        prefixes=tuple(settings.WELLARCH_SOURCE_URLS) if is_in else (),
        private_hosts=frozenset(settings.WELLARCH_SOURCE_PRIVATE_HOSTS),
        ca_file=settings.WELLARCH_SOURCE_CA_FILE,
        timeout=settings.WELLARCH_SOURCE_TIMEOUT,
        size=LIMITS.size,
    )


def place_of(text: str, what: Allowed) -> Place:
    """The place that somebody typed. Refused, with the reason, for one that is not allowed."""
    text = text.strip()
    if not text:
        raise Refused(_("Say where the lens is kept."))
    if len(text) > _LENGTH:
        raise Refused(_("This is longer than an address can be."))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return Place(SourceKind.URL, _address(text, what))
    return Place(SourceKind.FILE, _file(text, what))


def _address(text: str, what: Allowed) -> str:
    parts = _parts(text)
    if not any(_is_below(parts, urlsplit(prefix)) for prefix in what.prefixes):
        raise Refused(
            _("This server does not follow lenses from this address. Allowed: %(list)s")
            % {"list": ", ".join(what.prefixes) or _("no web address")}
        )
    port = f":{parts.port}" if parts.port not in (None, 443) else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{host}{port}{parts.path or '/'}{query}"


def _parts(text: str) -> SplitResult:
    if not text.lower().startswith("https://"):
        raise Refused(_("Only addresses that begin with https:// are followed."))
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        raise Refused(_("This is not a web address.")) from None
    if not _PLAIN.fullmatch(text) or not parts.hostname:
        raise Refused(_("This is not a web address."))
    if "@" in parts.netloc:
        raise Refused(_("Leave the user name and password out of the address."))
    if parts.fragment:
        raise Refused(_("Leave out what follows the # in the address."))
    if _DISGUISED.search(parts.path) or {".", ".."} & set(parts.path.split("/")):
        raise Refused(_("Write the address without dots or backslashes between its slashes."))
    return parts


def _is_below(parts: SplitResult, prefix: SplitResult) -> bool:
    if (parts.hostname, parts.port or 443) != (prefix.hostname, prefix.port or 443):
        return False
    path, head = parts.path or "/", prefix.path or "/"
    return path == head or path.startswith(head if head.endswith("/") else f"{head}/")


def _file(text: str, what: Allowed) -> str:
    root, *rest = text.split("/")
    if root not in what.roots:
        raise Refused(
            _("There is no folder “%(root)s” to follow lenses from. Allowed: %(list)s")
            % {"root": root, "list": ", ".join(sorted(what.roots)) or _("no folder")}
        )
    if not rest or any(
        not part or part.startswith(".") or "\\" in part or not part.isprintable() for part in rest
    ):
        raise Refused(_("Write the folder, a slash, and the path of the file below it."))
    if not rest[-1].lower().endswith(SUFFIXES):
        raise Refused(_("A lens is followed from a file that ends in .json, .yaml or .yml."))
    return "/".join((root, *rest))
