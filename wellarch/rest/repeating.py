"""Idempotency-Key: a POST that was sent twice is carried out once (IETF httpapi draft).

The answer is kept for a day with the key, the method, the address and the token (of a browser,
the person); the same request with the same key gets it again, marked `Idempotency-Replayed: true`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch import replays
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, Invalid
from wellarch.rest.problems import TooLarge

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT = ("Content-Type", "ETag", "Location", "Retry-After", "Content-Language")


class KeyReused(exceptions.APIException):
    """The key came with another request before."""

    status_code = 422
    default_code = "idempotency-key-reused"
    default_detail = "This Idempotency-Key was used for another request. Take a new one."


def once(
    request: Request,
    actor: Actor,
    *,
    perform: Callable[[], HttpResponseBase],
    finish: Callable[[HttpResponseBase], HttpResponseBase],
) -> HttpResponseBase:
    """The answer of `perform`, or the one that was kept when the key was used before.

    finish: renders an answer as it will be sent. Raises Invalid for a key that is none,
    KeyReused for one of another request, and what `perform` raises. A file is never kept.
    """
    key = key_of(request)
    made: list[HttpResponseBase] = []

    def reply() -> replays.Reply:
        response = finish(perform())
        made.append(response)
        return _kept(response)

    try:
        kept, is_replayed = replays.once(
            actor,
            # Of this token: one that may do less gets no answer that another was given.
            operation=f"{request.method} {request.path} {actor.credential}",
            key=key,
            request=[_digest(request), request.META.get("QUERY_STRING", "")],
            perform=reply,
        )
    except Conflict as conflict:
        if conflict.code != KeyReused.default_code:
            raise
        raise KeyReused from None
    if not is_replayed:
        return made[-1]
    answer = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    if not kept.body:
        del answer.headers["Content-Type"]
    answer.headers[REPLAYED] = "true"
    return answer


def key_of(request: Request) -> str:
    """The key of a request; Invalid when it is empty, too long or not of visible letters."""
    key = request.headers.get(HEADER, "").strip()
    if not _KEY.fullmatch(key):
        sentence = "Use 1 to 255 visible ASCII characters without blanks."
        raise Invalid(fields={HEADER: [sentence]})
    return key


def _digest(request: Request) -> str:
    try:
        return hashlib.sha256(request._request.body).hexdigest()
    except RequestDataTooBig:
        raise TooLarge from None


def _kept(response: HttpResponseBase) -> replays.Reply:
    if isinstance(response, Response):
        response.render()
    headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
    body = response.content.decode() if isinstance(response, HttpResponse) else ""
    return replays.Reply(response.status_code, headers, body)
