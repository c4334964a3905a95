"""Workloads from before there were summaries get theirs, counted by the sweeper."""

import datetime

from django.db import migrations

_BATCH = 1000
_BUCKETS = 32


def begin_summaries(apps, schema_editor):
    """Every workload gets a row, and is counted by the sweeper as soon as the worker runs."""
    workload = apps.get_model("reviews", "Workload")
    summary = apps.get_model("reviews", "WorkloadSummary")
    long_ago = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    rows = []
    found = workload.objects.filter(summary=None).values_list("pk", "organization_id")
    for pk, organization_id in found.iterator(chunk_size=_BATCH):
        rows.append(
            summary(
                workload_id=pk,
                organization_id=organization_id,
                bucket=pk.int % _BUCKETS,
                computed_at=long_ago,
            )
        )
    summary.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    workload.objects.update(summary_revision=0)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0012_portfolio_buckets")]

    operations = [migrations.RunPython(begin_summaries, migrations.RunPython.noop)]
