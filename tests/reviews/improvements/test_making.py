"""Improvements come from questions at one click, or are written in one's own words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reviews.models import Improvement, ImprovementChange
from reviews.services import answers, improvements, reviews
from tests.builders import select, start_review, start_workload
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_risk(actors, review):
    """Of the locks only the key is there: a medium risk."""
    select(actors.cleo, review, "locks", "locks_key")
    return review


def test_one_click_takes_all_missing_practices_with_the_texts_of_the_lens(actors, at_risk):
    made = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    assert made.number == 1
    assert made.choices == ["locks_bolt", "locks_dog"]
    assert made.title == "DOO 1 · A bolt and 1 more"
    assert made.recommendation == "A bolt\nFit a bolt.\n\nA dog\nFeed a dog."
    assert made.success_criteria == "- A bolt\n- A dog"
    assert (made.risk, made.impact, made.effort, made.state) == (
        "medium", "medium", "medium", "open",
    )  # fmt: skip
    assert (made.pillar_key, made.question_key, made.review_id) == ("doors", "locks", at_risk.pk)


def test_one_practice_gives_its_own_title_and_advice(actors, at_risk):
    made = improvements.make_from_question(actors.cleo, at_risk.pk, "locks", choices=["locks_bolt"])
    assert (made.title, made.recommendation) == ("A bolt", "Fit a bolt.")


def test_the_date_is_that_of_the_risk(actors, at_risk):
    made = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    since = at_risk.answers.get(question_key="locks").risk_since.date()
    assert made.due_on == since + timedelta(days=90)
    assert not made.has_own_date


def test_a_second_click_makes_no_second_one(actors, at_risk):
    first = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    again = improvements.make_from_question(actors.ben, at_risk.pk, "locks")
    assert again.pk == first.pk
    assert Improvement.objects.count() == 1
    other = improvements.make_from_question(actors.ben, at_risk.pk, "locks", choices=["locks_dog"])
    assert other.number == 2


def test_what_is_done_can_be_made_again(actors, at_risk):
    first = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    improvements.move(actors.cleo, at_risk.workload_id, first.number, state="done")
    assert improvements.make_from_question(actors.cleo, at_risk.pk, "locks").number == 2


def test_the_number_of_what_was_deleted_is_never_given_again(actors, at_risk):
    workload = at_risk.workload_id
    for title in ("A bell", "A lamp"):
        improvements.make(actors.cleo, workload, title=title)
    improvements.delete(actors.ben, workload, 2)
    assert improvements.make(actors.cleo, workload, title="A hedge").number == 3
    for number in (1, 3):
        improvements.delete(actors.ben, workload, number)
    assert improvements.make_from_question(actors.cleo, at_risk.pk, "locks").number == 4


def test_an_unanswered_question_gives_none(actors, review):
    with pytest.raises(Conflict) as refused:
        improvements.make_from_question(actors.cleo, review.pk, "locks")
    assert refused.value.code == "unanswered"


def test_a_question_with_everything_in_place_gives_none(actors, review):
    select(actors.cleo, review, "keys", "keys_safe")
    with pytest.raises(Conflict) as refused:
        improvements.make_from_question(actors.cleo, review.pk, "keys")
    assert refused.value.code == "nothing-missing"


@pytest.mark.parametrize("choices", [["locks_key"], ["locks_no"], ["keys_safe"], []])
def test_only_missing_practices_of_the_question_can_be_chosen(actors, at_risk, choices):
    with pytest.raises(Invalid):
        improvements.make_from_question(actors.cleo, at_risk.pk, "locks", choices=choices)


def test_a_complete_review_still_gives_improvements(actors, at_risk):
    for question in ("keys", "glass"):
        select(actors.cleo, at_risk, question, f"{question}_no")
    reviews.complete(actors.ben, at_risk.pk)
    assert improvements.make_from_question(actors.cleo, at_risk.pk, "keys").risk == "high"


def test_several_are_made_together_or_not_at_all(actors, at_risk):
    select(actors.cleo, at_risk, "glass", "glass_no")
    wanted = [
        {"review_id": at_risk.pk, "question": "locks", "choices": ["locks_bolt"]},
        {"review_id": at_risk.pk, "question": "glass"},
    ]
    made = improvements.make_many(actors.cleo, at_risk.workload_id, wanted=wanted)
    assert [each.number for each in made] == [1, 2]
    with pytest.raises(Conflict):
        improvements.make_many(
            actors.cleo,
            at_risk.workload_id,
            wanted=[
                {"review_id": at_risk.pk, "question": "locks"},
                {"review_id": at_risk.pk, "question": "keys"},
            ],
        )
    assert Improvement.objects.count() == 2


def test_a_question_of_another_workload_is_not_there(actors, small_lens, at_risk):
    other = start_review(actors.ada, start_workload(actors.ada, "Other"), small_lens.lens)
    with pytest.raises(Invalid):
        improvements.make_many(
            actors.cleo, other.workload_id, wanted=[{"review_id": at_risk.pk, "question": "locks"}]
        )


def test_ones_own_improvement_needs_a_title_only(actors, workload):
    made = improvements.make(actors.cleo, workload.pk, title="  Talk to  facilities ")
    assert made.title == "Talk to facilities"
    assert (made.choices, made.risk, made.due_on, made.review) == ([], "", None, None)


def test_ones_own_improvement_may_have_everything(actors, at_risk, cast):
    made = improvements.make(
        actors.ben,
        at_risk.workload_id,
        title="Fit bolts",
        review_id=at_risk.pk,
        question="locks",
        choices=["locks_bolt"],
        steps="1. Measure\n2. Drill",
        owner=cast.cleo.pk,
        due_on=date(2030, 1, 1),
        links=[{"title": "Bolts", "url": "https://bolts.example/"}],
        state="planned",
        effort="low",
    )
    assert made.has_own_date
    assert (made.owner, made.state, made.risk) == (cast.cleo, "planned", "medium")
    assert Notice.objects.get(kind="assignment").user == cast.cleo


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 201),
        ("impact", "huge"),
        ("state", "accepted"),
        ("state", "gone"),
        ("due_on", "2030-01-01"),
        ("links", [{"title": "x", "url": "javascript:alert(1)"}]),
        ("links", ["x"]),
        ("owner", 10**9),
        ("owner", "ada"),
        ("choices", ["locks_bolt"]),
        ("colour", "red"),
        ("steps", "x" * 10_001),
    ],
)
def test_wrong_fields_are_named(actors, workload, field, value):
    with pytest.raises(Invalid) as refused:
        improvements.make(actors.cleo, workload.pk, **{"title": "T", field: value})
    assert list(refused.value.fields) == [field]


def test_an_owner_must_see_the_workload(actors, workload, cast):
    with pytest.raises(Invalid):
        improvements.make(actors.cleo, workload.pk, title="T", owner=cast.oda.pk)


def test_who_may_not_improve_is_refused(actors, at_risk):
    with pytest.raises(Forbidden):
        improvements.make_from_question(actors.vic, at_risk.pk, "locks")
    with pytest.raises(NotFound):
        improvements.make(actors.oda, at_risk.workload_id, title="T")


def test_making_is_history_event_and_a_change_of_the_workload(actors, at_risk):
    workload = at_risk.workload
    workload.refresh_from_db()
    made = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    change = ImprovementChange.objects.get(improvement=made)
    assert (change.revision, change.fields) == (1, {"state": ["", "open"]})
    event = Event.objects.get(verb="improvement.made")
    assert event.data["number"] == 1
    before = workload.revision
    workload.refresh_from_db()
    assert workload.revision == before + 1


def test_a_removed_lens_leaves_the_improvement_readable(actors, at_risk):
    made = improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    reviews.remove(actors.ada, at_risk.pk)
    improvements.edit(actors.cleo, at_risk.workload_id, made.number, fields={"steps": "Go on"})
    improvements.move(actors.cleo, at_risk.workload_id, made.number, state="done")
    with pytest.raises(Conflict) as refused:
        improvements.apply_proposal(
            actors.cleo, at_risk.workload_id, made.number, choices=["locks_bolt"]
        )
    assert refused.value.code == "no-question"


def test_answers_do_not_change_by_making(actors, at_risk):
    before = answers.state_of(at_risk.answers.get(question_key="locks"))
    improvements.make_from_question(actors.cleo, at_risk.pk, "locks")
    assert answers.state_of(at_risk.answers.get(question_key="locks")) == before
