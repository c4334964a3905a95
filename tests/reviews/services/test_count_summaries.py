"""Risk summaries: always what a recount says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Answer, RiskSummary, Workload
from reviews.scoring import Counts, count
from reviews.services import reviews, summaries
from tests.builders import answer_all, select


def whole(review):
    row = RiskSummary.objects.get(review=review, pillar_key="")
    return Counts.of({risk: getattr(row, risk) for risk in Counts().as_dict()})


def test_a_summary_follows_a_committed_change(actors, review, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        select(actors.cleo, review, "locks", "locks_dog")
    assert whole(review) == Counts(medium=1, unanswered=2)
    doors = RiskSummary.objects.get(review=review, pillar_key="doors")
    assert (doors.medium, doors.unanswered) == (1, 1)


def test_many_changes_of_a_workload_are_counted_once(
    actors, review, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(summaries, "send", lambda *args, **kwargs: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        answer_all(actors.cleo, review)
    assert sent == [(summaries.TASK, str(review.workload_id))]


def test_a_recount_agrees_whatever_was_answered(actors, review):
    answer_all(actors.cleo, review, best=False)
    summaries.compute(review.workload_id)
    assert whole(review) == count(Answer.objects.values_list("risk", flat=True))


def test_what_a_lost_message_left_uncounted_is_swept_up(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    assert summaries.sweep() == 0  # too young: the message may still come
    Workload.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    assert summaries.sweep() == 1
    assert whole(review).medium == 1
    assert summaries.sweep() == 0


def test_what_is_shown_is_never_five_seconds_old(settings):
    every = settings.CELERY_BEAT_SCHEDULE["sweep summaries"]["schedule"]
    to_count = timedelta(seconds=1)
    assert summaries.SWEEP_AFTER + every + to_count < timedelta(seconds=5)
    assert timedelta(seconds=summaries.DEBOUNCE) < summaries.SWEEP_AFTER


def test_the_sweeper_looks_only_at_what_is_behind(actors, workload, django_assert_num_queries):
    summaries.compute(workload.pk)
    with django_assert_num_queries(1), CaptureQueriesContext(connection) as asked:
        assert summaries.sweep() == 0
    sql = asked.captured_queries[0]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # so small a table is read whole
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = str(cursor.fetchall())
    assert "workload_uncounted" in plan


def test_a_removed_review_has_no_summary(actors, review):
    summaries.compute(review.workload_id)
    reviews.remove(actors.ada, review.pk)
    summaries.compute(review.workload_id)
    assert not RiskSummary.objects.filter(review=review).exists()


def test_counting_costs_the_same_whatever_the_size(
    actors, workload, review, framework, django_assert_num_queries
):
    reviews.attach(actors.ada, workload.pk, lens="wellarchitected")
    with django_assert_num_queries(22):  # 20 and the two ends of a savepoint
        summaries.compute(workload.pk)


@pytest.mark.django_db
def test_a_workload_that_is_gone_is_no_error():
    assert summaries.compute("00000000-0000-0000-0000-000000000000") == 0
