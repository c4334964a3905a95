"""Notices as tests write them, and mails as tests read them."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from wellarch.accounts.models import Organization, User
from wellarch.events.mailing import notices
from wellarch.events.models import Notice, NoticeKind

DATA: dict[NoticeKind, dict[str, Any]] = {
    NoticeKind.INVITATION: {
        "what": "organization",
        "name": "Northwind",
        "role": "architect",
        "expires_at": "2026-11-28T09:00:00Z",
        "url": "/join/a-secret/",
    },
    NoticeKind.MENTION: {
        "where": "SEC 3 · Permissions",
        "workload": "Checkout",
        "excerpt": "@Cleo is this still true?\nThe role is gone.",
        "url": "/reviews/1/#comment-2",
    },
    NoticeKind.ASSIGNMENT: {
        "title": "Rotate the keys",
        "workload": "Checkout",
        "due": "2026-12-04",
        "risk": "high",
        "url": "/reviews/1/",
    },
    NoticeKind.DUE_SOON: {
        "what": "review",
        "title": "Next review",
        "workload": "Checkout",
        "due": "2026-11-28",
        "url": "/workloads/1/",
    },
    NoticeKind.LENS_UPGRADED: {
        "lens": "Small lens",
        "version": "2",
        "notes": "One question more.",
        "workloads": [{"name": "Checkout", "version": "1"}],
        "url": "/lenses/small/",
    },
    NoticeKind.REPORT_READY: {
        "title": "Checkout",
        "workload": "Checkout",
        "pages": 3,
        "size": 40_000,
        "url": "/reports/1/",
    },
}


def tell(
    user: User | None,
    kind: NoticeKind = NoticeKind.MENTION,
    *,
    by: User | None = None,
    organization: Organization | None = None,
    email: str = "",
    once: str = "",
    **data: Any,
) -> Notice | None:
    """A notice with realistic data, some of it replaced, committed if the test commits."""
    with transaction.atomic():
        return notices.write(
            kind,
            user=user,
            by=by,
            organization=organization,
            email=email,
            once=once,
            data={**DATA[kind], **data},
        )


def html_of(mail: EmailMultiAlternatives) -> str:
    """The HTML part."""
    [part] = mail.alternatives
    assert part[1] == "text/html"
    return str(part[0])
