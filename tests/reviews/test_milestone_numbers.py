"""The numbers of a milestone follow from what it holds."""

from __future__ import annotations

import importlib

from hypothesis import given

from reviews import milestone_numbers
from reviews.snapshot import to_content
from tests.reviews.frozen import snapshots

migration = importlib.import_module("reviews.migrations.0014_milestone_numbers")


@given(snapshots())
def test_stored_numbers_read_as_the_numbers_of_the_snapshot(taken):
    assert milestone_numbers.read(milestone_numbers.stored(to_content(taken))) == (
        milestone_numbers.of(taken)
    )


@given(snapshots())
def test_numbers_agree_with_a_count_of_the_snapshot(taken):
    numbers = milestone_numbers.of(taken)
    assert (numbers.counts, numbers.tally) == (taken.counts, taken.tally)
    assert [review.score for review in numbers.reviews] == [r.score for r in taken.reviews]
    assert numbers.unfinished == sum(each.is_unfinished for each in taken.improvements)
    assert sum(numbers.improvements.values()) == len(taken.improvements)


@given(snapshots(with_work=False))
def test_milestones_from_before_get_the_same_numbers_by_the_migration(taken):
    content = to_content(taken)
    assert migration.numbers_of(content) == milestone_numbers.stored(content)


def test_no_numbers_read_as_nothing():
    assert milestone_numbers.read({}) == milestone_numbers.Numbers()
