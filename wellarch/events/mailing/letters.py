"""Notices as mails: text and HTML in the person's language and time. Sends nothing.

One template of each per kind in templates/mail/; what they are given is in `_context`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import User
from wellarch.accounts.roles import Permission, Role, ShareKind
from wellarch.events.mailing import preferences
from wellarch.events.models import Notice, NoticeKind

MAX_SUBJECT = 150
MAX_LINES = 100  # of a digest; the rest is counted
_TEXTS = ("excerpt", "notes")  # may have several lines
_MAX_TEXT = 600

# In the order of a digest.
HEADINGS = {
    NoticeKind.ASSIGNMENT: _("For you to do"),
    NoticeKind.MENTION: _("You were mentioned"),
    NoticeKind.DUE_SOON: _("Due soon"),
    NoticeKind.INVITATION: _("Invitations"),
    NoticeKind.REPORT_READY: _("Reports"),
    NoticeKind.LENS_UPGRADED: _("New versions of lenses"),
}
_RISKS = {
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
    "none": _("None"),
}
# Words of programs in `data`, and what people call them.
_WORDS: dict[str, dict[Any, Any]] = {
    "what": {"organization": _("Organization"), **dict(ShareKind.choices)},
    "role": dict(Role.choices),
    "permission": {Permission.READ: _("Read it"), Permission.CONTRIBUTE: _("Read and answer it")},
    "risk": _RISKS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a digest."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """The notices of one kind about one workload (empty: about none)."""

    workload: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The notices of one kind."""

    heading: str
    sections: tuple[Section, ...]


def compose(notice: Notice) -> EmailMultiAlternatives:
    """The mail of one notice."""
    with _as_read_by(notice.user):
        context = _context(notice) | _foot(notice.user, notice.kind)
        context["address"] = notice.email
        return _mail(
            notice.kind,
            context,
            to=notice.user.email if notice.user else notice.email,
            identity=f"notice-{notice.pk}",
        )


def compose_digest(person: User, waiting: Sequence[Notice], on: date) -> EmailMultiAlternatives:
    """The mail of one day with everything that waited, by kind and workload."""
    with _as_read_by(person):
        shown = waiting[:MAX_LINES]
        context = {
            "groups": _groups(shown),
            "count": len(waiting),
            "rest": len(waiting) - len(shown),
            "on": on,
        } | _foot(person, preferences.DIGEST)
        return _mail("digest", context, to=person.email, identity=f"digest-{person.pk}-{on}")


def absolute(url: str) -> str:
    """A path of ours as a link that works in a mail; whole http addresses stay."""
    if url.startswith(("https://", "http://")):
        return url
    return f"{settings.WELLARCH_URL}/{url.lstrip('/')}"


def zone_of(person: User) -> ZoneInfo:
    """The person's time zone; UTC for one this machine does not know."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@contextmanager
def _as_read_by(person: User | None) -> Iterator[None]:
    zone = zone_of(person) if person else ZoneInfo("UTC")
    # People have no language of their own yet: everybody reads the installation's.
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        yield


def _context(notice: Notice) -> dict[str, Any]:
    """`data` as templates show it: one-line values in one line, dates as dates, words as words."""
    shown = {key: _shown(key, value) for key, value in notice.data.items()}
    shown["url"] = shown.get("url") or absolute("")
    for key, labels in _WORDS.items():
        shown[f"{key}_word"] = str(labels.get(shown.get(key), ""))
    for key in _TEXTS:
        shown[f"{key}_quoted"] = "\n".join(f"> {line}" for line in shown.get(key, "").splitlines())
    return shown


def _shown(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(key, each) for each in value]
    if isinstance(value, dict):
        return {inner: _shown(inner, each) for inner, each in value.items()}
    if not isinstance(value, str):
        return value
    if key == "url":
        return absolute(value)
    if key in _TEXTS:
        text = value.strip()
        return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT].rstrip()} …"
    if key == "due":
        return date.fromisoformat(value[:10])
    if key == "expires_at":
        return datetime.fromisoformat(value)
    return " ".join(value.split())


def _foot(person: User | None, kind: str) -> dict[str, Any]:
    """What every mail ends with: why one gets it, and how to get it no more."""
    foot: dict[str, Any] = {"site": settings.WELLARCH_URL, "kind": kind, "person": None}
    if person is not None:
        stop = reverse("mail-stop", args=[preferences.stop_token(person, kind)])
        foot |= {
            "person": str(person),
            "stop_url": absolute(stop),
            "choices_url": absolute(reverse("account-notifications")),
            "why": "" if kind == preferences.DIGEST else NoticeKind(kind).label,
        }
    return foot


def _groups(waiting: Sequence[Notice]) -> tuple[Group, ...]:
    found: dict[str, dict[str, list[Line]]] = {}
    for notice in waiting:
        shown = _context(notice)
        line = _one_line(render_to_string(f"mail/{notice.kind}.line.txt", shown))
        sections = found.setdefault(notice.kind, {})
        sections.setdefault(str(shown.get("workload") or ""), []).append(Line(line, shown["url"]))
    return tuple(
        Group(
            str(heading),
            tuple(Section(name, tuple(lines)) for name, lines in sorted(found[kind].items())),
        )
        for kind, heading in HEADINGS.items()
        if kind in found
    )


def _mail(name: str, context: dict[str, Any], *, to: str, identity: str) -> EmailMultiAlternatives:
    context["subject"] = _one_line(render_to_string(f"mail/{name}.subject.txt", context))
    headers = {
        # The same in every attempt, so that a mail server or reader drops a second copy.
        "Message-ID": f"<{identity}@{urlsplit(settings.WELLARCH_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if stop := context.get("stop_url"):
        headers |= {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=_tidy(render_to_string(f"mail/{name}.txt", context)),
        to=[to],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"mail/{name}.html", context), "text/html")
    return mail


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SUBJECT else f"{line[: MAX_SUBJECT - 1].rstrip()}…"


def _tidy(text: str) -> str:
    tidied = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
    return tidied.replace("\n--\n", "\n-- \n") + "\n"  # how mail readers know a foot
