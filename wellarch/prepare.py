"""Brings an installation up to date before it starts: tables, static files, demo.

Cheap when nothing changed, because `make run` calls it at every start. Knows apps by name only.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date(say: Callable[[str], None], *, demo: bool) -> str:
    """Migrate, load built-in lenses and profiles, collect static files, load the demo: what is
    needed.

    say is told what takes a while. Returns what the demo printed (its sign-ins).
    """
    if _needs_migration():
        say("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
    # Cheap when nothing changed: lenses are recognised by their content.
    call_command("lens", "load", stdout=io.StringIO())
    call_command("profile", "load", stdout=io.StringIO())
    if not settings.DEBUG:
        _collect_static(say)
    if not demo:
        return ""
    printed = io.StringIO()
    call_command("demo", if_empty=True, stdout=printed)
    return printed.getvalue().strip()


def missing() -> str | None:
    """What has to be done before a start, in a sentence, or None."""
    if problem := missing_tables():
        return problem
    if not settings.DEBUG and not Path(settings.STATIC_ROOT).exists():
        return "There are no static files yet: run manage.py collectstatic, or up --prepare."
    return None


def missing_tables() -> str | None:
    """What has to be done to the database before it is written to, in a sentence, or None."""
    if _needs_migration():
        return "The database is not up to date: run manage.py migrate, or up --prepare."
    return None


def _needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_static(say: Callable[[str], None]) -> None:
    """Collect and compress static files, unless the very same were collected last time."""
    stamp = Path(settings.STATIC_ROOT) / "collected.sha256"
    digest = hashlib.sha256("\n".join(_static_sources()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Collecting static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def _static_sources() -> Iterator[str]:
    """Every static file with what shows that it changed."""
    yield settings.STORAGES["staticfiles"]["BACKEND"]
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"
