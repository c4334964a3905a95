"""Several workers at the same moment do everything once.

SQLite lets one writer in at a time, and its test database lives in memory: nothing to race.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.builders import start_workload
from wellarch.accounts.models import Organization, User
from wellarch.accounts.tenancy import organizations
from wellarch.events.auditing import sealing
from wellarch.events.models import Breaker, Event, WebhookDelivery, WebhookMessage
from wellarch.events.webhooks import endpoints, fanout, replaying, sending
from wellarch.outgoing import breakers

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)

WORKERS = 4


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test."""
    with django_db_blocker.unblock():
        yield
        Organization.objects.all().delete()
        User.objects.all().delete()


def test_workers_that_fail_together_open_it_once(cast):
    """Eight workers begin their calls together, so each of them sees a closed breaker."""
    many = 8
    together = threading.Barrier(many)

    def refuse_later():
        together.wait(10)
        raise ConnectionRefusedError

    def work():
        try:
            with pytest.raises(ConnectionRefusedError):
                breakers.call("place", refuse_later, organization=cast.northwind)
        finally:
            connection.close()

    breakers.call("place", int, organization=cast.northwind)
    workers = [threading.Thread(target=work) for _turn in range(many)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    row = Breaker.objects.get(organization=cast.northwind)
    assert (row.state, row.revision) == ("open", 1)
    assert Event.objects.filter(verb="breaker.opened").count() == 1


def test_workers_that_walk_the_log_together_tell_everything_once(cast, actors, monkeypatch):
    monkeypatch.setattr(fanout, "BATCH", 7)
    endpoints.create(actors.ada, values={"url": "https://hooks.example.com/"})
    for number in range(40):
        organizations.edit(actors.ada, changes={"name": f"Name {number}"})
        start_workload(actors.ada, f"Workload {number}")
    sealing.seal()
    monkeypatch.setattr(fanout, "send_later", lambda deliveries: None)
    barrier = threading.Barrier(WORKERS)

    def walk(_number: int) -> int:
        try:
            barrier.wait(10)
            return sum(fanout.fan_out() for _turn in range(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        total = sum(pool.map(walk, range(WORKERS)))
    total += fanout.fan_out()
    assert total == WebhookDelivery.objects.count() == WebhookMessage.objects.count() == 40


def test_of_several_workers_one_sends_a_message(cast, actors, monkeypatch):
    endpoint, _secret = endpoints.create(actors.ada, values={"url": "https://hooks.example.com/"})
    monkeypatch.setattr(fanout, "send_later", lambda deliveries: None)
    delivery = replaying.test(actors.ada, endpoint.pk)
    barrier = threading.Barrier(WORKERS)
    sent = []

    def ask(endpoint: Any, message: Any) -> sending.Outcome:
        sent.append(message.pk)
        return sending.Outcome(204)

    def work(_number: int) -> bool:
        try:
            barrier.wait(10)
            return sending.deliver(delivery.pk)
        finally:
            connection.close()

    monkeypatch.setattr(sending, "_ask", ask)
    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(work, range(WORKERS))) == 1
    assert len(sent) == 1
