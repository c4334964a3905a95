"""Templates and newer versions of their lenses."""

from __future__ import annotations

import pytest

from lenses.services import imports, versions
from reviews.models import TemplateAnswer, TemplateReview
from reviews.reads import template_apply, template_page, template_upgrade_page
from reviews.services import reviews, template_upgrades, template_uses
from tests.reviews.templates.conftest import review_of, tick, ticked
from tests.reviews.versions_of_a_lens import other_words, small, with_alarm, without_dog
from wellarch.errors import Conflict, Stale


def publish(actor, document, name, *, major=True):
    return versions.publish(
        actor, imports.import_document(actor, data=document), name=name, major=major
    )


def test_an_upgrade_keeps_notes_and_clears_choices_that_are_gone(actors, template):
    tick(actors.ben, template, "locks", "locks_dog")
    publish(actors.ben, with_alarm(without_dog(small())), "2")
    page = template_upgrade_page.build(actors.ben, template.pk, "small")
    assert [line.asked.id for line in page.lost] == ["locks"]
    assert [line.asked.id for line in page.new] == ["alarm"]
    template_upgrades.upgrade(actors.ben, template.pk, "small")
    row = TemplateAnswer.objects.get(question_key="locks")
    assert (row.notes, list(row.choices)) == ("As every house.", ["locks_key"])
    assert TemplateReview.objects.get().lens_version.name == "2"


def test_there_is_nothing_newer_than_the_newest(actors, template):
    with pytest.raises(Conflict) as error:
        template_upgrades.upgrade(actors.ben, template.pk, "small")
    assert error.value.code == "lens-current"


def test_a_template_that_changed_since_the_preview_is_not_upgraded(actors, template):
    publish(actors.ben, without_dog(small()), "2")
    with pytest.raises(Stale):
        template_upgrades.upgrade(
            actors.ben, template.pk, "small", base_revision=template.revision - 1
        )


def test_a_template_behind_is_applied_where_both_versions_ask(actors, template, workload):
    tick(actors.ben, template, "locks", "locks_dog")
    publish(actors.ben, with_alarm(without_dog(small())), "2")
    (card,) = template_apply.choices(actors.ben)
    assert not card.is_current
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    review = review_of(workload)
    assert review.lens_version.name == "2"
    assert ticked(review, "locks") == {"locks_key"}


def test_a_review_behind_hears_nothing_of_choices_it_does_not_know(actors, template, use, workload):
    publish(actors.ben, with_alarm(without_dog(small())), "2")
    template_upgrades.upgrade(actors.ben, template.pk, "small")
    tick(actors.ben, template, "alarm", "alarm_us")
    (row,) = template_page.build(actors.ben, template.pk).uses
    assert (row.drift.by_template, row.drift.by_team) == (0, 0)


def test_templates_follow_minor_versions_by_themselves(actors, template):
    version = publish(actors.ben, other_words(small()), "1.1", major=False)
    assert template_upgrades.follow(version.pk) == 1
    assert TemplateReview.objects.get().lens_version == version
    assert template_upgrades.follow(version.pk) == 0


def test_the_sweep_finds_what_a_lost_task_left_behind(actors, template):
    publish(actors.ben, other_words(small()), "1.1", major=False)
    assert template_upgrades.sweep() == 1
    publish(actors.ben, without_dog(small()), "2")
    assert template_upgrades.sweep() == 0  # a major version waits for somebody


def test_a_removed_lens_comes_back_in_the_version_it_had(actors, template, use, workload):
    reviews.remove(actors.ben, use.review_id)
    publish(actors.ben, without_dog(small()), "2")
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    assert review_of(workload).lens_version.name == "1"
