"""Who is told, when, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.events.letters import tell
from wellarch import clock
from wellarch.accounts.models import Membership
from wellarch.events.models import Delivery, Notice, NoticeKind


def prefer(user, **choices):
    user.mail_preferences = choices
    user.save(update_fields=["mail_preferences"])


def test_a_notice_is_mailed_when_its_change_is_committed(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(cast.cleo, by=cast.ben, organization=cast.northwind)
        assert mail.outbox == []
    [sent] = mail.outbox
    assert sent.subject == "Ben Example mentioned you in Checkout"
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert (notice.next_attempt_at, notice.data) == (None, {})  # the link may be a secret


@pytest.mark.parametrize(
    ("kind", "delivery"),
    [
        (NoticeKind.INVITATION, Delivery.NOW),
        (NoticeKind.MENTION, Delivery.NOW),
        (NoticeKind.ASSIGNMENT, Delivery.NOW),
        (NoticeKind.REPORT_READY, Delivery.NOW),
        (NoticeKind.DUE_SOON, Delivery.DIGEST),
        (NoticeKind.LENS_UPGRADED, Delivery.DIGEST),
    ],
)
def test_who_chose_nothing_gets_what_is_usual(cast, kind, delivery):
    assert tell(cast.cleo, kind).delivery == delivery


@pytest.mark.parametrize("choice", ["now", "digest"])
def test_a_choice_is_kept(cast, choice, django_capture_on_commit_callbacks):
    prefer(cast.cleo, mention=choice)
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(cast.cleo).delivery == choice
    assert len(mail.outbox) == (choice == "now")


def test_who_wants_none_gets_none(cast):
    prefer(cast.cleo, mention="never")
    assert tell(cast.cleo) is None
    assert not Notice.objects.exists()


def test_nobody_is_told_of_what_they_did_themselves(cast):
    assert tell(cast.ben, by=cast.ben) is None


@pytest.mark.parametrize("state", [{"is_active": False}, {"erased_at": timezone.now()}])
def test_who_is_gone_gets_none(cast, state):
    for name, value in state.items():
        setattr(cast.cleo, name, value)
    assert tell(cast.cleo) is None


def test_an_address_with_an_account_is_its_person(cast):
    prefer(cast.cleo, invitation="never")
    assert tell(None, NoticeKind.INVITATION, email="CLEO@example.com") is None


def test_an_address_without_an_account_is_written_to_at_once(
    db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(None, NoticeKind.INVITATION, email="new@example.com")
    assert mail.outbox[0].to == ["new@example.com"]


def test_one_occasion_is_told_once_to_each(cast):
    assert tell(cast.cleo, once="report 1") is not None
    assert tell(cast.cleo, once="report 1") is None
    assert tell(cast.cleo, once="report 2") is not None
    assert tell(cast.vic, once="report 1") is not None


def test_history_that_is_loaded_is_told_nobody(cast):
    with clock.at(timezone.now() - timedelta(days=30)):
        assert tell(cast.cleo) is None


def test_who_left_the_organization_hears_no_more_of_it(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(cast.cleo, organization=cast.northwind)
        Membership.objects.filter(user=cast.cleo).delete()
    notice.refresh_from_db()
    assert mail.outbox == []
    assert (notice.sent_at, notice.next_attempt_at, notice.data) == (None, None, {})


def test_who_changed_their_mind_before_it_was_sent_gets_none(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(cast.cleo)
        prefer(cast.cleo, mention="never")
    assert mail.outbox == []
