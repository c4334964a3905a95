"""One request to a tracker, by HTTPS, to the very address that was looked at.

The address was typed by an admin of one organization, and this server may see more than they do:
addresses inside the network are refused unless the settings name the host (wellarch/outbound.py),
no redirect is followed, no proxy of the environment is used, the certificate is always checked,
and reading ends at limits of size and time. The secret goes into one header and nowhere else; an
answer that repeats it is shown without it.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from django.utils.translation import gettext as _
from urllib3 import exceptions as raised

from reviews.tracking.problems import Delayed, Problem, Refused
from reviews.tracking.shapes import Reach
from wellarch import clock, outbound

_SIZE = 5_000_000  # bytes of an answer
_CHUNK = 65_536
_LONGEST = 86_400.0  # seconds that a tracker may ask us to wait
_PLAIN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers by lower-case name, and the JSON (None if there is none)."""

    status: int
    headers: Mapping[str, str]
    data: Any = None


@dataclass(frozen=True, slots=True)
class Door:
    """The way to one tracker. secret: what must not be seen in anything it says."""

    base_url: str
    headers: Mapping[str, str] = field(repr=False)
    reach: Reach
    secret: str = field(default="", repr=False)

    def ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Answer:
        """The answer to one request, if it is 2xx. Refused or Delayed for everything else."""
        answer = self.answer(method, path, query=query, body=body)
        if 200 <= answer.status < 300:
            return answer
        raise self.problem(answer)

    def answer(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Answer:
        """The answer to one request, whatever its status. Refused or Delayed if there is none."""
        parts = urlsplit(checked(self.base_url))
        host, port = parts.hostname or "", parts.port or 443
        full = f"{parts.path.rstrip('/')}{path}" + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        ends_at = time.monotonic() + self.reach.timeout
        for address in _addresses(host, port, self.reach):
            try:
                return self._sent(method, str(address), host, port, full, data, ends_at)
            except (raised.ConnectTimeoutError, raised.NewConnectionError):
                continue  # nothing was sent; the host may have another address
            except raised.SSLError as refusal:
                raise _untrusted(host, refusal) from None
            except (raised.TimeoutError, TimeoutError):
                raise Delayed(_("%(host)s took too long to answer.") % {"host": host}) from None
            except (raised.HTTPError, OSError, ValueError):
                raise Delayed(_("%(host)s broke off its answer.") % {"host": host}) from None
        raise Delayed(_("%(host)s cannot be reached.") % {"host": host})

    def _sent(
        self, method: str, address: str, host: str, port: int, path: str, data: bytes | None,
        ends_at: float,
    ) -> Answer:  # fmt: skip
        context = ssl.create_default_context()
        if self.reach.ca_file:
            context.load_verify_locations(self.reach.ca_file)
        left = max(0.01, ends_at - time.monotonic())
        # server_hostname: the certificate is the name's, though the address was looked up before.
        pool = urllib3.HTTPSConnectionPool(
            f"[{address}]" if ":" in address else address, port, ssl_context=context,
            server_hostname=host, retries=False, timeout=urllib3.Timeout(total=left),
        )  # fmt: skip
        name = f"[{host}]" if ":" in host else host
        headers = {
            "Host": name if port == 443 else f"{name}:{port}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "WellArch",
            **({"Content-Type": "application/json"} if data is not None else {}),
            **self.headers,
        }
        with pool:
            response = pool.urlopen(
                method, path, body=data, headers=headers, redirect=False, preload_content=False
            )
            try:
                raw = _body(response, ends_at)
            finally:
                response.close()
        given = {key.lower(): value for key, value in response.headers.items()}
        return Answer(response.status, given, _json(raw))

    def problem(self, answer: Answer) -> Problem:
        """What an answer that is not 2xx means, in a sentence."""
        status, host = answer.status, urlsplit(self.base_url).hostname or ""
        said = self._said(answer.data)
        values = {"host": host, "status": status, "said": said}
        if wait := _patience(answer):
            return Delayed(_("%(host)s asks to be left alone for a while.") % values, wait)
        if status >= 500 or status in (408, 425, 429):
            return Delayed(_("%(host)s has trouble: it answered %(status)s.") % values)
        if 300 <= status < 400:
            text = _("%(host)s sends us elsewhere. Is the address or the project still right?")
            return Refused(text % values, status)
        sentences = {
            401: _("%(host)s does not know us: the token is wrong or has run out. %(said)s"),
            403: _("%(host)s does not let us do this. %(said)s"),
            404: _("%(host)s has no such thing, or hides it from us. %(said)s"),
            410: _("%(host)s says that it was deleted. %(said)s"),
        }
        other = _("%(host)s refused with %(status)s. %(said)s")
        return Refused((sentences.get(status, other) % values).strip(), status)

    def _said(self, data: Any) -> str:
        """What the tracker wrote, short and without the secret."""
        found: list[str] = []
        if isinstance(data, dict):
            found += [str(line) for line in _list(data.get("errorMessages"))]
            errors = data.get("errors")
            if isinstance(errors, dict):
                found += [f"{key}: {value}" for key, value in errors.items()]
            found.append(str(data.get("message") or ""))
            for each in _list(errors):
                if isinstance(each, dict):
                    words = (each.get("field"), each.get("code"), each.get("message"))
                    found.append(" ".join(str(word) for word in words if word))
        text = " ".join(" ".join(found).split())
        if self.secret:
            text = text.replace(self.secret, "…")
        return text if len(text) <= 300 else f"{text[:299]}…"


def checked(base_url: str) -> str:
    """The address of a tracker. Refused, with a sentence, for one that is not spoken to."""
    if not base_url.lower().startswith("https://"):
        raise Refused(_("Only addresses that begin with https:// are spoken to."))
    try:
        parts = urlsplit(base_url)
        _port = parts.port
    except ValueError:
        raise Refused(_("This is not a web address.")) from None
    if not _PLAIN.fullmatch(base_url) or not parts.hostname:
        raise Refused(_("This is not a web address."))
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise Refused(_("Leave user names, ? and # out of the address."))
    return base_url


def _addresses(host: str, port: int, reach: Reach) -> list[outbound.Address]:
    try:
        found = outbound.addresses(host, port, may_be_private=host.lower() in reach.private_hosts)
    except OSError:
        raise Delayed(_("The host %(host)s is not known.") % {"host": host}) from None
    if not found:
        message = _("%(host)s leads to an address inside the server's own network.")
        raise Refused(message % {"host": host})
    return found


def _untrusted(host: str, error: Exception) -> Refused:
    reasons = [getattr(cause, "verify_message", "") for cause in (*error.args, error)]
    reason = next(filter(None, reasons), _("it could not be checked"))
    message = _("The certificate of %(host)s is not trusted: %(reason)s.")
    return Refused(message % {"host": host, "reason": reason})


def _body(response: urllib3.BaseHTTPResponse, ends_at: float) -> bytes:
    found = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=False):
        found += chunk
        if len(found) > _SIZE:
            raise ValueError
        if time.monotonic() > ends_at:
            raise TimeoutError
    return bytes(found)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw.strip() else None
    except (ValueError, RecursionError):
        return None


def _patience(answer: Answer) -> float:
    """Seconds that the tracker asks us to wait, 0 if it does not: Retry-After, or the reset of
    a limit that is used up (GitHub). A GitHub limit comes as 403 or 429."""
    headers = answer.headers
    if answer.status not in (403, 429, 503):
        return 0
    if after := headers.get("retry-after", "").strip():
        if after.isdigit():
            return min(_LONGEST, max(1.0, float(after)))
        try:
            until = parsedate_to_datetime(after)
            return min(_LONGEST, max(1.0, (until - clock.now()).total_seconds()))
        except (ValueError, TypeError):
            return 60
    if headers.get("x-ratelimit-remaining") == "0":
        reset = headers.get("x-ratelimit-reset", "")
        seconds = float(reset) - clock.now().timestamp() if reset.isdigit() else 60
        return min(_LONGEST, max(1.0, seconds))
    return 0


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
