"""Sending tasks by name, after the transaction that needs them.

Services send work without importing the door that does it. A task that cannot be sent is
not an error: every task of ours has a row that a sweeper finds again.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from wellarch.celery import app

logger = logging.getLogger(__name__)


def send_on_commit(name: str, *args: Any, countdown: float = 0) -> None:
    """Queue task `name` once the current transaction is committed; `args` are JSON values."""
    transaction.on_commit(lambda: send(name, *args, countdown=countdown), robust=True)


def send(name: str, *args: Any, countdown: float = 0) -> None:
    """Queue task `name` now, to start in `countdown` seconds at the earliest."""
    _import_tasks()
    try:
        app.tasks[name].apply_async(args=args, countdown=countdown, retry=False)
    except (OperationalError, OSError):
        logger.warning("Could not queue %s; the sweeper will.", name, exc_info=True)


@cache
def _import_tasks() -> None:
    app.loader.import_default_modules()
