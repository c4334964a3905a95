"""What the room shows of a question, and to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.services import findings, workloads
from reviews.services import reviews as review_service
from tests.builders import answer_all, select
from tests.reviews.pages.room.doors import change, question_url


@pytest.fixture
def page(client_of, review):
    def show(user, question="locks"):
        return client_of(user).get(question_url(review, question))

    return show


def test_a_contributor_gets_a_form_with_every_choice_and_its_key(cast, page):
    html = page(cast.cleo).content.decode()
    assert html.count('class="choice__input"') == 4
    assert 'data-key="1"' in html
    assert 'data-key="0"' in html
    assert "How do you lock the doors?" in html
    assert "Buy a lock." in html  # guidance


def test_a_viewer_reads_the_same_without_a_form(cast, page, review, actors):
    select(actors.cleo, review, "locks", "locks_key", notes="The front door")
    html = page(cast.vic).content.decode()
    assert "data-answer" not in html
    assert "save.js" not in html
    assert "The front door" in html
    assert "because “A bolt” is missing" in html


def test_an_outsider_finds_nothing(cast, page):
    assert page(cast.oda).status_code == 404


def test_nobody_reads_without_signing_in(client, review):
    response = client.get(question_url(review, "locks"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_an_unknown_question_is_not_found(cast, client_of, review):
    assert client_of(cast.cleo).get(question_url(review, "nothing")).status_code == 404


def test_a_complete_review_is_read_only_for_everybody(cast, page, review, actors):
    answer_all(actors.cleo, review)
    review_service.complete(actors.ben, review.pk)
    html = page(cast.ada).content.decode()
    assert "data-answer" not in html
    assert "This review is complete" in html


def test_an_archived_workload_is_read_only_for_everybody(cast, page, workload, actors):
    workloads.archive(actors.ada, workload.pk)
    html = page(cast.ada).content.decode()
    assert "data-answer" not in html
    assert "archived" in html


def test_steps_lead_to_the_previous_next_and_next_unanswered_question(cast, page, review, actors):
    select(actors.cleo, review, "glass", "glass_film")
    html = page(cast.cleo, "keys").content.decode()
    assert f'rel="prev" href="{question_url(review, "locks")}#question"' in html
    assert f'rel="next" href="{question_url(review, "glass")}#question"' in html
    assert f'href="{question_url(review, "locks")}#question" aria-keyshortcuts="u"' in html


def test_what_people_wrote_is_never_markup(cast, page, review, actors):
    select(actors.cleo, review, "locks", notes="</textarea><script>alert(1)</script>")
    html = page(cast.cleo).content.decode()
    assert "<script>alert" not in html


def test_the_page_has_no_inline_style_script_or_handler(cast, page):
    html = page(cast.cleo).content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert " onclick" not in html


def test_the_history_tells_who_changed_what(cast, client_of, review):
    client = client_of(cast.cleo)
    change(client, review, "locks", choices__locks_key__status="selected")
    change(client, review, "locks", base=1, notes="One\nTwo")
    change(client, review, "locks", base=2, notes="One\nThree")
    html = client.get(reverse("answer-history", args=[review.pk, "locks"])).content.decode()
    assert html.count('class="history__item"') == 3
    assert "Cleo Example" in html
    assert "“A key” is in place" in html
    assert "<del>Two</del>" in html
    assert "<ins>Three</ins>" in html


def test_the_history_is_closed_to_outsiders(cast, client_of, review):
    url = reverse("answer-history", args=[review.pk, "locks"])
    assert client_of(cast.oda).get(url).status_code == 404
    assert client_of(cast.vic).get(url).status_code == 200


def test_the_room_asks_for_the_last_changes_only(cast, client_of, review):
    client = client_of(cast.cleo)
    for number in range(10):
        change(client, review, "locks", base=number, notes=f"Version {number}")
    url = reverse("answer-history", args=[review.pk, "locks"])
    html = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert html.count('class="history__item"') == 8
    assert "<html" not in html


def test_a_complete_review_sends_nobody_to_unanswered_questions(cast, client_of, review, actors):
    select(actors.cleo, review, "glass", "glass_film")
    aside = {"is_set_aside": True, "set_aside_reason": "No doors yet."}
    findings.write(actors.cleo, review.pk, "doors", values=aside)
    address = f"/reviews/{review.pk}/questions/glass/"
    assert "To the overview" not in client_of(cast.cleo).get(address).content.decode()
    review_service.complete(actors.ben, review.pk)
    assert "To the overview" in client_of(cast.cleo).get(address).content.decode()


def test_a_number_no_revision_can_be_is_refused_in_words(cast, client_of, review):
    browser, huge = client_of(cast.ben), "9" * 5_000
    for name, field in (("question-restore", "revision"), ("question-confirm", "revision")):
        answer = browser.post(reverse(name, args=[review.pk, "locks"]), {field: huge})
        assert answer.status_code in (302, 409, 422), name
    pillar = reverse("pillar-detail", args=[review.pk, "doors"])
    assert browser.post(pillar, {"base_revision": huge}).status_code < 500
