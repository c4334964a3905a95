"""One request to another server, to the very address that was looked at.

The address was typed by an admin of one organization, and this server may see more than they do:
addresses inside the network are refused unless the settings name the host (wellarch/outbound.py),
no redirect is followed, no proxy of the environment is used, the certificate is always checked,
and reading ends at limits of size and time. Plain HTTP only to hosts the settings name, and only
where the caller allows it.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.utils.translation import gettext as _
from urllib3 import exceptions as raised

from wellarch import clock, outbound

_CHUNK = 16_384
_LONGEST = 86_400.0  # seconds that somebody may ask us to wait
_PLAIN = re.compile(r"[!-~]+")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Reach:
    """What the settings allow: hosts that may be private, certificates to trust, seconds."""

    private_hosts: frozenset[str] = frozenset()
    ca_file: str = ""
    timeout: float = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers by lower-case name, and the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    raw: bytes = b""


class Unanswered(Exception):
    """Nobody answered. message: a sentence for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Unanswered):
    """The address is none that is spoken to, now or later: it is no web address, leads inside
    the network, or its certificate is not trusted."""


def checked(url: str, *, plain_hosts: frozenset[str] = frozenset(), query: bool = False) -> str:
    """An address that may be spoken to. NotAllowed, with a sentence, for any other.

    plain_hosts: those that may be spoken to by http://. query: whether it may have one.
    """
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise NotAllowed(_("This is not a web address.")) from None
    is_plain = parts.scheme == "http" and (parts.hostname or "").lower() in plain_hosts
    if parts.scheme != "https" and not is_plain:
        raise NotAllowed(_("Only addresses that begin with https:// are spoken to."))
    if not _PLAIN.fullmatch(url) or not parts.hostname:
        raise NotAllowed(_("This is not a web address."))
    if "@" in parts.netloc or parts.fragment or (parts.query and not query):
        rest = _("Leave user names and # out of the address.")
        whole = _("Leave user names, ? and # out of the address.")
        raise NotAllowed(rest if query else whole)
    return url


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    data: bytes | None,
    reach: Reach,
    size: int,
    cut: bool = False,
) -> Answer:
    """The answer to one request, whatever its status. Unanswered or NotAllowed if there is none.

    url: one that was `checked`. size: bytes of the answer that are read; a longer one is an error,
    or is `cut` there.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    ends_at = time.monotonic() + reach.timeout
    for address in _addresses(parts, reach):
        left = max(0.01, ends_at - time.monotonic())
        try:
            with _pool(parts, str(address), reach, left) as pool:
                response = pool.urlopen(
                    method, _path(parts), body=data, headers={**_headers(parts), **headers},
                    redirect=False, preload_content=False,
                )  # fmt: skip
                try:
                    raw = _body(response, ends_at, size, cut=cut)
                finally:
                    response.close()
            given = {key.lower(): value for key, value in response.headers.items()}
            return Answer(response.status, given, raw)
        except (raised.ConnectTimeoutError, raised.NewConnectionError):
            continue  # nothing was sent; the host may have another address
        except raised.SSLError as refusal:
            raise _untrusted(host, refusal) from None
        except (raised.TimeoutError, TimeoutError):
            raise Unanswered(_("%(host)s took too long to answer.") % {"host": host}) from None
        except (raised.HTTPError, OSError, ValueError):
            raise Unanswered(_("%(host)s broke off its answer.") % {"host": host}) from None
    raise Unanswered(_("%(host)s cannot be reached.") % {"host": host})


def patience(answer: Answer) -> float:
    """Seconds that an answer asks us to wait by Retry-After, 0 if it says nothing."""
    after = answer.headers.get("retry-after", "").strip()
    if not after:
        return 0
    if after.isdigit():
        return bounded(float(after))
    try:
        return bounded((parsedate_to_datetime(after) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return 60


def bounded(seconds: float) -> float:
    """A time to wait: a second at least, a day at most."""
    return min(_LONGEST, max(1.0, seconds))


def _addresses(parts: SplitResult, reach: Reach) -> list[outbound.Address]:
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = outbound.addresses(host, port, may_be_private=host.lower() in reach.private_hosts)
    except OSError:
        raise Unanswered(_("The host %(host)s is not known.") % {"host": host}) from None
    if not found:
        message = _("%(host)s leads to an address inside the server's own network.")
        raise NotAllowed(message % {"host": host})
    return found


def _pool(parts: SplitResult, address: str, reach: Reach, left: float) -> Any:
    where = f"[{address}]" if ":" in address else address
    port = parts.port or _PORTS[parts.scheme]
    limits: dict[str, Any] = {"retries": False, "timeout": urllib3.Timeout(total=left)}
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(where, port, **limits)
    context = ssl.create_default_context()
    if reach.ca_file:
        context.load_verify_locations(reach.ca_file)
    # server_hostname: the certificate is the name's, though the address was looked up before.
    return urllib3.HTTPSConnectionPool(
        where, port, ssl_context=context, server_hostname=parts.hostname, **limits
    )


def _headers(parts: SplitResult) -> dict[str, str]:
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    port = parts.port or _PORTS[parts.scheme]
    return {
        "Host": name if port == _PORTS[parts.scheme] else f"{name}:{port}",
        "Accept-Encoding": "identity",
        "User-Agent": "WellArch",
    }


def _path(parts: SplitResult) -> str:
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _untrusted(host: str, error: Exception) -> NotAllowed:
    reasons = [getattr(cause, "verify_message", "") for cause in (*error.args, error)]
    reason = next(filter(None, reasons), _("it could not be checked"))
    message = _("The certificate of %(host)s is not trusted: %(reason)s.")
    return NotAllowed(message % {"host": host, "reason": reason})


def _body(response: Any, ends_at: float, size: int, *, cut: bool) -> bytes:
    found = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=False):
        found += chunk
        if len(found) > size:
            if cut:
                break
            raise ValueError
        if time.monotonic() > ends_at:
            raise TimeoutError
    return bytes(found[:size])
