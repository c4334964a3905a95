"""A snapshot tells everything that milestones keep and reports show."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.models import Answer, Improvement, Maturity, TradeOff
from reviews.reads import snapshots
from reviews.services import comments, evidence, questions
from reviews.snapshot import SnapshotEvidence, SnapshotMaturity, from_content, to_content
from reviews.snapshot_work import SnapshotEffect
from tests.builders import select


@pytest.fixture
def busy(actors, workload, review):
    """A workload on which everything there is was done."""
    select(actors.cleo, review, "locks", "locks_dog")
    evidence.add_link(
        actors.cleo, review.pk, "locks", url="https://example.com/dog", title="The dog"
    )
    comments.write(actors.cleo, review.pk, "locks", text="Which dog?")
    common = {"organization": workload.organization, "workload": workload}
    Improvement.objects.create(
        **common, number=1, title="Fit a bolt", review=review, pillar_key="doors",
        question_key="locks", choices=["locks_bolt"], risk="medium", owner=actors.ben.user,
        due_on=date(2026, 12, 1),
    )  # fmt: skip
    decision = TradeOff.objects.create(
        **common, number=1, title="No cameras", savings="120.50",
        effects={"doors": {"effect": "worsens", "note": "Nobody looks."}},
    )  # fmt: skip
    decision.answers.add(Answer.objects.get(review=review, question_key="keys"))
    Maturity.objects.create(
        organization=workload.organization, review=review, pillar_key="doors", level=2, target=4
    )
    return workload


def test_a_snapshot_tells_of_work_decisions_and_maturity(busy, review, actors):
    taken = snapshots.take(busy)
    (improvement,) = taken.improvements
    assert (improvement.number, improvement.title) == (1, "Fit a bolt")
    assert (improvement.question, improvement.choices) == ("locks", ("locks_bolt",))
    assert (improvement.owner_name, improvement.due) == (str(actors.ben.user), "2026-12-01")
    (decision,) = taken.tradeoffs
    assert decision.effect_on("doors") == SnapshotEffect("doors", "worsens", "Nobody looks.")
    assert decision.effect_on("windows") is None
    assert (decision.savings, decision.questions) == ("120.50", ((str(review.pk), "keys"),))
    assert taken.maturity == (SnapshotMaturity(str(review.pk), "doors", 2, 4),)
    locks = taken.reviews[0].pillars[0].questions[0]
    assert locks.evidence == (SnapshotEvidence("The dog", "link", "https://example.com/dog"),)
    assert locks.open_comments == 1
    assert from_content(to_content(taken)) == taken


def test_who_agreed_is_told_as_long_as_nothing_changed_since(busy, review, actors):
    questions.confirm(actors.ben, review.pk, "locks", revision=1)
    locks = snapshots.take(busy).reviews[0].pillars[0].questions[0]
    assert (locks.confirmed_by_name, locks.confirmed_by_id) == (
        str(actors.ben.user),
        actors.ben.user.pk,
    )
    select(actors.cleo, review, "locks", "locks_key")
    locks = snapshots.take(busy).reviews[0].pillars[0].questions[0]
    assert (locks.confirmed_by_name, locks.confirmed_at) == ("", "")


def test_the_queries_do_not_grow(busy, django_assert_num_queries):
    with django_assert_num_queries(12):
        snapshots.take(busy)
    with django_assert_num_queries(3):
        assert snapshots.take(busy, work=False).improvements == ()
