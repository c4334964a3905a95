"""Recording answers: risk, history, conflicts, refusals."""

from __future__ import annotations

import pytest

from reviews.models import Answer, AnswerChange
from reviews.services import answers, reviews, workloads
from tests.builders import answer_all, select
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event


def record(actor, review, wanted, *, base=None, question="locks", **more):
    return answers.record(
        actor,
        review_id=review.pk,
        question=question,
        changes_wanted=wanted,
        base_revision=base,
        **more,
    )


def test_the_risk_follows_at_once(actors, review):
    assert select(actors.cleo, review, "locks", "locks_dog").risk == "medium"
    assert select(actors.cleo, review, "locks", "locks_key", "locks_bolt").risk == "none"
    assert select(actors.cleo, review, "keys", "keys_no").risk == "high"
    assert select(actors.cleo, review, "glass", "glass_film").risk == "low"


def test_a_question_that_does_not_apply_keeps_its_choices_for_later(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    aside = record(actors.cleo, review, {"is_applicable": False, "reason": "out_of_scope"})
    assert (aside.risk, aside.reason) == ("not_applicable", "out_of_scope")
    assert record(actors.cleo, review, {"is_applicable": True}).risk == "medium"


def test_notes_alone_do_not_answer_a_question(actors, review):
    assert record(actors.cleo, review, {"notes": "ask Bob"}).risk == "unanswered"


def test_every_change_is_kept_with_who_when_and_what(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    answer = record(actors.ben, review, {"notes": "barks"})
    newest, oldest = answer.history.all()
    assert (newest.actor_name, newest.via, newest.fields) == (
        "Ben Example",
        "browser",
        {"notes": ["", "barks"]},
    )
    assert oldest.fields == {"choices.locks_dog.status": ["unselected", "selected"]}
    assert (oldest.risk_before, oldest.risk_after) == ("unanswered", "medium")
    assert answers.state_at(answer, 0) == {}
    assert answers.state_at(answer, 1) == {"choices.locks_dog.status": "selected"}


def test_the_log_names_what_changed_but_not_the_notes(actors, review):
    record(actors.cleo, review, {"notes": "the password is swordfish"})
    event = Event.objects.get(verb="answer.changed")
    assert event.changes == {"notes": {"hidden": True}}
    assert "swordfish" not in f"{event.data} {event.changes}"


def test_a_change_that_changes_nothing_writes_nothing(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    again = select(actors.cleo, review, "locks", "locks_dog")
    assert again.revision == 1
    assert AnswerChange.objects.count() == 1


def test_two_reviewers_changing_different_choices_both_win(actors, review):
    record(actors.cleo, review, {"choices.locks_key.status": "selected"}, base=0)
    answer = record(actors.ben, review, {"choices.locks_bolt.status": "selected"}, base=0)
    assert set(answer.choices) == {"locks_key", "locks_bolt"}
    assert answer.risk == "none"


def test_a_stale_text_never_overwrites_another_silently(actors, review):
    record(actors.cleo, review, {"notes": "Cleo's"}, base=0)
    with pytest.raises(Stale) as refusal:
        record(actors.ben, review, {"notes": "Ben's"}, base=0)
    assert refusal.value.data["fields"] == {"notes": {"mine": "Ben's", "theirs": "Cleo's"}}
    assert refusal.value.data["by"] == "Cleo Example"
    assert Answer.objects.get(review=review, question_key="locks").notes == "Cleo's"


def test_a_stale_change_with_one_clash_writes_none_of_it(actors, review):
    record(actors.cleo, review, {"notes": "Cleo's"}, base=0)
    with pytest.raises(Stale):
        record(
            actors.ben, review, {"notes": "Ben's", "choices.locks_dog.status": "selected"}, base=0
        )
    assert Answer.objects.get(review=review, question_key="locks").choices == {}


def test_both_writing_the_same_is_no_conflict(actors, review):
    record(actors.cleo, review, {"notes": "same"}, base=0)
    assert record(actors.ben, review, {"notes": "same"}, base=0).revision == 1


def test_a_whole_form_overwrites_only_what_its_sender_changed(actors, review):
    record(actors.cleo, review, {"choices.locks_key.status": "selected"}, base=0)
    answer = answers.set_whole(
        actors.ben,
        review_id=review.pk,
        question="locks",
        wanted={"choices.locks_dog.status": "selected"},
        base_revision=0,
    )
    assert set(answer.choices) == {"locks_key", "locks_dog"}


def test_none_of_these_stands_alone_in_the_page_but_not_in_the_api(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    both = select(actors.cleo, review, "locks", "locks_no")
    assert set(both.choices) == {"locks_dog", "locks_no"}
    alone = record(
        actors.cleo, review, {"choices.locks_key.status": "selected"}, none_is_exclusive=True
    )
    assert set(alone.choices) == {"locks_dog", "locks_key"}


def test_all_wrong_paths_are_named_at_once(actors, review):
    with pytest.raises(Invalid) as refusal:
        record(
            actors.cleo,
            review,
            {
                "choices.locks_cat.status": "selected",
                "choices.locks_dog.status": "maybe",
                "choices.locks_no.status": "not_applicable",
                "reason": "tired",
                "notes": "x" * 20_001,
                "is_applicable": "yes",
                "mood": "good",
            },
        )
    assert set(refusal.value.fields) == {
        "choices.locks_cat.status",
        "choices.locks_dog.status",
        "choices.locks_no.status",
        "reason",
        "notes",
        "is_applicable",
        "mood",
    }


def test_a_revision_from_the_future_is_refused(actors, review):
    with pytest.raises(Invalid):
        record(actors.cleo, review, {"notes": "x"}, base=7)


def test_a_viewer_may_not_answer(actors, review):
    with pytest.raises(Forbidden):
        select(actors.vic, review, "locks", "locks_dog")


def test_an_outsider_finds_nothing_to_answer(actors, review):
    with pytest.raises(NotFound):
        select(actors.oda, review, "locks", "locks_dog")


def test_a_question_of_no_lens_is_not_found(actors, review):
    with pytest.raises(NotFound):
        select(actors.cleo, review, "roof", "roof_tiles")


def test_an_archived_workload_is_not_changed(actors, review):
    workloads.archive(actors.ada, review.workload_id)
    with pytest.raises(Conflict) as refusal:
        select(actors.cleo, review, "locks", "locks_dog")
    assert refusal.value.code == "archived"


def test_a_complete_review_is_not_changed_until_reopened(actors, review):
    answer_all(actors.cleo, review)
    reviews.complete(actors.ben, review.pk)
    with pytest.raises(Conflict):
        record(actors.cleo, review, {"notes": "late"})
    reviews.reopen(actors.ben, review.pk)
    assert record(actors.cleo, review, {"notes": "late"}).notes == "late"


def test_the_due_date_counts_from_when_the_risk_arose(actors, review):
    first = select(actors.cleo, review, "locks", "locks_dog").risk_since
    same = record(actors.cleo, review, {"notes": "still medium"})
    assert same.risk_since == first
