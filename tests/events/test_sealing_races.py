"""Two sealers at the same moment make one chain.

SQLite lets one writer in at a time, and its test database lives in memory: nothing to race.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.events.tampering import faults
from wellarch.accounts.models import Organization, User
from wellarch.accounts.tenancy import organizations
from wellarch.events.auditing import sealing
from wellarch.events.models import Event, Seal

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)
SEALERS = 3


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test."""
    with django_db_blocker.unblock():
        yield
        Organization.objects.all().delete()
        User.objects.all().delete()


def test_several_sealers_link_every_event_once(cast, actors, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 5)
    barrier = Barrier(SEALERS + 1)

    def run(call: Any) -> int:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            return sum(call() for _turn in range(20))
        finally:
            connection.close()

    def write() -> int:
        for number in range(3):
            organizations.edit(actors.ada, changes={"name": f"Name {number}"})
            organizations.edit(actors.oda, changes={"name": f"Name {number}"})
        return 0

    with ThreadPoolExecutor(SEALERS + 1) as pool:
        totals = list(pool.map(run, [write, *[sealing.seal] * SEALERS]))
    assert sum(totals) + sealing.seal() == Event.objects.count() == Seal.objects.count()
    assert faults(cast.northwind) == faults(cast.elsewhere) == []
