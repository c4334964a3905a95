"""A lens changes and its reviews go on: upgrades by people, minor versions by themselves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Answer, AnswerChange, Finding, Milestone, Review
from reviews.services import (
    answers,
    comments,
    findings,
    improvements,
    milestones,
    questions,
    reviews,
    upgrades,
    workloads,
)
from tests.builders import answer_all, select, start_review, start_workload
from tests.reviews import versions_of_a_lens as v
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


def answer(review: Review, question: str) -> Answer:
    return Answer.every.get(review=review, question_key=question)


def version_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).lens_version.name


def go(actor, review, **more):
    return upgrades.upgrade(actor, review.pk, **{"milestone": "Before the change", **more})


# --- What becomes of answers -----------------------------------------------------------------


def test_answers_are_carried_and_the_milestone_keeps_how_it_was(actors, review):
    select(actors.cleo, review, "locks", "locks_key", "locks_bolt", "locks_dog", notes="Two locks.")
    v.publish(actors.ada, "2", v.without_dog)
    done = go(actors.ben, review)
    locks = answer(review, "locks")
    assert set(locks.choices) == {"locks_key", "locks_bolt"}
    assert (locks.notes, locks.risk) == ("Two locks.", "none")
    assert version_of(review) == "2"
    assert done.counts["changed"] == 1
    assert done.counts["kept"] == 2
    frozen = Milestone.objects.get().content["reviews"][0]
    assert frozen["lens_version"] == "1"
    then = frozen["pillars"][0]["questions"][0]
    assert [c["id"] for c in then["choices"] if c["status"] == "selected"] == [
        "locks_key", "locks_bolt", "locks_dog",
    ]  # fmt: skip


def test_history_tells_what_was_lost_and_why(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    v.publish(actors.ada, "2", v.without_dog)
    go(actors.ben, review)
    last = AnswerChange.objects.filter(answer=answer(review, "locks")).first()
    assert last.fields == {"choices.locks_dog.status": ["selected", "unselected"]}
    assert (last.lens_version, last.user, last.via) == ("2", actors.ben.user, "browser")
    assert (last.risk_before, last.risk_after) == ("medium", "unanswered")
    assert answers.state_at(answer(review, "locks"), 1) == {"choices.locks_dog.status": "selected"}


def test_a_risk_that_follows_from_new_rules_counts_from_now(actors, review):
    before = select(actors.cleo, review, "keys", "keys_safe")
    v.publish(actors.ada, "2", v.stricter_keys)
    go(actors.ben, review)
    keys = answer(review, "keys")
    assert (keys.risk, keys.revision, keys.changed_by) == ("medium", 2, "Ben Example")
    assert keys.risk_since > before.risk_since


def test_an_answer_that_is_the_same_has_no_new_history(actors, review):
    select(actors.cleo, review, "keys", "keys_safe")
    v.publish(actors.ada, "2", v.with_alarm, v.other_words)
    go(actors.ben, review)
    keys = answer(review, "keys")
    assert (keys.revision, keys.changed_by) == (1, "Cleo Example")
    assert keys.position == 3, "it stands behind the new question"


def test_a_new_question_waits_for_its_answer(actors, review):
    v.publish(actors.ada, "2", v.with_alarm)
    done = go(actors.ben, review)
    assert done.counts["new"] == 1
    alarm = review.answers.get(question_key="alarm")
    assert (alarm.risk, alarm.position, alarm.pillar_key) == ("unanswered", 1, "doors")
    select(actors.cleo, review, "alarm", "alarm_us")
    assert answer(review, "alarm").risk == "none"


def test_a_question_that_moves_takes_its_answer_along(actors, review):
    select(actors.cleo, review, "glass", "glass_film")
    v.publish(actors.ada, "2", v.glass_among_doors)
    assert go(actors.ben, review).counts["moved"] == 1
    glass = answer(review, "glass")
    assert (glass.pillar_key, glass.risk, glass.revision) == ("doors", "low", 1)


def test_improvements_move_with_their_question(actors, review):
    select(actors.cleo, review, "glass", "glass_film")
    workload = review.workload_id
    made = [
        improvements.make(
            actors.cleo, workload, title="Film", review_id=review.pk, question="glass"
        ),
        improvements.make(
            actors.cleo, workload, title="Safe", review_id=review.pk, question="keys"
        ),
        improvements.make(actors.cleo, workload, title="A fence", pillar_key="windows"),
    ]
    kept = made[1].pillar_key
    v.publish(actors.ada, "2", v.glass_among_doors, v.without_keys)
    go(actors.ben, review)
    for improvement in made:
        improvement.refresh_from_db()
    assert [improvement.pillar_key for improvement in made] == ["doors", kept, "windows"]


def test_what_was_said_to_a_question_that_goes_comes_back_with_it(actors, review):
    select(actors.cleo, review, "keys", "keys_safe", notes="In the cellar.")
    questions.park(actors.cleo, review.pk, "keys", note="Which safe?")
    comments.write(actors.cleo, review.pk, "keys", text="Who has the code?")
    v.publish(actors.ada, "2", v.without_keys)
    assert go(actors.ben, review).counts["dropped"] == 1
    assert not review.answers.filter(question_key="keys").exists()
    with pytest.raises(NotFound):
        select(actors.cleo, review, "keys", "keys_no")
    v.publish(actors.ada, "3")
    assert go(actors.ben, review, milestone="Before it is back").counts["returned"] == 1
    keys = review.answers.get(question_key="keys")
    assert (keys.notes, keys.risk, keys.parked_note) == ("In the cellar.", "none", "Which safe?")
    assert keys.comments.count() == 1


def test_a_finding_of_a_pillar_that_goes_is_kept_out_of_sight(actors, review):
    findings.write(actors.cleo, review.pk, "windows", values={"gaps": "No bars."})
    v.publish(actors.ada, "2", v.glass_among_doors)
    go(actors.ben, review)
    with pytest.raises(NotFound):
        findings.write(actors.cleo, review.pk, "windows", values={"gaps": "Bars."})
    assert Finding.objects.get(review=review).gaps == "No bars."


def test_an_agreement_ends_when_the_answer_becomes_another_one(actors, review):
    for key, choice in (("keys", "keys_safe"), ("glass", "glass_film")):
        select(actors.cleo, review, key, choice)
        questions.confirm(actors.ben, review.pk, key, revision=1)
    v.publish(actors.ada, "2", v.stricter_keys)
    go(actors.ben, review)
    assert not answer(review, "keys").is_confirmed
    assert answer(review, "glass").is_confirmed


# --- When it is refused, and what else it does -------------------------------------------------


def test_a_milestone_name_that_is_taken_leaves_everything_as_it_was(actors, review):
    milestones.record(actors.ben, review.workload_id, name="Autumn")
    v.publish(actors.ada, "2", v.without_keys)
    with pytest.raises(Invalid) as refused:
        go(actors.ben, review, milestone="autumn")
    assert list(refused.value.fields) == ["milestone"]
    assert version_of(review) == "1"
    assert review.answers.count() == 3


def test_there_is_nothing_to_upgrade_to_when_the_version_is_the_newest(actors, review):
    with pytest.raises(Conflict) as refused:
        go(actors.ben, review)
    assert refused.value.code == "lens-current"
    assert not Milestone.objects.exists()


def test_only_who_may_change_the_workload_upgrades(actors, review):
    v.publish(actors.ada, "2")
    for actor in (actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            go(actor, review)
    with pytest.raises(NotFound):
        go(actors.oda, review)


def test_a_version_of_another_lens_or_an_older_one_is_no_goal(actors, review, framework):
    second = v.publish(actors.ada, "2")
    third = v.publish(actors.ada, "3", v.with_alarm)
    with pytest.raises(NotFound):
        go(actors.ben, review, to=framework.pk)
    go(actors.ben, review, to=third.pk)
    with pytest.raises(Conflict):
        go(actors.ben, review, to=second.pk, milestone="Back again")


def test_one_goes_to_the_version_one_was_shown_though_a_newer_one_came(actors, review):
    second = v.publish(actors.ada, "2", v.with_alarm)
    v.publish(actors.ada, "3", v.without_keys)
    go(actors.ben, review, to=second.pk)
    assert version_of(review) == "2"


def test_answers_that_changed_since_the_preview_are_carried_too(actors, review):
    v.publish(actors.ada, "2", v.with_alarm)
    select(actors.cleo, review, "keys", "keys_safe")
    done = go(actors.ben, review, seen_revision=0)
    assert done.changed_since == 1
    assert answer(review, "keys").risk == "none"


def test_a_complete_review_with_something_new_is_open_again(actors, review):
    answer_all(actors.cleo, review)
    reviews.complete(actors.ben, review.pk)
    v.publish(actors.ada, "2", v.with_alarm)
    assert go(actors.ben, review).is_reopened
    assert Review.objects.get(pk=review.pk).status == "open"


def test_a_complete_review_in_which_nothing_is_open_stays_complete(actors, review):
    answer_all(actors.cleo, review)
    reviews.complete(actors.ben, review.pk)
    v.publish(actors.ada, "2", v.other_words)
    assert not go(actors.ben, review).is_reopened
    assert Review.objects.get(pk=review.pk).status == "complete"


def test_the_log_tells_who_upgraded_what(actors, review):
    v.publish(actors.ada, "2", v.with_alarm)
    go(actors.ben, review)
    event = Event.objects.get(verb="review.upgraded")
    assert event.user == actors.ben.user
    assert event.changes == {"version": {"before": "1", "after": "2"}}
    assert (event.data["new"], event.data["kept"], event.data["milestone"]) == (1, 3, 1)


def test_an_upgrade_costs_as_many_queries_for_a_large_lens(actors, review):
    def queries_of(question_count: int, name: str) -> int:
        document = v.small() | {"alias": f"of-{question_count}", "name": name}
        doors = document["pillars"][0]
        first = doors["questions"][1]
        doors["questions"] += [
            {**first, "id": f"q{n}", "title": f"Question {n}?"} for n in range(question_count)
        ]
        lens = v.publish_lens(actors.ada, document)
        started = start_review(actors.ada, start_workload(actors.ada, name), lens.lens)
        doors["questions"].insert(0, {**first, "id": "new", "title": "New?"})
        v.publish_lens(actors.ada, document, "2")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            go(actors.ben, started)
        return len(seen)

    assert queries_of(150, "Large") == queries_of(2, "Little")


# --- Minor versions ----------------------------------------------------------------------------


def test_open_reviews_follow_a_minor_version_by_themselves(
    actors, review, django_capture_on_commit_callbacks
):
    select(actors.cleo, review, "keys", "keys_safe")
    with django_capture_on_commit_callbacks(execute=True):
        v.publish(actors.ada, "1.1", v.stricter_keys, major=False)
    assert version_of(review) == "1.1"
    assert answer(review, "keys").risk == "medium"
    assert not Milestone.objects.exists()
    last = AnswerChange.objects.filter(answer=answer(review, "keys")).first()
    assert (last.actor_name, last.via, last.lens_version) == ("WellArch", "task", "1.1")
    assert Event.objects.get(verb="review.followed").user is None


def test_nobody_follows_past_a_major_version(actors, review):
    v.publish(actors.ada, "2")
    minor = v.publish(actors.ada, "2.1", v.other_words, major=False)
    assert upgrades.follow(minor.pk) == 0
    assert version_of(review) == "1"


def test_a_review_behind_several_minor_versions_comes_to_the_last_of_them(actors, review):
    first = v.publish(actors.ada, "1.1", v.other_words, major=False)
    v.publish(actors.ada, "1.2", v.with_alarm, major=False)
    v.publish(actors.ada, "2", v.without_keys)
    assert upgrades.follow(first.pk) == 1
    assert version_of(review) == "1.2"
    assert upgrades.follow(first.pk) == 0, "again changes nothing"


def test_what_a_stopped_worker_left_is_found_by_the_sweeper(actors, review):
    other = start_review(actors.ada, start_workload(actors.ada, "Shop"), review.lens)
    v.publish(actors.ada, "1.1", v.other_words, major=False)
    assert upgrades.sweep() == 2
    assert {version_of(review), version_of(other)} == {"1.1"}
    assert upgrades.sweep() == 0


def test_what_rests_follows_when_it_wakes(actors, review):
    complete, archived, removed = (
        start_review(actors.ada, start_workload(actors.ada, name), review.lens)
        for name in ("Complete", "Archived", "Removed")
    )
    answer_all(actors.cleo, complete)
    reviews.complete(actors.ben, complete.pk)
    workloads.archive(actors.ada, archived.workload_id)
    reviews.remove(actors.ben, removed.pk)
    v.publish(actors.ada, "1.1", v.other_words, major=False)
    upgrades.sweep()
    resting = (complete, archived, removed)
    assert {version_of(row) for row in resting} == {"1"}
    reviews.reopen(actors.ben, complete.pk)
    workloads.archive(actors.ada, archived.workload_id, archived=False)
    reviews.attach(actors.ben, removed.workload_id, lens=review.lens_id)
    assert {version_of(row) for row in resting} == {"1.1"}


def test_a_lens_that_comes_back_waits_with_a_major_version(actors, review):
    select(actors.cleo, review, "keys", "keys_safe")
    reviews.remove(actors.ben, review.pk)
    v.publish(actors.ada, "2", v.without_keys)
    back = reviews.attach(actors.ben, review.workload_id, lens=review.lens_id)
    assert (version_of(back), answer(back, "keys").risk) == ("1", "none")
    go(actors.ben, back)
    assert version_of(back) == "2"
