"""Improvements at one click: from the plan and from a question."""

from __future__ import annotations

import pytest

from reviews.models import Improvement
from reviews.reads import plan_page
from tests.builders import select

HTMX = {"HX-Request": "true"}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def item(actors, review):
    select(actors.ada, review, "locks", "locks_no")
    return plan_page.build(actors.ada, review.workload_id).groups[0].items[0]


def beside(review):
    return f"/reviews/{review.pk}/questions/locks/improvements/"


def test_a_smallest_set_of_the_plan_becomes_one(cast, item, client_of, at, workload):
    client = client_of(cast.cleo)
    page = text_of(client.get(f"/workloads/{workload.pk}/plan/"))
    assert item.ways[-1].make.replace("&", "&amp;") in page
    answer = client.post(at("make"), {"one": item.ways[-1].make, "back": "prioritized=1"})
    made = Improvement.objects.get()
    assert made.choices == ["locks_key", "locks_bolt"]
    assert answer["Location"].startswith(f"/workloads/{workload.pk}/plan/?prioritized=1#plan-")
    assert at("detail", made.number) in text_of(client.get(f"/workloads/{workload.pk}/plan/"))


def test_the_ticked_practices_become_one_each(cast, item, client_of, at):
    client_of(cast.cleo).post(at("make"), {"item": [each.make for each in item.missing]})
    made = Improvement.objects.values_list("choices", flat=True)
    assert sorted(made) == [["locks_bolt"], ["locks_dog"], ["locks_key"]]


def test_without_a_tick_the_plan_says_so(cast, item, client_of, at):
    assert "Tick what is to be improved" in text_of(
        client_of(cast.cleo).post(at("make"), {}, follow=True)
    )


def test_what_leads_nowhere_is_not_found(cast, item, client_of, at):
    assert client_of(cast.cleo).post(at("make"), {"one": "review=x"}).status_code == 404


def test_a_viewer_reads_the_plan_without_buttons(cast, item, client_of, workload):
    page = text_of(client_of(cast.vic).get(f"/workloads/{workload.pk}/plan/"))
    assert "Make an improvement" not in page


def test_a_question_makes_one_of_all_that_is_missing(cast, item, client_of, at, review):
    answer = client_of(cast.cleo).post(beside(review), {"choices": ""})
    made = Improvement.objects.get()
    assert made.choices == ["locks_key", "locks_bolt", "locks_dog"]
    assert answer["Location"] == at("detail", made.number)


def test_the_part_beside_the_question_shows_what_was_made(cast, item, client_of, review):
    client = client_of(cast.cleo)
    part = client.post(beside(review), {"choices": "locks_key locks_bolt"}, headers=HTMX)
    assert part.status_code == 200
    assert "Improvement 1 is made." in text_of(part)
    assert "<html" not in text_of(part)
    room = text_of(client.get(f"/reviews/{review.pk}/questions/locks/"))
    assert 'id="count-improvements">1<' in room


def test_the_same_is_not_made_twice(cast, item, client_of, review):
    client = client_of(cast.cleo)
    for _time in range(2):
        client.post(beside(review), {"choices": "locks_key"}, headers=HTMX)
    assert Improvement.objects.count() == 1


def test_a_question_that_is_not_answered_makes_none(cast, client_of, review):
    refused = client_of(cast.cleo).post(beside(review), {})
    assert refused.status_code == 422
    assert "Answer this question first" in text_of(refused)
