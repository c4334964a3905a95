"""How many requests a program may send: counted per token or person, said in every answer.

Headers as in the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-
headers-10): the policy, and what is left of it. A window is a fixed stretch of the clock and
costs one count in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.addresses import address_of


@dataclass(frozen=True)
class Standing:
    """What a caller may still do. left is below 0 for who asked too often; reset in seconds."""

    policy: str
    quota: int
    window: int
    left: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """The two header fields of the draft."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={max(self.left, 0)};t={self.reset}',
        }


def count(policy: str, who: str, limit: Sequence[int]) -> Standing | None:
    """Count one request of `who`; None where the policy has no limit.

    limit: requests and seconds, (0, …) for none.
    """
    quota, window = limit
    if not quota:
        return None
    now = int(clock.now().timestamp())
    number, gone = divmod(now, window)
    key = f"rest-limit:{policy}:{who}:{number}"
    cache.add(key, 0, window)
    try:
        used = cache.incr(key)
    except ValueError:  # it was thrown out of the cache in between
        used = 1
    return Standing(policy, quota, window, quota - used, window - gone)


class _Limit(BaseThrottle):
    standing: Standing | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """True while there is something left; the view keeps the standing for its headers."""
        self.standing = self.counted(request)
        if self.standing is not None:
            view.standing = self.standing
        return self.standing is None or self.standing.left >= 0

    def counted(self, request: Request) -> Standing | None:
        """The caller's standing after this request."""
        raise NotImplementedError

    def wait(self) -> float | None:
        """Seconds until the next window."""
        return self.standing.reset if self.standing else None


class CallerLimit(_Limit):
    """For who signed in: each token counts for itself, all browsers of a person together."""

    def counted(self, request: Request) -> Standing | None:
        """None for callers without an actor; the other limit counts them."""
        actor = request.auth
        if not isinstance(actor, Actor):
            return None
        who = f"{actor.user_id}-{actor.credential}"
        return count("caller", who, settings.WELLARCH_REST_LIMIT)


class AddressLimit(_Limit):
    """For who did not sign in, or with a token that is none: each address."""

    def counted(self, request: Request) -> Standing | None:
        """Also asked after a refused sign-in, when `auth` cannot be read again."""
        if isinstance(getattr(request, "_auth", None), Actor):
            return None
        who = address_of(request._request) or "unknown"
        return count("address", who, settings.WELLARCH_REST_ADDRESS_LIMIT)
