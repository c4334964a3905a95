"""An improvement becomes an issue, once, and the issue hears of what changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from reviews.models import PushState, TrackerLink
from reviews.services import (
    improvements,
    tracker_links,
    tracker_patience,
    tracker_pushes,
    tracker_queue,
    trackers,
)
from tests.trackers.conftest import add
from tests.trackers.fake_github import FakeGitHub
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events.models import Event


def ask(actors: Any, improvement: Any, tracker: Any) -> TrackerLink:
    return tracker_links.push(
        actors.cleo, improvement.workload_id, improvement.number, tracker_id=tracker.pk
    )


def made(fake: Any) -> list[dict[str, Any]]:
    return fake.made if isinstance(fake, FakeGitHub) else fake.issues


def text_of(fake: Any, place: int = 0) -> str:
    issue = made(fake)[place]
    return str(issue["body"] if isinstance(fake, FakeGitHub) else issue["fields"]["description"])


def wait(link: TrackerLink) -> None:
    """Let the time pass until it may be tried again."""
    link.refresh_from_db()
    TrackerLink.objects.filter(pk=link.pk).update(next_at=clock.now())
    type(link.tracker).objects.filter(pk=link.tracker_id).update(quiet_until=None)


def test_an_improvement_becomes_an_issue(fake, actors, improvement):
    link = ask(actors, improvement, add(actors, fake))
    assert link.state == PushState.QUEUED
    assert tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert link.state == PushState.PUSHED
    assert link.pushed_revision == improvement.revision
    assert link.key in ("PAY-1", "#2")
    assert link.url.startswith(fake.address)
    assert len(made(fake)) == 1
    for words in ("Every door", "Success" if improvement.success_criteria else "Steps", "Checkout"):
        assert words in text_of(fake)
    assert "smith" in text_of(fake)
    assert Event.objects.filter(verb="improvement.issue_made").exists()


def test_nobody_is_told_there_because_their_name_stands_here(github, actors, improvement):
    tracker_pushes.push(ask(actors, improvement, add(actors, github)).pk)
    assert "@smith" not in text_of(github)


def test_no_macro_of_a_jira_runs(jira_server, actors, improvement):
    tracker_pushes.push(ask(actors, improvement, add(actors, jira_server)).pk)
    assert r"\{needs\}" in text_of(jira_server)


def test_asking_twice_makes_one_issue(fake, actors, improvement):
    tracker = add(actors, fake)
    link = ask(actors, improvement, tracker)
    tracker_pushes.push(link.pk)
    assert ask(actors, improvement, tracker).pk == link.pk
    assert not tracker_pushes.push(link.pk)
    assert len(made(fake)) == 1


def test_one_issue_although_the_worker_dies_before_it_writes_down_its_key(
    fake, actors, improvement, monkeypatch
):
    link = ask(actors, improvement, add(actors, fake))

    class Killed(BaseException):
        pass

    keep = tracker_pushes._keep

    def die(link: Any, owner: str, **values: Any) -> bool:
        if "key" in values:
            raise Killed
        return keep(link, owner, **values)

    monkeypatch.setattr(tracker_pushes, "_keep", die)
    with pytest.raises(Killed):
        tracker_pushes.push(link.pk)
    monkeypatch.undo()
    assert not tracker_pushes.push(link.pk), "Its lease still runs."
    TrackerLink.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert len(made(fake)) == 1
    assert link.key
    assert link.state == PushState.PUSHED


def test_one_issue_although_the_tracker_breaks_off_its_answer(fake, actors, improvement):
    link = ask(actors, improvement, add(actors, fake))
    fake.goes_wrong("POST", "/issues" if isinstance(fake, FakeGitHub) else "/issue", after=True)
    assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert link.state == PushState.QUEUED
    assert "broke off" in link.error
    assert link.next_at > clock.now() + timedelta(seconds=15)
    wait(link)
    assert tracker_pushes.push(link.pk)
    assert len(made(fake)) == 1


def test_the_issue_made_before_is_found_on_a_later_page(github, actors, improvement):
    link = ask(actors, improvement, add(actors, github))
    github.goes_wrong("POST", "/issues", after=True)
    tracker_pushes.push(link.pk)
    for title in "abcde":
        github._create({"title": title, "body": ""})
    wait(link)
    assert tracker_pushes.push(link.pk)
    assert len(github.made) == 6


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (503, {}, 5),
        (500, {}, 5),
        (429, {"Retry-After": "120"}, 120),
        (403, {"Retry-After": "60"}, 60),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "RESET"}, 300),
    ],
)
def test_what_passes_is_tried_again_as_late_as_the_tracker_asks(
    status, headers, seconds, github, actors, improvement
):
    reset = str(int((clock.now() + timedelta(seconds=300)).timestamp()))
    named = {key: reset if value == "RESET" else value for key, value in headers.items()}
    link = ask(actors, improvement, add(actors, github))
    github.goes_wrong("POST", "/issues", status, headers=named)
    assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert link.state == PushState.QUEUED
    least = max(20, seconds * 0.75)  # an issue may have been made: it takes time to find
    assert least - 2 < (link.next_at - clock.now()).total_seconds() < max(24, seconds * 1.25)
    if headers:
        assert not tracker_patience.may_speak(link.tracker)
        assert link.attempts == 0
    assert not tracker_pushes.push(link.pk), "It is too early."
    assert github.count("POST", "/issues") == 1
    wait(link)
    assert tracker_pushes.push(link.pk)
    assert len(github.made) == 1


def test_many_failures_end_in_one_that_is_said_and_tried_again_by_hand(jira, actors, improvement):
    link = ask(actors, improvement, add(actors, jira))
    for _turn in range(tracker_pushes.MAX_ATTEMPTS):
        jira.goes_wrong("POST", "/issue", 502)
        assert not tracker_pushes.push(link.pk)
        wait(link)
    link.refresh_from_db()
    link.tracker.refresh_from_db()
    assert link.state == PushState.FAILED
    assert "502" in link.error
    assert "502" in link.tracker.error
    tracker_links.retry(actors.cleo, improvement.workload_id, improvement.number, link.pk)
    assert tracker_pushes.push(link.pk)
    link.tracker.refresh_from_db()
    assert link.tracker.error == ""
    assert len(jira.issues) == 1


def test_a_refusal_is_said_at_once_with_the_words_of_the_tracker(jira, actors, improvement):
    link = ask(actors, improvement, add(actors, jira, issue_type="Story"))
    assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert link.state == PushState.FAILED
    assert "issuetype: Specify a valid issue type" in link.error
    link.tracker.refresh_from_db()
    assert link.tracker.error == "", "One issue says nothing about the others."


def test_a_token_that_is_refused_is_the_trackers_trouble(fake, actors, improvement):
    link = ask(actors, improvement, add(actors, fake, secret="another-token"))
    assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    link.tracker.refresh_from_db()
    assert link.state == PushState.FAILED
    assert "does not know us" in link.tracker.error


def test_a_slow_tracker_is_given_up_and_asked_again(fake, actors, improvement, settings):
    settings.WELLARCH_TRACKER_TIMEOUT = 0.3
    link = ask(actors, improvement, add(actors, fake))
    fake.goes_wrong("POST", "/issues" if isinstance(fake, FakeGitHub) else "/issue", seconds=0.6)
    assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert "too long" in link.error
    settings.WELLARCH_TRACKER_TIMEOUT = 5
    wait(link)
    assert tracker_pushes.push(link.pk)
    assert len(made(fake)) == 1


def test_the_issue_hears_of_a_change(fake, actors, improvement):
    link = ask(actors, improvement, add(actors, fake))
    tracker_pushes.push(link.pk)
    improvements.edit(
        actors.cleo, improvement.workload_id, improvement.number, fields={"title": "Fit two bolts"}
    )
    link.refresh_from_db()
    assert link.state == PushState.QUEUED
    assert tracker_pushes.push(link.pk)
    assert "Fit two bolts" in str(made(fake)[0])


@pytest.mark.parametrize(("state", "status"), [("in_progress", "In Progress"), ("done", "Done")])
def test_a_jira_issue_takes_the_transition_that_means_the_new_state(
    state, status, jira, actors, improvement
):
    link = ask(actors, improvement, add(actors, jira))
    tracker_pushes.push(link.pk)
    improvements.move(actors.cleo, improvement.workload_id, improvement.number, state=state)
    tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert jira.issues[0]["status"] == link.remote_status == status
    assert jira.count("PUT", "/issue/PAY-1") == 0, "The text is the same: it is not sent again."


def test_a_github_issue_is_closed_and_opened_again(github, actors, improvement):
    link = ask(actors, improvement, add(actors, github))
    tracker_pushes.push(link.pk)
    for state, there, reason in (("done", "closed", "completed"), ("open", "open", "reopened")):
        improvements.move(actors.cleo, improvement.workload_id, improvement.number, state=state)
        tracker_pushes.push(link.pk)
        assert (github.made[0]["state"], github.made[0]["state_reason"]) == (there, reason)


def test_an_accepted_risk_is_closed_as_not_planned(github, actors, improvement):
    link = ask(actors, improvement, add(actors, github))
    tracker_pushes.push(link.pk)
    until = clock.now().date() + timedelta(days=30)
    improvements.accept(
        actors.ben, improvement.workload_id, improvement.number, reason="Cheap", until=until
    )
    tracker_pushes.push(link.pk)
    assert github.made[0]["state_reason"] == "not_planned"


def test_nothing_is_sent_to_a_paused_tracker_until_it_goes_on(jira, actors, improvement):
    tracker = add(actors, jira)
    link = ask(actors, improvement, tracker)
    trackers.pause(actors.ada, tracker.pk)
    assert not tracker_pushes.push(link.pk)
    assert jira.asked == []
    with pytest.raises(Conflict):
        ask(actors, improvement, tracker)
    trackers.resume(actors.ada, tracker.pk)
    assert tracker_pushes.push(link.pk)


def test_a_change_while_it_is_sent_is_sent_afterwards(jira, actors, improvement, monkeypatch):
    link = ask(actors, improvement, add(actors, jira))
    deliver = tracker_pushes._deliver

    def meanwhile(*args: Any) -> None:
        improvements.edit(
            actors.cleo, improvement.workload_id, improvement.number, fields={"title": "Later"}
        )
        deliver(*args)

    monkeypatch.setattr(tracker_pushes, "_deliver", meanwhile)
    tracker_pushes.push(link.pk)
    monkeypatch.undo()
    link.refresh_from_db()
    assert link.state == PushState.QUEUED
    assert tracker_pushes.push(link.pk)
    assert jira.issues[0]["fields"]["summary"] == "Later"


def test_what_was_lost_is_sent_again(jira, actors, improvement, monkeypatch):
    link = ask(actors, improvement, add(actors, jira))
    sent: list[str] = []
    monkeypatch.setattr(tracker_queue, "send", lambda task, *args: sent.append(args[0]))
    assert tracker_queue.sweep() == 0
    TrackerLink.objects.update(next_at=clock.now() - timedelta(seconds=10))
    assert tracker_queue.sweep() == 1
    assert sent == [str(link.pk)]
    TrackerLink.objects.update(lease_until=clock.now() + timedelta(seconds=10))
    assert tracker_queue.sweep() == 0


def test_who_may_not_write_improvements_sends_none(jira, actors, improvement):
    tracker = add(actors, jira)
    place = (improvement.workload_id, improvement.number)
    with pytest.raises(Forbidden):
        tracker_links.push(actors.vic, *place, tracker_id=tracker.pk)
    with pytest.raises(NotFound):
        tracker_links.push(actors.oda, *place, tracker_id=tracker.pk)


def test_letting_go_leaves_the_issue_where_it_is(jira, actors, improvement):
    link = ask(actors, improvement, add(actors, jira))
    tracker_pushes.push(link.pk)
    tracker_links.let_go(actors.cleo, improvement.workload_id, improvement.number, link.pk)
    assert not TrackerLink.objects.exists()
    assert len(jira.issues) == 1
