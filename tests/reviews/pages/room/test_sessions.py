"""The pages of sessions: planned without a script, held, told of; presenter mode."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.models import ReviewSession, Visit, Workload
from reviews.services import comments, questions, sessions
from tests.builders import select
from wellarch import clock


@pytest.fixture
def session(actors, review):
    return sessions.plan(actors.ben, review.pk, values={"title": "Doors, first half"})


@pytest.fixture
def running(actors, review, session):
    return sessions.start(actors.ben, review.pk, session.pk)


def rows(*lines: tuple[str, str], **more: str) -> dict:
    return {
        "pillar": [pillar for pillar, _minutes in lines],
        "minutes": [minutes for _pillar, minutes in lines],
        "people": [""] * len(lines),
        "note": [""] * len(lines),
        **more,
    }


def test_a_session_is_planned_with_a_plain_form(cast, client_of, review):
    browser = client_of(cast.ben)
    url = reverse("session-plan", args=[review.pk])
    assert "Doors" in browser.get(url).content.decode()
    sent = rows(("windows", "20"), ("", "10"), ("doors", ""), title="Glass", invited=[cast.cleo.pk])
    answer = browser.post(url, {**sent, "planned_at": "2026-12-01T09:30"})
    made = ReviewSession.objects.get()
    assert answer.url == reverse("session-detail", args=[review.pk, made.pk])
    assert [(item["pillar"], item["minutes"]) for item in made.agenda] == [
        ("windows", 20),
        ("", 10),
    ]
    assert list(made.invited.all()) == [cast.cleo]


def test_a_row_is_moved_without_a_script_and_nothing_typed_is_lost(cast, client_of, review):
    url = reverse("session-plan", args=[review.pk])
    sent = rows(("", "15"), ("doors", "33"), ("windows", "5"), title="Kept", move="up:windows")
    page = client_of(cast.ben).post(url, sent).content.decode()
    order = [page.index(f'name="pillar" value="{key}"') for key in ("", "windows", "doors")]
    assert order == sorted(order)
    assert 'value="33"' in page
    assert 'value="Kept"' in page
    assert not ReviewSession.objects.exists()


def test_a_form_without_minutes_says_what_is_missing(cast, client_of, review):
    answer = client_of(cast.ben).post(
        reverse("session-plan", args=[review.pk]), rows(("", ""), ("doors", ""))
    )
    assert answer.status_code == 422
    assert "at least one thing" in answer.content.decode()


def test_starting_leads_to_the_scope_and_on_to_the_first_pillar(cast, client_of, review, session):
    browser = client_of(cast.ben)
    answer = browser.post(reverse("session-start", args=[review.pk, session.pk]))
    assert answer.url == reverse("present-scope", args=[review.pk])
    page = browser.get(answer.url).content.decode()
    assert reverse("present", args=[review.pk, "locks"]) in page


def test_the_scope_is_written_down_in_place(cast, client_of, review):
    back = reverse("present-scope", args=[review.pk])
    sent = {"pain_points": "Keys get lost.", "back": back}
    answer = client_of(cast.ben).post(reverse("session-scope", args=[review.pk]), sent)
    assert answer.url == back
    assert Workload.objects.get().pain_points == "Keys get lost."
    sent["back"] = "https://elsewhere.example/reviews/"
    answer = client_of(cast.ben).post(reverse("session-scope", args=[review.pk]), sent)
    assert answer.url == reverse("session-list", args=[review.pk])


def test_presenting_follows_the_agenda_and_shows_its_plan(cast, client_of, actors, review):
    agenda = [{"pillar": "windows", "minutes": 20}, {"pillar": "doors", "minutes": 5}]
    made = sessions.plan(actors.ben, review.pk, values={"agenda": agenda})
    sessions.start(actors.ben, review.pk, made.pk)
    page = client_of(cast.ben).get(reverse("present", args=[review.pk, "glass"])).content.decode()
    assert 'data-plan="1200"' in page
    following = reverse("present", args=[review.pk, "locks"])
    assert f'rel="next" href="{following}"' in page
    assert "On to Doors" in page


def test_who_may_not_run_a_session_sees_the_plan_but_counts_nothing(
    cast, client_of, review, running
):
    page = client_of(cast.cleo).get(reverse("present", args=[review.pk, "locks"])).content.decode()
    assert "of 10 min" in page
    assert "data-timer-pause" not in page
    viewer = client_of(cast.vic).get(reverse("present", args=[review.pk, "locks"]))
    assert b"data-answer" not in viewer.content


def test_the_timer_is_told_when_the_session_is_over(cast, client_of, review, running):
    url = reverse("session-spent", args=[review.pk, running.pk])
    browser = client_of(cast.ben)
    assert browser.post(url, {"pillar": "doors", "seconds": "15"}).status_code == 204
    assert browser.post(url, {"pillar": "doors", "seconds": "x"}).status_code == 422
    browser.post(reverse("session-finish", args=[review.pk, running.pk]))
    assert browser.post(url, {"pillar": "doors", "seconds": "15"}).status_code == 409
    assert ReviewSession.objects.get().spent == {"doors": 15}


@pytest.fixture
def held(actors, cast, review, session):
    """A session of forty minutes in which something happened, and something before and after."""
    begin = clock.now() - timedelta(hours=2)
    select(actors.ada, review, "keys", "keys_safe")
    with clock.at(begin):
        sessions.start(actors.ben, review.pk, session.pk)
        Visit.objects.create(
            review=review, user=cast.vic, started_at=begin, seen_at=begin + timedelta(minutes=25)
        )
    with clock.at(begin + timedelta(minutes=10)):
        select(actors.cleo, review, "locks", "locks_dog")
        questions.park(actors.ben, review.pk, "glass", note="Ask the *glazier*")
        comments.write(actors.cleo, review.pk, "locks", text="Whose dog?")
    with clock.at(begin + timedelta(minutes=20)):
        select(actors.ada, review, "locks", "locks_key", "locks_bolt")
    with clock.at(begin + timedelta(minutes=40)):
        sessions.end(actors.ben, review.pk, session.pk)
    questions.assign(actors.ben, review.pk, "keys", user_id=cast.cleo.pk)
    return session


def test_minutes_tell_who_took_part_what_changed_and_what_is_left(cast, client_of, review, held):
    url = reverse("session-minutes-file", args=[review.pk, held.pk])
    text = client_of(cast.vic).get(url).content.decode()
    assert "40 of 30 planned minutes" in text
    for line in ("- Vic Example (25 min)", "- Cleo Example (0 min)", "- Ada Example (0 min)"):
        assert line in text
    assert "How do you lock the doors? | Unanswered | No risk | Cleo Example, Ada Example |" in text
    assert "Where are the keys? |" not in text  # answered outside of the session
    assert "Put on the list to talk about" in text
    assert "Discussed" in text
    assert r"Ask the \*glazier\*" in text
    assert "- Assigned:" not in text  # after its end
    assert "- Cleo Example: " in text  # but left to do
    page = client_of(cast.vic).get(reverse("session-minutes", args=[review.pk, held.pk]))
    assert "Vic Example" in page.content.decode()


def test_pages_of_sessions_cost_the_same_however_much_happened(
    cast, actors, client_of, review, held
):
    browser = client_of(cast.ben)
    urls = [
        reverse("session-list", args=[review.pk]),
        reverse("session-minutes", args=[review.pk, held.pk]),
        reverse("open-points", args=[review.pk]),
        reverse("mine"),
    ]

    def cost() -> list[int]:
        found = []
        for url in urls:
            browser.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(url).status_code == 200
            found.append(len(captured))
        return found

    sessions.plan(actors.ada, review.pk, values={"title": "First"}, invited=[cast.ben.pk])
    before = cost()
    with clock.at(clock.now() - timedelta(minutes=100)):
        for question in ("keys", "locks", "glass"):
            select(actors.cleo, review, question, notes="more")
            questions.park(actors.ada, review.pk, question)
            questions.assign(actors.ada, review.pk, question, user_id=cast.ben.pk)
    for title in ("Second", "Third"):
        sessions.plan(actors.ada, review.pk, values={"title": title}, invited=[cast.ben.pk])
    assert cost() == before


def test_talked_about_is_said_on_the_list_and_leads_back_to_it(cast, client_of, actors, review):
    questions.park(actors.cleo, review.pk, "glass", note="Ask the glazier")
    browser, url = client_of(cast.cleo), reverse("open-points", args=[review.pk])
    assert "Ask the glazier" in browser.get(url).content.decode()
    sent = {"done": "1", "back": "open"}
    answer = browser.post(reverse("question-park", args=[review.pk, "glass"]), sent)
    assert answer.url == url
    assert "Ask the glazier" not in browser.get(url).content.decode()


def test_mine_is_what_is_assigned_to_me_in_workloads_i_see(cast, client_of, actors, review):
    due = clock.now().date() + timedelta(days=3)
    questions.assign(actors.ada, review.pk, "glass", user_id=cast.vic.pk, due_on=due)
    questions.assign(actors.ada, review.pk, "locks", user_id=cast.cleo.pk)
    sessions.plan(actors.ada, review.pk, values={"title": "Kick-off"}, invited=[cast.vic.pk])
    page = client_of(cast.vic).get(reverse("mine")).content.decode()
    assert "How do you protect the glass?" in page
    assert "due in 3 days" in page
    assert "Kick-off" in page
    assert "How do you lock the doors?" not in page
    Workload.objects.update(visibility="team")
    hidden = client_of(cast.vic).get(reverse("mine")).content.decode()
    assert "How do you protect the glass?" not in hidden
    assert "Kick-off" not in hidden


def test_the_calendar_file_is_escaped_folded_and_in_utc(cast, client_of, actors, review):
    title = "Doors; windows, and\\or: " + "ü" * 60
    values = {"title": title, "planned_at": clock.now().replace(year=2027, microsecond=0)}
    made = sessions.plan(actors.ben, review.pk, values=values)
    answer = client_of(cast.vic).get(reverse("session-calendar", args=[review.pk, made.pk]))
    raw = answer.content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    whole = raw.decode().replace("\r\n ", "")
    assert "SUMMARY:Doors\\; windows\\, and\\\\or: " + "ü" * 60 in whole
    assert f"DTSTART:{values['planned_at']:%Y%m%dT%H%M%SZ}" in whole
    assert "\n\n" not in whole.replace("\r", "")
