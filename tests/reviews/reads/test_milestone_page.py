"""Milestones: the timeline, one as it was, and two side by side."""

from __future__ import annotations

import pytest

from reviews.reads import comparison, milestone_page
from reviews.reads.comparison import Wanted
from reviews.services import findings, milestones, reviews, workloads
from tests.builders import answer_all, select
from wellarch.errors import NotFound


@pytest.fixture
def first(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    select(actors.ada, review, "locks", notes="We have a dog.")
    findings.write(actors.ada, review.pk, "doors", values={"current_state": "Open doors."})
    return milestones.record(actors.ada, workload.pk, name="First")


def lock_up(actors, review):
    select(
        actors.ada, review, "locks", "locks_key", "locks_bolt",
        **{"choices.locks_no.status": "unselected"},
    )  # fmt: skip


def test_a_milestone_stays_as_it_was_when_everything_changes(actors, workload, review, first):
    lock_up(actors, review)
    workloads.edit(actors.ada, workload.pk, values={"name": "Checkout two", "team": "Payments"})
    reviews.remove(actors.ada, review.pk)
    page = milestone_page.build(actors.vic, workload.pk, 1)
    assert page.name_then == "Checkout"
    assert (page.counts.high, page.counts.medium) == (2, 1)
    doors = page.review.pillars[0]
    assert doors.finding.current_state == "Open doors."
    locks = doors.questions[0]
    assert (locks.risk, locks.notes) == ("high", "We have a dog.")
    assert [(choice.title, choice.state) for choice in locks.choices] == [
        ("A key", "missing"),
        ("A bolt", "missing"),
        ("A dog", "missing"),
        ("None of these", "selected"),
    ]


def test_properties_are_shown_in_the_order_of_the_form(actors, workload, review):
    workloads.edit(
        actors.ada,
        workload.pk,
        values={
            "tags": {"tier": "1"},
            "regions": ["eu-central-1", "eu-west-1"],
            "pillar_priorities": ["doors", "security"],
            "profile": "e-commerce",
            "team": "Payments",
        },
    )
    milestones.record(actors.ada, workload.pk, name="First")
    page = milestone_page.build(actors.ada, workload.pk, 1)
    assert page.properties == (
        ("Environment", "Production"),
        ("Team", "Payments"),
        ("Regions", "eu-central-1, eu-west-1"),
        ("Tags", "tier = 1"),
        ("Pillar priorities", "Doors, Security"),
        ("Profile", "E-commerce"),
    )


def test_the_timeline_tells_what_changed_between_milestones_and_since(
    actors, workload, review, first
):
    lock_up(actors, review)
    milestones.record(actors.ada, workload.pk, name="Second")
    select(actors.ada, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    page = milestone_page.timeline(actors.vic, workload.pk)
    assert [row.name for row in page.rows] == ["Second", "First"]
    assert [(d.name, d.signed, d.state) for d in page.rows[0].changes] == [("high", "−1", "better")]
    assert page.rows[1].changes == ()
    assert [(d.name, d.change) for d in page.now_changes] == [("high", -1)]


def test_outsiders_find_no_milestone(actors, workload, first):
    with pytest.raises(NotFound):
        milestone_page.build(actors.oda, workload.pk, 1)
    with pytest.raises(NotFound):
        comparison.build(actors.oda, workload.pk, Wanted(1, None))
    with pytest.raises(NotFound):
        milestone_page.build(actors.ada, workload.pk, 2)


def test_a_milestone_is_compared_with_now(actors, workload, review, first):
    lock_up(actors, review)
    page = comparison.build(actors.vic, workload.pk, Wanted(1, None))
    assert (page.before.name, page.after.name) == ("First", "Now")
    assert page.sentence == "1 question improved; high risks went from 2 to 1."
    (group,) = page.groups
    assert (group.move, group.rows[0].change.gained) == ("improved", ("A key", "A bolt"))


def test_two_milestones_are_told_forwards_in_time_whichever_is_asked_first(
    actors, workload, review, first
):
    lock_up(actors, review)
    milestones.record(actors.ada, workload.pk, name="Second")
    pages = [
        comparison.build(actors.ada, workload.pk, Wanted(1, 2)),
        comparison.build(actors.ada, workload.pk, Wanted(2, 1)),
    ]
    for page in pages:
        assert (page.before.number, page.after.number) == (1, 2)
        assert page.comparison == pages[0].comparison
    assert [(p.value, p.is_before, p.is_after) for p in pages[0].partners] == [
        ("now", False, False),
        ("2", False, True),
        ("1", True, False),
    ]


def test_without_a_change_the_comparison_says_so(actors, workload, first):
    page = comparison.build(actors.ada, workload.pk, Wanted(1, None))
    assert (page.groups, page.sentence) == ((), "No risk became higher or lower.")


def test_a_question_answered_for_the_first_time_is_neither_better_nor_worse(
    actors, workload, review
):
    milestones.record(actors.ada, workload.pk, name="Start")
    select(actors.ada, review, "keys", "keys_no")
    page = comparison.build(actors.ada, workload.pk, Wanted(1, None))
    assert [group.move for group in page.groups] == ["answered"]
    assert page.sentence == "1 was answered first; high risks went from 0 to 1."


def test_the_queries_do_not_grow(actors, workload, review, first, django_assert_num_queries):
    for name in ("Second", "Third", "Fourth"):
        milestones.record(actors.ada, workload.pk, name=name)
    with django_assert_num_queries(6):
        milestone_page.timeline(actors.ada, workload.pk)
    with django_assert_num_queries(1):
        milestone_page.build(actors.ada, workload.pk, 1)
    with django_assert_num_queries(9):
        comparison.build(actors.ada, workload.pk, Wanted(1, None))
    with django_assert_num_queries(3):
        comparison.build(actors.ada, workload.pk, Wanted(1, 3))
