"""Programs see what an upgrade of a review would change, and upgrade."""

from __future__ import annotations

import pytest

from reviews.services import reviews
from tests.builders import select
from tests.reviews import versions_of_a_lens as v


@pytest.fixture
def newer(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    return v.publish(actors.ada, "2", v.without_dog, v.with_alarm)


def url_of(review) -> str:
    return f"/api/v1/reviews/{review.pk}/upgrade/"


def test_a_preview_tells_each_question_and_changes_nothing(api_of, cast, review, newer):
    told = api_of(cast.vic, "read").get(url_of(review)).json()
    assert (told["version"], told["to"], told["revision"]) == ("2", str(newer.pk), 1)
    assert told["counts"] == {
        "kept": 2, "changed": 1, "moved": 0, "dropped": 0, "new": 1, "returned": 0,
    }  # fmt: skip
    locks = next(one for one in told["questions"] if one["question"] == "locks")
    assert (locks["risk_before"], locks["risk_after"]) == ("medium", "unanswered")
    assert locks["lost"] == ["A dog"]
    assert review.answers.get(question_key="locks").risk == "medium"


def test_an_upgrade_tells_what_it_did(api_of, cast, review, newer):
    body = {"milestone": "Before 2", "to": str(newer.pk), "seen_revision": 0}
    done = api_of(cast.ben).post(url_of(review), body, format="json")
    assert done.status_code == 200
    told = done.json()
    assert (told["version"], told["milestone"], told["changed_since"]) == ("2", 1, 1)
    again = api_of(cast.ben).post(url_of(review), {"milestone": "Again"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "lens-current")


def test_a_review_tells_how_it_stands_to_its_lens(api_of, cast, actors, review):
    client = api_of(cast.vic, "read")

    def lens_of(path: str) -> tuple[str, str]:
        told = client.get(path).json()
        first = told["reviews"][0] if "reviews" in told else told
        return first["lens"]["status"], first["lens"]["newest_version"]

    places = (f"/api/v1/reviews/{review.pk}/", f"/api/v1/workloads/{review.workload_id}/")
    assert {lens_of(place) for place in places} == {("current", "")}
    v.publish(actors.ada, "2", v.with_alarm)
    assert {lens_of(place) for place in places} == {("not_current", "2")}
    review.lens.deleted_at = review.created_at
    review.lens.save()
    assert {lens_of(place) for place in places} == {("deleted", "")}
    refused = api_of(cast.ben).post(url_of(review), {"milestone": "Before"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "lens-closed")


def test_a_removed_review_cannot_be_upgraded(api_of, cast, actors, review, newer):
    reviews.remove(actors.ada, review.pk)
    body = {"milestone": "Before"}
    assert api_of(cast.ben).post(url_of(review), body, format="json").status_code == 404
