"""What happens is told: once each, signed, with nothing in it that should not leave."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import resolve
from standardwebhooks.webhooks import WebhookVerificationError

from reviews.services import improvements, milestones, workloads
from tests.builders import select, start_workload
from tests.outgoing.conftest import deliver_all, told
from wellarch import clock
from wellarch.accounts.persons import erasure
from wellarch.events.models import WebhookCursor, WebhookDelivery, WebhookMessage
from wellarch.events.webhooks import endpoints, fanout


def test_an_unmodified_receiver_accepts_what_is_sent(actors, hook, receiver, workload):
    assert deliver_all() == len(receiver.got) > 0
    got = receiver.got[-1]
    told = got.opened(hook.secret)
    assert told["type"] == "workload.created"
    assert told["data"]["workload"] == str(workload.pk)
    assert told["data"]["subject"] == {"type": "workload", "id": str(workload.pk)}
    assert told["data"]["actor"] == {"id": actors.ada.user_id, "name": "Ada Example"}
    assert told["data"]["organization"]["slug"] == "northwind"
    assert got.headers["content-type"] == "application/json"
    assert got.path == "/hook?from=wellarch"
    with pytest.raises(WebhookVerificationError):
        got.opened("whsec_" + "A" * 44)


def test_a_changed_body_is_refused_by_the_receiver(hook, receiver, workload):
    deliver_all()
    got = receiver.got[0]
    got.body = got.body.replace("workload", "workl0ad")
    with pytest.raises(WebhookVerificationError):
        got.opened(hook.secret)


def test_a_risk_that_changes_is_an_event_of_its_own(actors, hook, receiver, review):
    deliver_all()
    receiver.got.clear()
    select(actors.cleo, review, "locks", "locks_key")
    deliver_all()
    told = [each.opened(hook.secret) for each in receiver.got]
    assert [each["type"] for each in told] == ["answer.changed", "answer.risk_changed"]
    assert told[1]["data"]["changes"] == {"risk": {"before": "unanswered", "after": "medium"}}
    path = f"/api/v1/reviews/{review.pk}/answers/locks/"
    assert told[1]["data"]["url"].endswith(path)
    receiver.got.clear()
    select(actors.cleo, review, "locks", "locks_dog")  # the risk stays what it was
    deliver_all()
    assert [each.opened(hook.secret)["type"] for each in receiver.got] == ["answer.changed"]


def test_notes_do_not_leave_the_house(actors, hook, receiver, review):
    select(actors.cleo, review, "locks", "locks_key", notes="The key lies under the mat.")
    deliver_all()
    changed = next(
        each
        for each in (got.opened(hook.secret) for got in receiver.got)
        if each["type"] == "answer.changed"
    )
    assert changed["data"]["changes"]["notes"] == {"hidden": True}
    assert "under the mat" not in "".join(got.body for got in receiver.got)


def test_no_message_holds_an_address_of_a_person(actors, cast, hook, receiver, review):
    cast.cleo.name = ""
    cast.cleo.save()
    select(actors.cleo, review, "locks", "locks_key")
    deliver_all()
    assert receiver.got
    assert "@example.com" not in "".join(got.body for got in receiver.got)


def test_who_deleted_their_account_is_named_by_no_message_sent_later(
    actors, cast, hook, receiver, review
):
    select(actors.cleo, review, "locks", "locks_key")
    told()
    erasure.erase(cast.cleo, confirmation=cast.cleo.email)
    deliver_all()
    names = {got.opened(hook.secret)["data"]["actor"]["name"] for got in receiver.got}
    assert "Former member" in names
    assert not any("Cleo" in got.body for got in receiver.got)


def test_an_endpoint_hears_of_what_it_asked_for_only(actors, hook_of, receiver, review):
    hook = hook_of("milestone.recorded")
    select(actors.cleo, review, "locks", "locks_key")
    milestones.record(actors.ben, review.workload_id, name="Before")
    deliver_all()
    assert [got.opened(hook.secret)["type"] for got in receiver.got] == ["milestone.recorded"]


def test_what_happened_before_the_first_webhook_is_not_told(actors, workload, hook):
    assert told() == []


def test_each_event_is_told_once_however_often_the_log_is_walked(actors, hook, workload):
    first = told()
    for _turn in range(3):
        fanout.fan_out()
    assert len(told()) == len(first) == WebhookMessage.objects.count()


def test_many_events_are_told_in_the_order_of_the_log(actors, hook, monkeypatch):
    monkeypatch.setattr(fanout, "BATCH", 3)
    for number in range(8):
        start_workload(actors.ada, f"Workload {number}")
    numbers = [each.message.number for each in told()]
    assert len(numbers) == 8
    assert numbers == sorted(numbers)


def test_an_organization_without_webhooks_writes_nothing(actors, workload):
    assert told() == []
    assert WebhookCursor.objects.count() == WebhookMessage.objects.count() == 0


def test_other_organizations_hear_nothing(actors, hook, receiver):
    start_workload(actors.oda, "Not yours")
    deliver_all()
    assert "Not yours" not in "".join(got.body for got in receiver.got)
    assert WebhookDelivery.objects.exclude(organization=actors.ada.organization).count() == 0


def test_what_happens_in_a_pause_is_told_afterwards(actors, hook, receiver):
    endpoints.pause(actors.ada, hook.row.pk)
    workload = start_workload(actors.ada, "Meanwhile")
    assert deliver_all() == 0
    assert receiver.got == []
    endpoints.resume(actors.ada, hook.row.pk)
    deliver_all()
    assert [got.opened(hook.secret)["data"]["workload"] for got in receiver.got] == [
        str(workload.pk)
    ]


def test_addresses_in_messages_lead_to_resources(actors, hook, receiver, review, cast, api_of):
    select(actors.cleo, review, "locks", "locks_key")
    milestones.record(actors.ben, review.workload_id, name="Before")
    improvements.make(actors.cleo, review.workload_id, title="Fit a bolt")
    deliver_all()
    api = api_of(cast.ada, scope="admin")
    urls = {json.loads(got.body)["data"].get("url") for got in receiver.got} - {None}
    assert len(urls) >= 4
    for url in urls:
        path = "/" + url.split("/", 3)[3]
        assert resolve(path)
        assert api.get(path).status_code == 200, path


def test_what_was_deleted_has_no_address(actors, hook, receiver, workload):
    workloads.delete(actors.ada, workload.pk)
    deliver_all()
    told = json.loads(receiver.got[-1].body)
    assert (told["type"], told["data"]["url"]) == ("workload.deleted", None)


def test_the_time_is_when_it_happened(actors, hook, receiver):
    then = clock.now() - timedelta(hours=5)
    with clock.at(then):
        start_workload(actors.ada, "Then")
    deliver_all()
    assert json.loads(receiver.got[-1].body)["timestamp"] == fanout.timestamp(then)
