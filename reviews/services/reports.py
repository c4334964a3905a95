"""Reports: asked for, rendered by a worker that holds a lease, found again when it dies."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import access, snapshot
from reviews.documents import workload_report
from reviews.models import Report, ReportKind, ReportStatus
from reviews.reads import snapshots
from reviews.services import tidings
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log
from wellarch.queue import send, send_on_commit

TASK = "reviews.render_report"
LEASE = timedelta(seconds=12)
_RENEW_EVERY = 4.0  # seconds
_RESEND_AFTER = timedelta(seconds=8)
_RESEND_AT_ONCE = 20
MAX_ATTEMPTS = 5  # a report that kills its worker this often is given up
MAX_TRIES = 3  # an error this often is an answer

logger = logging.getLogger(__name__)


def request(
    actor: Actor,
    workload_id: UUID,
    *,
    review_id: UUID | None = None,
    milestone: int | None = None,
) -> Report:
    """Ask for a PDF report of a workload, one of its reviews, or one of its milestones.

    Returns at once with the row to follow; the work is queued when this is committed.
    """
    with transaction.atomic():
        # Locked, so that it is not deleted before the row about it is there.
        workload = access.workload_for(actor, workload_id, need=Action.REPORT_REQUEST, lock=True)
        review = access.review_for(actor, review_id) if review_id else None
        if review is not None and review.workload_id != workload.pk:
            raise Invalid(fields={"review": [_("This review belongs to another workload.")]})
        frozen = access.milestone_for(actor, workload_id, milestone) if milestone else None
        if frozen is None and review is None and not workload.reviews.attached().exists():
            raise Conflict(
                _("Attach a lens first: there is nothing to report yet."), code="nothing-to-report"
            )
        report = Report.objects.create(
            organization_id=workload.organization_id,
            workload=workload,
            review=review,
            milestone=frozen,
            kind=ReportKind.REVIEW if review else ReportKind.WORKLOAD,
            requested_by=actor.name,
            user=actor.user,
        )
        log.record(
            actor,
            "report.requested",
            report,
            workload_id=workload.pk,
            data={"kind": report.kind, "milestone": milestone},
        )
        send_on_commit(TASK, str(report.pk))
    return report


def retry(actor: Actor, report_id: UUID) -> Report:
    """Try a failed report again."""
    report = access.report_for(actor, report_id)
    access.workload_for(actor, report.workload_id, need=Action.REPORT_REQUEST)
    with transaction.atomic():
        failed = Report.objects.filter(pk=report.pk, status=ReportStatus.FAILED)
        if failed.update(status=ReportStatus.QUEUED, attempts=0, error="", progress=0, step=""):
            log.record(actor, "report.retried", report, workload_id=report.workload_id)
        send_on_commit(TASK, str(report.pk))
    return access.report_for(actor, report_id)


def render(report_id: UUID) -> bool:
    """Render a report if nobody else is at it; True if this call made it ready.

    Idempotent: the lease lets one worker in, and only the holder of the lease writes the
    result. A worker that was killed lets its lease run out; the sweeper then sends again.
    """
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
    if not _claim(report_id, owner):
        return False
    report = Report.objects.select_related("workload__organization", "review", "milestone").get(
        pk=report_id
    )
    try:
        with _renewed(report_id, owner):
            content, pages = _produce(report, owner)
        return _finish(report, owner, content, pages)
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
        send(TASK, str(report_id))
    return len(ids)


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


def _produce(report: Report, owner: str) -> tuple[bytes, int]:
    if report.milestone is not None:
        taken = snapshot.from_content(report.milestone.content)
    else:
        taken = snapshots.take(report.workload)

    def progress(percent: int, step: str) -> None:
        Report.objects.filter(pk=report.pk, lease_owner=owner).update(
            progress=percent, step=step, lease_until=timezone.now() + LEASE
        )

    buffer = BytesIO()
    pages = workload_report.write_pdf(
        workload_report.build(
            taken,
            organization=report.workload.organization,
            review_id=str(report.review_id) if report.review_id else None,
            milestone=report.milestone,
            at=timezone.now(),
        ),
        buffer,
        progress=progress,
    )
    return buffer.getvalue(), pages


def _finish(report: Report, owner: str, content: bytes, pages: int) -> bool:
    name = f"{report.pk}.pdf"
    with transaction.atomic():
        row = Report.objects.select_for_update().filter(pk=report.pk, lease_owner=owner).first()
        if row is None or row.status != ReportStatus.RENDERING:
            return False  # the lease was lost: another worker delivers
        row.file.save(name, ContentFile(content), save=False)
        row.status, row.progress, row.step = ReportStatus.READY, 100, ""
        row.size, row.pages = len(content), pages
        row.digest = hashlib.sha256(content).hexdigest()
        row.finished_at, row.lease_until = timezone.now(), None
        row.save(
            update_fields=[
                "file", "status", "progress", "step", "size", "pages", "digest",
                "finished_at", "lease_until",
            ]
        )  # fmt: skip
        tidings.report_ready(row)
    return True


def _give_up_or_retry(report: Report, owner: str, error: Exception) -> None:
    mine = Report.objects.filter(pk=report.pk, lease_owner=owner)
    if report.attempts < MAX_TRIES:
        mine.update(status=ReportStatus.QUEUED, lease_until=None, step=_("Trying again"))
        send(TASK, str(report.pk), countdown=2.0 * report.attempts)
        return
    mine.update(
        status=ReportStatus.FAILED,
        error=f"{type(error).__name__}: {error}"[:2000],
        finished_at=timezone.now(),
        lease_until=None,
    )


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
                Report.objects.filter(pk=report_id, lease_owner=owner).update(
                    lease_until=timezone.now() + LEASE
                )
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
