"""Comments, evidence, earlier states and many answers at once over REST."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.models import Comment, Evidence
from reviews.services import comments, milestones
from tests.builders import select, start_review, start_workload
from tests.rest.described import check, problem
from tests.reviews.pages.room.doors import stored


@pytest.fixture
def where(review) -> str:
    return f"/api/v1/reviews/{review.pk}/answers/locks/"


def test_a_thread_is_begun_answered_edited_resolved_and_taken_back(api_of, cast, where):
    cleo, ben = api_of(cast.cleo), api_of(cast.ben)
    wanted = {"text": "@Ben Example, why?", "choice": "locks_dog"}
    made = cleo.post(f"{where}comments/", wanted)
    first = check(made)
    assert made["Location"].endswith(f"{where}comments/{first['id']}/")
    reply = check(ben.post(f"{where}comments/", {"text": "Dogs.", "parent": first["id"]}))
    assert reply["parent"] == first["id"]
    one = f"{where}comments/{first['id']}/"
    assert check(cleo.patch(one, {"text": "Why?"}))["is_edited"]
    check(ben.patch(one, {"resolved": True}))
    [thread] = check(cleo.get(f"{where}comments/"))["results"]
    assert (thread["choice"], thread["text"], thread["resolved_by"]) == (
        "locks_dog", "Why?", "Ben Example",
    )  # fmt: skip
    assert [each["text"] for each in thread["replies"]] == ["Dogs."]
    problem(ben.patch(one, {"text": "Mine"}), 403, "forbidden")
    assert ben.delete(one).status_code == 403
    assert cleo.delete(one).status_code == 204
    problem(cleo.delete(one), 409, "deleted")


def test_words_and_a_state_at_once_or_nothing_at_all_are_refused(
    api_of, cast, actors, review, where
):
    comment = comments.write(actors.cleo, review.pk, "locks", text="Why?")
    for body in ({}, {"text": "a", "resolved": True}):
        problem(api_of(cast.cleo).patch(f"{where}comments/{comment.pk}/", body), 422, "invalid")
    problem(api_of(cast.cleo).post(f"{where}comments/", {"text": " "}), 422, "invalid")


def test_a_comment_is_found_at_its_own_question_only(api_of, cast, actors, review, where):
    comment = comments.write(actors.cleo, review.pk, "keys", text="Why?")
    api = api_of(cast.cleo)
    for method in (api.get, api.delete):
        assert method(f"{where}comments/{comment.pk}/").status_code == 404
    assert Comment.objects.get().deleted_at is None


def test_a_list_that_did_not_change_is_not_sent_again(api_of, cast, where):
    api = api_of(cast.cleo)
    for name in ("comments", "evidence"):
        tag = api.get(f"{where}{name}/")["ETag"]
        assert api.get(f"{where}{name}/", headers={"If-None-Match": tag}).status_code == 304
    api.post(f"{where}comments/", {"text": "New"})
    tag_then = api.get(f"{where}comments/")["ETag"]
    assert tag_then != tag


def test_a_link_and_a_file_are_added_fetched_and_taken_away(api_of, cast, where):
    cleo = api_of(cast.cleo)
    link = check(cleo.post(f"{where}evidence/", {"url": "https://example.com/adr"}))
    assert (link["kind"], link["title"]) == ("link", "example.com")
    upload = {"file": SimpleUploadedFile("keys.txt", b"Counted."), "title": "Keys"}
    file = check(cleo.post(f"{where}evidence/", upload, format="multipart"))
    assert (file["kind"], file["name"], file["size"]) == ("file", "keys.txt", 8)
    fetched = cleo.get(file["url"])
    assert b"".join(fetched.streaming_content) == b"Counted."
    assert "attachment" in fetched["Content-Disposition"]
    shown = check(api_of(cast.vic, "read").get(f"{where}evidence/"))["results"]
    assert [one["id"] for one in shown] == [link["id"], file["id"]]
    for one in shown:
        assert cleo.delete(f"{where}evidence/{one['id']}/").status_code == 204
    assert not Evidence.objects.exists()


def test_what_is_no_evidence_is_refused(api_of, cast, where, settings):
    cleo = api_of(cast.cleo)
    problem(cleo.post(f"{where}evidence/", {"url": "javascript:alert(1)"}), 422, "invalid")
    page = {"file": SimpleUploadedFile("page.html", b"<script>")}
    problem(cleo.post(f"{where}evidence/", page, format="multipart"), 422, "invalid")
    settings.WELLARCH_EVIDENCE_MAX_MB = 1
    large = {"file": SimpleUploadedFile("large.txt", b"a" * 8_000_000)}
    assert cleo.post(f"{where}evidence/", large, format="multipart").status_code == 413


def test_a_file_larger_than_other_bodies_is_taken(api_of, cast, where):
    large = {"file": SimpleUploadedFile("large.txt", b"a" * 7_000_000)}
    check(api_of(cast.cleo).post(f"{where}evidence/", large, format="multipart"))
    Evidence.objects.get().file.delete()


def test_an_earlier_state_comes_back_unless_somebody_was_faster(
    api_of, cast, actors, review, where
):
    select(actors.ada, review, "locks", "locks_key", "locks_bolt")
    select(actors.ada, review, "locks", **{"choices.locks_bolt.status": "unselected"})
    cleo = api_of(cast.cleo)
    wanted = {"revision": 1}
    refused = cleo.post(f"{where}restore/", wanted, headers={"If-Match": '"1"'})
    assert refused.status_code == 412
    back = check(cleo.post(f"{where}restore/", wanted, headers={"If-Match": '"2"'}))
    assert (back["risk"], back["revision"]) == ("none", 3)
    problem(cleo.post(f"{where}restore/", {"revision": 9}), 422, "invalid")


def test_answers_are_copied_after_a_look(api_of, cast, actors, review, small_lens):
    other = start_review(actors.ada, start_workload(actors.ada, "Ledger"), small_lens.lens)
    select(actors.ada, other, "locks", "locks_key", "locks_bolt")
    select(actors.ada, other, "keys", "keys_safe")
    api, url = api_of(cast.cleo), f"/api/v1/reviews/{review.pk}/copy-answers/"
    body = {"from_review": str(other.pk)}
    seen = check(api.post(url, {**body, "dry_run": True}))
    assert [(p["question"], p["risk_after"]) for p in seen["planned"]] == [
        ("locks", "none"), ("keys", "none"),
    ]  # fmt: skip
    assert seen["planned"][0]["fields"]["choices.locks_key.status"] == ["unselected", "selected"]
    assert stored(review, "locks").revision == 0
    select(actors.ada, other, "locks", "locks_dog")
    sent = {p["question"]: p["version"] for p in seen["planned"]}
    done = check(api.post(url, {**body, "versions": sent}))
    assert [one["question"] for one in done["changed"]] == ["keys"]
    assert [one["question"] for one in done["skipped"]] == ["locks"]
    problem(api.post(url, {**body, "questions": ["roof"]}), 422, "invalid")
    problem(api.post(url, {}), 422, "invalid")
    problem(api.post(url, {"dry_run": True}), 422, "invalid")
    problem(api_of(cast.oda).post(url, body), 404, "not-found")


def test_answers_of_a_milestone_are_copied(api_of, cast, actors, review, workload):
    select(actors.ada, review, "keys", "keys_safe")
    milestones.record(actors.ada, workload.pk, name="First")
    select(actors.ada, review, "keys", "keys_no", **{"choices.keys_safe.status": "unselected"})
    url = f"/api/v1/reviews/{review.pk}/copy-answers/"
    body = {"from_milestone": 1, "only_unanswered": False, "questions": ["keys"]}
    done = check(api_of(cast.cleo).post(url, body))
    assert done["changed"] == [{"question": "keys", "risk": "none", "revision": 3}]
    problem(api_of(cast.cleo).post(url, {"from_milestone": 7}), 404, "not-found")


def test_the_rest_of_a_pillar_is_set_aside(api_of, cast, actors, review):
    select(actors.ada, review, "locks", "locks_key")
    url = f"/api/v1/reviews/{review.pk}/pillars/doors/not-applicable/"
    done = check(api_of(cast.cleo).post(url, {"reason": "out_of_scope", "note": "Elsewhere."}))
    assert [one["question"] for one in done["changed"]] == ["keys"]
    assert stored(review, "keys").notes == "Elsewhere."
    problem(api_of(cast.cleo).post(url, {"reason": "none"}), 422, "invalid")
    problem(api_of(cast.vic).post(url, {"reason": "other"}), 403, "forbidden")
