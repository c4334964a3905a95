"""Answers over REST: the list, one answer, its changes and their history."""

from __future__ import annotations

import pytest

from reviews.models import Answer, AnswerChange
from tests.builders import select
from tests.rest.described import check, problem


@pytest.fixture
def url(review) -> str:
    return f"/api/v1/reviews/{review.pk}/answers/"


def test_every_question_is_listed_with_its_answer(api_of, cast, actors, review, url):
    select(actors.cleo, review, "locks", "locks_key", notes="Ünïcode “quoted” \\ 🚀\n")
    rows = check(api_of(cast.vic, "read").get(url))["results"]
    assert [row["question"] for row in rows] == ["locks", "keys", "glass"]
    first = rows[0]
    assert (first["risk"], first["notes"]) == ("medium", "Ünïcode “quoted” \\ 🚀\n")
    assert list(first["choices"]) == ["locks_key", "locks_bolt", "locks_dog", "locks_no"]
    assert first["choices"]["locks_key"] == {
        "title": "A key", "status": "selected", "reason": "none", "note": "",
    }  # fmt: skip
    assert {choice["status"] for choice in rows[1]["choices"].values()} == {"unselected"}


def test_the_list_shows_each_answer_as_it_shows_alone(api_of, cast, actors, review, url):
    select(actors.cleo, review, "keys", "keys_safe")
    api = api_of(cast.vic)
    for row in check(api.get(url))["results"]:
        assert check(api.get(f"{url}{row['question']}/")) == row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pillar=doors", ["locks", "keys"]),
        ("risk=high", ["keys"]),
        ("risk=high&risk=unanswered", ["locks", "keys", "glass"]),
        ("pillar=windows&risk=high", []),
    ],
)
def test_the_list_can_be_filtered(api_of, cast, actors, review, url, query, found):
    select(actors.cleo, review, "keys", "keys_no")
    rows = check(api_of(cast.vic).get(f"{url}?{query}"))["results"]
    assert [row["question"] for row in rows] == found


def test_an_unknown_risk_is_refused(api_of, cast, url):
    problem(api_of(cast.vic).get(f"{url}?risk=huge"), 422, "invalid")


def test_an_unchanged_list_is_not_sent_again(api_of, cast, actors, review, url):
    api = api_of(cast.vic)
    tag = api.get(url).headers["ETag"]
    again = api.get(url, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
    select(actors.cleo, review, "keys", "keys_no")
    assert api.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_the_list_costs_the_same_however_long(
    api_of, cast, workload, url, framework, django_assert_num_queries
):
    api = api_of(cast.ben)
    reviews = f"/api/v1/workloads/{workload.pk}/reviews/"
    large = check(api.post(reviews, {"lens": "wellarchitected"}))
    for address, rows in ((url, 3), (f"/api/v1/reviews/{large['id']}/answers/", 57)):
        api.get(address)
        with django_assert_num_queries(4):  # token, membership, review, answers
            assert len(check(api.get(address))["results"]) == rows


def test_an_answer_is_changed_in_parts(api_of, cast, url):
    api = api_of(cast.cleo)
    first = check(api.patch(f"{url}locks/", {"choices": {"locks_key": {"status": "selected"}}}))
    assert (first["risk"], first["revision"], first["changed_by"]) == ("medium", 1, "Cleo Example")
    body = {
        "choices": {
            "locks_bolt": {"status": "selected"},
            "locks_dog": {"status": "not_applicable", "reason": "other", "note": "No pets."},
        },
        "notes": "Checked at night.",
    }
    second = check(api.patch(f"{url}locks/", body))
    assert (second["risk"], second["notes"]) == ("none", "Checked at night.")
    assert second["choices"]["locks_key"]["status"] == "selected"
    assert second["choices"]["locks_dog"]["note"] == "No pets."


def test_a_question_is_set_aside(api_of, cast, url):
    body = {"is_applicable": False, "reason": "out_of_scope"}
    changed = check(api_of(cast.cleo).patch(f"{url}glass/", body))
    assert (changed["risk"], changed["reason"]) == ("not_applicable", "out_of_scope")


def test_what_was_read_may_be_sent_back(api_of, cast, url):
    api = api_of(cast.cleo)
    shown = check(api.get(f"{url}locks/"))
    shown["choices"]["locks_dog"]["status"] = "selected"
    changed = check(api.patch(f"{url}locks/", shown))
    assert (changed["revision"], changed["risk"]) == (1, "medium")
    assert AnswerChange.objects.get().fields == {
        "choices.locks_dog.status": ["unselected", "selected"]
    }


def test_all_wrong_paths_are_named_and_nothing_is_written(api_of, cast, url):
    body = {
        "choices": {
            "locks_key": {"status": "maybe", "reason": [], "note": 3, "colour": "red"},
            "locks_cat": {"status": "selected"},
            "locks_bolt": {"status": "selected"},
        },
        "notes": None,
        "is_applicable": "yes",
        "mood": "good",
    }
    found = problem(api_of(cast.cleo).patch(f"{url}locks/", body), 422, "invalid")
    assert {error["path"] for error in found["errors"]} == {
        "choices.locks_key.status", "choices.locks_key.reason", "choices.locks_key.note",
        "choices.locks_key.colour", "choices.locks_cat.status", "notes", "is_applicable", "mood",
    }  # fmt: skip
    assert not AnswerChange.objects.exists()


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ([], ""),
        ({"choices": []}, "choices"),
        ({"choices": {"locks_key": "selected"}}, "choices.locks_key"),
    ],
)
def test_a_body_of_another_shape_is_refused(api_of, cast, url, body, path):
    found = problem(api_of(cast.cleo).patch(f"{url}locks/", body), 422, "invalid")
    assert found["errors"][0]["path"] == path


