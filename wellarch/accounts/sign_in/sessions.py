"""Where somebody is signed in, since when, and how they sign out elsewhere."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.addresses import address_of
from wellarch.accounts.models import User
from wellarch.accounts.sign_in import security_log
from wellarch.errors import NotFound

STARTED, SEEN = "signed_in_at", "seen_at"
_FRESH = 10 * 60
_SEEN_EVERY = 5 * 60

# The first that fits names it; the order matters, because browsers pretend to be each other.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One session as its owner sees it."""

    id: int
    device: str
    ip: str
    since: datetime
    last_seen: datetime
    is_here: bool
    is_hand_held: bool

    @property
    def is_just_now(self) -> bool:
        """Whether it was used within this minute, which is no time to count."""
        return self.is_here or clock.is_just_now(self.last_seen)


def of(request: HttpRequest, user: User) -> list[Place]:
    """The sessions of a person, this one first, then the one used last."""
    here = request.session.session_key
    places = [
        Place(
            id=row.pk,
            device=device_of(row.user_agent),
            ip=str(row.ip),
            since=row.created_at,
            last_seen=row.last_seen_at,
            is_here=row.session_key == here,
            is_hand_held=bool(re.search("iPhone|Android|iPad", row.user_agent)),
        )
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(places, key=lambda place: (not place.is_here, -place.last_seen.timestamp()))


def device_of(user_agent: str) -> str:
    """A browser and its system in words: "Firefox on Linux"."""
    browser = next((name for part, name in _BROWSERS if part in user_agent), "")
    system = next((name for part, name in _SYSTEMS if part in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def end(request: HttpRequest, user: User, session_id: int) -> None:
    """Sign a person out in one other place. NotFound when there is no such session of theirs."""
    row = UserSession.objects.filter(user=user, pk=session_id).first()
    if row is None:
        raise NotFound(_("This session has ended already."))
    row.end()
    security_log.record(request, user, "person.signed_out_elsewhere", {"sessions": 1})


def end_others(request: HttpRequest, user: User) -> int:
    """Sign a person out everywhere but here; how many sessions ended."""
    others = list(
        UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    )
    for row in others:
        row.end()
    if others:
        data = {"sessions": len(others)}
        security_log.record(request, user, "person.signed_out_elsewhere", data)
    return len(others)


def end_all(user: User | None) -> int:
    """Sign a person out everywhere, or everybody if None; how many sessions ended.

    For who runs the server: no door of a person leads here.
    """
    rows = UserSession.objects.all() if user is None else UserSession.objects.filter(user=user)
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)


def begin(request: HttpRequest) -> None:
    """Stamp the session of somebody who just signed in."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Whether its owner signed in just now, so that it need not be proven again who they are."""
    return bool(time.time() - request.session.get(STARTED, 0) < _FRESH)


def keep(request: HttpRequest) -> None:
    """End the session that is too old; note now and then that one is in use.

    Noting renews the cookie and the row, so that only an unused session ends by itself.
    """
    if USER_KEY not in request.session:
        return
    now, session = int(time.time()), request.session
    if STARTED not in session:  # from before sessions were stamped: not signed in just now
        session[STARTED] = now - _FRESH
    elif now - session[STARTED] > settings.WELLARCH_SESSION_SECONDS:
        logout(request)
        return
    elif now - session.get(SEEN, 0) < _SEEN_EVERY:
        return
    session[SEEN] = now
    UserSession.objects.filter(session_key=session.session_key).update(
        last_seen_at=timezone.now(),
        ip=address_of(request) or "0.0.0.0",  # noqa: S104
    )
