"""A document from an allowed web address, by HTTPS.

What is asked for here was typed by a person, and this server may see more than they do. So the
name is resolved once, an address inside the network is refused unless the settings name the host,
and the connection goes to the very address that was looked at: nothing is resolved a second time,
no proxy of the environment stands between. The certificate is always checked, each redirect is
checked like the first address, and reading ends at the limits of size and time.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from lenses.fetching.files import too_large
from lenses.fetching.places import Allowed, Refused, place_of
from lenses.models import SourceKind
from wellarch import outbound
from wellarch.outbound import Address

_REDIRECTS = 3
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 65_536
_ETAG = re.compile(r'(?:W/)?"[!#-~]{1,250}"')


@dataclass(frozen=True, slots=True)
class _Answer:
    """content None: not changed. moved_to: where it says the document is instead."""

    content: bytes | None = None
    etag: str = ""
    moved_to: str = ""


def get(address: str, what: Allowed, *, etag: str = "") -> tuple[bytes | None, str]:
    """The content (None if it is the same as at `etag`) and its new etag. Refused with a reason."""
    ends_at = time.monotonic() + what.timeout
    for _turn in range(_REDIRECTS + 1):
        answer = _answer(address, what, etag, ends_at)
        if not answer.moved_to:
            return answer.content, answer.etag
        address = _followed(address, answer.moved_to, what)
    raise Refused(_("The address leads from one to the next too often."))


def _followed(address: str, moved_to: str, what: Allowed) -> str:
    try:
        place = place_of(urljoin(address, moved_to), what)
    except (Refused, ValueError):
        place = None
    if place is None or place.kind != SourceKind.URL:
        raise Refused(_("The address leads on to one that is not allowed."))
    return place.text


def _answer(address: str, what: Allowed, etag: str, ends_at: float) -> _Answer:
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        connection = _Pinned(host, parts.port or 443, what, ends_at)
        try:
            headers = {
                "Accept": "application/yaml, application/json, text/plain;q=0.9, */*;q=0.5",
                "Accept-Encoding": "identity",
                "User-Agent": "WellArch",
            }
            if etag:
                headers["If-None-Match"] = etag
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as response:
                return _said(response, what, etag, ends_at)
        finally:
            connection.close()
    except socket.gaierror:
        message = _("The host %(host)s is not known.") % {"host": host}
        raise Refused(message, is_down=True) from None
    except ssl.SSLCertVerificationError as error:
        message = _("The certificate of %(host)s is not trusted: %(reason)s.")
        said = message % {"host": host, "reason": error.verify_message}
        raise Refused(said, is_down=True) from None
    except TimeoutError:
        raise _late(host) from None
    except OSError:
        raise Refused(_("%(host)s cannot be reached.") % {"host": host}, is_down=True) from None
    except HTTPException:
        message = _("%(host)s gave an answer nobody can read.") % {"host": host}
        raise Refused(message, is_down=True) from None


def _said(response: HTTPResponse, what: Allowed, etag: str, ends_at: float) -> _Answer:
    if response.status == 304 and etag:
        return _Answer(etag=etag)
    if response.status in _MOVED and (location := response.headers.get("Location")):
        return _Answer(moved_to=location)
    if response.status in (401, 403):
        raise Refused(
            _("The document is not open to everybody: the server answered %(status)s.")
            % {"status": response.status}
        )
    if response.status == 404:
        raise Refused(_("There is no document at this address: the server answered 404."))
    if response.status != 200:
        message = _("The server answered %(status)s instead of the document.")
        is_down = response.status >= 500
        raise Refused(message % {"status": response.status}, is_down=is_down)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(_("The server sent the document packed, though it was asked not to."))
    given = response.headers.get("ETag", "").strip()
    return _Answer(_body(response, what, ends_at), given if _ETAG.fullmatch(given) else "")


def _body(response: HTTPResponse, what: Allowed, ends_at: float) -> bytes:
    found = bytearray()
    while chunk := response.read1(_CHUNK):
        found += chunk
        if len(found) > what.size:
            raise too_large(what.size)
        if time.monotonic() > ends_at:
            raise TimeoutError
    if response.length:  # promised, and the connection ended before
        raise HTTPException
    return bytes(found)


class _Pinned(HTTPSConnection):
    """A connection to the address that was looked at, with the certificate of the name."""

    def __init__(self, host: str, port: int, what: Allowed, ends_at: float) -> None:
        context = ssl.create_default_context()
        if what.ca_file:
            context.load_verify_locations(what.ca_file)
        super().__init__(host, port, context=context)
        self._what, self._ends_at, self._tls = what, ends_at, context

    def connect(self) -> None:
        """To the first allowed address of the host that answers."""
        error: OSError = TimeoutError()
        for address in _addresses(self.host, self.port, self._what):
            try:
                plain = socket.create_connection(
                    (str(address), self.port), timeout=_left(self._ends_at)
                )
            except OSError as refusal:
                error = refusal
                continue
            try:
                self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
            except BaseException:
                plain.close()
                raise
            return
        raise error


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _late(host: str) -> Refused:
    return Refused(_("%(host)s took too long to answer.") % {"host": host}, is_down=True)


def _addresses(host: str, port: int, what: Allowed) -> list[Address]:
    reachable = outbound.addresses(host, port, may_be_private=host in what.private_hosts)
    if not reachable:
        raise Refused(
            _("%(host)s leads to an address inside the server's own network.") % {"host": host}
        )
    return reachable
