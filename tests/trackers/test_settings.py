"""Trackers are set up by admins; the token goes to one server and is seen by nobody."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from reviews.models import Tracker
from reviews.services import tracker_links, tracker_news, tracker_pushes, trackers
from reviews.tracking import Reach, Target, client
from reviews.tracking.problems import Delayed, Refused
from tests.trackers.conftest import add, values_for
from tests.trackers.fake_github import FakeGitHub
from tests.trackers.fake_server import TOKEN
from wellarch.accounts.credentials import keyring, rotation
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound

VALUES = {
    "name": "Payments", "kind": "github", "base_url": "https://github.com",
    "project": "northwind/payments", "secret": TOKEN,
}  # fmt: skip


def test_admins_add_change_pause_and_remove(actors):
    tracker, clear = trackers.create(actors.ada, values=VALUES)
    assert len(clear) > 30
    trackers.edit(actors.ada, tracker.pk, values={"name": "Pay", "labels": ["wellarch"]})
    assert trackers.pause(actors.ada, tracker.pk).is_active is False
    assert trackers.resume(actors.ada, tracker.pk).is_active is True
    trackers.remove(actors.ada, tracker.pk)
    assert not Tracker.objects.exists()


def test_nobody_else_does(actors):
    tracker, _clear = trackers.create(actors.ada, values=VALUES)
    for person in (actors.ben, actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            trackers.create(person, values={**VALUES, "name": "Mine"})
        with pytest.raises(Forbidden):
            trackers.test(person, tracker.pk)
    with pytest.raises(NotFound):
        trackers.edit(actors.oda, tracker.pk, values={"name": "Hers"})


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": "", "project": "payments", "secret": ""}, {"name", "project", "secret"}),
        ({"kind": "trello"}, {"kind", "project"}),
        ({"kind": "jira_cloud", "project": "pay"}, {"project", "account"}),
        ({"base_url": "http://github.com"}, {"base_url"}),
        ({"base_url": "https://ada:x@github.com"}, {"base_url"}),
        ({"base_url": "https://[1"}, {"base_url"}),
        ({"secret": "two\nlines"}, {"secret"}),
        ({"states": {"closed": "gone"}}, {"states"}),
        ({"labels": ["two words"]}, {"labels"}),
        ({"project": "../../user"}, {"project"}),
        ({"weather": "rain"}, {"weather"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once(values, fields, actors):
    with pytest.raises(Invalid) as refused:
        trackers.create(actors.ada, values={**VALUES, **values})
    assert set(refused.value.fields) == fields


def test_the_token_goes_to_no_other_server(actors):
    tracker, _clear = trackers.create(actors.ada, values=VALUES)
    for values in ({"base_url": "https://thief.example.com"}, {"account": "thief@example.com"}):
        with pytest.raises(Invalid) as refused:
            trackers.edit(actors.ada, tracker.pk, values=values)
        assert set(refused.value.fields) == {"secret"}
    trackers.edit(
        actors.ada, tracker.pk, values={"base_url": "https://ghe.example.com", "secret": "new"}
    )


def test_a_token_opens_in_no_other_row(actors):
    one, _clear = trackers.create(actors.ada, values=VALUES)
    other, _clear = trackers.create(actors.ada, values={**VALUES, "name": "Other", "secret": "s"})
    Tracker.objects.filter(pk=other.pk).update(secret=one.secret)
    other.refresh_from_db()
    with pytest.raises(keyring.KeyLost):
        trackers.tracker_clients.speaking_to(other)


def test_the_project_stays_while_issues_stand_in_it(jira, actors, improvement):
    tracker = add(actors, jira)
    place = (improvement.workload_id, improvement.number)
    tracker_pushes.push(tracker_links.push(actors.cleo, *place, tracker_id=tracker.pk).pk)
    with pytest.raises(Invalid) as refused:
        trackers.edit(actors.ada, tracker.pk, values={"project": "OTHER"})
    assert set(refused.value.fields) == {"project"}


def test_the_test_says_who_we_are(fake, actors):
    standing = trackers.test(actors.ada, add(actors, fake).pk)
    assert standing.name.lower() == "robot"
    assert standing.problems == ()


def test_the_test_says_what_keeps_us_from_working(jira, github, actors):
    jira.may_create = False
    found = trackers.test(actors.ada, add(actors, jira, name="J", issue_type="Story").pk)
    assert len(found.problems) == 3
    github.repository |= {"archived": True, "has_issues": False}
    assert len(trackers.test(actors.ada, add(actors, github).pk).problems) == 2


def test_the_test_says_what_went_wrong(fake, actors):
    tracker = add(actors, fake, secret="wrong")
    with pytest.raises(Conflict) as refused:
        trackers.test(actors.ada, tracker.pk)
    assert refused.value.code == "tracker-refused"
    tracker.refresh_from_db()
    assert tracker.error == refused.value.message


# --- Where it may connect to ---------------------------------------------------------------


def target(**values: Any) -> Target:
    found = {"kind": "github", "base_url": "https://github.com", "project": "a/b", "secret": "s"}
    return Target(**{**found, **values})


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"]
)
def test_addresses_inside_the_network_are_refused(host):
    with pytest.raises(Refused) as refused:
        client(target(base_url=f"https://{host}:1"), Reach()).standing()
    assert "own network" in refused.value.message


def test_where_clouds_keep_keys_is_refused_even_if_allowed():
    reach = Reach(private_hosts=frozenset({"169.254.169.254"}))
    with pytest.raises(Refused):
        client(target(base_url="https://169.254.169.254"), reach).standing()


def test_a_host_that_leads_inside_is_refused_unless_the_settings_name_it(jira, actors, settings):
    tracker = add(actors, jira)
    settings.WELLARCH_TRACKER_PRIVATE_HOSTS = []
    with pytest.raises(Conflict) as refused:
        trackers.test(actors.ada, tracker.pk)
    assert "own network" in refused.value.message
    assert jira.asked == []


def test_a_certificate_nobody_vouches_for_is_refused(jira, actors, settings):
    settings.WELLARCH_TRACKER_CA_FILE = ""
    with pytest.raises(Conflict) as refused:
        trackers.test(actors.ada, add(actors, jira).pk)
    assert "not trusted" in refused.value.message
    assert jira.asked == []


def test_no_redirect_is_followed(github, actors):
    github.goes_wrong("GET", "/user", 302, headers={"Location": "https://localhost:1/"})
    with pytest.raises(Conflict) as refused:
        trackers.test(actors.ada, add(actors, github).pk)
    assert "elsewhere" in refused.value.message


def test_an_answer_without_end_is_given_up(jira, actors, monkeypatch):
    monkeypatch.setattr("reviews.tracking.web._SIZE", 10)
    with pytest.raises(Conflict) as refused:
        trackers.test(actors.ada, add(actors, jira).pk)
    assert refused.value.code == "tracker-unavailable"


def test_a_tracker_that_is_not_there_is_said(settings):
    reach = Reach(private_hosts=frozenset({"localhost"}), timeout=1)
    with pytest.raises(Delayed):
        client(target(base_url="https://localhost:1"), reach).standing()


# --- Who sees the token --------------------------------------------------------------------


def everything() -> str:
    """All that stands in the database."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def test_the_token_is_nowhere(fake, actors, improvement, client_of, cast, api_of, caplog):
    caplog.set_level(logging.DEBUG)
    browser = client_of(cast.ada)
    typed = dict(values_for(fake, issue_type="", labels="", states="").items())
    seen = [browser.post("/organization/trackers/new/", typed).content.decode()]
    tracker = Tracker.objects.get()
    place = (improvement.workload_id, improvement.number)
    link = tracker_links.push(actors.cleo, *place, tracker_id=tracker.pk)
    path = "/issues" if isinstance(fake, FakeGitHub) else "/issue"
    fake.goes_wrong("POST", path, 422)  # repeats nothing; the next one is asked with the token
    tracker_pushes.push(link.pk)
    tracker_links.retry(actors.cleo, *place, link.pk)
    tracker_pushes.push(link.pk)
    tracker_news.poll(tracker.pk)
    trackers.edit(actors.ada, tracker.pk, values={"secret": f"{TOKEN}-2"})
    pages = [f"/organization/trackers/{tracker.pk}/", "/organization/trackers/"]
    pages += ["/organization/audit/", f"/workloads/{place[0]}/improvements/1/"]
    seen += [browser.get(page).content.decode() for page in pages]
    api = api_of(cast.ada, scope="admin")
    seen += [api.get(f"/api/v1/trackers/{end}").content.decode() for end in ("", f"{tracker.pk}/")]
    assert all(len(text) > 50 for text in seen)
    assert TOKEN not in everything()
    assert TOKEN not in caplog.text
    assert TOKEN not in "\n".join(seen)


