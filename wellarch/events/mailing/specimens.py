"""One made-up notice of every kind: for the style guide and for tests of how mails look."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives

from wellarch import clock
from wellarch.accounts.models import User
from wellarch.events.mailing import letters
from wellarch.events.models import Notice, NoticeKind

_ROOM = "/reviews/0b6f3c1e/questions/SEC03/"


def mails(person: User | None = None) -> dict[str, EmailMultiAlternatives]:
    """Every mail by name, as this person (or Ada Lind) would read it; nothing is sent."""
    reader = person or User(pk=0, name="Ada Lind", email="ada@example.com")
    notices = [
        Notice(kind=kind, user=reader, data=data | {"by": "Ben Kern", "organization": "Northwind"})
        for kind, data in _data()
    ]
    stranger = Notice(kind=NoticeKind.INVITATION, email="new@example.com", data=notices[0].data)
    return {
        "invitation-stranger": letters.compose(stranger),
        **{
            f"{notice.kind}-{n}".replace("_", "-"): letters.compose(notice)
            for n, notice in enumerate(notices, start=1)
        },
        "digest": letters.compose_digest(reader, notices, clock.now().date()),
    }


def _data() -> list[tuple[NoticeKind, dict[str, Any]]]:
    today = clock.now().date()
    soon, later = today + timedelta(days=6), today + timedelta(days=13)
    return [
        (NoticeKind.INVITATION, _invitation(today)),
        (NoticeKind.INVITATION, _share(soon)),
        (
            NoticeKind.MENTION,
            {
                "where": "SEC 3 · How do you manage permissions for people and machines?",
                "workload": "Checkout platform",
                "excerpt": "@Ada do we still need the break-glass role?\n"
                "The last drill used it, and nobody took it back afterwards.",
                "url": f"{_ROOM}#comment-12",
            },
        ),
        (
            NoticeKind.ASSIGNMENT,
            {
                "title": "Grant least privilege access to the payment database",
                "workload": "Checkout platform",
                "due": later.isoformat(),
                "risk": "high",
                "url": _ROOM,
            },
        ),
        (NoticeKind.DUE_SOON, _due("Next review", "review", soon)),
        (NoticeKind.DUE_SOON, _due("3 risks", "improvement", soon)),
        (NoticeKind.DUE_SOON, _due("Next restore test: Orders", "test", soon)),
        (NoticeKind.LENS_UPGRADED, _upgrade()),
        (
            NoticeKind.REPORT_READY,
            {
                "title": "Checkout platform · Well-Architected Framework",
                "workload": "Checkout platform",
                "pages": 24,
                "size": 412_300,
                "url": "/reports/0b6f3c1e/",
            },
        ),
    ]


def _invitation(today: date) -> dict[str, Any]:
    until = datetime.combine(today, datetime.min.time(), tzinfo=clock.now().tzinfo)
    return {
        "what": "organization",
        "name": "Northwind",
        "role": "architect",
        "expires_at": (until + timedelta(days=7, hours=9)).isoformat(),
        "url": "/join/a-secret-that-is-longer-than-most-lines-of-a-mail-on-a-telephone/",
    }


def _share(soon: date) -> dict[str, Any]:
    return {
        "what": "workload",
        "name": "Customer data lake",
        "permission": "contribute",
        "expires_at": f"{soon.isoformat()}T12:00:00+00:00",
        "url": "/shared/",
    }


def _due(title: str, what: str, due: date) -> dict[str, Any]:
    return {
        "what": what,
        "title": title,
        "workload": "Checkout platform",
        "due": due.isoformat(),
        "url": "/workloads/0b6f3c1e/",
    }


def _upgrade() -> dict[str, Any]:
    return {
        "lens": "SaaS Lens",
        "version": "2.0",
        "notes": "Tenant isolation has a pillar of its own. Four questions are new.",
        "workloads": [
            {"name": "Checkout platform", "version": "1.3", "url": "/reviews/41c/upgrade/"},
            {"name": "Customer data lake", "version": "1.2", "url": "/reviews/7b0/upgrade/"},
        ],
        "url": "/lenses/saas/",
    }
