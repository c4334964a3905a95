"""What every change of a workload's or a template's content does beside itself."""

from __future__ import annotations

from django.db.models import F

from reviews.models import Template, Workload
from reviews.services import summaries
from wellarch import clock


def workload(row: Workload) -> None:
    """Raise the workload's revision and have its summaries counted again. In a transaction."""
    Workload.objects.filter(pk=row.pk).update(revision=F("revision") + 1, updated_at=clock.now())
    summaries.schedule(row.pk)


def template(row: Template) -> None:
    """Raise a template's revision, here and in the row. In a transaction that has it locked."""
    row.revision += 1
    row.updated_at = clock.now()
    row.save(update_fields=["revision", "updated_at"])
