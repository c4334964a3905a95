"""Notices to people: written with the change they tell of, mailed by a task, each once.

What `data` holds, JSON-ready. In every kind: url (a path here, or absolute; it may be a secret)
and, when somebody did it, by (their name; filled in from `by` of `write`).

kind           data
-------------  ----------------------------------------------------------------------------------
invitation     what: "organization", or a ShareKind word ("workload", "lens", …); name: of it;
               role (a Role word) or permission (a Permission word); expires_at (optional);
               organization (name of who invites; that of `organization` unless given)
               everybody_in: the organization whose members it is shared with (optional)
mention        where: what the note stands at ("SEC 3 · Permissions for people and machines");
               workload: its name; excerpt: the words around the mention, plain text (optional)
assignment     title: what is to be done; workload: its name; due (a date or None);
               risk: "high", "medium", … (optional)
due_soon       what: "review", "improvement", "test" (of a worksheet), "game day" or
               "rehearsal" (one to be held again); title; workload: its name; due (a date);
               overdue: True when the date has passed (optional)
lens_upgraded  lens: its name; version: the new one; notes: what is new, plain text (optional);
               workloads: [{"name": …, "version": the one in use,
               "url": where one sees what would change and takes it (optional)}, …]
report_ready   title: of the report; workload: its name, "" for several; format: "PDF", "Excel", …;
               pages (0: it has none); size (bytes); rhythm: how often it comes by itself (optional)
               or, for one that did not come: title; workload; rhythm; problem: why
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from wellarch import clock
from wellarch.accounts.models import Organization, User
from wellarch.events.models import Delivery, Notice, NoticeKind
from wellarch.queue import send_on_commit

TASK = "wellarch.send_notice"
USUAL: dict[NoticeKind, Delivery] = {
    NoticeKind.INVITATION: Delivery.NOW,
    NoticeKind.MENTION: Delivery.NOW,
    NoticeKind.ASSIGNMENT: Delivery.NOW,
    NoticeKind.DUE_SOON: Delivery.DIGEST,
    NoticeKind.LENS_UPGRADED: Delivery.DIGEST,
    NoticeKind.REPORT_READY: Delivery.NOW,
}
_NAMES = uuid.UUID("5d0e9f0a-6f2b-5f1e-9c1f-2b7c6a1d4e80")
_HISTORY = timedelta(days=1)


def preference(user: User, kind: NoticeKind | str) -> Delivery:
    """When this person wants notices of a kind, as they chose or as is usual."""
    chosen = user.mail_preferences.get(str(kind))
    return Delivery(chosen) if chosen in Delivery.values else USUAL[NoticeKind(kind)]


def write(
    kind: NoticeKind,
    *,
    user: User | None = None,
    email: str = "",
    organization: Organization | None = None,
    data: Mapping[str, Any],
    by: User | None = None,
    once: str = "",
) -> Notice | None:
    """Tell somebody, in the caller's transaction; mailed after it is committed.

    user, or email for somebody who may have no account. organization: whose matter it is. by:
    who did it; nobody is told of what they did themselves. once: names the occasion, so that
    the same person is told of it a single time however often this is called. None when there
    is nothing to send: they do not want it, are gone, or know already; nor does anybody hear
    of history that is loaded (see wellarch/clock.py).
    """
    person = user or _known(email)
    delivery = Delivery.NOW if person is None else preference(person, kind)
    if not _wanted(person, email, by, delivery):
        return None
    values = {
        "organization": organization,
        "user": person,
        "email": "" if person else email.strip().lower(),
        "kind": kind,
        "delivery": delivery,
        "data": _with_names(data, by, organization),
        "created_at": clock.now(),
        "next_attempt_at": clock.now(),
    }
    key = uuid.uuid5(_NAMES, f"{kind} {person.pk if person else email} {once}")
    notice, is_new = Notice.objects.get_or_create(pk=key if once else uuid.uuid4(), defaults=values)
    if not is_new:
        return None
    if delivery == Delivery.NOW:
        send_on_commit(TASK, str(notice.pk))
    return notice


def _known(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first() if email else None


def _wanted(person: User | None, email: str, by: User | None, delivery: Delivery) -> bool:
    if clock.now() < timezone.now() - _HISTORY:
        return False
    if person is None:
        return bool(email)
    is_here = person.is_active and person.erased_at is None
    return is_here and person != by and delivery != Delivery.NEVER


def _with_names(
    data: Mapping[str, Any], by: User | None, organization: Organization | None
) -> dict[str, Any]:
    known = {
        "by": str(by) if by else "",
        "organization": organization.name if organization else "",
    }
    return {**known, **data}
