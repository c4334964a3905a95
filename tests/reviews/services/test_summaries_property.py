"""Whatever people do, what is kept equals a recount from the answers.

Any sequence of answers, questions set aside, milestones, improvements, lenses removed and
returned, workloads archived, moved, made and deleted. PROPERTY_EXAMPLES=300 looks longer.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenses.access import compiled
from reviews import summing
from reviews.models import (
    Answer,
    Milestone,
    PortfolioPart,
    PracticeGap,
    RiskSummary,
    Workload,
    WorkloadSummary,
)
from reviews.reads import portfolio_sums
from reviews.reads.portfolio_filters import Filters
from reviews.services import (
    answers,
    improvements,
    milestones,
    reviews,
    summaries,
    touch,
    workloads,
)
from tests.builders import start_review, start_workload
from wellarch.errors import DomainError

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "10"))
RISKS = ("high", "medium", "low", "none", "unanswered", "not_applicable")
NAMES = count(1)


class World:
    """Workloads of an organization, and deeds on one of them chosen by a number."""

    def __init__(self, actors: Any, lens: Any) -> None:
        self.actor, self.lens = actors.ada, lens.lens
        for _each in range(2):
            self.make(0, 0)

    def attempt(self, deed: Callable[..., None], n: int, m: int) -> None:
        """Do it and count what it touched; what is refused changes nothing."""
        before = dict(Workload.objects.values_list("pk", "revision"))
        try:
            with transaction.atomic():
                deed(self, n, m)
        except DomainError:
            return
        for pk, revision in Workload.objects.values_list("pk", "revision"):
            if before.get(pk) != revision:
                summaries.compute(pk)

    def one(self, n: int) -> Workload:
        found = list(Workload.objects.order_by("name"))
        return found[n % len(found)]

    def make(self, n: int, m: int) -> None:
        workload = start_workload(self.actor, f"Workload {next(NAMES)}")
        start_review(self.actor, workload, self.lens)
        summaries.compute(workload.pk)

    def answer(self, n: int, m: int) -> None:
        review = self.one(n).reviews.get()
        question = ("locks", "keys", "glass")[m % 3]
        asked = compiled(review.lens_version_id).questions[question]
        choice = asked.choices[m % len(asked.choices)].id
        status = ("selected", "unselected", "not_applicable")[n % 3]
        wanted = {f"choices.{choice}.status": status}
        answers.record(self.actor, review_id=review.pk, question=question, changes_wanted=wanted)

    def set_aside(self, n: int, m: int) -> None:
        review = self.one(n).reviews.get()
        answers.record(
            self.actor,
            review_id=review.pk,
            question=("locks", "keys", "glass")[m % 3],
            changes_wanted={"is_applicable": m % 2 == 0},
        )

    def record_milestone(self, n: int, m: int) -> None:
        workload = self.one(n)
        made = milestones.record(self.actor, workload.pk, name=f"Milestone {next(NAMES)}")
        when = timezone.now() - timedelta(days=40 * (m % 12))
        Milestone.objects.filter(pk=made.pk).update(recorded_at=when)

    def improve(self, n: int, m: int) -> None:
        workload = self.one(n)
        improvements.make(self.actor, workload.pk, title=f"Improvement {next(NAMES)}")

    def remove(self, n: int, m: int) -> None:
        reviews.remove(self.actor, self.one(n).reviews.get().pk)

    def attach(self, n: int, m: int) -> None:
        reviews.attach(self.actor, self.one(n).pk, lens=self.lens.pk)

    def archive(self, n: int, m: int) -> None:
        workloads.archive(self.actor, self.one(n).pk, archived=m % 2 == 0)

    def hide(self, n: int, m: int) -> None:
        workload = self.one(n)
        kind = ("team", "organization")[m % 2]
        workloads.edit(self.actor, workload.pk, values={"visibility": kind})

    def delete(self, n: int, m: int) -> None:
        if Workload.objects.count() > 1:
            workloads.delete(self.actor, self.one(n).pk)

    def look(self) -> None:
        """Everything kept, against what the answers and milestones say."""
        gaps: Counter[tuple[str, str]] = Counter()
        totals: Counter[str] = Counter()
        for workload in Workload.objects.all():
            found = self.look_at(workload)
            if not workload.is_archived:
                gaps.update({(question, choice) for _review, question, choice in found})
                totals.update(recount(workload))
        shown = portfolio_sums.kept(self.actor, Filters()).gaps
        assert {(gap.question, gap.choice): n for gap, n in shown.items()} == dict(gaps)
        sums = portfolio_sums.totals(self.actor, Filters())
        assert {risk: getattr(sums.counts, risk) for risk in RISKS} == {
            risk: totals[risk] for risk in RISKS
        }
        assert quarters_kept() == quarters_counted()

    def look_at(self, workload: Workload) -> set[tuple[Any, str, str]]:
        row = WorkloadSummary.objects.get(pk=workload.pk)
        wanted = recount(workload)
        assert {risk: getattr(row, risk) for risk in RISKS} == {r: wanted[r] for r in RISKS}
        assert (row.in_place, row.applicable) == (wanted["in_place"], wanted["applicable"])
        reviews_of = workload.reviews.filter(removed_at=None)
        assert row.review_count == reviews_of.count()
        whole: Counter[str] = Counter()
        for each in RiskSummary.objects.filter(review__workload=workload).exclude(pillar_key=""):
            whole.update({name: getattr(each, name) for name in (*RISKS, "in_place", "applicable")})
        assert +whole == +wanted
        recorded = workload.milestones.order_by("number").values_list("counts", flat=True)
        assert row.highs == [counts["high"] for counts in recorded][-24:]
        assert row.improvements_open == workload.improvements.count()
        found = set(
            PracticeGap.objects.filter(workload=workload).values_list(
                "review_id", "question_key", "choice_key"
            )
        )
        assert found == gaps_of(workload)
        return found


def answers_of(workload: Workload) -> list[Answer]:
    rows = Answer.objects.filter(review__workload=workload, review__removed_at=None)
    return list(rows.select_related("review"))


def practices_of(answer: Answer) -> dict[str, str]:
    """{practice that applies: how it stands}."""
    if not answer.is_applicable:
        return {}
    asked = compiled(answer.review.lens_version_id).questions[answer.question_key]
    states = {
        choice.id: answer.choices.get(choice.id, {}).get("status", "")
        for choice in asked.choices
        if not choice.is_none
    }
    return {key: state for key, state in states.items() if state != "not_applicable"}


def recount(workload: Workload) -> Counter[str]:
    found: Counter[str] = Counter()
    for answer in answers_of(workload):
        found[answer.risk] += 1
        states = practices_of(answer).values()
        found["applicable"] += len(states)
        found["in_place"] += sum(state == "selected" for state in states)
    return found


def gaps_of(workload: Workload) -> set[tuple[Any, str, str]]:
    return {
        (answer.review_id, answer.question_key, key)
        for answer in answers_of(workload)
        if answer.risk in ("high", "medium", "low")
        for key, state in practices_of(answer).items()
        if state != "selected"
    }


def quarters_kept() -> dict[int, dict[str, int]]:
    changes: dict[int, Counter[str]] = {}
    for part in PortfolioPart.objects.all():
        for quarter, sums in part.quarters.items():
            changes.setdefault(int(quarter), Counter()).update(sums)
    return dict(summing.running(changes, until=summing.quarter_of(timezone.now())))


def quarters_counted() -> dict[int, dict[str, int]]:
    """For each quarter, the last milestone up to its end of every active workload."""
    rows = list(
        Milestone.objects.filter(workload__archived_at=None).order_by("recorded_at", "number")
    )
    today = summing.quarter_of(timezone.now())
    first = min((summing.quarter_of(row.recorded_at) for row in rows), default=today + 1)
    found = {}
    for quarter in range(first, today + 1):
        last = {
            row.workload_id: row.counts
            for row in rows
            if summing.quarter_of(row.recorded_at) <= quarter
        }
        sums = {risk: sum(counts.get(risk, 0) for counts in last.values()) for risk in RISKS}
        found[quarter] = {"workloads": len(last), **sums}
    return found


DEEDS = st.sampled_from(
    [
        World.answer, World.answer, World.answer, World.set_aside, World.record_milestone,
        World.improve, World.remove, World.attach, World.archive, World.hide, World.make,
        World.delete,
    ]
)  # fmt: skip
NUMBERS = st.integers(0, 23)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(DEEDS, NUMBERS, NUMBERS), min_size=1, max_size=15))
def test_what_is_kept_equals_a_recount(actors, small_lens, steps):
    with transaction.atomic():
        world = World(actors, small_lens)
        for deed, n, m in steps:
            world.attempt(deed, n, m)
        world.look()
        kept = list(WorkloadSummary.objects.order_by("pk").values())
        assert sum(1 for _batch in summaries.rebuild(batch=1)) == len(kept)
        for row, again in zip(kept, WorkloadSummary.objects.order_by("pk").values(), strict=True):
            del row["computed_at"], again["computed_at"]
            assert row == again
        world.look()
        transaction.set_rollback(True)


def test_a_change_of_any_kind_is_counted_again(actors, review, workload):
    summaries.compute(workload.pk)
    touch.workload(workload)
    Workload.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    assert summaries.sweep() == 1


def test_a_workload_without_a_summary_gets_one(actors, review, workload):
    summaries.compute(workload.pk)
    WorkloadSummary.objects.all().delete()
    assert summaries.adopt() == 1
    assert WorkloadSummary.objects.get().unanswered == 3
    assert summaries.adopt() == 0
