"""Reviews and findings over REST."""

from __future__ import annotations

import pytest

from tests.builders import answer_all, select
from tests.rest.described import check, problem

REVIEWS = "/api/v1/reviews/"


@pytest.fixture
def where(review) -> str:
    return f"{REVIEWS}{review.pk}/"


@pytest.mark.parametrize("by", ["alias", "id"])
def test_a_lens_is_attached(api_of, cast, workload, small_lens, by):
    api = api_of(cast.ben)
    key = small_lens.lens.alias if by == "alias" else str(small_lens.lens_id)
    response = api.post(f"/api/v1/workloads/{workload.pk}/reviews/", {"lens": key})
    made = check(response)
    assert response.status_code == 201
    assert check(api.get(response.headers["Location"])) == made
    assert (made["lens"]["alias"], made["counts"]["unanswered"]) == ("small", 3)


def test_a_lens_is_attached_once_and_must_exist_and_none_means_the_usual_one(
    api_of, cast, workload, review
):
    api = api_of(cast.ben)
    url = f"/api/v1/workloads/{workload.pk}/reviews/"
    problem(api.post(url, {"lens": "small"}), 409, "already-attached")
    problem(api.post(url, {"lens": "nothing"}), 404, "not-found")
    assert check(api.post(url, {}))["lens"]["alias"] == "wellarchitected"


def test_a_review_shows_its_numbers_per_pillar(api_of, cast, actors, review, where):
    select(actors.cleo, review, "locks", "locks_dog")
    select(actors.cleo, review, "glass", "glass_no")
    shown = check(api_of(cast.vic, "read").get(where))
    assert shown["counts"]["medium"] == 2
    assert (shown["counts"]["answered"], shown["counts"]["total"]) == (2, 3)
    assert [(p["pillar"], p["counts"]["unanswered"]) for p in shown["pillars"]] == [
        ("doors", 1), ("windows", 0),
    ]  # fmt: skip


def test_the_reviews_of_a_workload_are_counted_at_once(api_of, cast, actors, workload, review):
    select(actors.cleo, review, "keys", "keys_no")
    rows = check(api_of(cast.vic).get(f"/api/v1/workloads/{workload.pk}/reviews/"))["results"]
    assert [row["counts"]["high"] for row in rows] == [1]


def test_notes_are_written_as_a_whole(api_of, cast, where):
    assert check(api_of(cast.cleo).patch(where, {"notes": " Two\nlines. "}))["notes"] == (
        " Two\nlines. "
    )
    problem(api_of(cast.cleo).patch(where, {"notes": "x" * 20_001}), 422, "invalid")


def test_a_review_is_complete_only_when_every_pillar_is(api_of, cast, actors, review, where):
    api = api_of(cast.ben)
    found = problem(api.post(f"{where}complete/"), 409, "pillars-open")
    assert [(p["pillar"], p["unanswered"]) for p in found["pillars"]] == [
        ("doors", 2), ("windows", 1),
    ]  # fmt: skip
    answer_all(actors.cleo, review)
    assert check(api.post(f"{where}complete/"))["completed_by"] == "Ben Example"
    refused = api.patch(f"{where}answers/keys/", {"notes": "Later."})
    problem(refused, 409, "review-complete")
    assert check(api.post(f"{where}reopen/"))["status"] == "open"


def test_a_removed_lens_comes_back_with_its_answers(api_of, cast, actors, review, where, workload):
    select(actors.cleo, review, "keys", "keys_safe")
    api = api_of(cast.ben)
    assert check(api.delete(where)) is None
    problem(api.get(where), 404, "not-found")
    problem(api.get(f"{where}answers/"), 404, "not-found")
    back = check(api.post(f"/api/v1/workloads/{workload.pk}/reviews/", {"lens": "small"}))
    assert (back["id"], back["counts"]["none"]) == (str(review.pk), 1)


