"""Celery door: ids in, one service call, nothing out."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.conf import settings

from reviews.services import (
    evidence,
    game_day_tidings,
    improvement_tidings,
    improvements,
    report_making,
    report_schedules,
    reports,
    review_plan_tidings,
    summaries,
    template_upgrades,
    tidings,
    tracker_news,
    tracker_pushes,
    tracker_queue,
    upgrades,
    worksheet_tidings,
)
from wellarch import clock


@shared_task(name=summaries.TASK)
def compute_risk_summary(workload_id: str) -> None:
    """Count a workload's answers into its summaries."""
    summaries.compute(UUID(workload_id))


@shared_task(name="reviews.sweep_summaries", expires=10)
def sweep_summaries() -> None:
    """Count what a lost message left uncounted."""
    summaries.sweep()


@shared_task(name="reviews.adopt_workloads", expires=60)
def adopt_workloads() -> None:
    """Count workloads that have no summary."""
    summaries.adopt()


# A large report may take longer than other work; the hard limit ends what hears no soft one.
@shared_task(
    name=reports.TASK,
    soft_time_limit=settings.WELLARCH_REPORT_MINUTES * 60 + 15,
    time_limit=settings.WELLARCH_REPORT_MINUTES * 60 + 45,
)
def render_report(report_id: str) -> None:
    """Render a report that was asked for."""
    report_making.render(UUID(report_id))


@shared_task(name="reviews.sweep_reports", expires=10)
def sweep_reports() -> None:
    """Send reports again whose worker died or whose message was lost."""
    report_making.sweep()


@shared_task(name="reviews.expire_reports", expires=3600)
def expire_reports() -> None:
    """Delete the files of reports whose time is over."""
    report_making.expire()


@shared_task(name="reviews.run_report_schedules", expires=600)
def run_report_schedules() -> None:
    """Ask for the reports that come by themselves today."""
    report_schedules.run_due()


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
    """Tell what is due in the next days, and what is overdue."""
    tidings.due_soon()
    improvement_tidings.due_soon()
    review_plan_tidings.due_soon()
    worksheet_tidings.due_soon()
    game_day_tidings.remind()


@shared_task(name="reviews.reopen_accepted", expires=1800)
def reopen_accepted() -> None:
    """Open improvements again whose risk was accepted until yesterday."""
    improvements.reopen_expired(clock.now().date())


@shared_task(name=tracker_queue.TASK, soft_time_limit=150, time_limit=180)
def push_improvement(link_id: str) -> None:
    """Send an improvement to a tracker."""
    tracker_pushes.push(UUID(link_id))


@shared_task(name="reviews.sweep_trackers", expires=10)
def sweep_trackers() -> None:
    """Send improvements again whose worker died, whose message was lost, or whose time has come."""
    tracker_queue.sweep()


@shared_task(name=tracker_news.LOOK, expires=600)
def look_at_issue(link_id: str) -> None:
    """Read an issue of which a tracker said that it changed."""
    tracker_news.look(UUID(link_id))


@shared_task(name=tracker_news.POLL, expires=600)
def poll_tracker(tracker_id: str) -> None:
    """Ask a tracker what changed."""
    tracker_news.poll(UUID(tracker_id))


@shared_task(name="reviews.poll_trackers", expires=60)
def poll_trackers() -> None:
    """Have every tracker asked what changed."""
    tracker_news.send_polls()
