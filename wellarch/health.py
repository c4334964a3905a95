"""/healthz: says whether database, broker and worker answer."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError

from wellarch.celery import app
from wellarch.events import heartbeat


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return True


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "worker": heartbeat.is_alive,
}


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; the body names each part."""
    parts: dict[str, str] = {}
    for name, probe in PARTS.items():
        try:
            parts[name] = "ok" if probe() else "down"
        except (DatabaseError, OperationalError, OSError):
            parts[name] = "down"
    healthy = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if healthy else "down", **parts},
        status=200 if healthy else 503,
        headers={"Cache-Control": "no-store"},
    )
