"""Messages arrive at least once, whatever the receiver, the network or the worker does."""

from __future__ import annotations

import socket
from datetime import timedelta
from ipaddress import ip_address

import pytest

from tests.builders import start_workload
from tests.outgoing.conftest import deliver_all, told
from wellarch import clock, outbound
from wellarch.accounts.credentials import rotation
from wellarch.events.models import (
    Breaker,
    Event,
    WebhookAttempt,
    WebhookDelivery,
    WebhookMessage,
)
from wellarch.events.webhooks import endpoints, replaying, sending
from wellarch.outgoing import breakers


@pytest.fixture
def waiting(actors, hook) -> WebhookDelivery:
    """A message that waits to be sent."""
    start_workload(actors.ada, "Checkout")
    return told()[0]


def later(**span: float):
    return clock.at(clock.now() + timedelta(**span))


def test_a_message_that_arrived_is_not_sent_again(waiting, receiver):
    assert sending.deliver(waiting.pk)
    assert not sending.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, len(receiver.got)) == ("delivered", 1)
    attempt = waiting.tries.get()
    assert (attempt.status, attempt.error) == (204, "")


def test_what_fails_is_tried_again_after_longer_and_longer(waiting, receiver):
    receiver.says(400, "No.", times=10)
    now = clock.now()
    for number, planned in enumerate(sending.WAITS, 1):
        with clock.at(now):
            assert not sending.deliver(waiting.pk)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.attempts) == ("queued", number)
        assert planned <= (waiting.next_at - now).total_seconds() <= planned * 1.2
        with clock.at(waiting.next_at - timedelta(seconds=1)):
            assert not sending.deliver(waiting.pk)
        assert len(receiver.got) == number
        now = waiting.next_at
    with clock.at(now):
        sending.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries.count()) == ("given_up", 10)
    assert len({got.id for got in receiver.got}) == 1
    assert waiting.tries.first().answer == "No."


def test_an_endpoint_that_failed_for_days_is_switched_off(waiting, receiver, hook):
    receiver.says(400, times=10)
    now = clock.now()
    for _turn in range(10):
        with clock.at(now):
            sending.deliver(waiting.pk)
        waiting.refresh_from_db()
        now = waiting.next_at
    hook.row.refresh_from_db()
    assert (hook.row.is_active, hook.row.off_reason) == (False, "failing")
    event = Event.objects.get(verb="webhook.switched_off")
    assert event.user is None
    assert event.data["reason"] == "failing"


def test_who_is_gone_is_told_nothing_more(actors, waiting, receiver, hook):
    receiver.says(410)
    sending.deliver(waiting.pk)
    hook.row.refresh_from_db()
    assert (hook.row.is_active, hook.row.off_reason) == (False, "gone")
    start_workload(actors.ada, "Another")
    assert told() == []
    endpoints.resume(actors.ada, hook.row.pk)
    assert deliver_all() == 1


def test_a_receiver_that_asks_for_time_gets_it(waiting, receiver):
    receiver.says(429, Retry_After="3600")
    now = clock.now()
    with clock.at(now):
        sending.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.next_at == now + timedelta(seconds=3600)


def test_nobody_is_followed_elsewhere(waiting, receiver):
    receiver.says(302, Location=receiver.url)
    assert not sending.deliver(waiting.pk)
    assert len(receiver.got) == 1
    assert "do not follow" in waiting.tries.get().error


def test_a_receiver_that_says_nothing_is_left_after_a_time(waiting, receiver, settings):
    settings.WELLARCH_WEBHOOK_TIMEOUT = 0.3
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        waiting.endpoint.url = f"http://127.0.0.1:{port}/"
        waiting.endpoint.save()
        assert not sending.deliver(waiting.pk)
    attempt = waiting.tries.get()
    assert attempt.status is None
    assert "too long" in attempt.error
    assert 250 <= attempt.milliseconds < 3000


def test_of_a_long_answer_only_the_beginning_is_kept(waiting, receiver):
    receiver.says(500, "x" * 100_000)
    sending.deliver(waiting.pk)
    assert waiting.tries.get().answer == "x" * 500


