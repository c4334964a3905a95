"""Many answers at once: what changes, what is left alone, what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Answer, AnswerChange, Workload
from reviews.reads import bulk_preview
from reviews.services import answers, bulk, milestones, reviews, sharing, workloads
from tests.accounts.shares.conftest import prove
from tests.builders import answer_all, publish_lens, select, start_review, start_workload
from tests.reviews.pages.room.doors import stored, ticked
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


@pytest.fixture
def other(actors, small_lens):
    """A review of the same lens for another workload, answered in part."""
    review = start_review(actors.ada, start_workload(actors.ada, "Ledger"), small_lens.lens)
    select(actors.ada, review, "locks", "locks_key", "locks_bolt", notes="Two keys.")
    select(actors.ada, review, "glass", "glass_no")
    return review


def versions(page):
    return {one.asked.id: one.version for pillar in page.pillars for one in pillar.items}


class TestTheRestOfAPillar:
    def test_unanswered_questions_get_the_reason_and_answered_ones_stay(self, actors, review):
        select(actors.cleo, review, "locks", "locks_dog")
        revision = Workload.objects.get().revision
        done = bulk.set_aside(
            actors.cleo, review.pk, "doors", reason="out_of_scope", note="Not our doors."
        )
        assert [row.question_key for row in done.changed] == ["keys"]
        keys, locks, glass = (stored(review, name) for name in ("keys", "locks", "glass"))
        assert (keys.risk, keys.reason, keys.notes) == (
            "not_applicable", "out_of_scope", "Not our doors.",
        )  # fmt: skip
        assert (locks.risk, glass.risk) == ("medium", "unanswered")
        assert AnswerChange.objects.get(answer=keys).actor_name == "Cleo Example"
        assert Event.objects.filter(verb="answer.changed", data__question="keys").count() == 1
        assert Workload.objects.get().revision == revision + 1

    def test_the_note_goes_below_notes_that_are_there(self, actors, review):
        select(actors.ada, review, "keys", notes="Ask Eve.")
        bulk.set_aside(actors.ada, review.pk, "doors", reason="other", note="She says no.")
        assert stored(review, "keys").notes == "Ask Eve.\n\nShe says no."

    def test_what_was_answered_meanwhile_is_skipped_and_named(self, actors, review):
        select(actors.ada, review, "keys", "keys_safe")
        done = bulk.set_aside(
            actors.cleo, review.pk, "doors", reason="other", questions=["keys", "locks"]
        )
        assert [one.question for one in done.skipped] == ["keys"]
        assert stored(review, "keys").risk == "none"

    def test_no_reason_no_question_or_a_strange_one_is_refused(self, actors, review):
        for wrong in (
            {"reason": "none"},
            {"reason": "other", "questions": []},
            {"reason": "other", "questions": ["glass"]},  # of another pillar
        ):
            with pytest.raises(Invalid):
                bulk.set_aside(actors.ada, review.pk, "doors", **wrong)
        with pytest.raises(NotFound):
            bulk.set_aside(actors.ada, review.pk, "roof", reason="other")
        assert not AnswerChange.objects.exists()

    def test_a_complete_or_archived_review_is_left_as_it_is(self, actors, review, workload):
        answer_all(actors.ada, review)
        reviews.complete(actors.ada, review.pk)
        with pytest.raises(Conflict) as complete:
            bulk.set_aside(actors.ada, review.pk, "doors", reason="other")
        assert complete.value.code == "review-complete"
        workloads.archive(actors.ada, workload.pk)
        with pytest.raises(Conflict) as archived:
            bulk.set_aside(actors.ada, review.pk, "doors", reason="other")
        assert archived.value.code == "archived"


class TestCopying:
    def test_unanswered_questions_take_choices_notes_and_risk(self, actors, review, other):
        select(actors.ada, review, "glass", "glass_film")
        done = bulk.copy(actors.cleo, review.pk, from_review=other.pk)
        assert [row.question_key for row in done.changed] == ["locks"]
        locks = stored(review, "locks")
        assert (locks.risk, locks.notes, locks.changed_by) == (
            "none", "Two keys.", "Cleo Example",
        )  # fmt: skip
        assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
        assert ticked(review, "glass") == {"glass_film"}
        event = Event.objects.get(verb="answer.changed", data__copied_from=str(other.pk))
        assert event.changes["notes"] == {"hidden": True}

    def test_answered_ones_too_when_asked_for_and_without_notes(self, actors, review, other):
        select(actors.ada, review, "locks", "locks_dog", notes="Mine.")
        bulk.copy(
            actors.ada, review.pk, from_review=other.pk, only_unanswered=False, with_notes=False
        )
        assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
        assert stored(review, "locks").notes == "Mine."

    def test_notes_are_never_emptied(self, actors, review, other):
        select(actors.ada, review, "glass", "glass_film", notes="Mine.")
        bulk.copy(actors.ada, review.pk, from_review=other.pk, only_unanswered=False)
        assert ticked(review, "glass") == {"glass_no"}
        assert stored(review, "glass").notes == "Mine."

    def test_what_changed_on_either_side_since_the_preview_is_skipped(self, actors, review, other):
        page = bulk_preview.copying(
            actors.cleo, review.pk, from_review=other.pk, only_unanswered=False
        )
        select(actors.ada, review, "locks", "locks_dog")
        select(actors.ada, other, "glass", "glass_film")
        done = bulk.copy(
            actors.cleo,
            review.pk,
            from_review=other.pk,
            questions=versions(page),
            only_unanswered=False,
        )
        assert {one.question for one in done.skipped} == {"locks", "glass"}
        assert not done.changed
        assert ticked(review, "locks") == {"locks_dog"}

    def test_a_milestone_brings_back_what_was(self, actors, review, workload):
        select(actors.ada, review, "locks", "locks_key", "locks_bolt")
        milestones.record(actors.ada, workload.pk, name="First")
        select(actors.ada, review, "locks", **{"choices.locks_bolt.status": "unselected"})
        select(actors.ada, review, "keys", "keys_safe")
        bulk.copy(actors.ada, review.pk, milestone=1, only_unanswered=False)
        assert stored(review, "locks").risk == "none"
        assert stored(review, "keys").risk == "none"  # unanswered then: left as it is

    def test_another_version_gives_what_both_ask(self, actors, review, other, small_lens):
        document = {**small_lens.document}
        doors = {**document["pillars"][0]}
        locks = {**doors["questions"][0]}
        locks["choices"] = [one for one in locks["choices"] if one["id"] != "locks_bolt"]
        locks["riskRules"] = [
            {"condition": "locks_key", "risk": "LOW_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ]
        doors["questions"] = [locks]
        publish_lens(actors.ada, {**document, "pillars": [doors]}, name="2")
        newer = start_review(actors.ada, start_workload(actors.ada, "New"), small_lens.lens)
        done = bulk.copy(actors.ada, newer.pk, from_review=other.pk)
        assert [row.question_key for row in done.changed] == ["locks"]
        assert (ticked(newer, "locks"), stored(newer, "locks").risk) == ({"locks_key"}, "low")

    def test_none_of_these_leaves_alone(self, actors, review, other):
        select(actors.ada, review, "glass", "glass_film", "glass_bars")
        bulk.copy(actors.ada, review.pk, from_review=other.pk, only_unanswered=False)
        assert ticked(review, "glass") == {"glass_no"}

    def test_the_preview_says_exactly_what_happens(self, actors, review, other):
        page = bulk_preview.copying(actors.ada, review.pk, from_review=other.pk)
        told = {one.asked.id: one.risk_after for p in page.pillars for one in p.items}
        bulk.copy(actors.ada, review.pk, from_review=other.pk, questions=versions(page))
        assert told == {"locks": "none", "glass": "medium"}
        assert told == {key: stored(review, key).risk for key in told}

    def test_itself_another_lens_or_nothing_is_refused(self, actors, review, workload, framework):
        elsewhere = start_review(actors.ada, workload, "review-checklist")
        for source in ({}, {"from_review": review.pk}, {"from_review": elsewhere.pk}):
            with pytest.raises(Invalid):
                bulk.copy(actors.ada, review.pk, **source)


class TestTenancy:
    def test_a_workload_one_cannot_see_does_not_exist(self, actors, review, other, small_lens):
        with pytest.raises(NotFound):
            bulk.copy(actors.oda, review.pk, from_review=other.pk)
        mine = start_review(actors.oda, start_workload(actors.oda), publish_lens(actors.oda).lens)
        with pytest.raises(NotFound):
            bulk.copy(actors.oda, mine.pk, from_review=other.pk)
        with pytest.raises(NotFound):
            bulk.spread(actors.ada, other.pk, "locks", targets={mine.pk: ""})
        assert not Answer.objects.filter(review=mine).exclude(risk="unanswered").exists()

    def test_a_guest_who_may_answer_copies_from_what_they_see_there(
        self, actors, cast, review, workload, other
    ):
        prove(cast.oda)
        share = sharing.offer(
            actors.ada, workload.pk, Target(email="oda@example.com"), permission="contribute"
        )
        offers.accept(actors.oda, share.pk)
        with pytest.raises(NotFound):  # the other workload is not shared
            bulk.copy(actors.oda, review.pk, from_review=other.pk)
        milestones.record(actors.ada, workload.pk, name="First")
        bulk.set_aside(actors.oda, review.pk, "doors", reason="other")
        event = Event.objects.filter(verb="answer.changed").latest("pk")
        assert (event.guest_of, event.organization) == ("Elsewhere", cast.northwind)

    def test_who_may_only_read_is_refused(self, actors, review, other):
        with pytest.raises(Forbidden):
            bulk.copy(actors.vic, review.pk, from_review=other.pk)
        with pytest.raises(Forbidden):
            bulk_preview.copying(actors.vic, review.pk, from_review=other.pk)


class TestOneAnswerForSeveral:
    def test_it_goes_to_each_without_its_notes(self, actors, review, other):
        page = bulk_preview.spreading(actors.cleo, other.pk, "locks")
        assert [row.planned.risk_after for row in page.open_rows] == ["none"]
        targets = {row.review.pk: row.planned.version for row in page.open_rows}
        done = bulk.spread(actors.cleo, other.pk, "locks", targets=targets)
        assert [row.review_id for row in done.changed] == [review.pk]
        assert (stored(review, "locks").risk, stored(review, "locks").notes) == ("none", "")

    def test_complete_and_changed_ones_are_skipped_and_named(
        self, actors, review, other, small_lens
    ):
        third = start_review(actors.ada, start_workload(actors.ada, "Third"), small_lens.lens)
        seen = bulk_preview.spreading(actors.ada, other.pk, "locks")
        targets = {row.review.pk: row.planned.version for row in seen.open_rows}
        answer_all(actors.ada, third, best=False)
        reviews.complete(actors.ada, third.pk)
        select(actors.ada, review, "locks", "locks_dog")
        done = bulk.spread(actors.ada, other.pk, "locks", targets=targets)
        assert {one.name for one in done.skipped} == {"Checkout", "Third"}
        assert not done.changed

    def test_an_unanswered_question_wipes_nothing(self, actors, review, other):
        select(actors.ada, review, "keys", "keys_safe")
        with pytest.raises(Conflict):
            bulk.spread(actors.ada, other.pk, "keys", targets={review.pk: ""})
        assert stored(review, "keys").risk == "none"

    def test_the_preview_says_why_a_workload_stays(self, actors, cast, review, other, workload):
        workloads.archive(actors.ada, workload.pk)
        page = bulk_preview.spreading(actors.ada, other.pk, "locks")
        assert [row.refusal for row in page.closed_rows] == ["Archived."]


def test_a_preview_needs_the_same_queries_for_57_questions_as_for_three(
    actors, review, other, framework
):
    def queries(here, there):
        with CaptureQueriesContext(connection) as found:
            bulk_preview.copying(actors.ada, here.pk, from_review=there.pk)
        return len(found)

    one, two = (start_workload(actors.ada, name) for name in ("One", "Two"))
    large = start_review(actors.ada, one, "wellarchitected")
    full = start_review(actors.ada, two, "wellarchitected")
    for question in Answer.objects.filter(review=full).values_list("question_key", flat=True):
        answers.record(
            actors.ada,
            review_id=full.pk,
            question=question,
            changes_wanted={"is_applicable": False},
        )
    queries(large, full)  # the lens is compiled once
    assert queries(large, full) == queries(review, other)
    with CaptureQueriesContext(connection) as found:
        done = bulk.copy(actors.ada, large.pk, from_review=full.pk)
    assert len(done.changed) == Answer.objects.filter(review=full).count()
    assert len(found) <= 3 * len(done.changed) + 12
