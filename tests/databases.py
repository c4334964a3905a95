"""A pytest plugin: says which database and cache a run uses, and leaves no cache behind.

Named in tests/conftest.py. Starts nothing itself; `make test` starts the services.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.conf import settings
from django.core.cache import cache


def pytest_report_header() -> str:
    """One line: what a real server says about itself, not what we meant to start."""
    return f"database: {_database()}; cache and broker: {_cache()}"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    yield
    cache.clear()


def _database() -> str:
    if settings.DATABASE_URL is None:
        return "SQLite"
    parts = urlsplit(settings.DATABASE_URL)
    with psycopg.connect(parts._replace(path="/postgres").geturl()) as connection:
        version = connection.info.server_version
    return f"PostgreSQL {version // 10000}.{version % 10000}"


def _cache() -> str:
    if settings.REDIS_URL is None:
        return "in memory"
    with redis.Redis.from_url(settings.REDIS_URL) as connection:
        return f"Redis {connection.info('server')['redis_version']}"
