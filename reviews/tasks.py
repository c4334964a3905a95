"""Celery door: ids in, one service call, nothing out."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from reviews.services import reports, summaries


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
