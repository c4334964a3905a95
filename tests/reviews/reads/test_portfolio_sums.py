"""The portfolio's sums: what is missing most often, the trend, what is late, who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Improvement, Milestone, Workload
from reviews.reads import portfolio, portfolio_compare, portfolio_rows, portfolio_sums
from reviews.reads.portfolio_filters import Filters
from reviews.services import milestones, sharing, summaries, workloads
from tests.builders import answer_all, select, start_review, start_workload
from tests.reviews import versions_of_a_lens as v
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareStatus
from wellarch.accounts.sharing.targets import Target


@pytest.fixture
def three(actors, small_lens):
    """Calm with everything in place, Risky and Hidden with nothing; Hidden is for its team."""
    made = {}
    for name, best in (("Calm", True), ("Risky", False), ("Hidden", False)):
        workload = start_workload(actors.ada, name, tags={"tier": "1" if best else "2"})
        answer_all(actors.ada, start_review(actors.ada, workload, small_lens.lens), best=best)
        made[name] = workload
    workloads.edit(actors.ada, made["Hidden"].pk, values={"visibility": "team"})
    count(*made.values())
    return made


def count(*found):
    for workload in found:
        summaries.compute(workload.pk)


def gaps(actor, **filters):
    found = portfolio_sums.kept(actor, Filters(**filters)).gaps
    return {gap.choice: n for gap, n in found.items()}


def names(actor, **filters):
    return [line.name for line in portfolio_rows.iterate(actor, Filters(sort="name", **filters))]


def test_missing_practices_are_counted_over_the_workloads_one_sees(actors, three):
    everything = {"locks_key", "locks_bolt", "locks_dog", "keys_safe", "glass_film", "glass_bars"}
    assert gaps(actors.ada) == dict.fromkeys(everything, 2)
    assert gaps(actors.vic) == dict.fromkeys(everything, 1)
    assert gaps(actors.oda) == {}


def test_what_is_kept_and_what_is_counted_for_a_filter_agree(actors, three):
    assert gaps(actors.vic, environment="production") == gaps(actors.vic)
    restricted = replace(actors.ada, workloads=frozenset({three["Risky"].pk}))
    assert set(gaps(restricted).values()) == {1}


def test_what_another_organization_shares_counts_as_well(actors, cast, three):
    offer = sharing.offer(
        actors.ada, three["Hidden"].pk, Target(email="oda@example.com"), permission="read"
    )
    Share.objects.filter(pk=offer.pk).update(
        status=ShareStatus.ACCEPTED, target_user=cast.oda, email=""
    )
    assert set(gaps(actors.oda).values()) == {1}
    assert names(actors.oda, shared=True) == ["Hidden"]
    assert names(actors.ada, shared=True) == []
    assert "Hidden" not in names(actors.oda, own=True)
    assert "Hidden" in names(actors.ada, own=True)


def test_an_archived_or_deleted_workload_lacks_nothing(actors, three):
    workloads.archive(actors.ada, three["Risky"].pk)
    count(three["Risky"])
    assert set(gaps(actors.ada).values()) == {1}
    workloads.delete(actors.ada, three["Hidden"].pk)
    assert gaps(actors.ada) == {}


def test_a_missing_practice_leads_to_its_workloads_and_their_question(actors, three):
    found = portfolio.build(actors.ada, Filters())
    safe = next(each for each in found.common if each.gap.choice == "keys_safe")
    assert (safe.title, safe.workloads, safe.percent) == ("In a safe", 2, 67)
    narrowed = portfolio.build(actors.ada, Filters(gap=safe.gap, sort="name"))
    assert [row.name for row in narrowed.rows] == ["Hidden", "Risky"]
    assert narrowed.rows[0].gap_review == three["Hidden"].reviews.get().pk
    assert narrowed.gap.question.title == "Where are the keys?"


def test_a_cell_leads_to_the_pillar_of_the_review_that_is_worst(actors, three):
    row = portfolio.build(actors.ada, Filters(text="risky")).rows[0]
    assert (row.cells[0].review_id, row.cells[0].pillar) == (
        three["Risky"].reviews.get().pk,
        "doors",
    )


def test_the_trend_takes_the_last_milestone_of_each_workload(actors, three):
    now = timezone.now()
    for name, days in (("Calm", 400), ("Risky", 200), ("Risky", 1)):
        made = milestones.record(actors.ada, three[name].pk, name=f"{days} ago")
        Milestone.objects.filter(pk=made.pk).update(recorded_at=now - timedelta(days=days))
    count(*three.values())
    quarters = portfolio_sums.quarters(portfolio_sums.kept(actors.vic, Filters()).changes)
    assert (quarters[0].workloads, quarters[0].counts.high) == (1, 0)
    assert (quarters[-1].workloads, quarters[-1].counts.high) == (2, 2)
    assert len(quarters) >= 4


def test_overdue_improvements_and_stale_reviews_are_named(actors, three):
    today = timezone.now().date()
    for number, days in ((1, -3), (2, 3)):
        Improvement.objects.create(
            organization=actors.ada.organization, workload=three["Risky"], number=number,
            title=f"Improvement {number}", due_on=today + timedelta(days=days),
        )  # fmt: skip
    Workload.objects.filter(pk=three["Calm"].pk).update(next_review_on=today - timedelta(days=1))
    count(*three.values())
    found = portfolio.build(actors.ada, Filters())
    assert [(each.number, each.workload) for each in found.late] == [(1, "Risky")]
    assert [each.workload for each in found.stale] == ["Calm"]
    assert (names(actors.ada, overdue=True), names(actors.ada, stale=True)) == (
        ["Risky"],
        ["Calm"],
    )


def test_a_review_nobody_answers_grows_stale(actors, three):
    long_ago = timezone.now() - timedelta(days=200)
    three["Risky"].reviews.get().answers.update(changed_at=long_ago)
    Workload.objects.update(created_at=long_ago)
    count(*three.values())
    assert names(actors.ada, stale=True) == ["Risky"]
    assert names(actors.ada, stale=True, stale_days=365) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tag": "tier"}, ["Calm", "Hidden", "Risky"]),
        ({"tag": "tier=1"}, ["Calm"]),
        ({"tag": "tier = 2"}, ["Hidden", "Risky"]),
        ({"tag": "cost"}, []),
        ({"industry": "toys"}, ["Risky"]),
        ({"owner": "ADA"}, ["Calm"]),
        ({"lens": "no id", "team": "x", "gap": "a:b"}, ["Calm", "Hidden", "Risky"]),
    ],
)
def test_filters_narrow(actors, three, query, expected):
    workloads.edit(actors.ada, three["Risky"].pk, values={"industry": "Toys"})
    workloads.edit(actors.ada, three["Calm"].pk, values={"review_owner": "Ada Example"})
    filters = Filters.of({**query, "sort": "name"})
    assert [line.name for line in portfolio_rows.iterate(actors.ada, filters)] == expected
    assert Filters.of(filters.as_query()) == filters


def test_reviews_on_older_versions_of_their_lens_are_found(actors, three, small_lens):
    other = start_workload(actors.ada, "Other")
    assert names(actors.ada, lens=small_lens.lens_id) == ["Calm", "Hidden", "Risky"]
    assert names(actors.ada, behind=True) == []
    v.publish(actors.ada, "2", v.without_dog)
    start_review(actors.ada, other, small_lens.lens)
    assert names(actors.ada, behind=True) == ["Calm", "Hidden", "Risky"]


def test_two_groups_are_compared_whatever_their_size(actors, three):
    first = ("One", Filters(tag="tier=1"))
    found = portfolio_compare.build(actors.ada, first, ("Two", Filters(tag="tier=2")))
    one, two = found.groups
    assert (one.totals.workloads, two.totals.workloads) == (1, 2)
    assert (one.high_each, two.high_each) == (0.0, 2.0)
    assert (one.totals.tally.percent, two.totals.tally.percent) == (100, 0)
    assert {each.percents for each in found.gaps} == {(0, 100)}
    assert [(pillar.name, pillar.difference) for pillar in found.pillars] == [
        ("Doors", -100),
        ("Windows", -100),
    ]


def test_the_sums_follow_an_answer(actors, three):
    review = three["Risky"].reviews.get()
    select(actors.ada, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    count(three["Risky"])
    assert gaps(actors.ada)["keys_safe"] == 1
