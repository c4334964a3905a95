"""Celery door: ids in, one service call, nothing out."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from reviews.services import (
    evidence,
    reports,
    summaries,
    template_upgrades,
    tidings,
    upgrades,
)


@shared_task(name=summaries.TASK)
def compute_risk_summary(workload_id: str) -> None:
    """Count a workload's answers into its summaries."""
    summaries.compute(UUID(workload_id))


@shared_task(name="reviews.sweep_summaries", expires=10)
def sweep_summaries() -> None:
    """Count what a lost message left uncounted."""
    summaries.sweep()


@shared_task(name=reports.TASK)
def render_report(report_id: str) -> None:
    """Render a report that was asked for."""
    reports.render(UUID(report_id))


@shared_task(name="reviews.sweep_reports", expires=10)
def sweep_reports() -> None:
    """Send reports again whose worker died or whose message was lost."""
    reports.sweep()


@shared_task(name=evidence.TASK)
def scan_evidence(evidence_id: str) -> None:
    """Have a file scanned for viruses."""
    evidence.scan(UUID(evidence_id))


@shared_task(name="reviews.sweep_scans", expires=60)
def sweep_scans() -> None:
    """Send scans again whose message was lost."""
    evidence.sweep()


@shared_task(name="reviews.tell_lens_upgraded")
def tell_lens_upgraded(version_id: str) -> None:
    """Tell who uses an older version of a lens that there is a new one."""
    tidings.lens_upgraded(UUID(version_id))


@shared_task(name="reviews.follow_minor")
def follow_minor(version_id: str) -> None:
    """Have reviews and templates follow a minor version of their lens."""
    upgrades.follow(UUID(version_id))
    template_upgrades.follow(UUID(version_id))


@shared_task(name="reviews.sweep_followers", expires=60)
def sweep_followers() -> None:
    """Have those reviews and templates follow whose task was lost or stopped."""
    upgrades.sweep()
    template_upgrades.sweep()


@shared_task(name="reviews.tell_due_soon", expires=3600)
def tell_due_soon() -> None:
    """Tell what is due in the next days."""
    tidings.due_soon()