def test_an_error_that_repeats_the_token_is_shown_without_it(github, actors):
    github.repository = {"message": "x"}
    door = client(target(base_url=github.address, secret=TOKEN), Reach())._door  # type: ignore[attr-defined]
    assert TOKEN not in door._said({"message": f"Bad token {TOKEN}"})
    assert TOKEN not in repr(door)


def test_the_webhook_secret_is_shown_once_and_stored_encrypted(actors, client_of, cast):
    browser = client_of(cast.ada)
    answer = browser.post("/organization/trackers/new/", VALUES)
    clear = answer.context["clear"]
    assert clear in answer.content.decode()
    tracker = Tracker.objects.get()
    assert clear not in everything()
    again = browser.get(f"/organization/trackers/{tracker.pk}/").content.decode()
    assert clear not in again
    assert f"/hooks/trackers/{tracker.pk}/" in again


def test_keys_are_rotated(actors, settings):
    settings.WELLARCH_KEYS = ["the-old-key-of-the-installation-0001"]
    tracker, clear = trackers.create(actors.ada, values=VALUES)
    settings.WELLARCH_KEYS = ["the-new-key-of-the-installation-0002", *settings.WELLARCH_KEYS]
    assert rotation.rotate().rotated == 2
    settings.WELLARCH_KEYS = settings.WELLARCH_KEYS[:1]
    tracker.refresh_from_db()
    assert trackers.tracker_clients.opened(tracker, "secret") == TOKEN
    assert trackers.tracker_clients.opened(tracker, "webhook_secret") == clear
    settings.WELLARCH_KEYS = ["another-key-of-the-installation-00003"]
    assert len(rotation.rotate().lost) == 2


