"""`manage.py rebuild_summaries`: in batches, from the start or from where it was stopped."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reviews.models import PortfolioBucket, RiskSummary, WorkloadSummary
from reviews.services import summaries
from tests.builders import start_review, start_workload


@pytest.fixture
def five(actors, small_lens):
    """Five workloads in the order of their ids, none of them counted yet."""
    found = [start_workload(actors.ada, f"Workload {n}") for n in range(5)]
    for workload in found:
        start_review(actors.ada, workload, small_lens.lens)
    return sorted(found, key=lambda workload: workload.pk)


def rebuild(**options):
    out = StringIO()
    call_command("rebuild_summaries", stdout=out, **options)
    return out.getvalue().splitlines()


def counted():
    return set(RiskSummary.objects.values_list("review__workload", flat=True))


def test_everything_is_counted_in_batches(five):
    lines = rebuild(batch=2)
    assert [re.split(";", line)[0] for line in lines[:-1]] == ["2 of 5", "4 of 5", "5 of 5"]
    assert lines[-1] == "Counted 5 workloads and their sums."
    assert counted() == {workload.pk for workload in five}
    assert PortfolioBucket.objects.exists()


def test_what_is_wrong_is_put_right(five):
    rebuild()
    WorkloadSummary.objects.update(unanswered=99)
    rebuild()
    assert set(WorkloadSummary.objects.values_list("unanswered", flat=True)) == {3}


def test_it_goes_on_where_it_was_stopped(five):
    stopped = summaries.rebuild(batch=2)
    done, last = next(stopped)
    stopped.close()
    assert (done, last) == (2, five[1].pk)
    assert counted() == {workload.pk for workload in five[:2]}
    lines = rebuild(batch=2, after=last)
    assert [re.split(";", line)[0] for line in lines[:-1]] == ["2 of 3", "3 of 3"]
    assert counted() == {workload.pk for workload in five}


def test_each_line_says_how_to_go_on(five):
    first = rebuild(batch=4)[0]
    assert first.endswith(f"--after {five[3].pk}")


def test_a_batch_of_nothing_is_refused(db):
    with pytest.raises(CommandError, match="at least one"):
        rebuild(batch=0)
