"""Somebody who did everything, for tests of what is told of them and what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from reviews.models import (
    Review,
)
from reviews.services import (
    comments,
    evidence,
    findings,
    milestones,
    questions,
    reports,
    reviews,
    visits,
    workloads,
)
from reviews.services import sessions as meetings
from tests.builders import publish_lens, select, start_review, start_workload
from tests.conftest import PASSWORD
from wellarch import clock
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import (
    Invitation,
    Membership,
    Share,
    Team,
    TeamMember,
    User,
)
from wellarch.accounts.persons import tours
from wellarch.accounts.roles import ShareKind
from wellarch.events.models import Delivery, Notice, NoticeKind
from wellarch.live.source import Seen

NAME, ADDRESS, SECOND = "Ben Example", "ben@example.com", "benjamin@home.example"


@pytest.fixture
def busy(cast: Any, actors: Any, client_of: Any) -> dict[str, Any]:
    """Ben did everything that one can do, so that he is everywhere."""
    ben = cast.ben
    lens = publish_lens(actors.ben).lens
    workload = start_workload(actors.ben)
    workloads.edit(actors.ada, workload.pk, values={"review_owner": NAME})
    workloads.edit(actors.ada, workload.pk, values={"review_owner": ADDRESS.upper()})
    review = start_review(actors.ben, workload, lens)
    select(actors.ben, review, "locks", "locks_dog")
    select(actors.ada, review, "keys", "keys_safe")
    findings.write(actors.ben, review.pk, "doors", values={"gaps": "Rust."})
    comments.write(actors.ben, review.pk, "locks", text="Dogs bark.")
    comments.write(actors.ada, review.pk, "locks", text=f"@{NAME}, really?")
    evidence.add_link(actors.ben, review.pk, "locks", url="https://example.com/dog")
    questions.assign(actors.ada, review.pk, "keys", user_id=ben.pk, due_on=clock.now().date())
    questions.park(actors.ben, review.pk, "glass", note="Which glass?")
    questions.confirm(actors.ben, review.pk, "keys", revision=1)
    _meet(actors.ben, review, invited=ben.pk)
    tours.finish(actors.ben, tours.ROOM)
    milestones.record(actors.ben, workload.pk, name="First")
    later = {"is_set_aside": True, "set_aside_reason": "Later."}
    for pillar in ("doors", "windows"):
        findings.write(actors.ben, review.pk, pillar, values=later)
    reviews.complete(actors.ben, review.pk)
    reports.request(actors.ben, workload.pk)
    team = Team.objects.first()
    TeamMember.objects.create(team=team, membership=Membership.objects.get(user=ben))
    _token, clear = tokens.create(actors.ben, name="Ben Example's laptop", scope="admin")
    key, _secret = access_keys.create(actors.ben, name="Ben Example's script")
    for number, address in enumerate((ADDRESS, SECOND)):
        EmailAddress.objects.create(user=ben, email=address, verified=True, primary=not number)
    soon = clock.now() + timedelta(days=7)
    Invitation.objects.create(
        organization=cast.elsewhere, email=SECOND, digest="d", expires_at=soon
    )
    Share.objects.create(
        organization=cast.elsewhere, kind=ShareKind.WORKLOAD, subject_id=workload.pk,
        email=SECOND, expires_at=soon,
    )  # fmt: skip
    for who in ({"user": ben}, {"email": SECOND}, {"user": cast.ada}):
        Notice.objects.create(
            kind=NoticeKind.MENTION, delivery=Delivery.NOW, data={"by": NAME}, **who
        )
    User.objects.filter(pk=ben.pk).update(last_login=clock.now())
    ben.refresh_from_db()
    browser = Client(HTTP_USER_AGENT="Ben's Firefox")
    browser.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    Authenticator.objects.create(user=ben, type="totp", data={"secret": "x"})
    # A sign-in that waits for its second factor.
    Client().post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    return {
        "workload": workload, "review": review, "clear": clear, "key": key, "browser": browser,
    }  # fmt: skip


def _meet(actor: Any, review: Review, *, invited: int) -> None:
    """A session with Ben on its agenda, by name, and in the room."""
    people = f"Operations, {NAME.upper()}, {ADDRESS}"
    items = [{"pillar": "doors", "minutes": 5, "people": people, "note": ""}]
    meeting = meetings.plan(actor, review.pk, values={"agenda": items}, invited=[invited])
    meetings.start(actor, review.pk, meeting.pk)
    visits.keep([Seen(review.pk, invited, "locks", clock.now())])
