"""A change saves itself: the paths that changed are sent, parts of the page come back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.services import reviews as review_service
from tests.builders import answer_all, select
from tests.reviews.pages.room.doors import change, stored, ticked


def test_a_tick_is_saved_and_the_new_risk_comes_back_at_once(cast, client_of, review):
    response = change(
        client_of(cast.cleo), review, "locks", shown="unanswered",
        choices__locks_key__status="selected",
    )  # fmt: skip
    html = response.content.decode()
    assert response.status_code == 200
    assert stored(review, "locks").risk == "medium"
    assert 'id="risk" hx-swap-oob="innerHTML"' in html
    assert "Medium risk" in html
    assert "MRI" in html
    assert "because “A bolt” is missing" in html


def test_the_list_of_questions_and_the_progress_come_with_a_new_risk(cast, client_of, review):
    response = change(
        client_of(cast.cleo), review, "locks", shown="unanswered",
        choices__locks_key__status="selected",
    )  # fmt: skip
    html = response.content.decode()
    assert 'id="nav-question-1"' in html
    assert 'id="nav-pillar-1"' in html
    assert "1 of 3 answered" in html


def test_the_next_revision_comes_back_so_that_the_next_change_has_its_base(cast, client_of, review):
    client = client_of(cast.cleo)
    first = change(client, review, "locks", choices__locks_key__status="selected")
    assert 'name="base_revision" value="1"' in first.content.decode()
    change(client, review, "locks", base=1, notes="The back door\r\nhas none.")
    answer = stored(review, "locks")
    assert (answer.revision, answer.notes) == (2, "The back door\nhas none.")


def test_none_of_these_takes_the_other_ticks_away(cast, client_of, review):
    client = client_of(cast.cleo)
    change(client, review, "locks", choices__locks_key__status="selected")
    change(client, review, "locks", base=1, choices__locks_no__status="selected")
    assert ticked(review, "locks") == {"locks_no"}
    assert stored(review, "locks").risk == "high"


def test_a_choice_is_set_aside_with_reason_and_note(cast, client_of, review):
    change(
        client_of(cast.cleo), review, "locks",
        choices__locks_dog__status="not_applicable",
        choices__locks_dog__reason="out_of_scope",
        choices__locks_dog__note="Allergies",
    )  # fmt: skip
    assert stored(review, "locks").choices["locks_dog"] == {
        "status": "not_applicable",
        "reason": "out_of_scope",
        "note": "Allergies",
    }


def test_a_question_does_not_apply(cast, client_of, review):
    response = change(client_of(cast.cleo), review, "locks", is_applicable="false")
    assert stored(review, "locks").risk == "not_applicable"
    assert "does not apply" in response.content.decode()


def test_different_changes_of_two_people_both_win(cast, client_of, review):
    change(client_of(cast.cleo), review, "locks", choices__locks_key__status="selected")
    response = change(client_of(cast.ben), review, "locks", choices__locks_bolt__status="selected")
    assert response.status_code == 200
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
    assert "locks_key" in response.content.decode()  # the state Ben's page takes over


def test_a_stale_change_shows_both_versions_and_overwrites_nothing(cast, client_of, review):
    change(client_of(cast.cleo), review, "locks", notes="Cleo was <b>here</b>")
    response = change(client_of(cast.ben), review, "locks", notes="Ben was here")
    html = response.content.decode()
    assert response.status_code == 409
    assert stored(review, "locks").notes == "Cleo was <b>here</b>"
    assert "Cleo Example changed the same thing" in html
    assert "Cleo was &lt;b&gt;here&lt;/b&gt;" in html
    assert "Ben was here" in html
    assert 'name="base_revision" value="1"' in html


def test_a_change_without_a_revision_overwrites_nothing(cast, client_of, review, actors):
    select(actors.cleo, review, "locks", notes="First")
    response = client_of(cast.ben).post(
        reverse("answer-change", args=[review.pk, "locks"]), {"notes": "Second"}
    )
    assert response.status_code == 409


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("choices__locks_key__status", "perhaps"),
        ("choices__nobody__status", "selected"),
        ("choices__locks_key__note", "x" * 2001),
        ("choices__locks_no__status", "not_applicable"),
        ("notes", "x" * 20001),
        ("reason", "because"),
    ],
)
def test_what_cannot_be_stored_is_said_and_not_stored(cast, client_of, review, path, value):
    response = change(client_of(cast.cleo), review, "locks", **{path: value})
    assert response.status_code == 422
    assert "This was not saved" in response.content.decode()
    assert stored(review, "locks").revision == 0


def test_a_complete_review_does_not_change(cast, client_of, review, actors):
    answer_all(actors.cleo, review)
    review_service.complete(actors.ben, review.pk)
    response = change(client_of(cast.cleo), review, "locks", base=1, notes="Late")
    assert response.status_code == 422
    assert "complete" in response.content.decode()


def test_a_viewer_may_not_save(cast, client_of, review):
    response = change(client_of(cast.vic), review, "locks", notes="I was here")
    assert response.status_code == 403
    assert stored(review, "locks").notes == ""


def test_an_outsider_does_not_learn_that_the_review_exists(cast, client_of, review):
    assert change(client_of(cast.oda), review, "locks", notes="x").status_code == 404


def test_asking_without_a_change_gives_the_parts_as_they_are_now(cast, client_of, review, actors):
    select(actors.cleo, review, "locks", "locks_key")
    url = reverse("answer-change", args=[review.pk, "locks"])
    html = client_of(cast.vic).get(url, headers={"hx-request": "true"}).content.decode()
    assert "Medium risk" in html
    assert "1 of 3 answered" in html
    assert client_of(cast.oda).get(url).status_code == 404


def test_a_merged_change_of_the_risk_leaves_the_list_to_live_updates(
    cast, client_of, review, actors
):
    select(actors.ada, review, "locks", "locks_bolt")
    response = change(
        client_of(cast.cleo), review, "locks", shown="unanswered",
        choices__locks_key__status="selected",
    )  # fmt: skip
    html = response.content.decode()
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
    assert 'id="risk" hx-swap-oob="innerHTML"' in html
    assert 'id="progress"' not in html
    # Parts that came past the script would name a revision whose answers the page does not show.
    assert "hx-get" not in html
    news = client_of(cast.cleo).get(
        reverse("review-live", args=[review.pk]),
        {"question": "locks", "seen": "2", "form": "1", "lines": "una,una,una"},
    )
    assert 'id="progress"' in news.content.decode()


def test_what_was_typed_as_one_person_is_not_stored_as_the_next_at_the_same_browser(
    cast, client_of, review
):
    tick = {"choices__locks_key__status": "selected"}
    as_cleo = f"{cast.cleo.pk}.{cast.northwind.pk}"
    assert change(client_of(cast.ben), review, "locks", person=as_cleo, **tick).status_code == 401
    elsewhere = f"{cast.cleo.pk}.{cast.elsewhere.pk}"
    assert (
        change(client_of(cast.cleo), review, "locks", person=elsewhere, **tick).status_code == 401
    )
    assert stored(review, "locks").revision == 0
    assert change(client_of(cast.cleo), review, "locks", person=as_cleo, **tick).status_code == 200
