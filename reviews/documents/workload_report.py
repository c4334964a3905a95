"""The report of a workload, one review or one milestone: what it says, and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reviews.models import Milestone
from reviews.snapshot import Snapshot
from wellarch.accounts.models import Organization


@dataclass(frozen=True, slots=True)
class WorkloadReport:
    """Everything the templates show."""

    snapshot: Snapshot
    organization: Organization


def build(
    snapshot: Snapshot,
    *,
    organization: Organization,
    review_id: str | None,
    milestone: Milestone | None,
    at: datetime,
) -> WorkloadReport:
    """What the report says. Queries nothing."""
    raise NotImplementedError


def write_pdf(
    report: WorkloadReport, target: BinaryIO, *, progress: Callable[[int, str], None]
) -> int:
    """Write the report as PDF; returns its number of pages."""
    raise NotImplementedError
