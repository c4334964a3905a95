"""Notes of a template: on the whole, on a lens, on its pillars; where they go."""

from __future__ import annotations

import pytest

from reviews.models import Finding, Review, Workload
from reviews.services import findings, template_lenses, template_uses, templates
from tests.builders import start_review, start_workload
from wellarch.errors import Invalid
from wellarch.events.models import Event


@pytest.fixture
def template(actors, small_lens):
    made = templates.create(
        actors.ben, values={"name": "Usual", "notes": "Of the whole."}, lenses=[small_lens.lens_id]
    )
    template_lenses.write_notes(
        actors.ben, made.pk, "small", notes="Of the lens.", pillar_notes={"doors": "Of doors."}
    )
    return made


def pillars(review: Review) -> dict[str, str]:
    return dict(Finding.objects.filter(review=review).values_list("pillar_key", "current_state"))


def test_a_copy_has_the_notes_too(actors, template):
    copy = templates.copy(actors.ben, template.pk, name="Another")
    part = copy.reviews.get()
    assert copy.notes == "Of the whole."
    assert (part.notes, part.pillar_notes) == ("Of the lens.", {"doors": "Of doors."})


def test_the_log_knows_that_notes_changed_and_not_what_they_say(template):
    (event,) = Event.objects.filter(verb="template.notes_changed")
    assert event.changes == {"notes": {"hidden": True}, "pillar_notes": {"hidden": True}}


def test_every_wrong_note_is_named_at_once(actors, template):
    with pytest.raises(Invalid) as error:
        template_lenses.write_notes(
            actors.ben, template.pk, "small", notes="x" * 20_001, pillar_notes={"cellar": "x"}
        )
    assert set(error.value.fields) == {"notes", "pillar_notes.cellar"}
    part = template.reviews.get()
    assert (part.notes, part.pillar_notes) == ("Of the lens.", {"doors": "Of doors."})


def test_who_only_answers_takes_over_all_but_the_workloads_notes(actors, template, small_lens):
    workload = start_workload(actors.ada)
    review = start_review(actors.ada, workload, small_lens.lens)
    template_uses.apply(actors.cleo, workload.pk, template_id=template.pk)
    assert Workload.objects.get(pk=workload.pk).notes == ""
    assert Review.objects.get(pk=review.pk).notes == "Of the lens."
    assert pillars(review) == {"doors": "Of doors."}
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    assert Workload.objects.get(pk=workload.pk).notes == "Of the whole."


def test_what_a_team_found_out_about_a_pillar_stays(actors, template, small_lens):
    workload = start_workload(actors.ada)
    review = start_review(actors.ada, workload, small_lens.lens)
    findings.write(actors.cleo, review.pk, "doors", values={"current_state": "Ours."})
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    assert pillars(review) == {"doors": "Ours."}
