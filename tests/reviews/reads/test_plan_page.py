"""The improvement plan as its page shows it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from reviews.models import Answer
from reviews.reads import plan_page
from reviews.services import workloads
from tests.builders import SMALL_LENS, answer_all, publish_lens, select, start_review
from wellarch.errors import NotFound


def test_questions_are_grouped_by_risk_the_worst_first(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    page = plan_page.build(actors.vic, workload.pk)
    assert [(g.risk, g.issue_class, g.days, len(g.items)) for g in page.groups] == [
        ("high", "HRI", 30, 2),
        ("medium", "MRI", 90, 1),
    ]
    assert page.count == 3


def test_an_item_says_what_is_missing_and_the_smallest_ways_out(actors, workload, review):
    select(actors.ada, review, "locks", "locks_no")
    (item,) = plan_page.build(actors.ada, workload.pk).groups[0].items
    assert [practice.choice.improvement for practice in item.missing] == [
        "Buy a lock.",
        "Fit a bolt.",
        "Feed a dog.",
    ]
    assert [(way.risk, way.practices) for way in item.ways] == [
        ("medium", ("A key",)),
        ("medium", ("A dog",)),
        ("none", ("A key", "A bolt")),
    ]
    assert item.deadline.text == "due in 30 days"


def test_the_order_of_pillars_of_the_workload_counts_within_a_risk(actors, workload, review):
    select(actors.ada, review, "locks", "locks_dog")
    select(actors.ada, review, "glass", "glass_no")
    workloads.edit(actors.ada, workload.pk, values={"pillar_priorities": ["windows"]})
    (group,) = plan_page.build(actors.ada, workload.pk).groups
    assert [item.pillar_name for item in group.items] == ["Windows", "Doors"]


def test_what_is_overdue_is_counted(actors, workload, review):
    select(actors.ada, review, "keys", "keys_no")
    Answer.objects.filter(question_key="keys").update(
        risk_since=timezone.now() - timedelta(days=33)
    )
    page = plan_page.build(actors.ada, workload.pk)
    assert page.overdue_count == 1
    assert page.groups[0].items[0].deadline.text == "overdue by 3 days"


def test_the_plan_of_one_review_leaves_the_others_out(actors, workload, review):
    other = publish_lens(actors.ada, {**SMALL_LENS, "alias": "second", "name": "Second lens"})
    second = start_review(actors.ada, workload, other.lens)
    answer_all(actors.ada, review, best=False)
    select(actors.ada, second, "keys", "keys_no")
    page = plan_page.build(actors.ada, workload.pk, review_id=second.pk)
    assert page.count == 1
    assert [(tab.name, tab.count, tab.is_current) for tab in page.tabs] == [
        ("All reviews", 4, False),
        ("Small lens", 3, False),
        ("Second lens", 1, True),
    ]


def test_a_review_of_another_workload_is_not_found(actors, workload, review):
    with pytest.raises(NotFound):
        plan_page.build(actors.ada, workload.pk, review_id=uuid4())
    with pytest.raises(NotFound):
        plan_page.build(actors.oda, workload.pk)


def test_without_answers_there_is_no_plan_yet(actors, workload, review):
    page = plan_page.build(actors.ada, workload.pk)
    assert (page.groups, page.has_answers, page.has_reviews) == ((), False, True)


def test_the_queries_do_not_grow_with_questions(
    actors, workload, review, framework, django_assert_num_queries
):
    start_review(actors.ada, workload, "wellarchitected")
    plan_page.build(actors.ada, workload.pk)
    with django_assert_num_queries(5):
        plan_page.build(actors.ada, workload.pk)