def test_the_etag_is_the_revision(api_of, cast, url):
    api = api_of(cast.cleo)
    assert api.get(f"{url}keys/").headers["ETag"] == '"0"'
    changed = api.patch(f"{url}keys/", {"notes": "One."}, HTTP_IF_MATCH='"0"')
    assert changed.headers["ETag"] == '"1"'
    assert api.get(f"{url}keys/", HTTP_IF_NONE_MATCH='"1"').status_code == 304
    assert api.get(f"{url}keys/", HTTP_IF_NONE_MATCH='"0"').status_code == 200


def test_changes_of_different_parts_merge(api_of, cast, url):
    first, second = api_of(cast.cleo), api_of(cast.ben)
    tag = first.get(f"{url}locks/").headers["ETag"]
    check(first.patch(f"{url}locks/", {"notes": "One."}, HTTP_IF_MATCH=tag))
    body = {"choices": {"locks_key": {"status": "selected"}}}
    merged = check(second.patch(f"{url}locks/", body, HTTP_IF_MATCH=tag))
    assert (merged["notes"], merged["revision"]) == ("One.", 2)


def test_the_same_part_changed_twice_is_412_with_both_versions(api_of, cast, url):
    first, second = api_of(cast.cleo), api_of(cast.ben)
    tag = first.get(f"{url}locks/").headers["ETag"]
    check(first.patch(f"{url}locks/", {"notes": "One."}, HTTP_IF_MATCH=tag))
    body = {"notes": "Two.", "choices": {"locks_key": {"status": "selected"}}}
    response = second.patch(f"{url}locks/", body, HTTP_IF_MATCH=tag)
    found = problem(response, 412, "stale")
    assert found["fields"] == {"notes": {"mine": "Two.", "theirs": "One."}}
    assert (found["by"], found["revision"]) == ("Cleo Example", 1)
    assert response.headers["ETag"] == '"1"'
    assert Answer.objects.get(question_key="locks").choices == {}


def test_without_if_match_the_last_one_wins_part_by_part(api_of, cast, url):
    check(api_of(cast.cleo).patch(f"{url}locks/", {"notes": "One."}))
    assert check(api_of(cast.ben).patch(f"{url}locks/", {"notes": "Two."}))["notes"] == "Two."


@pytest.mark.parametrize("tag", ["7", 'W/"0"', '"abc"', '"99"'])
def test_a_tag_that_was_never_given_is_412(api_of, cast, url, tag):
    response = api_of(cast.cleo).patch(f"{url}locks/", {"notes": "One."}, HTTP_IF_MATCH=tag)
    problem(response, 412, "stale")


def test_any_version_will_do_with_a_star(api_of, cast, url):
    check(api_of(cast.cleo).patch(f"{url}locks/", {"notes": "One."}, HTTP_IF_MATCH="*"))


def test_the_history_tells_who_changed_what(api_of, cast, url):
    api_of(cast.cleo).patch(f"{url}keys/", {"choices": {"keys_no": {"status": "selected"}}})
    api_of(cast.ben).patch(f"{url}keys/", {"notes": "Seen."})
    rows = check(api_of(cast.vic, "read").get(f"{url}keys/history/"))["results"]
    assert [(row["revision"], row["by"], row["via"]) for row in rows] == [
        (2, "Ben Example", "api"), (1, "Cleo Example", "api"),
    ]  # fmt: skip
    assert rows[0]["fields"] == {"notes": ["", "Seen."]}
    assert (rows[1]["risk_before"], rows[1]["risk_after"]) == ("unanswered", "high")


def test_a_question_that_is_not_there_is_404(api_of, cast, url):
    api = api_of(cast.cleo)
    problem(api.get(f"{url}roof/"), 404, "not-found")
    problem(api.patch(f"{url}roof/", {"notes": "x"}), 404, "not-found")
    problem(api.get(f"{url}roof/history/"), 404, "not-found")


def test_saving_an_answer_stays_cheap(api_of, cast, url, django_assert_max_num_queries):
    api = api_of(cast.cleo)
    api.patch(f"{url}keys/", {"notes": "One."})
    with django_assert_max_num_queries(10):  # two of them for the token
        check(api.patch(f"{url}keys/", {"choices": {"keys_safe": {"status": "selected"}}}))
