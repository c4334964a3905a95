"""A template fills what is unanswered, and leaves alone what a team has said."""

from __future__ import annotations

import pytest

from reviews.models import AnswerChange, Review, TemplateUse, Workload
from reviews.services import reviews, template_lenses, template_uses, templates, workloads
from tests.builders import select, start_workload
from tests.reviews.templates.conftest import review_of, tick, ticked
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


def test_a_workload_starts_from_a_template_with_its_lenses_answered(actors, template):
    made = workloads.start(actors.ben, values={"name": "Shed"}, templates=[template.pk])
    assert ticked(review_of(made), "locks") == {"locks_key"}
    assert Event.objects.filter(verb="template.applied", workload_id=made.pk).count() == 1


def test_history_names_the_template(actors, template):
    workloads.start(actors.ben, values={"name": "Shed"}, templates=[template.pk])
    assert AnswerChange.objects.get().template_name == "House rules"


def test_a_workload_may_start_from_several_templates_the_first_one_winning(actors, template):
    other = templates.create(actors.ben, values={"name": "Farm rules"}, lenses=["small"])
    tick(actors.ben, other, "locks", "locks_dog")
    tick(actors.ben, other, "keys", "keys_safe")
    made = workloads.start(actors.ben, values={"name": "Shed"}, templates=[template.pk, other.pk])
    review = review_of(made)
    assert ticked(review, "locks") == {"locks_key"}
    assert ticked(review, "keys") == {"keys_safe"}
    assert TemplateUse.objects.filter(workload=made).count() == 2


def test_a_template_that_cannot_be_used_leaves_no_half_made_workload(actors, template):
    with pytest.raises(NotFound):
        workloads.start(actors.oda, values={"name": "Shed"}, templates=[template.pk])
    assert not Workload.objects.filter(name="Shed").exists()


def test_what_is_answered_here_stays_unless_it_is_chosen(actors, template, review):
    select(actors.ben, review, "locks", "locks_dog")
    done = template_uses.apply(actors.ben, review.workload_id, template_id=template.pk)
    assert done.changed == ()
    assert ticked(review, "locks") == {"locks_dog"}
    lens = review.lens_id
    template_uses.apply(
        actors.ben, review.workload_id, template_id=template.pk, questions={lens: {"locks": ""}}
    )
    assert ticked(review, "locks") == {"locks_key"}


def test_what_changed_since_the_preview_is_left_alone_and_named(actors, template, review):
    select(actors.ben, review, "locks", "locks_dog")
    done = template_uses.apply(
        actors.ben, review.workload_id, template_id=template.pk,
        questions={review.lens_id: {"locks": "0-1"}},
    )  # fmt: skip
    assert [each.question for each in done.skipped] == ["locks"]
    assert ticked(review, "locks") == {"locks_dog"}


def test_notes_of_the_team_stay_beside_those_of_the_template(actors, template, review):
    answer = select(actors.ben, review, "locks", notes="Ask Cleo.")
    template_uses.apply(actors.ben, review.workload_id, template_id=template.pk)
    answer.refresh_from_db()
    assert answer.notes == "Ask Cleo.\nAs every house."


def test_notes_alone_answer_nothing_and_untick_nothing(actors, template, review):
    tick(actors.ben, template, "keys", notes="Ask the caretaker.")
    answer = select(actors.ben, review, "keys", "keys_safe")
    template_uses.apply(actors.ben, review.workload_id, template_id=template.pk, overwrite=True)
    answer.refresh_from_db()
    assert ticked(review, "keys") == {"keys_safe"}
    assert answer.notes == "Ask the caretaker."


def test_who_may_only_answer_fills_reviews_and_attaches_none(actors, template, workload):
    with pytest.raises(Forbidden):
        template_uses.apply(actors.cleo, workload.pk, template_id=template.pk)
    assert not Review.objects.exists()
    reviews.attach(actors.ben, workload.pk, lens="small")
    done = template_uses.apply(actors.cleo, workload.pk, template_id=template.pk)
    assert len(done.changed) == 1


def test_a_complete_review_is_left_alone_and_named(actors, template, review):
    Review.objects.update(status="complete")
    done = template_uses.apply(actors.ben, review.workload_id, template_id=template.pk)
    assert (done.changed, [each.lens for each in done.skipped]) == ((), ["small"])


def test_an_empty_template_cannot_be_applied(actors, workload, template):
    template_lenses.remove(actors.ben, template.pk, "small")
    with pytest.raises(Conflict):
        template_uses.apply(actors.ben, workload.pk, template_id=template.pk)


def test_choosing_nothing_is_told(actors, template, review):
    with pytest.raises(Invalid):
        template_uses.apply(
            actors.ben, review.workload_id, template_id=template.pk, attach=[], questions={}
        )


def test_a_lens_that_comes_back_brings_its_answers_which_stay(actors, template, review):
    select(actors.ben, review, "locks", "locks_bolt")
    reviews.remove(actors.ben, review.pk)
    tick(actors.ben, template, "keys", "keys_safe")
    template_uses.apply(actors.ben, review.workload_id, template_id=template.pk)
    assert ticked(review, "locks") == {"locks_bolt"}
    assert ticked(review, "keys") == {"keys_safe"}


def test_a_workload_of_somebody_else_is_not_there(actors, template):
    theirs = start_workload(actors.oda, "Elsewhere")
    with pytest.raises(NotFound):
        template_uses.apply(actors.ben, theirs.pk, template_id=template.pk)
