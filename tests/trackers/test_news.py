"""What happens in a tracker comes back, once, and does not bounce."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from reviews.models import ImprovementChange, PushState, Tracker, TrackerLink
from reviews.services import (
    improvements,
    tracker_links,
    tracker_news,
    tracker_pushes,
    trackers,
)
from tests.builders import select
from tests.trackers.conftest import values_for
from tests.trackers.fake_github import REPOSITORY, FakeGitHub
from wellarch import clock


class Pair:
    """An improvement and its issue, as they are after the first push."""

    def __init__(self, actors: Any, fake: Any, improvement: Any) -> None:
        self.fake, self.improvement, self.cleo = fake, improvement, actors.cleo
        self.tracker, self.secret = trackers.create(actors.ada, values=values_for(fake))
        place = (improvement.workload_id, improvement.number)
        self.link = tracker_links.push(actors.cleo, *place, tracker_id=self.tracker.pk)
        assert tracker_pushes.push(self.link.pk)
        self.refresh()

    def refresh(self) -> None:
        self.link.refresh_from_db()
        self.improvement.refresh_from_db()

    @property
    def is_github(self) -> bool:
        return isinstance(self.fake, FakeGitHub)

    def put(self, word: str) -> None:
        """Somebody moves the issue: "done" or "open"."""
        if self.is_github:
            self.fake.put(2, {"done": "closed", "open": "open"}[word], "completed")
        else:
            self.fake.put("PAY-1", {"done": "Done", "open": "To Do"}[word])

    def look(self) -> bool:
        moved = tracker_news.look(self.link.pk)
        self.refresh()
        return moved

    def message(self) -> bytes:
        if self.is_github:
            said: Any = {"issue": {"number": 2}, "repository": {"full_name": REPOSITORY}}
        else:
            said = {"webhookEvent": "jira:issue_updated", "issue": {"key": "PAY-1"}}
        return json.dumps(said).encode()

    def call(self, body: bytes, secret: str = "", *, query: str = "", header: str = "") -> int:
        """The status of a message, signed with `secret` if there is one."""
        name = "X-Hub-Signature-256" if self.is_github else "X-Hub-Signature"
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {name: header or f"sha256={signed}"} if secret or header else {}
        answer = Client(enforce_csrf_checks=True).post(
            f"/hooks/trackers/{self.tracker.pk}/{query}",
            body,
            content_type="application/json",
            headers=headers,
        )
        return answer.status_code


@pytest.fixture
def pair(fake, actors, improvement) -> Pair:
    return Pair(actors, fake, improvement)


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(tracker_news, "send", lambda task, id: found.append((task, id)))
    return found


def test_what_is_done_there_is_done_here_in_the_name_of_the_tracker(pair):
    pair.put("done")
    assert pair.look()
    assert pair.improvement.state == "done"
    change = ImprovementChange.objects.order_by("-pk").first()
    assert change is not None
    assert (change.actor_name, change.user) == ("Payments", None)


def test_it_does_not_bounce(pair):
    pair.put("done")
    pair.look()
    assert pair.link.state == PushState.PUSHED
    assert pair.link.pushed_revision == pair.improvement.revision
    asked = len(pair.fake.asked)
    assert not tracker_pushes.push(pair.link.pk)
    assert len(pair.fake.asked) == asked
    assert not pair.look()


def test_our_own_push_moves_nothing_when_the_tracker_tells_of_it(pair):
    improvements.move(pair.cleo, pair.improvement.workload_id, 1, state="done")
    tracker_pushes.push(pair.link.pk)
    pair.refresh()
    revision = pair.improvement.revision
    assert not pair.look()
    assert tracker_news.poll(pair.tracker.pk) == 0
    pair.refresh()
    assert pair.improvement.revision == revision


def test_what_is_opened_again_there_is_open_here(pair):
    pair.put("done")
    pair.look()
    pair.put("open")
    assert pair.look()
    assert pair.improvement.state == "open"


def test_open_there_leaves_planned_here(pair):
    improvements.move(pair.cleo, pair.improvement.workload_id, 1, state="planned")
    tracker_pushes.push(pair.link.pk)
    assert not pair.look()
    assert pair.improvement.state == "planned"


def test_a_change_of_the_text_does_not_take_back_what_was_done_there(pair):
    pair.put("done")
    fields = {"title": "Fit two"}
    improvements.edit(pair.cleo, pair.improvement.workload_id, 1, fields=fields)
    assert tracker_pushes.push(pair.link.pk)
    pair.refresh()
    assert pair.improvement.state == "done"
    said = str(pair.fake.issues)
    assert "Fit two" in said
    assert "closed" in said or "Done" in said


def test_a_poll_finds_what_no_webhook_told(pair):
    for number in range(5):  # more than a page
        if pair.is_github:
            pair.fake._create({"title": str(number), "body": ""})
        else:
            fields = dict(pair.fake.issues[0]["fields"], summary=str(number))
            pair.fake._create(fields)
    pair.put("done")
    assert tracker_news.poll(pair.tracker.pk) == 1
    pair.refresh()
    assert pair.improvement.state == "done"
    assert tracker_news.poll(pair.tracker.pk) == 0


def test_a_poll_that_fails_asks_from_the_same_moment_again(pair):
    before = Tracker.objects.get().polled_at
    pair.put("done")
    path = "/issues" if pair.is_github else "/search"
    pair.fake.goes_wrong("GET", "/search/jql", 503)
    pair.fake.goes_wrong("GET", path, 503)
    assert tracker_news.poll(pair.tracker.pk) == 0
    tracker = Tracker.objects.get()
    assert tracker.polled_at == before
    assert "503" in tracker.error
    pair.fake.faults.clear()
    assert tracker_news.poll(pair.tracker.pk) == 1


def test_an_answer_from_before_our_push_changes_nothing(pair):
    from_before = clock.now() - timedelta(seconds=5)
    issue = tracker_news.tracker_clients.speaking_to(pair.tracker).read(pair.link.key)
    improvements.move(pair.cleo, pair.improvement.workload_id, 1, state="done")
    tracker_pushes.push(pair.link.pk)
    pair.refresh()
    assert not tracker_news.take_in(pair.link, issue, from_before)
    pair.refresh()
    assert pair.improvement.state == "done"


def test_no_answer_is_ticked(actors, fake, review):
    select(actors.cleo, review, "locks", "locks_dog")
    made = improvements.make_from_question(actors.cleo, review.pk, "locks")
    pair = Pair(actors, fake, made)
    before = dict(review.answers.get(question_key="locks").choices)
    pair.put("done")
    assert pair.look()
    assert review.answers.get(question_key="locks").choices == before


def test_an_accepted_risk_stays_accepted(pair, actors):
    until = clock.now().date() + timedelta(days=9)
    place = (pair.improvement.workload_id, 1)
    improvements.accept(actors.ben, *place, reason="Cheap", until=until)
    tracker_pushes.push(pair.link.pk)
    pair.put("done")
    assert not pair.look()
    assert pair.improvement.state == "accepted"


def test_states_of_an_organization_go_before_the_usual(jira, actors, improvement):
    pair = Pair(actors, jira, improvement)
    trackers.edit(actors.ada, pair.tracker.pk, values={"states": {"In Review": "planned"}})
    jira.put("PAY-1", "In Review")
    assert pair.look()
    assert pair.improvement.state == "planned"


def test_an_issue_that_was_deleted_is_said(pair):
    number = 1 if pair.is_github else 0
    pair.fake.issues[number]["deleted"] = True
    assert not pair.look()
    assert pair.link.state == PushState.FAILED
    assert pair.link.error


# --- Webhooks ------------------------------------------------------------------------------


def test_a_signed_message_has_the_issue_looked_at(pair, sent):
    assert pair.call(pair.message(), pair.secret) == 202
    assert sent == [("reviews.look_at_issue", str(pair.link.pk))]


def test_a_message_that_is_not_signed_right_is_refused(pair, sent):
    body = pair.message()
    assert pair.call(body) == 403
    assert pair.call(body, "another") == 403
    assert pair.call(body, header="sha1=0") == 403
    assert pair.call(body, header="sha256=é".encode().decode("latin-1")) == 403
    assert pair.call(body + b" ", header=_signature(body, pair.secret)) == 403
    assert sent == []


def _signature(body: bytes, secret: str) -> str:
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def test_a_server_that_signs_nothing_says_the_secret_in_the_address(
    jira_server, actors, improvement, sent
):
    pair = Pair(actors, jira_server, improvement)
    assert pair.call(pair.message(), query="?secret=another") == 403
    assert pair.call(pair.message(), query=f"?secret={pair.secret}") == 202


def test_elsewhere_the_secret_is_no_part_of_the_address(github, actors, improvement, sent):
    pair = Pair(actors, github, improvement)
    assert pair.call(pair.message(), query=f"?secret={pair.secret}") == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"no json", b'{"issue": 1}', b'{"issue": {"key": "X-1"}}']
)
def test_what_is_about_nothing_of_ours_is_passed_over(body, pair, sent):
    assert pair.call(body, pair.secret) == 204
    assert sent == []


def test_another_repository_is_nothing_of_ours(github, actors, improvement, sent):
    pair = Pair(actors, github, improvement)
    said = {"issue": {"number": 2}, "repository": {"full_name": "northwind/other"}}
    assert pair.call(json.dumps(said).encode(), pair.secret) == 204


def test_who_is_unknown_or_says_too_much_is_refused(pair, sent):
    assert pair.call(b" " * (tracker_news.MAX_BODY + 1), pair.secret) == 413
    Tracker.objects.all().delete()
    assert pair.call(pair.message(), pair.secret) == 404
    assert Client().get(f"/hooks/trackers/{pair.tracker.pk}/").status_code == 405


def test_another_secret_ends_the_former_one(pair, actors, sent):
    _tracker, secret = trackers.renew_webhook_secret(actors.ada, pair.tracker.pk)
    assert pair.call(pair.message(), pair.secret) == 403
    assert pair.call(pair.message(), secret) == 202


def test_a_paused_tracker_is_not_heard(pair, actors, sent):
    trackers.pause(actors.ada, pair.tracker.pk)
    assert pair.call(pair.message(), pair.secret) == 204
    assert not tracker_news.look(pair.link.pk)
    assert tracker_news.poll(pair.tracker.pk) == 0
    assert tracker_news.send_polls() == 0
    assert TrackerLink.objects.count() == 1
