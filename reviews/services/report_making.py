"""Reports are made: by a worker that holds a lease, found again when it dies, kept for a time."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any, BinaryIO, NamedTuple, cast
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.documents import writing
from reviews.models import Report, ReportStatus
from reviews.services import report_options, report_subjects, reports, tidings
from wellarch import files
from wellarch.accounts.actor import system_actor
from wellarch.errors import DomainError
from wellarch.events import log
from wellarch.queue import send

LEASE = timedelta(seconds=12)
_RENEW_EVERY = 4.0  # seconds
_RESEND_AFTER = timedelta(seconds=8)
_RESEND_AT_ONCE = 20
_EXPIRE_AT_ONCE = 200
_STEP_LENGTH = 80  # characters
MAX_ATTEMPTS = 5  # a report that kills its worker this often is given up
MAX_TRIES = 3  # an error this often is an answer

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """The report is no longer this worker's: cancelled, deleted, or its lease was lost."""


class Overdue(Exception):
    """It takes longer than a report may."""


class Made(NamedTuple):
    """A document that lies in a temporary file."""

    file: BinaryIO
    pages: int
    size: int
    digest: str


def render(report_id: UUID) -> bool:
    """Render a report if nobody else is at it; True if this call made it ready.

    Idempotent: the lease lets one worker in, and only the holder of the lease writes the
    result. A worker that was killed lets its lease run out; the sweeper then sends again.
    """
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
    if not _claim(report_id, owner):
        return False
    report = Report.objects.select_related(
        "workload__organization", "organization", "review__lens", "milestone", "other", "user"
    ).get(pk=report_id)
    try:
        # On disk: a large document is in memory once, not twice.
        with tempfile.TemporaryFile() as spool:
            with _renewed(report_id, owner):
                made = _produce(report, owner, cast(BinaryIO, spool))
            return _finish(report, owner, made)
    except Stopped:
        logger.info("Report %s was stopped.", report_id)
    except (Overdue, SoftTimeLimitExceeded):
        logger.warning("Report %s took too long.", report_id)
        _fail(_mine(report_id, owner), _too_long())
    except DomainError as error:
        _fail(_mine(report_id, owner), error.message)  # trying again changes nothing
    except Exception as error:  # of the document or of the storage: both may pass
        logger.exception("Report %s failed.", report_id)
        _give_up_or_retry(report, owner, error)
    return False


def sweep() -> int:
    """Queue again what waits too long or whose worker died; returns how many.

    The oldest few at a time: behind a long queue nothing is lost, and every copy of a message
    has to be read too.
    """
    now = timezone.now()
    dead = Q(status=ReportStatus.RENDERING, lease_until__lt=now)
    lost = Q(status=ReportStatus.QUEUED, requested_at__lt=now - _RESEND_AFTER)
    due = Report.objects.filter(dead | lost)
    due.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=ReportStatus.FAILED,
        error=_("The worker stopped %(n)d times while rendering.") % {"n": MAX_ATTEMPTS},
        finished_at=now,
    )
    oldest = due.filter(attempts__lt=MAX_ATTEMPTS).order_by("requested_at")
    ids = list(oldest.values_list("pk", flat=True)[:_RESEND_AT_ONCE])
    for report_id in ids:
        send(reports.TASK, str(report_id))
    return len(ids)


def expire() -> int:
    """Delete the files whose time is over; the rows stay, with their digests. Returns how many."""
    over = Report.objects.filter(status=ReportStatus.READY, expires_at__lte=timezone.now())
    count = 0
    for key in list(over.order_by("expires_at").values_list("pk", flat=True)[:_EXPIRE_AT_ONCE]):
        with transaction.atomic():
            row = over.select_for_update(of=("self",)).filter(pk=key).first()
            if row is None:
                continue
            files.delete_on_commit(row.file)
            over.filter(pk=key).update(status=ReportStatus.EXPIRED, file="")
            count += 1
    return count


def _claim(report_id: UUID, owner: str) -> bool:
    now = timezone.now()
    free = Q(status=ReportStatus.QUEUED) | Q(status=ReportStatus.RENDERING, lease_until__lt=now)
    claimed = Report.objects.filter(free, pk=report_id).update(
        status=ReportStatus.RENDERING,
        lease_owner=owner,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        progress=5,
        step=_("Reading the answers"),
        error="",
    )
    return bool(claimed)