def test_a_worker_that_dies_after_sending_leaves_it_to_another_with_the_same_id(
    waiting, receiver, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args, **named):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_finish", die)
        with pytest.raises(Killed):
            sending.deliver(waiting.pk)
    assert len(receiver.got) == 1
    assert not sending.deliver(waiting.pk)  # its lease runs still
    with later(seconds=61):
        assert sending.sweep() == 1
        assert sending.deliver(waiting.pk) or WebhookDelivery.objects.get().state == "delivered"
    assert [got.id for got in receiver.got] == [waiting.message_id] * 2


def test_a_lost_task_is_found_by_the_sweeper(waiting, receiver):
    with later(seconds=3):
        assert sending.sweep() == 1  # here tasks run where they are sent
    assert len(receiver.got) == 1
    assert sending.sweep() == 0


def test_a_worker_that_lost_its_lease_changes_nothing(waiting, receiver, monkeypatch):
    ask = sending._ask

    def asked_too_long(*args):
        outcome = ask(*args)
        WebhookDelivery.objects.update(lease_owner="another")
        return outcome

    monkeypatch.setattr(sending, "_ask", asked_too_long)
    sending.deliver(waiting.pk)
    assert len(receiver.got) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.lease_owner) == ("queued", "another")


def test_secrets_rotate_without_a_gap(actors, waiting, receiver, hook):
    _endpoint, fresh = endpoints.renew_secret(actors.ada, hook.row.pk)
    sending.deliver(waiting.pk)
    assert receiver.got[0].opened(hook.secret) == receiver.got[0].opened(fresh)
    with later(hours=25):
        replaying.replay(actors.ada, waiting.pk)
        sending.deliver(waiting.pk)
    assert len(receiver.got[1].headers["webhook-signature"].split()) == 1


def test_secrets_survive_other_keys_of_the_installation(actors, waiting, receiver, hook, settings):
    endpoints.renew_secret(actors.ada, hook.row.pk)
    settings.WELLARCH_KEYS = ["the-new-key-of-the-installation-0002", settings.SECRET_KEY]
    assert rotation.rotate().rotated == 2
    settings.WELLARCH_KEYS = settings.WELLARCH_KEYS[:1]
    assert sending.deliver(waiting.pk)
    assert receiver.got[0].opened(hook.secret)


def test_a_secret_that_cannot_be_read_is_said_and_nothing_sent(waiting, receiver, settings):
    settings.WELLARCH_KEYS = ["another-key-of-the-installation-00003"]
    assert not sending.deliver(waiting.pk)
    assert receiver.got == []
    assert "secret" in waiting.tries.get().error


# --- Where it may go -----------------------------------------------------------------------


def test_addresses_inside_the_network_are_not_spoken_to(waiting, receiver, settings):
    settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS = []
    waiting.endpoint.url = f"https://127.0.0.1:{receiver.port}/"
    waiting.endpoint.save()
    assert not sending.deliver(waiting.pk)
    assert receiver.got == []
    assert "own network" in waiting.tries.get().error


def test_plain_http_leads_to_named_hosts_only(waiting, receiver, settings):
    settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS = ["other.example"]
    assert not sending.deliver(waiting.pk)
    assert receiver.got == []
    assert "https://" in waiting.tries.get().error


