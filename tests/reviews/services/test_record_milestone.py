"""Milestones: frozen, numbered, chained."""

from __future__ import annotations

import pytest

from reviews import snapshot
from reviews.models import Milestone
from reviews.reads import snapshots
from reviews.services import milestones, workloads
from tests.builders import select, start_workload
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound


def test_a_milestone_keeps_what_was_true_when_it_was_recorded(actors, review):
    select(actors.cleo, review, "locks", "locks_dog", notes="barks")
    first = milestones.record(actors.ben, review.workload_id, name="Before go-live")
    select(actors.cleo, review, "locks", "locks_key", "locks_bolt", notes="quiet")
    workloads.edit(actors.ben, review.workload_id, values={"name": "Renamed"})
    frozen = snapshot.from_content(Milestone.objects.get(pk=first.pk).content)
    question = frozen.reviews[0].pillars[0].questions[0]
    assert (frozen.name, question.risk, question.notes) == ("Checkout", "medium", "barks")
    assert [c.id for c in question.choices if c.status == "selected"] == ["locks_dog"]
    assert first.counts == frozen.counts.as_dict()


def test_milestones_are_numbered_and_chained_by_digest(actors, review):
    first = milestones.record(actors.ben, review.workload_id, name="One time")
    second = milestones.record(actors.ben, review.workload_id, name="Two times")
    assert (first.number, second.number) == (1, 2)
    assert (first.previous_digest, second.previous_digest) == ("", first.digest)
    stored = Milestone.objects.get(pk=second.pk)
    assert snapshot.digest(stored.content, first.digest) == second.digest


def test_a_snapshot_survives_being_stored(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    taken = snapshots.take(review.workload)
    assert snapshot.to_content(snapshot.from_content(snapshot.to_content(taken))) == (
        snapshot.to_content(taken)
    )
    assert snapshot.from_content(snapshot.to_content(taken)).reviews == taken.reviews


def test_names_are_unique_ignoring_case_and_blanks(actors, review):
    milestones.record(actors.ben, review.workload_id, name="Go live")
    with pytest.raises(Invalid):
        milestones.record(actors.ben, review.workload_id, name="GOLIVE")


@pytest.mark.parametrize("name", ["", "  ", "a b", "x" * 101])
def test_a_name_needs_three_letters_and_an_end(actors, review, name):
    with pytest.raises(Invalid):
        milestones.record(actors.ben, review.workload_id, name=name)


def test_a_workload_without_a_lens_has_nothing_to_record(actors):
    bare = start_workload(actors.ada, "Bare")
    with pytest.raises(Conflict):
        milestones.record(actors.ada, bare.pk, name="Nothing")


def test_a_contributor_may_not_record_milestones(actors, review):
    with pytest.raises(Forbidden):
        milestones.record(actors.cleo, review.workload_id, name="Mine")


def test_an_outsider_finds_no_workload_to_record(actors, review):
    with pytest.raises(NotFound):
        milestones.record(actors.oda, review.workload_id, name="Theirs")
