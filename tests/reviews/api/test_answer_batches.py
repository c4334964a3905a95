"""Many answers at once: all of them or none, every error with its place."""

from __future__ import annotations

import pytest

from reviews.models import Answer, AnswerChange
from reviews.services import reviews as review_services
from tests.builders import select
from wellarch.events.models import Event


@pytest.fixture
def url(review):
    return f"/api/v1/reviews/{review.pk}/answers/"


def test_many_answers_are_recorded_together_and_each_tells_what_became_of_it(
    url, review, cast, api_of
):
    body = {
        "answers": [
            {"question": "keys", "choices": {"keys_safe": {"status": "selected"}}},
            {"question": "locks", "choices": {"locks_dog": {"status": "selected"}}, "notes": "Rex"},
        ]
    }
    answer = api_of(cast.cleo).patch(url, body)
    assert answer.status_code == 200
    assert answer.json()["results"] == [
        {"question": "keys", "changed": True, "risk_before": "unanswered", "risk": "none",
         "revision": 1},
        {"question": "locks", "changed": True, "risk_before": "unanswered", "risk": "medium",
         "revision": 1},
    ]  # fmt: skip
    again = api_of(cast.cleo).patch(url, body).json()["results"]
    assert [(one["changed"], one["revision"]) for one in again] == [(False, 1), (False, 1)]
    assert AnswerChange.objects.count() == 2
    assert Event.objects.filter(verb="answer.changed").count() == 2


def test_every_wrong_value_of_every_answer_is_named_and_nothing_is_written(url, cast, api_of):
    body = {
        "answers": [
            {"question": "keys", "choices": {"keys_safe": {"status": "selected"}}},
            {"question": "locks", "choices": {"locks_cat": {"status": "selected"}}, "notes": 3},
            {"question": "roof"},
            {"question": "keys", "notes": "Twice"},
            {"question": "glass", "is_applicable": "no", "base_revision": 7},
        ]
    }
    answer = api_of(cast.cleo).patch(url, body)
    assert answer.status_code == 422
    assert {each["path"] for each in answer.json()["errors"]} == {
        "answers.1.choices.locks_cat.status",
        "answers.1.notes",
        "answers.2.question",
        "answers.3.question",
        "answers.4.is_applicable",
        "answers.4.base_revision",
    }
    assert not AnswerChange.objects.exists()


def test_items_of_the_wrong_form_are_named_by_their_places(url, cast, api_of):
    api = api_of(cast.cleo)
    body = {"answers": ["keys", {"notes": "x"}, {"question": "keys", "base_revision": "3"}]}
    answer = api.patch(url, body)
    assert answer.status_code == 422
    assert [each["path"] for each in answer.json()["errors"]] == [
        "answers.0",
        "answers.1.question",
        "answers.2.base_revision",
    ]
    for empty in ({}, {"answers": []}, [], {"answers": {}}):
        assert api.patch(url, empty).json()["errors"][0]["path"] == "answers"
    many = [{"question": "keys"}] * 501
    assert "1 to 500" in api.patch(url, {"answers": many}).json()["detail"]


def test_what_others_changed_since_is_refused_with_both_versions_and_nothing_is_written(
    url, review, actors, cast, api_of
):
    select(actors.ada, review, "locks", "locks_key")
    api = api_of(cast.cleo)
    body = {
        "answers": [
            {"question": "keys", "choices": {"keys_safe": {"status": "selected"}}},
            {
                "question": "locks",
                "base_revision": 0,
                "choices": {
                    "locks_key": {"status": "not_applicable"},
                    "locks_dog": {"status": "selected"},
                },
            },
        ]
    }
    refused = api.patch(url, body)
    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert refused.json()["fields"] == {
        "answers.1.choices.locks_key.status": {"mine": "not_applicable", "theirs": "selected"}
    }
    assert refused.json()["revisions"] == {"locks": 1}
    assert not Answer.objects.filter(question_key="keys", revision__gt=0).exists()
    del body["answers"][1]["choices"]["locks_key"]
    merged = api.patch(url, body)
    assert [one["revision"] for one in merged.json()["results"]] == [1, 2]


def test_an_answer_as_it_was_read_may_be_sent_back(url, review, actors, cast, api_of):
    select(actors.ada, review, "locks", "locks_key")
    api = api_of(cast.cleo)
    read = api.get(url).json()["results"]
    answer = api.patch(url, {"answers": read})
    assert answer.status_code == 200, answer.json()
    assert not any(one["changed"] for one in answer.json()["results"])


def test_a_complete_review_refuses_all_of_them(url, review, actors, cast, api_of):
    for question, choice in (("locks", "locks_no"), ("keys", "keys_no"), ("glass", "glass_no")):
        select(actors.ada, review, question, choice)
    review_services.complete(actors.ada, review.pk)
    answer = api_of(cast.cleo).patch(url, {"answers": [{"question": "keys", "notes": "x"}]})
    assert (answer.status_code, answer.json()["code"]) == (409, "review-complete")


def test_an_outsider_and_a_viewer_record_nothing(url, cast, api_of):
    body = {"answers": [{"question": "keys", "notes": "x"}]}
    assert api_of(cast.oda).patch(url, body).status_code == 404
    assert api_of(cast.vic).patch(url, body).status_code == 403
    assert api_of(cast.cleo, scope="read").patch(url, body).status_code == 403


def test_checking_costs_the_same_however_many_answers_are_sent(
    url, cast, api_of, django_assert_max_num_queries, review
):
    api = api_of(cast.cleo)
    every = [row.question_key for row in Answer.objects.filter(review=review)]
    api.patch(url, {"answers": [{"question": every[0], "notes": ""}]})
    with django_assert_max_num_queries(9):
        api.patch(url, {"answers": [{"question": key, "notes": ""} for key in every]})