def test_a_name_is_looked_up_once_and_that_address_is_spoken_to(
    waiting, receiver, settings, monkeypatch
):
    """A name that leads outside when it is checked and inside a moment later opens nothing."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    asked = []

    def rebinding(host, port, **how):
        asked.append(host)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    real = socket.create_connection
    connected = []

    def connect(address, *args, **named):
        connected.append(address[0])
        if ip_address(address[0]).is_loopback:
            return real(address, *args, **named)
        raise TimeoutError

    settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS = []
    monkeypatch.setattr(outbound.socket, "getaddrinfo", rebinding)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    waiting.endpoint.url = f"https://rebinding.example:{receiver.port}/"
    waiting.endpoint.save()
    assert not sending.deliver(waiting.pk)
    assert asked == ["rebinding.example"]
    assert connected == ["93.184.216.34"]
    assert receiver.got == []
    with clock.at(WebhookDelivery.objects.get().next_at):
        assert not sending.deliver(waiting.pk)  # now it leads inside, and that is seen
    assert connected == ["93.184.216.34"]
    assert "own network" in waiting.tries.first().error


# --- The breaker ---------------------------------------------------------------------------


def test_an_open_breaker_loses_nothing(actors, hook, receiver):
    for number in range(8):
        start_workload(actors.ada, f"Workload {number}")
    rows = told()
    receiver.says(503, times=5)
    now = clock.now()
    with clock.at(now):
        for each in rows:
            sending.deliver(each.pk)
    assert len(receiver.got) == 5  # the other three were not even tried
    assert Breaker.objects.get().state == "open"
    untried = WebhookDelivery.objects.filter(attempts=0)
    assert untried.count() == 3
    for each in untried:
        assert 30 <= (each.next_at - now).total_seconds() <= 36
    assert WebhookAttempt.objects.count() == 5
    with clock.at(now + timedelta(minutes=10)):
        for each in rows:
            sending.deliver(each.pk)
    assert {each.state for each in WebhookDelivery.objects.all()} == {"delivered"}
    assert {got.id for got in receiver.got} == set(
        WebhookMessage.objects.values_list("pk", flat=True)
    )
    assert Breaker.objects.get().state == "closed"


def test_a_refused_message_does_not_open_the_breaker(actors, hook, receiver):
    receiver.says(422, times=7)
    for number in range(7):
        start_workload(actors.ada, f"Workload {number}")
    for each in told():
        sending.deliver(each.pk)
    assert len(receiver.got) == 7
    breakers.check(sending.breaker_key(hook.row), hook.row.organization)


def test_one_broken_endpoint_does_not_hold_up_another(actors, hook_of, receiver):
    hook_of(url="http://127.0.0.1:9/")  # nobody is there
    good = hook_of()
    for number in range(7):
        start_workload(actors.ada, f"Workload {number}")
    for each in told():
        sending.deliver(each.pk)
    assert len([got for got in receiver.got if got.opened(good.secret)]) == 7


# --- Again ---------------------------------------------------------------------------------


def test_a_replayed_delivery_carries_the_same_id(actors, waiting, receiver):
    sending.deliver(waiting.pk)
    replaying.replay(actors.ada, waiting.pk)
    assert sending.deliver(waiting.pk)
    first, second = receiver.got
    assert first.id == second.id == waiting.message_id
    assert first.body == second.body
    assert waiting.tries.count() == 2


def test_all_since_a_moment_are_sent_again(actors, hook, receiver):
    start_workload(actors.ada, "Early")
    deliver_all()
    moment = clock.now()
    for name in ("One", "Two"):
        start_workload(actors.ada, name)
    deliver_all()
    receiver.got.clear()
    assert replaying.replay_since(actors.ada, hook.row.pk, since=moment) == 2
    deliver_all()
    assert len(receiver.got) == 2
    assert replaying.replay_since(actors.ada, hook.row.pk, since=moment, only_missed=True) == 0


def test_a_new_webhook_can_be_told_of_what_others_were_told(actors, hook, hook_of, receiver):
    moment = clock.now()
    start_workload(actors.ada, "Early")
    deliver_all()
    late = hook_of()
    receiver.got.clear()
    assert replaying.replay_since(actors.ada, late.row.pk, since=moment, only_missed=True) >= 1
    deliver_all()
    assert receiver.got[0].opened(late.secret)["data"]["details"]["name"] == "Early"


def test_a_test_event_is_signed_and_tells_nothing(actors, hook, receiver):
    delivery = replaying.test(actors.ada, hook.row.pk)
    assert sending.deliver(delivery.pk)
    told = receiver.got[0].opened(hook.secret)
    assert told["type"] == "webhook.test"
    assert set(told["data"]) == {"organization"}


def test_messages_are_forgotten_after_a_time(waiting, receiver, settings):
    sending.deliver(waiting.pk)
    with later(days=settings.WELLARCH_WEBHOOK_DAYS - 1):
        assert sending.forget() == 0
    with later(days=settings.WELLARCH_WEBHOOK_DAYS + 1):
        assert sending.forget() == 1
    assert WebhookDelivery.objects.count() == WebhookAttempt.objects.count() == 0
