"""Whatever happens to a lens, its reviews lose nothing.

Any sequence of edits, publishes, upgrades, answers, milestones, removals and returns keeps every
answer to a question that still exists, and every old milestone, its page and its report stay as
they were, byte by byte. PROPERTY_EXAMPLES=300 looks longer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenses.access import compiled
from lenses.models import LensVersion
from lenses.services import drafts, versions
from reviews import changes, scoring, snapshot
from reviews.documents import workload_report
from reviews.models import Answer, Milestone, Review
from reviews.services import answers, milestones, reviews, upgrades, workloads
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.errors import DomainError, Invalid

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "12"))
POOL = ("locks", "keys", "glass", "alarm")  # ids of questions, so that some come back
AT = clock.now()
State = dict[str, Any]


class World:
    """A lens, a review with it, and what the test knows of both by itself."""

    def __init__(self, actor: Actor, review: Review, client: Client) -> None:
        self.actor, self.review, self.client = actor, review, client
        self.lens = review.lens_id
        self.version = review.lens_version_id
        self.said: dict[str, State] = {}
        self.frozen: dict[int, tuple[Any, ...]] = {}
        for question in compiled(self.version):
            self.say(
                question.id,
                {
                    "notes": f"About {question.id}.",
                    **{f"choices.{each.id}.status": "selected" for each in question.practices},
                },
            )
        self.names = (f"Name {n}" for n in count(1))
        self.labels = (f"v{n}" for n in count(1))

    # What authors do

    def edit(self, **operation: Any) -> None:
        drafts.edit(self.actor, str(self.lens), operation=operation)

    def question(self, n: int) -> dict[str, Any] | None:
        found = [q for p in self.draft()["pillars"] for q in p["questions"]]
        return found[n % len(found)] if found else None

    def draft(self) -> dict[str, Any]:
        return drafts.open(self.actor, str(self.lens)).document

    def reword(self, n: int, m: int) -> None:
        if asked := self.question(n):
            self.edit(op="set", at=f"questions/{asked['id']}", field="title", value=f"Title {m}")

    def ask(self, n: int, m: int) -> None:
        pillars = self.draft()["pillars"]
        there = {q["id"] for p in pillars for q in p["questions"]}
        key = POOL[n % len(POOL)]
        if key not in there:
            home = pillars[m % len(pillars)]["id"]
            self.edit(op="add", what="question", to=f"pillars/{home}", id=key, title="Asked")
            self.offer(sorted(there | {key}).index(key), m)

    def drop(self, n: int, _m: int) -> None:
        if asked := self.question(n):
            self.edit(op="remove", at=f"questions/{asked['id']}")

    def shift(self, n: int, m: int) -> None:
        pillars = self.draft()["pillars"]
        if asked := self.question(n):
            home = pillars[m % len(pillars)]["id"]
            self.edit(op="move", at=f"questions/{asked['id']}", to=f"pillars/{home}", place=m % 3)

    def offer(self, n: int, m: int) -> None:
        if asked := self.question(n):
            key = f"{asked['id']}_c{m % 3}"
            if key not in {choice["id"] for choice in asked["choices"]}:
                self.edit(op="add", what="choice", to=f"questions/{asked['id']}", id=key)

    def withdraw(self, n: int, m: int) -> None:
        """A choice goes; the rules that name it go before."""
        asked = self.question(n)
        if asked is None or not asked["choices"]:
            return
        at = f"questions/{asked['id']}"
        key = asked["choices"][m % len(asked["choices"])]["id"]
        rules = list(enumerate(asked["riskRules"]))
        for place, rule in reversed(rules):
            if key in re.findall(r"\w+", rule["condition"]):
                self.edit(op="remove", at=f"{at}/rules/{place}")
        self.edit(op="remove", at=f"{at}/choices/{key}")

    def judge(self, n: int, m: int) -> None:
        asked = self.question(n)
        if asked and asked["riskRules"]:
            risk = ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK")[m % 3]
            place = m % len(asked["riskRules"])
            at = f"questions/{asked['id']}/rules/{place}"
            self.edit(op="set", at=at, field="risk", value=risk)

    def publish(self, _n: int, m: int) -> None:
        draft = drafts.open(self.actor, str(self.lens))
        try:
            made = versions.publish(self.actor, draft, name=next(self.labels), major=m % 2 == 0)
        except Invalid:
            return  # a pillar or question was left empty: nobody can publish that
        if not made.is_major:
            upgrades.follow(made.pk)

    def release(self, n: int, m: int) -> None:
        """Publish and upgrade, whatever rested before."""
        for deed in (World.come_back, World.wake, World.publish, World.upgrade):
            self.attempt(deed, n, m)

    def attempt(self, deed: Callable[[World, int, int], None], n: int, m: int) -> None:
        try:
            with transaction.atomic():
                deed(self, n, m)
        except DomainError:
            pass  # nothing newer, removed already, archived: refused, and nothing happened
        self.look()

    # What the team does

    def answer(self, n: int, m: int) -> None:
        row = Review.objects.get(pk=self.review.pk)
        asked = list(compiled(row.lens_version_id).questions.values())
        question = asked[n % len(asked)]
        practice = question.practices[m % len(question.practices)] if question.practices else None
        wanted: State = {
            0: {"notes": f"Words {m}"},
            1: {"is_applicable": m % 2 == 0, "reason": "other"},
        }.get(m % 7, {})
        if not wanted and practice:
            status = ("selected", "not_applicable", "unselected")[m % 3]
            wanted = {f"choices.{practice.id}.status": status}
            if m % 2:
                wanted[f"choices.{practice.id}.note"] = f"Note {m}"
        self.say(question.id, wanted)

    def say(self, question: str, wanted: State) -> None:
        answers.record(
            self.actor, review_id=self.review.pk, question=question, changes_wanted=wanted
        )
        self.said[question], _delta = changes.apply(self.said.get(question, {}), wanted)

    def upgrade(self, _n: int, _m: int) -> None:
        upgrades.upgrade(self.actor, self.review.pk, milestone=next(self.names))
        self.freeze()

    def record(self, _n: int, _m: int) -> None:
        milestones.record(self.actor, self.review.workload_id, name=next(self.names))
        self.freeze()

    def leave(self, _n: int, _m: int) -> None:
        reviews.remove(self.actor, self.review.pk)

    def come_back(self, _n: int, _m: int) -> None:
        reviews.attach(self.actor, self.review.workload_id, lens=self.lens)

    def rest(self, _n: int, _m: int) -> None:
        workloads.archive(self.actor, self.review.workload_id)

    def wake(self, _n: int, _m: int) -> None:
        workloads.archive(self.actor, self.review.workload_id, archived=False)

    # What must be so

    def look(self) -> None:
        """Every answer is what was said, of choices that were there all the time."""
        row = Review.objects.get(pk=self.review.pk)
        document = LensVersion.objects.get(pk=row.lens_version_id).document
        asked = {
            q["id"]: {c["id"] for c in q["choices"]}
            for p in document["pillars"]
            for q in p["questions"]
        }
        if row.lens_version_id != self.version:
            self.version = row.lens_version_id
            for key in self.said.keys() & asked.keys():
                self.said[key] = {
                    path: value
                    for path, value in self.said[key].items()
                    if not (choice := changes.split(path)[0]) or choice in asked[key]
                }
        rows = {each.question_key: each for each in Answer.every.filter(review=row)}
        assert {key for key, each in rows.items() if each.is_asked} == set(asked)
        places = sorted(asked, key=lambda key: rows[key].position)
        assert places == list(asked)
        lens = compiled(row.lens_version_id)
        for key, each in rows.items():
            assert answers.state_of(each) == self.said.get(key, {}), key
            if each.is_asked:
                assert each.risk == scoring.risk_of(lens.questions[key], self.said.get(key, {}))
                assert each.pillar_key == lens.questions[key].pillar_id

    def freeze(self) -> None:
        newest = Milestone.objects.order_by("-number").first()
        assert newest is not None
        self.frozen[newest.number] = self.seen(newest)

    def seen(self, milestone: Milestone) -> tuple[Any, ...]:
        """Everything one can read of a milestone."""
        report = workload_report.build(
            snapshot.from_content(milestone.content),
            organization=self.actor.organization,
            review_id=None,
            milestone=milestone,
            at=AT,
        )
        url = reverse("milestone-detail", args=[milestone.workload_id, milestone.number])
        page = self.client.get(url).content.decode()
        main = page[page.index("<main") : page.index("</main")]
        return (
            snapshot.canonical(milestone.content),
            milestone.digest,
            workload_report.write_html(report),
            re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", main),
        )

    def look_back(self) -> None:
        for milestone in Milestone.objects.all():
            assert self.seen(milestone) == self.frozen[milestone.number]
        for row in Answer.every.filter(review=self.review):
            revisions = row.history.order_by("revision").values_list("revision", flat=True)
            assert list(revisions) == list(range(1, row.revision + 1))
            assert answers.state_at(row, 0) == {}


DEEDS: tuple[Callable[[World, int, int], None], ...] = (
    World.reword, World.ask, World.drop, World.shift, World.offer, World.withdraw, World.judge,
    World.publish, World.release, World.release, World.release, World.answer, World.answer,
    World.answer, World.upgrade, World.record, World.leave, World.come_back, World.rest, World.wake,
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 11), st.integers(0, 20)),
    min_size=6,
    max_size=24,
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_no_answer_is_lost_and_no_milestone_changes(actors, review, client_of, steps):
    with transaction.atomic():
        world = World(actors.ada, review, client_of(actors.ada.user))
        for deed, n, m in steps:
            world.attempt(deed, n, m)
        world.look_back()
        transaction.set_rollback(True)
