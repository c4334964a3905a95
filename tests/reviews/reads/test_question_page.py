"""What the room knows of a question: why its risk, when it is due, where to go next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lenses.access import compiled
from reviews.reads import question_page, room_nav
from reviews.reads.why import listed, rule_in_words
from tests.builders import select


@pytest.fixture
def page(actors, review):
    return lambda question="locks": question_page.build(actors.cleo, review.pk, question)


def test_an_unanswered_question_says_what_to_do(page):
    why = page().answer.why
    assert why.title.startswith("Not answered yet.")
    assert (why.rule, why.steps, why.ways) == ("", (), ())


def test_a_risk_names_what_is_missing_and_what_would_lower_it(page, actors, review):
    select(actors.cleo, review, "locks", "locks_no")
    why = page().answer.why
    assert why.title == "High risk. There is more than one way to lower it."
    assert [(step.risk, step.choices) for step in why.steps] == [("medium", ("A key", "A dog"))]
    assert [(way.risk, way.choices) for way in why.ways] == [("none", ("A key", "A bolt"))]
    assert why.rule == "Rule 3 of 3: in every other case, high risk."


def test_a_risk_with_one_way_out_says_what_is_missing(page, actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    why = page().answer.why
    assert why.title == "Medium risk, because “A bolt” is missing."
    assert [(step.risk, step.choices) for step in why.steps] == [("none", ("A bolt",))]
    assert why.rule == "Rule 2 of 3: “A key” or “A dog” means medium risk."


def test_no_risk_says_so(page, actors, review):
    select(actors.cleo, review, "locks", "locks_key", "locks_bolt")
    assert page().answer.why.title == "No risk: what counts here is in place."


def test_a_rule_is_told_with_titles_and_words(small_lens):
    asked = compiled(small_lens.pk).questions["locks"]
    assert rule_in_words(asked, 0) == "Rule 1 of 3: “A key” and “A bolt” means no risk."
    assert rule_in_words(asked, None) == ""


def test_long_lists_end_with_a_number():
    assert listed(["a"]) == "“a”"
    assert listed(["a", "b"]) == "“a” and “b”"
    assert listed(["a", "b", "c", "d", "e", "f"]) == "“a”, “b”, “c” and 3 more"


def test_a_risk_has_a_class_and_is_due_by_the_days_of_the_organization(page, actors, review):
    answer = select(actors.cleo, review, "locks", "locks_no")
    view = page().answer
    assert view.issue_class == "HRI"
    assert view.due.on == answer.risk_since.date() + timedelta(days=30)
    select(actors.cleo, review, "glass", "glass_film")
    assert (page("glass").answer.issue_class, page("glass").answer.due.on) == ("LRI", None)


def test_choices_have_the_keys_that_toggle_them(page):
    keys = [(choice.id, choice.key) for choice in page().answer.choices]
    assert keys == [("locks_key", "1"), ("locks_bolt", "2"), ("locks_dog", "3"), ("locks_no", "0")]


def test_the_next_unanswered_question_is_searched_onward_and_then_from_the_start(small_lens):
    lens = compiled(small_lens.pk)
    risks = {"locks": "unanswered", "keys": "high", "glass": "unanswered"}
    assert room_nav.next_unanswered(lens, risks, after="locks") == "glass"
    assert room_nav.next_unanswered(lens, risks, after="glass") == "locks"
    assert room_nav.next_unanswered(lens, risks | {"locks": "low"}, after="glass") is None


def test_only_the_current_pillar_is_open(page):
    assert [pillar.is_current for pillar in page("glass").nav.pillars] == [False, True]


def test_a_save_that_leaves_the_risk_gives_back_no_navigation(actors, review):
    answer = select(actors.cleo, review, "locks", "locks_key")
    assert question_page.saved(actors.cleo, answer, shown_risk="medium").nav is None
    assert question_page.saved(actors.cleo, answer, shown_risk="high").nav.counts.medium == 1