# --- Doors ---------------------------------------------------------------------------------


def test_pages_do_it_all(jira, actors, improvement, client_of, cast):
    browser = client_of(cast.ada)
    typed = values_for(jira, issue_type="", labels="a b", states="Done=done")
    assert browser.post("/organization/trackers/new/", {**typed, "name": ""}).status_code == 422
    assert browser.post("/organization/trackers/new/", typed).status_code == 200
    tracker = Tracker.objects.get()
    assert (tracker.labels, tracker.states) == (["a", "b"], {"done": "done"})
    url = f"/organization/trackers/{tracker.pk}/"
    said = browser.post(f"{url}act/", {"do": "test"}, follow=True).content.decode()
    assert "we are Robot there" in said
    item = f"/workloads/{improvement.workload_id}/improvements/1/"
    cleo = client_of(cast.cleo)
    assert "Send it to" in cleo.get(item).content.decode()
    cleo.post(f"{item}issues/", {"tracker": str(tracker.pk)})
    link = tracker.links.get()
    jira.goes_wrong("POST", "/issue", 400)
    tracker_pushes.push(link.pk)
    page = cleo.get(item).content.decode()
    assert "refused with 400" in page
    assert "Try again" in page
    assert "refused with 400" in browser.get(url).content.decode()
    cleo.post(f"{item}issues/{link.pk}/", {"do": "retry"})
    tracker_pushes.push(link.pk)
    assert "PAY-1" in cleo.get(item).content.decode()
    cleo.post(f"{item}issues/{link.pk}/", {"do": "let_go"})
    assert not tracker.links.exists()
    browser.post(f"{url}act/", {"do": "remove"})
    assert not Tracker.objects.exists()


def test_over_rest_too(jira, actors, improvement, api_of, cast):
    api, cleo = api_of(cast.ada, scope="admin"), api_of(cast.cleo)
    made = api.post("/api/v1/trackers/", values_for(jira), format="json")
    assert made.status_code == 201
    assert set(made.data["webhook"]) == {"url", "secret"}
    url = made["Location"]
    assert api.post(f"{url}test/").data["name"] == "Robot"
    assert api.patch(url, {"is_active": False}, format="json").data["is_active"] is False
    issues = f"/api/v1/workloads/{improvement.workload_id}/improvements/1/issues/"
    body = {"tracker": made.data["id"]}
    assert cleo.post(issues, body, format="json").data["code"] == "tracker-paused"
    api.patch(url, {"is_active": True}, format="json")
    sent = cleo.post(issues, body, format="json")
    assert (sent.status_code, sent.data["state"]) == (201, "queued")
    tracker_pushes.push(sent.data["id"])
    (issue,) = cleo.get(issues).data["results"]
    assert (issue["key"], issue["state"], issue["status"]) == ("PAY-1", "pushed", "To Do")
    assert cleo.post(f"{issues}{issue['id']}/retry/").data["state"] == "queued"
    assert cleo.delete(f"{issues}{issue['id']}/").status_code == 204
    assert api.post(f"{url}webhook-secret/").data["secret"] != made.data["webhook"]["secret"]
    assert api.delete(url).status_code == 204
