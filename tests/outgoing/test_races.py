"""Several workers at the same moment do everything once.

SQLite lets one writer in at a time, and its test database lives in memory: nothing to race.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from wellarch.accounts.models import Organization, User
from wellarch.events.models import Breaker, Event
from wellarch.outgoing import breakers

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)


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
