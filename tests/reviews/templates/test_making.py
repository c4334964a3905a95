"""Templates are made, from nothing or from a review, described, copied and deleted."""

from __future__ import annotations

import pytest

from lenses.models import Lens
from reviews.models import Template, TemplateAnswer, TemplateUse, Workload
from reviews.services import personal, template_answers, template_lenses, templates
from tests.builders import publish_lens, select
from tests.reviews.templates.conftest import tick
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind, ShareStatus
from wellarch.clock import now
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event


def test_a_template_made_from_a_review_says_what_the_review_says(actors, review):
    select(actors.ben, review, "locks", "locks_key", notes="See the plan.")
    made = templates.from_reviews(actors.ben, values={"name": "Doors"}, review_ids=[review.pk])
    row = TemplateAnswer.objects.get(review__template=made)
    assert (row.question_key, row.notes) == ("locks", "See the plan.")
    assert row.choices == {"locks_key": {"status": "selected"}}


def test_without_notes_only_what_is_ticked_is_taken(actors, review):
    select(
        actors.ben, review, "locks", "locks_key",
        **{"notes": "Of this house.", "choices.locks_key.note": "Of this key."},
    )  # fmt: skip
    made = templates.from_reviews(
        actors.ben, values={"name": "Doors"}, review_ids=[review.pk], with_notes=False
    )
    row = TemplateAnswer.objects.get(review__template=made)
    assert (row.notes, row.choices) == ("", {"locks_key": {"status": "selected"}})


def test_names_are_unique_in_an_organization_ignoring_case_and_blanks(actors, template):
    with pytest.raises(Invalid) as error:
        templates.create(actors.ben, values={"name": "house  RULES"})
    assert "name" in error.value.fields
    assert templates.create(actors.oda, values={"name": "House rules"}).pk


def test_a_lens_that_is_shared_with_you_cannot_be_in_a_template(actors, cast, small_lens):
    Share.objects.create(
        organization=cast.northwind, kind=ShareKind.LENS, subject_id=small_lens.lens_id,
        target_organization=cast.elsewhere, status=ShareStatus.ACCEPTED, expires_at=now(),
    )  # fmt: skip
    with pytest.raises(Conflict) as error:
        templates.create(actors.oda, values={"name": "Theirs"}, lenses=[small_lens.lens_id])
    assert error.value.code == "lens-shared"
    assert not Template.objects.filter(name="Theirs").exists()


def test_a_built_in_lens_can_be_in_a_template_and_each_lens_only_once(actors, template, framework):
    template_lenses.add(actors.ben, template.pk, lens="wellarchitected")
    with pytest.raises(Conflict):
        template_lenses.add(actors.ben, template.pk, lens="wellarchitected")
    assert template.reviews.count() == 2


def test_two_authors_changing_different_texts_both_win(actors, template):
    for who, path in ((actors.ben, "notes"), (actors.ada, "choices.locks_bolt.note")):
        template_answers.record(
            who, template.pk, "small", "locks",
            changes_wanted={path: "Mine."}, base_revision=1,
        )  # fmt: skip
    row = TemplateAnswer.objects.get(question_key="locks")
    assert row.notes == row.choices["locks_bolt"]["note"] == "Mine."


def test_two_authors_changing_the_same_text_are_told_of_each_other(actors, template):
    change = {"template_lens": "small", "question": "locks", "base_revision": 1}
    template_answers.record(actors.ada, template.pk, **change, changes_wanted={"notes": "Hers."})
    with pytest.raises(Stale) as error:
        template_answers.record(actors.ben, template.pk, **change, changes_wanted={"notes": "His."})
    assert error.value.data["fields"] == {"notes": {"mine": "His.", "theirs": "Hers."}}
    assert error.value.data["by"] == "Ada Example"


def test_every_change_of_an_answer_raises_the_revision_of_its_template(actors, template):
    before = template.revision
    tick(actors.ben, template, "keys", "keys_safe")
    tick(actors.ben, template, "keys", "keys_safe")  # changes nothing
    template.refresh_from_db()
    assert template.revision == before + 1


def test_a_copy_says_the_same_and_is_one_s_own(actors, template):
    made = templates.copy(actors.ada, template.pk, name="Another house")
    tick(actors.ada, made, "locks", "locks_bolt")
    assert TemplateAnswer.objects.get(review__template=template).choices == {
        "locks_key": {"status": "selected"}
    }
    assert set(TemplateAnswer.objects.get(review__template=made).choices) == {
        "locks_key", "locks_bolt",
    }  # fmt: skip


def test_who_deletes_a_template_leaves_the_answers_it_gave(actors, template, use, workload):
    templates.delete(actors.ben, template.pk)
    assert not TemplateUse.objects.exists()
    assert workload.reviews.get().answers.get(question_key="locks").notes == "As every house."
    assert Event.objects.filter(verb="template.deleted").exists()


def test_contributors_read_templates_and_outsiders_know_of_none(actors, template):
    with pytest.raises(Forbidden):
        templates.edit(actors.cleo, template.pk, values={"name": "Cleo's"})
    with pytest.raises(NotFound):
        templates.edit(actors.oda, template.pk, values={"name": "Oda's"})
    assert list(Template.objects.visible_to(actors.cleo)) == [template]
    assert not Template.objects.visible_to(actors.oda).exists()


def test_the_end_of_an_organization_takes_its_templates_with_it(actors, cast, template, use):
    from_elsewhere = publish_lens(actors.oda)
    templates.create(actors.oda, values={"name": "Oda's"}, lenses=["small"])
    assert from_elsewhere.lens_id
    personal.end_organization(cast.northwind)
    Lens.objects.filter(organization=cast.northwind).delete()
    assert not Workload.objects.filter(organization=cast.northwind).exists()
    assert [row.name for row in Template.objects.all()] == ["Oda's"]