def test_findings_of_every_pillar_are_listed(api_of, cast, where):
    api = api_of(cast.cleo)
    api.patch(f"{where}findings/windows/", {"gaps": "No bars."})
    rows = check(api.get(f"{where}findings/"))["results"]
    assert [(row["pillar"], row["gaps"]) for row in rows] == [
        ("doors", ""),
        ("windows", "No bars."),
    ]


def test_put_replaces_a_finding_and_patch_changes_it(api_of, cast, where):
    api = api_of(cast.cleo)
    url = f"{where}findings/doors/"
    check(api.put(url, {"current_state": "Open.", "recommendations": "Lock them."}))
    patched = check(api.patch(url, {"risks": "Thieves."}))
    assert (patched["current_state"], patched["risks"]) == ("Open.", "Thieves.")
    replaced = check(api.put(url, {"recommendations": "Lock them."}))
    assert (replaced["current_state"], replaced["lacks_current_state"]) == ("", True)


def test_a_pillar_is_set_aside_with_a_reason(api_of, cast, where):
    api = api_of(cast.cleo)
    url = f"{where}findings/doors/"
    refused = problem(api.patch(url, {"is_set_aside": True}), 422, "invalid")
    assert refused["errors"][0]["path"] == "set_aside_reason"
    check(api.patch(url, {"is_set_aside": True, "set_aside_reason": "No doors."}))
    pillars = check(api.get(where))["pillars"]
    assert [pillar["is_set_aside"] for pillar in pillars] == [True, False]


def test_a_finding_changed_meanwhile_is_412_with_both_versions(api_of, cast, where):
    url = f"{where}findings/doors/"
    tag = api_of(cast.cleo).get(url).headers["ETag"]
    mine = api_of(cast.ben).patch(url, {"gaps": "Rust."}, HTTP_IF_MATCH=tag)
    assert check(mine)["revision"] == 1
    response = api_of(cast.cleo).patch(url, {"gaps": "Woodworm."}, HTTP_IF_MATCH=tag)
    found = problem(response, 412, "stale")
    assert found["fields"] == {"gaps": {"mine": "Woodworm.", "theirs": "Rust."}}
    assert response.headers["ETag"] == mine.headers["ETag"]


def test_a_pillar_that_is_not_there_is_404(api_of, cast, where):
    problem(api_of(cast.cleo).get(f"{where}findings/roof/"), 404, "not-found")
    problem(api_of(cast.cleo).patch(f"{where}findings/roof/", {"gaps": "x"}), 404, "not-found")


def test_others_reviews_do_not_exist(api_of, cast, where):
    api = api_of(cast.oda)
    reads = (
        "",
        "answers/",
        "answers/keys/",
        "answers/keys/history/",
        "findings/",
        "findings/doors/",
    )
    for path in reads:
        problem(api.get(f"{where}{path}"), 404, "not-found")
    problem(api.patch(f"{where}answers/keys/", {"notes": "x"}), 404, "not-found")
    problem(api.patch(f"{where}findings/doors/", {"gaps": "x"}), 404, "not-found")
    problem(api.patch(where, {"notes": "x"}), 404, "not-found")
    problem(api.delete(where), 404, "not-found")
    for path in ("complete/", "reopen/"):
        problem(api.post(f"{where}{path}"), 404, "not-found")


def test_a_review_costs_the_same_however_large(
    api_of, cast, where, workload, framework, django_assert_num_queries
):
    api = api_of(cast.ben)
    large = check(
        api.post(f"/api/v1/workloads/{workload.pk}/reviews/", {"lens": "wellarchitected"})
    )
    for url in (where, f"{REVIEWS}{large['id']}/"):
        api.get(url)
        with django_assert_num_queries(6):  # token, membership, review, counts, set aside, lens
            api.get(url)
        with django_assert_num_queries(4):  # token, membership, review, findings
            api.get(f"{url}findings/")
    with django_assert_num_queries(6):  # token, membership, workload, reviews, counts, lenses
        api.get(f"/api/v1/workloads/{workload.pk}/reviews/")
