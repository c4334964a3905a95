"""The conversation with a server: requests out, JSON in, every refusal a Failure.

Proxies and certificates are those of the environment (HTTPS_PROXY, NO_PROXY,
REQUESTS_CA_BUNDLE), as the library `requests` reads them.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.auth import AuthBase

from wellarch.cli.failures import Failure, refusal
from wellarch.cli.keeping import Place

_TIMEOUT = (10, 60)  # seconds to connect, to answer
_PATIENCE = 3  # how often a busy server is asked again
_LONGEST_WAIT = 60.0
_BUSY = (429, 503)


def connect() -> requests.Session:
    """A session as the environment wants it."""
    return requests.Session()


@dataclass(frozen=True)
class Read:
    """Something read, with the version it was read in."""

    data: Any
    etag: str


class _Bearer(AuthBase):
    # As `auth`, not as a header of the session: requests would let a .netrc overrule that.
    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Server:
    """A server as one person sees it. Paths are below /api/v1/."""

    def __init__(self, place: Place) -> None:
        self.url = place.url
        self._session = connect()
        self._session.headers["Accept"] = "application/json"
        self._auth = _Bearer(place.token)

    def get(self, path: str, **parameters: Any) -> Any:
        """What is there, as JSON."""
        return self.read(path, **parameters).data

    def read(self, path: str, **parameters: Any) -> Read:
        """What is there, with its ETag ("" if it has none)."""
        response = self._exchange("GET", path, params=_given(parameters))
        return Read(_json(response), response.headers.get("ETag", ""))

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """All rows of a list, page after page."""
        found: list[dict[str, Any]] = []
        asked = [*_given(parameters).items(), ("page_size", 200)]
        while True:
            page = _json(self._exchange("GET", path, params=asked))
            found += page["results"]
            if not page.get("next"):
                return found
            # Its parameters only: behind a proxy a server may not know its own address.
            asked = list(parse_qsl(urlsplit(page["next"]).query))

    def post(self, path: str, body: Any = None, *, content_type: str = "application/json") -> Any:
        """Have something made or done; safe to repeat, because each call has a key of its own."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        if content_type == "application/json":
            return _json(self._exchange("POST", path, json=body or {}, headers=headers))
        headers["Content-Type"] = content_type
        return _json(self._exchange("POST", path, data=body, headers=headers))

    def patch(self, path: str, body: Any, *, etag: str = "") -> Read:
        """Change something; with an ETag only if it is still what was read."""
        headers = {"If-Match": etag} if etag else {}
        response = self._exchange("PATCH", path, json=body, headers=headers)
        return Read(_json(response), response.headers.get("ETag", ""))

    def download(self, path: str, out: IO[bytes], **parameters: Any) -> int:
        """Write a file into `out`. Returns its size."""
        response = self._exchange("GET", path, params=_given(parameters), stream=True)
        size = 0
        try:
            for piece in response.iter_content(64 * 1024):
                size += out.write(piece)
        except requests.RequestException as error:
            raise self._unreached(error) from error
        return size

    def _exchange(self, method: str, path: str, **how: Any) -> requests.Response:
        """One answer that is no refusal. A busy server is asked again when it says so."""
        for waits in _waits():
            response = self._send(method, path, **how)
            if response.ok:
                return response
            if response.status_code not in _BUSY or waits is None:
                break
            time.sleep(min(_LONGEST_WAIT, _retry_after(response) or waits))
        raise self._refused(response)

    def _send(self, method: str, path: str, **how: Any) -> requests.Response:
        where = f"{self.url}/api/v1/{path}"
        repeats = method == "GET" or "Idempotency-Key" in (how.get("headers") or {})
        try:
            return self._session.request(method, where, auth=self._auth, timeout=_TIMEOUT, **how)
        except requests.ConnectTimeout as error:
            raise self._unreached(error) from error
        except requests.RequestException as error:
            if not repeats or _never_arrived(error):
                raise self._unreached(error) from error
        # The answer was lost on its way: ask once more, which changes nothing twice.
        try:
            return self._session.request(method, where, auth=self._auth, timeout=_TIMEOUT, **how)
        except requests.RequestException as error:
            raise self._unreached(error) from error

    def _refused(self, response: requests.Response) -> Failure:
        kind = response.headers.get("Content-Type", "")
        if "json" in kind:
            problem = response.json()
            if isinstance(problem, dict):
                return refusal(problem, response.status_code)
        return Failure(
            f"{response.url} does not answer as WellArch does "
            f"(status {response.status_code}, {kind or 'no content type'}).",
            status=response.status_code,
        )

    def _unreached(self, error: requests.RequestException) -> Failure:
        return Failure(f"{self.url} cannot be reached: {_reason(error)}")


def _given(parameters: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parameters.items() if value not in (None, "", (), [])}


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise Failure(f"{response.url} does not answer as WellArch does (no JSON).") from error


def _waits() -> Iterator[float | None]:
    yield from (2.0**turn for turn in range(_PATIENCE))
    yield None


def _retry_after(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0


def _never_arrived(error: requests.RequestException) -> bool:
    """True when no server was found: asking again at once would only cost time."""
    text = str(error)
    return "NewConnectionError" in text or "NameResolutionError" in text or "SSL" in text


def _reason(error: requests.RequestException) -> str:
    """The innermost cause, which is the sentence of the operating system."""
    cause: BaseException = error
    while True:
        inner = getattr(cause, "reason", None) or next(
            (each for each in cause.args if isinstance(each, BaseException)), None
        )
        if not isinstance(inner, BaseException):
            return str(cause)
        cause = inner
