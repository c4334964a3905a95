"""The portfolio: kept summaries of every workload one may see."""

from __future__ import annotations

import pytest

from reviews.models import RiskSummary
from reviews.reads import portfolio
from reviews.reads.portfolio import Filters
from reviews.services import milestones, reviews, summaries, workloads
from tests.builders import answer_all, select, start_review, start_workload


def count_all(*found):
    for workload in found:
        summaries.compute(workload.pk)


def names(found):
    return [row.name for row in found.rows]


def shown(row):
    return [cell.shown for cell in row.cells]


def test_totals_and_rows_come_from_the_summaries(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    count_all(workload)
    found = portfolio.build(actors.vic, Filters())
    assert (found.counts.high, found.counts.medium, found.counts.answered) == (2, 1, 3)
    (row,) = found.rows
    assert row.counts == found.counts
    assert not row.is_being_counted


def test_cells_show_high_and_medium_questions_with_the_worst_colour(actors, workload, review):
    select(actors.ada, review, "glass", "glass_no")
    count_all(workload)
    found = portfolio.build(actors.ada, Filters())
    cells = dict(zip([c.name for c in found.columns], shown(found.rows[0]), strict=True))
    assert (cells["Windows"].count, cells["Windows"].risk) == (1, "medium")
    assert cells["Windows"].label == "Windows: 0 high risks, 1 medium risk"
    assert (cells["Doors"].count, cells["Doors"].risk) == (None, "unanswered")


def test_a_cell_is_green_only_when_all_its_questions_are_answered(actors, workload, review):
    select(actors.ada, review, "keys", "keys_safe")
    count_all(workload)
    doors = shown(portfolio.build(actors.ada, Filters()).rows[0])[0]
    assert (doors.count, doors.risk) == (0, "unanswered")
    select(actors.ada, review, "locks", "locks_key", "locks_bolt")
    count_all(workload)
    assert shown(portfolio.build(actors.ada, Filters()).rows[0])[0].risk == "none"


def test_the_pillars_of_the_framework_come_first(actors, workload, review, framework):
    start_review(actors.ada, workload, "wellarchitected")
    count_all(workload)
    found = portfolio.build(actors.ada, Filters())
    assert [column.short for column in found.columns] == [
        "Ops", "Sec", "Rel", "Perf", "Cost", "Sust", "Doors", "Windows",
    ]  # fmt: skip


def test_many_pillars_are_put_together_at_the_end(actors, workload, review):
    for n in range(20):
        RiskSummary.objects.create(
            organization=actors.ada.organization, review=review, pillar_key=f"p{n}", high=1,
            computed_at=workload.created_at,
        )  # fmt: skip
    RiskSummary.objects.create(
        organization=actors.ada.organization, review=review, computed_at=workload.created_at
    )
    found = portfolio.build(actors.ada, Filters())
    assert len(found.columns) == 10
    assert found.columns[-1].short == "Other"
    assert shown(found.rows[0])[-1].count == 11


def test_a_change_that_is_not_counted_yet_is_said(actors, workload, review):
    found = portfolio.build(actors.ada, Filters())
    assert found.is_being_counted
    assert found.rows[0].counts is None
    count_all(workload)
    assert not portfolio.build(actors.ada, Filters()).is_being_counted


def test_a_removed_lens_counts_no_more(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    count_all(workload)
    reviews.remove(actors.ada, review.pk)
    count_all(workload)
    found = portfolio.build(actors.ada, Filters())
    assert found.counts.total == 0
    assert found.rows[0].counts is None


def test_the_newest_milestone_and_the_trend_of_high_risks_are_shown(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    milestones.record(actors.ada, workload.pk, name="First")
    select(actors.ada, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    milestones.record(actors.ada, workload.pk, name="Second")
    count_all(workload)
    (row,) = portfolio.build(actors.ada, Filters()).rows
    assert row.last.name == "Second"
    assert (row.trend.first, row.trend.last) == (2, 1)


def test_nobody_sees_workloads_of_another_organization(actors, workload):
    start_workload(actors.oda, "Elsewhere")
    assert names(portfolio.build(actors.oda, Filters())) == ["Elsewhere"]
    assert names(portfolio.build(actors.ada, Filters())) == ["Checkout"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "CHECK"}, ["Checkout"]),
        ({"q": "pay lake"}, []),
        ({"q": "payments"}, ["Checkout"]),
        ({"environment": "preproduction"}, ["Data lake"]),
        ({"environment": "moon"}, ["Checkout", "Data lake"]),
        ({"show": "archived"}, ["Old ERP"]),
        ({"show": "all", "sort": "name"}, ["Checkout", "Data lake", "Old ERP"]),
    ],
)
def test_filters_narrow_rows_and_totals(actors, query, expected):
    start_workload(actors.ada, "Checkout", team="Payments")
    start_workload(actors.ada, "Data lake", environment="preproduction")
    old = start_workload(actors.ada, "Old ERP")
    workloads.archive(actors.ada, old.pk)
    found = portfolio.build(actors.ada, Filters.of(query))
    assert names(found) == expected
    assert found.workload_count == len(expected)
    assert found.has_any


def test_the_highest_risk_comes_first(actors, small_lens):
    calm, risky = start_workload(actors.ada, "Calm"), start_workload(actors.ada, "Risky")
    for workload, best in ((calm, True), (risky, False)):
        answer_all(actors.ada, start_review(actors.ada, workload, small_lens.lens), best=best)
    count_all(calm, risky)
    assert names(portfolio.build(actors.ada, Filters())) == ["Risky", "Calm"]
    assert names(portfolio.build(actors.ada, Filters(sort="name"))) == ["Calm", "Risky"]


def test_the_queries_are_the_same_for_one_workload_and_for_twelve(
    actors, small_lens, django_assert_num_queries
):
    def fill(n):
        workload = start_workload(actors.ada, f"Workload {n}")
        start_review(actors.ada, workload, small_lens.lens)
        milestones.record(actors.ada, workload.pk, name="First")
        count_all(workload)

    fill(0)
    portfolio.build(actors.ada, Filters())  # loads the lens once per process
    with django_assert_num_queries(7):
        portfolio.build(actors.ada, Filters())
    for n in range(1, 12):
        fill(n)
    with django_assert_num_queries(7):
        assert len(portfolio.build(actors.ada, Filters()).rows) == 12
