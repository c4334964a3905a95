"""A template stays in touch with the workloads made from it."""

from __future__ import annotations

import pytest

from reviews.models import Answer, TemplateUse
from reviews.reads import template_apply, template_page
from reviews.services import reviews, template_proposals, template_uses
from tests.builders import select
from tests.reviews.templates.conftest import review_of, tick, ticked
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events.models import Event


def propose(actors, use) -> int:
    return template_proposals.propose(actors.ben, use.template_id, uses=[use.pk])


def accept(actor, use, *questions, seen=None):
    return template_proposals.accept(
        actor, use.workload_id, use.pk, questions=dict.fromkeys(questions, ""), seen=seen
    )


def banners(workload):
    return [(one.template, one.count) for one in template_apply.banners(workload)]


def test_the_template_s_page_tells_what_each_side_changed(actors, template, use, workload):
    tick(actors.ben, template, "locks", "locks_bolt")
    tick(actors.ben, template, "keys", "keys_safe")
    select(actors.cleo, review_of(workload), "glass", "glass_bars")
    select(actors.cleo, review_of(workload), "locks", notes="Ours has two.")
    (row,) = template_page.build(actors.vic, template.pk).uses
    assert (row.drift.by_template, row.drift.by_team) == (2, 1)


def test_a_proposal_is_a_banner_until_somebody_decides(actors, template, use, workload):
    assert propose(actors, use) == 0  # nothing is new yet
    tick(actors.ben, template, "keys", "keys_safe")
    assert banners(workload) == []
    assert propose(actors, use) == 1
    assert banners(workload) == [("House rules", 1)]
    accept(actors.cleo, use, "keys", seen=template_revision(use))
    assert banners(workload) == []
    assert ticked(review_of(workload), "keys") == {"keys_safe"}
    assert Event.objects.filter(verb="template.accepted", workload_id=workload.pk).exists()


def template_revision(use) -> int:
    return TemplateUse.objects.select_related("template").get(pk=use.pk).template.revision


def test_what_both_changed_is_shown_side_by_side_and_not_chosen(actors, template, use, workload):
    tick(actors.ben, template, "locks", "locks_bolt")
    select(actors.cleo, review_of(workload), "locks", "locks_dog")
    page = template_apply.proposal(actors.cleo, workload.pk, use.pk)
    assert page.clean == ()
    (one,) = page.clashing
    assert [line.text for line in one.theirs] == ["“A bolt” is in place"]
    assert [line.text for line in one.ours] == ["“A dog” is in place"]


def test_who_takes_the_template_s_answer_keeps_the_notes_of_both(actors, template, use, workload):
    tick(actors.ben, template, "locks", "locks_bolt", notes="As every house.\nSince May.")
    review = review_of(workload)
    select(actors.cleo, review, "locks", "locks_dog", notes="As every house.\nBut ours barks.")
    accept(actors.cleo, use, "locks")
    answer = Answer.objects.get(review=review, question_key="locks")
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
    assert set(answer.notes.split("\n")) == {"As every house.", "Since May.", "But ours barks."}


def test_what_was_left_unticked_is_not_proposed_again_until_it_changes(
    actors, template, use, workload
):
    tick(actors.ben, template, "keys", "keys_safe")
    tick(actors.ben, template, "glass", "glass_bars")
    accept(actors.cleo, use, "keys", seen=template_revision(use))
    assert propose(actors, use) == 0
    tick(actors.ben, template, "glass", "glass_film")
    assert propose(actors, use) == 1
    assert banners(workload) == [("House rules", 1)]


def test_a_decline_lasts_until_the_template_changes_again(actors, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    propose(actors, use)
    template_proposals.decline(actors.cleo, workload.pk, use.pk)
    assert banners(workload) == []
    tick(actors.ben, template, "glass", "glass_bars")
    propose(actors, use)
    assert banners(workload) == [("House rules", 2)]


def test_a_template_that_changed_since_the_preview_is_looked_at_again(
    actors, template, use, workload
):
    tick(actors.ben, template, "keys", "keys_safe")
    seen = template_revision(use)
    tick(actors.ben, template, "glass", "glass_bars")
    with pytest.raises(Conflict) as error:
        accept(actors.cleo, use, "keys", seen=seen)
    assert error.value.code == "template-changed"
    assert ticked(review_of(workload), "keys") == set()


def test_an_answer_that_changed_since_the_preview_is_left_alone_and_named(
    actors, template, use, workload
):
    tick(actors.ben, template, "keys", "keys_safe")
    page = template_apply.proposal(actors.cleo, workload.pk, use.pk)
    version = page.clean[0].moved.version
    select(actors.ada, review_of(workload), "keys", "keys_no")
    done = template_proposals.accept(actors.cleo, workload.pk, use.pk, questions={"keys": version})
    assert (done.changed, done.skipped) == ((), ("DOO 2",))


def test_only_the_template_s_own_people_propose_and_only_to_what_they_see(
    actors, template, use, workload
):
    with pytest.raises(Forbidden):
        template_proposals.propose(actors.cleo, template.pk, uses=[use.pk])
    with pytest.raises(NotFound):
        template_proposals.propose(actors.ben, template.pk, uses=[use.pk + 1000])


def test_viewers_look_and_do_not_decide(actors, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    assert template_apply.proposal(actors.vic, workload.pk, use.pk).count == 1
    with pytest.raises(Forbidden):
        accept(actors.vic, use, "keys")
    with pytest.raises(NotFound):
        template_apply.proposal(actors.oda, workload.pk, use.pk)


def test_a_lens_that_was_removed_takes_its_banner_with_it(actors, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    propose(actors, use)
    reviews.remove(actors.ben, use.review_id)
    assert banners(workload) == []
    assert template_page.build(actors.ben, template.pk).uses == ()


def test_applying_again_settles_what_was_taken_over(actors, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    assert propose(actors, use) == 0
