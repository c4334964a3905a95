"""The stage of the permission tests: put up once for a module, taken down by a rollback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.contracts.permission_stage import Stage, build


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """One stage for all cases of a module; each case takes back what it does.

    Such a module says `usefixtures("db")` and has a `db` of its own, because the usual one
    would open and close a transaction of its own around every case.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