def _produce(report: Report, owner: str, spool: BinaryIO) -> Made:
    """Write the document into the spool. Stopped when somebody cancels it meanwhile."""
    ends = monotonic() + settings.WELLARCH_REPORT_MINUTES * 60

    def progress(percent: int, step: str) -> None:
        is_mine = _mine(report.pk, owner).update(
            progress=min(percent, 99), step=step[:_STEP_LENGTH], lease_until=timezone.now() + LEASE
        )
        if not is_mine:
            raise Stopped
        if monotonic() > ends:
            raise Overdue

    subject = report_subjects.build(report)
    progress(10, _("Writing the text"))
    options = report_options.of(report.options)
    written = writing.write(subject, report.format, spool, options=options, progress=progress)
    size = spool.seek(0, os.SEEK_END)
    spool.seek(0)
    digest = hashlib.file_digest(spool, "sha256").hexdigest()  # type: ignore[arg-type]
    spool.seek(0)
    return Made(spool, written.pages, size, digest)


def _finish(report: Report, owner: str, made: Made) -> bool:
    with transaction.atomic():
        row = _mine(report.pk, owner).select_for_update(of=("self",)).first()
        if row is None:
            return False  # cancelled, or the lease was lost: another worker delivers
        row.file.save(f"{report.pk}.{report.format}", File(made.file), save=False)
        row.status, row.progress, row.step = ReportStatus.READY, 100, ""
        row.size, row.pages, row.digest = made.size, made.pages, made.digest
        row.finished_at, row.lease_until = timezone.now(), None
        if days := settings.WELLARCH_REPORT_DAYS:
            row.expires_at = row.finished_at + timedelta(days=days)
        row.save(
            update_fields=[
                "file", "status", "progress", "step", "size", "pages", "digest",
                "finished_at", "lease_until", "expires_at",
            ]
        )  # fmt: skip
        tidings.report_ready(row)
        _log(row)
    return True


def _log(report: Report) -> None:
    """Webhooks tell of it: whoever asked for it by program need not look again and again."""
    owner = report.organization
    log.record(
        system_actor(owner),
        "report.made" if report.workload_id else "portfolio_report.made",
        report,
        workload_id=report.workload_id,
        data={"kind": report.kind, "format": report.format, "digest": report.digest},
    )


def _give_up_or_retry(report: Report, owner: str, error: Exception) -> None:
    mine = _mine(report.pk, owner)
    if report.attempts < MAX_TRIES:
        if mine.update(status=ReportStatus.QUEUED, lease_until=None, step=_("Trying again")):
            send(reports.TASK, str(report.pk), countdown=2.0 * report.attempts)
        return
    _fail(mine, _in_plain_words(report, error))


def _fail(mine: Any, sentence: str) -> None:
    mine.update(
        status=ReportStatus.FAILED,
        error=sentence,
        step="",
        finished_at=timezone.now(),
        lease_until=None,
    )


def _in_plain_words(report: Report, error: Exception) -> str:
    """What people read; programs' words are in the log, beside the id of the report."""
    match error:
        case MemoryError():
            return _("It needs more memory than there is. Choose fewer sections or pillars.")
        case OSError():
            return _(
                "The file could not be stored. Try again later, or tell whoever runs WellArch."
            )
    return _(
        "Something went wrong while it was written. Whoever runs WellArch finds the cause in the "
        "log, under report %(id)s."
    ) % {"id": report.pk}


def _too_long() -> str:
    return _(
        "It took longer than the %(n)d minutes a report may take. Choose fewer sections or pillars."
    ) % {"n": settings.WELLARCH_REPORT_MINUTES}


def _mine(report_id: UUID, owner: str) -> Any:
    """The row as long as this worker may write to it."""
    return Report.objects.filter(pk=report_id, lease_owner=owner, status=ReportStatus.RENDERING)


@contextmanager
def _renewed(report_id: UUID, owner: str) -> Iterator[None]:
    """Renew the lease from a thread while the block works, however long layout takes."""
    if connection.in_atomic_block:  # a test's transaction: another connection would not see it
        yield
        return
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_RENEW_EVERY):
            try:
                _mine(report_id, owner).update(lease_until=timezone.now() + LEASE)
            except DatabaseError:  # two more tries fit into the lease
                logger.warning("The lease of report %s was not renewed.", report_id, exc_info=True)
                close_old_connections()
        connection.close()

    thread = threading.Thread(target=renew, name="report-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
