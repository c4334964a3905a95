"""Webhooks and breakers by pages and REST."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import start_workload
from tests.outgoing.conftest import deliver_all, told
from wellarch import clock
from wellarch.events.models import Breaker, Event, WebhookDelivery, WebhookEndpoint
from wellarch.events.webhooks import endpoints, sending
from wellarch.outgoing import breakers

HOME = "/organization/webhooks/"
API = "/api/v1/webhooks/"


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.ada, scope="admin")


def test_a_person_adds_tries_pauses_and_removes_one(client_of, cast, receiver):
    browser = client_of(cast.ada)
    assert "No webhooks yet" in browser.get(HOME).content.decode()
    typed = {"url": receiver.url, "description": "Chat", "types": ["answer.changed"]}
    answer = browser.post(f"{HOME}new/", typed)
    clear = answer.context["clear"]
    assert clear in answer.content.decode()
    row = WebhookEndpoint.objects.get()
    place = f"{HOME}{row.pk}/"
    assert browser.post(f"{place}act/", {"do": "test"}).status_code == 302
    sending.deliver(WebhookDelivery.objects.get().pk)
    page = browser.get(place).content.decode()
    assert "webhook.test" in page
    assert "Delivered" in page
    assert clear not in page
    browser.post(f"{place}act/", {"do": "pause"})
    assert "Paused" in browser.get(HOME).content.decode()
    browser.post(f"{place}act/", {"do": "test"})
    assert WebhookDelivery.objects.count() == 1
    browser.post(f"{place}act/", {"do": "resume"})
    assert browser.post(place, {**typed, "description": "Room"}).status_code == 302
    assert browser.post(f"{place}act/", {"do": "remove"}).status_code == 302
    assert not WebhookEndpoint.objects.exists()
    assert [each.verb for each in Event.objects.filter(verb__startswith="webhook.")] == [
        "webhook.added", "webhook.paused", "webhook.resumed", "webhook.changed", "webhook.removed",
    ]  # fmt: skip


def test_what_was_typed_wrong_is_said_at_its_field(client_of, cast):
    browser = client_of(cast.ada)
    for url, words in (
        ("http://hooks.example.com/", "https://"),
        ("https://127.0.0.1/", "own network"),
        ("https://[::1]/", "own network"),
        ("https://169.254.169.254/latest/", "own network"),
        ("https://localhost/", "own network"),
        ("https://ada:secret@hooks.example.com/", "user names"),
        ("no address", "https://"),
    ):
        answer = browser.post(f"{HOME}new/", {"url": url})
        assert answer.status_code == 422, url
        assert words in answer.content.decode(), url
    assert not WebhookEndpoint.objects.exists()


def test_a_person_sends_again_one_and_all(client_of, cast, actors, hook, receiver):
    start_workload(actors.ada, "Checkout")
    deliver_all()
    browser = client_of(cast.ada)
    row = WebhookDelivery.objects.get()
    browser.post(f"{HOME}deliveries/{row.pk}/replay/")
    assert deliver_all() == 1
    since = (clock.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    browser.post(f"{HOME}{hook.row.pk}/act/", {"do": "since", "since": since})
    assert deliver_all() == 1
    assert len({got.id for got in receiver.got}) == 1
    browser.post(f"{HOME}{hook.row.pk}/act/", {"do": "since", "since": "never"})
    assert told() == []


def test_what_a_receiver_answered_is_shown_as_text(client_of, cast, actors, hook, receiver):
    start_workload(actors.ada, "Checkout")
    receiver.says(400, "<script>alert(1)</script>")
    deliver_all()
    page = client_of(cast.ada).get(f"{HOME}{hook.row.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_program_does_it_all(api, actors, receiver):
    made = api.post(API, {"url": receiver.url, "types": ["workload.created"]}, format="json")
    assert made.status_code == 201
    secret, place = made.data["secret"], f"{API}{made.data['id']}/"
    assert made.headers["Location"].endswith(place)
    read = api.get(place)
    assert "secret" not in read.data
    assert read.headers["ETag"] == '"1"'
    start_workload(actors.ada, "Checkout")
    deliver_all()
    receiver.got[0].opened(secret)
    found = api.get(f"{place}deliveries/?state=delivered").data["results"]
    assert [(each["type"], each["tries"][0]["status"]) for each in found] == [
        ("workload.created", 204)
    ]
    one = f"/api/v1/webhook-deliveries/{found[0]['id']}/"
    assert api.post(f"{one}replay/").data["state"] == "queued"
    assert api.get(one).data["message"] == receiver.got[0].id
    since = (clock.now() - timedelta(hours=1)).isoformat()
    assert api.post(f"{place}replay/", {"since": since}, format="json").data == {"count": 1}
    assert api.post(f"{place}test/").status_code == 201
    rotated = api.post(f"{place}secret/").data
    assert rotated["secret"] != secret
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_a_change_based_on_an_old_version_is_refused(api, hook):
    place = f"{API}{hook.row.pk}/"
    changed = api.patch(place, {"description": "One"}, format="json", headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    late = api.patch(place, {"description": "Two"}, format="json", headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert api.delete(place, headers={"If-Match": '"1"'}).status_code == 412
    assert WebhookEndpoint.objects.get().description == "One"


def test_wrong_values_are_named_all_at_once(api):
    answer = api.post(API, {"url": "ftp://x", "types": ["no.such"], "name": "x"}, format="json")
    assert answer.status_code == 422
    assert {each["path"].split(".")[0] for each in answer.data["errors"]} >= {"types", "name"}


def test_all_types_can_be_listed(api_of, cast):
    found = api_of(cast.vic, scope="read").get("/api/v1/webhook-event-types/").data["results"]
    assert {"answer.risk_changed", "report.ready"} <= {each["name"] for each in found}


def test_others_have_no_way_in(api_of, cast, hook, client_of):
    place = f"{API}{hook.row.pk}/"
    assert api_of(cast.oda, scope="admin").get(place).status_code == 404
    assert api_of(cast.ben, scope="admin").get(place).status_code == 403
    assert api_of(cast.ada, scope="write").get(place).status_code == 403
    assert client_of(cast.ben).get(HOME).status_code == 403
    assert client_of(cast.oda).get(f"{HOME}{hook.row.pk}/").status_code == 404


def test_there_is_an_end_to_how_many(actors, hook, monkeypatch, client_of, cast):
    monkeypatch.setattr(endpoints, "MAX_ENDPOINTS", 1)
    answer = client_of(cast.ada).post(f"{HOME}new/", {"url": "https://hooks.example.com/"})
    assert answer.status_code == 422
    assert "cannot be more" in answer.content.decode()


# --- Breakers ------------------------------------------------------------------------------


def broken(**more) -> Breaker:
    def refuse():
        raise ConnectionRefusedError("connection to 10.1.2.3 refused")

    for _turn in range(5):
        with pytest.raises(ConnectionRefusedError):
            breakers.call("place", refuse, label="The place", **more)
    return Breaker.objects.get(key="place", organization=more.get("organization"))


def test_admins_see_what_is_open_and_have_it_tried(client_of, cast):
    row = broken(organization=cast.northwind)
    browser = client_of(cast.ada)
    page = browser.get("/organization/outgoing/").content.decode()
    assert "Open: calls wait" in page
    assert "10.1.2.3" in page
    assert browser.post(f"/organization/outgoing/{row.pk}/try/").status_code == 302
    assert "Half-open" in browser.get("/organization/outgoing/").content.decode()
    assert client_of(cast.cleo).get("/organization/outgoing/").status_code == 403
    assert "The place" not in client_of(cast.oda).get("/organization/outgoing/").content.decode()


def test_of_the_installation_s_own_servers_only_the_state_is_shown(client_of, api, cast):
    row = broken()
    page = client_of(cast.ada).get("/organization/outgoing/").content.decode()
    assert "for the whole installation" in page
    assert "10.1.2.3" not in page
    shown = api.get(f"/api/v1/outgoing/{row.pk}/").data
    assert (shown["state"], shown["last_error"], shown["is_shared"]) == ("open", "", True)


def test_a_program_reads_and_resets_breakers(api, cast):
    row = broken(organization=cast.northwind)
    listed = api.get("/api/v1/outgoing/").data["results"]
    assert [(each["label"], each["state"], each["failures"]) for each in listed] == [
        ("The place", "open", 5)
    ]
    assert listed[0]["next_at"]
    reset = api.post(f"/api/v1/outgoing/{row.pk}/reset/").data
    assert (reset["state"], reset["next_at"]) == ("half-open", None)
