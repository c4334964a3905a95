"""The parts of an open room that are not as they were."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from reviews.models import Answer
from reviews.reads import live, room_nav
from reviews.services import answers, reviews
from tests.builders import answer_all, select
from wellarch.live import passes


@pytest.fixture
def ask(client_of, review):
    """What a person's page gets; it shows everything as it is now unless said otherwise."""

    def get(user, **shown) -> str:
        client = client_of(user)
        page = client.get(f"/reviews/{review.pk}/questions/locks/").content.decode()
        states = re.findall(r'id="nav-question-\d+"[^>]*data-states="([^"]*)"', page)
        codes = [".".join(word[:3] for word in state.split()) for state in states]
        seen = Answer.objects.get(review=review, question_key="locks").revision
        standard = {"question": "locks", "seen": seen, "lines": ",".join(codes), "form": 1}
        answer = client.get(f"/reviews/{review.pk}/live/", standard | shown)
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith("max-age=0")
        return answer.content.decode()

    return get


def ids(html: str) -> set[str]:
    return set(re.findall(r'id="([\w-]+)"', html))


UNANSWERED = "una,una,una"


def test_a_page_that_shows_everything_gets_nothing_but_a_new_pass(cast, ask, review):
    html = ask(cast.ada)
    assert ids(html) == {"live-closed"}
    given = passes.read(re.search(r'data-pass="([^"]+)"', html)[1])
    assert (given.room, given.person) == (review.pk, cast.ada.pk)


def test_what_another_person_ticked_comes_with_its_risk_its_line_and_their_name(
    cast, actors, ask, review
):
    select(actors.ada, review, "locks", "locks_dog", notes="He bites")
    html = ask(cast.cleo, seen=0, lines=UNANSWERED)
    assert ids(html) >= {
        *("revision", "risk", "why", "attention", "live-said"),
        *("nav-question-1", "nav-pillar-1", "progress"),
    }
    assert not ids(html) & {"nav-question-2", "nav-pillar-2", "notes", "choice-locks_dog"}
    assert "Ada Example answered" in html
    authors = json.loads(unescape(re.search(r'data-authors="([^"]*)"', html)[1]))
    assert authors == {"choices.locks_dog.status": "Ada Example", "notes": "Ada Example"}


def test_ones_own_change_is_nothing_new(cast, actors, ask, review):
    select(actors.ada, review, "locks", "locks_dog")
    html = ask(cast.ada, seen=0)
    assert "answered" not in html.replace("Unanswered", "")
    assert 'data-authors="{}"' in html


def test_another_question_changes_its_line_only(cast, actors, ask, review):
    select(actors.ada, review, "glass", "glass_film")
    assert ids(ask(cast.cleo, lines=UNANSWERED)) == {
        *("nav-question-3", "nav-pillar-2", "progress", "live-closed"),
    }


@pytest.mark.parametrize("lines", ["", "una", "x,y,z", "una," * 500])
def test_a_page_that_does_not_say_what_it_shows_gets_every_line(cast, ask, lines):
    assert {"nav-question-1", "nav-question-2", "nav-question-3"} <= ids(ask(cast.ada, lines=lines))


def test_codes_tell_all_states_of_a_line_apart():
    risks = ("unanswered", "high", "medium", "low", "none", "not_applicable")
    states = [room_nav.State(risk=risk, is_parked=parked) for risk in risks for parked in (0, 1)]
    words = {s.risk for s in states} | {"parked", "mine", "changed", "confirmed"}
    assert len({word[: live._LETTERS] for word in words}) == len(words)


def test_who_only_reads_gets_the_answer_as_it_is_read(cast, actors, ask, review):
    select(actors.ada, review, "locks", "locks_dog", notes="He bites")
    html = ask(cast.vic, seen=0, form=0)
    assert "answer" in ids(html)
    assert "He bites" in html
    assert "<textarea" not in html
    assert html.count('hx-swap-oob="innerHTML"') == 3  # risk, who, closed: none within another


def test_a_form_hears_that_the_review_was_completed(cast, actors, ask, review):
    answer_all(actors.ada, review)
    reviews.complete(actors.ada, review.pk)
    assert "completed meanwhile" in ask(cast.cleo, form=1)
    assert "completed meanwhile" not in ask(cast.vic, form=0)


def test_beside_no_question_the_list_alone_is_news(cast, actors, ask, review):
    select(actors.ada, review, "locks", "locks_dog")
    html = ask(cast.cleo, question="", lines=UNANSWERED)
    assert ids(html) == {"nav-question-1", "nav-pillar-1", "progress", "live-closed"}


def test_a_question_that_is_not_asked_and_numbers_that_are_none_do_no_harm(cast, ask):
    assert "revision" not in ids(ask(cast.ada, question="nope", seen="x" * 50))


def test_outsiders_get_nothing(cast, client_of, review):
    assert client_of(cast.oda).get(f"/reviews/{review.pk}/live/").status_code == 404


def test_the_queries_are_the_same_however_much_changed(
    cast, actors, client_of, review, django_assert_max_num_queries
):
    for n in range(10):
        wanted = {"choices.locks_dog.note": f"note {n}"}
        answers.record(actors.ada, review_id=review.pk, question="locks", changes_wanted=wanted)
    client = client_of(cast.cleo)
    client.get(f"/reviews/{review.pk}/live/")
    with django_assert_max_num_queries(5 + 3):  # who asks: session, person, memberships
        client.get(f"/reviews/{review.pk}/live/?question=locks&seen=0")
