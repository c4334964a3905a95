"""One request to a tracker, by HTTPS, as wellarch/outgoing/pinned.py makes it.

The secret goes into one header and nowhere else; an answer that repeats it is shown without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from reviews.tracking.problems import Delayed, Problem, Refused
from reviews.tracking.shapes import Reach
from wellarch import clock
from wellarch.outgoing import pinned

_SIZE = 5_000_000  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers by lower-case name, and the JSON (None if there is none)."""

    status: int
    headers: Mapping[str, str]
    data: Any = None


# What every request is made through: it calls, or raises Delayed instead.
Through = Callable[[Callable[[], Answer]], Answer]


@dataclass(frozen=True, slots=True)
class Door:
    """The way to one tracker. secret: what must not be seen in anything it says."""

    base_url: str
    headers: Mapping[str, str] = field(repr=False)
    reach: Reach
    secret: str = field(default="", repr=False)
    through: Through | None = None

    def ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Answer:
        """The answer to one request, if it is 2xx. Refused or Delayed for everything else."""

        def asked() -> Answer:
            return self._asked(method, path, query, body)

        return self.through(asked) if self.through else asked()

    def _asked(self, method: str, path: str, query: Mapping[str, Any] | None, body: Any) -> Answer:
        answer = self.answer(method, path, query=query, body=body)
        if 200 <= answer.status < 300:
            return answer
        raise self.problem(answer)

    def answer(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Answer:
        """The answer to one request, whatever its status. Refused or Delayed if there is none."""
        base = checked(self.base_url).rstrip("/")
        try:
            answer = pinned.request(
                method,
                f"{base}{path}" + (f"?{urlencode(query)}" if query else ""),
                headers={
                    "Accept": "application/json",
                    **({} if body is None else {"Content-Type": "application/json"}),
                    **self.headers,
                },
                data=None if body is None else json.dumps(body).encode(),
                reach=self.reach,
                size=_SIZE,
            )
        except pinned.NotAllowed as refusal:
            raise Refused(refusal.message) from None
        except pinned.Unanswered as silence:
            raise Delayed(silence.message) from None
        return Answer(answer.status, answer.headers, _json(answer.raw))

    def problem(self, answer: Answer) -> Problem:
        """What an answer that is not 2xx means, in a sentence."""
        status, host = answer.status, urlsplit(self.base_url).hostname or ""
        said = self._said(answer.data)
        values = {"host": host, "status": status, "said": said}
        if wait := _patience(answer):
            text = _("%(host)s asks to be left alone for a while.")
            return Delayed(text % values, wait, status)
        if status >= 500 or status in (408, 425, 429):
            text = _("%(host)s has trouble: it answered %(status)s.")
            return Delayed(text % values, status=status)
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
    try:
        return pinned.checked(base_url)
    except pinned.NotAllowed as refusal:
        raise Refused(refusal.message) from None


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
    if after := pinned.patience(pinned.Answer(answer.status, headers)):
        return after
    if headers.get("x-ratelimit-remaining") == "0":
        reset = headers.get("x-ratelimit-reset", "")
        seconds = float(reset) - clock.now().timestamp() if reset.isdigit() else 60
        return pinned.bounded(seconds)
    return 0


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
