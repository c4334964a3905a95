"""API tokens through the pages: made, shown once, listed, revoked."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import start_workload
from tests.conftest import PASSWORD
from wellarch import clock
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import AccessKey, Membership, Token
from wellarch.accounts.roles import Role, Scope, Via
from wellarch.accounts.sign_in import sessions
from wellarch.accounts.tenancy import members
from wellarch.errors import Forbidden, Invalid
from wellarch.events.models import Event

PAGE = "/account/tokens/"
CREATE = "/account/tokens/new/"
NEW = {"name": "Nightly export", "scope": "read", "reach": "all", "days": "90"}


def long_signed_in(browser: Client) -> Client:
    """The same browser an hour after its sign-in."""
    browser.get("/account/")
    session = browser.session
    session[sessions.STARTED] = int(time.time()) - 3600
    session.save()
    return browser


def create(browser: Client, where: str = CREATE, **more: Any) -> Any:
    return browser.post(where, NEW | more)


def clear_of(page: Any) -> str:
    return re.search(r'value="(wa_[^"]+)"', page.text)[1]


def test_before_a_token_is_made_the_password_is_asked_again_and_nothing_is_lost(client_of, cast):
    browser = long_signed_in(client_of(cast.vic))
    asked = create(browser)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not Token.objects.exists()
    page = browser.post(asked["Location"], {"password": PASSWORD, "next": CREATE})
    assert tokens.actor_for(clear_of(page), Via.API).user == cast.vic
    assert Token.objects.get().name == "Nightly export"


def test_a_token_is_shown_once_and_works(client_of, cast):
    browser = client_of(cast.vic)
    page = create(browser)
    clear = clear_of(page)
    assert "no-store" in page["Cache-Control"]
    assert tokens.actor_for(clear, Via.API).user == cast.vic
    assert clear not in browser.get(PAGE).text
    assert not Token.objects.filter(digest=clear).exists()


def test_the_list_says_what_a_token_is_for(client_of, cast):
    browser = client_of(cast.ada)
    create(browser, scope="write", days="0")
    page = browser.get(PAGE)
    token = Token.objects.get()
    for words in ("Nightly export", token.prefix, "Read and write", "never expires", "never used"):
        assert words in page.text


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"scope": "everything"}, {"days": "12345"}, {"reach": "some"},
     {"reach": "some", "workload_ids": ["x"]}],
)  # fmt: skip
def test_a_token_that_makes_no_sense_is_not_made(client_of, cast, wrong):
    assert create(client_of(cast.ada), **wrong).status_code == 422
    assert not Token.objects.exists()


def test_a_token_is_restricted_to_workloads_its_maker_sees(client_of, cast, actors, workload):
    foreign = start_workload(actors.oda, "Elsewhere's")
    browser = client_of(cast.ben)
    assert "Elsewhere's" not in browser.get(CREATE).text
    refused = create(browser, reach="some", workload_ids=[str(workload.pk), str(foreign.pk)])
    assert refused.status_code == 422
    with pytest.raises(Invalid):
        tokens.create(actors.ben, name="t", workload_ids=[foreign.pk])
    create(browser, reach="some", workload_ids=[str(workload.pk)])
    assert Token.objects.get().workloads == {workload.pk}
    assert "1 workload<" in browser.get(PAGE).text


def test_a_revoked_token_ends_at_once(client_of, cast):
    browser = client_of(cast.vic)
    clear = clear_of(create(browser))
    page = browser.post(reverse("token-revoke", args=[Token.objects.get().pk]), follow=True)
    assert "No tokens yet" in page.text
    assert tokens.actor_for(clear, Via.API) is None


def test_tokens_of_others_are_neither_seen_nor_revoked_by_colleagues(client_of, cast, actors):
    token, clear = tokens.create(actors.ben, name="Bens secret robot")
    browser = client_of(cast.cleo)
    assert "Bens secret robot" not in browser.get(PAGE).text
    assert browser.get("/organization/credentials/").status_code == 403
    assert browser.post(reverse("token-revoke", args=[token.pk])).status_code == 404
    assert tokens.actor_for(clear, Via.API)


def test_an_admin_sees_and_revokes_tokens_and_keys_of_everybody(client_of, cast, actors):
    token, clear = tokens.create(actors.ben, name="Bens robot", scope="write")
    key, secret = access_keys.create(actors.cleo, name="Cleos script")
    other, _clear = tokens.create(actors.oda, name="Odas robot")
    browser = client_of(cast.ada)
    page = browser.get("/organization/credentials/").text
    for words in ("Bens robot", "Ben Example", token.prefix, "Cleos script", key.key_id):
        assert words in page
    assert "Odas robot" not in page
    assert secret not in page
    for name, which in (("token-revoke", token.pk), ("access-key-revoke", key.key_id)):
        answer = browser.post(reverse(name, args=[which]), {"from": "organization"})
        assert answer["Location"] == "/organization/credentials/"
    assert browser.post(reverse("token-revoke", args=[other.pk])).status_code == 404
    assert tokens.actor_for(clear, Via.API) is None
    assert access_keys.secret_for(key.key_id) is None
    ended = Event.objects.filter(user=cast.ada, verb__endswith=".revoked")
    assert set(ended.values_list("verb", flat=True)) == {"token.revoked", "access_key.revoked"}


def test_the_log_knows_the_visible_part_only(actors, workload):
    token, clear = tokens.create(actors.ben, name="Bens robot", workload_ids=[workload.pk])
    key, secret = access_keys.create(actors.ben, name="Bens script", scope="write")
    made = {row.verb: row for row in Event.objects.filter(verb__endswith=".created")}
    assert made["token.created"].data["prefix"] == token.prefix
    assert made["token.created"].data["workloads"] == 1
    assert made["access_key.created"].data == {
        "key_id": key.key_id, "scope": "write", "expires_at": None, "workloads": None,
    }  # fmt: skip
    everything = " ".join(str(row.data) + str(row.changes) for row in made.values())
    assert clear not in everything
    assert secret not in everything
    assert "Bens" not in everything, "a name may be somebody's"


def test_what_somebody_has_ends_with_their_membership_and_does_not_come_back(actors, cast):
    _token, clear = tokens.create(actors.ben, name="t")
    key, _secret = access_keys.create(actors.ben, name="k")
    members.remove(actors.ada, user_id=cast.ben.pk)
    Membership.objects.create(organization=cast.northwind, user=cast.ben, role=Role.VIEWER)
    assert tokens.actor_for(clear, Via.API) is None
    assert access_keys.secret_for(key.key_id) is None


def test_a_token_makes_nothing_that_may_more_than_itself(actors, cast, workload):
    ends = clock.now() + timedelta(days=1)
    _token, clear = tokens.create(actors.ben, name="t", scope="admin", expires_at=ends)
    robot = tokens.actor_for(clear, Via.API)
    for later in (None, ends + timedelta(seconds=1)):
        with pytest.raises(Forbidden, match="outlives") as caught:
            tokens.create(robot, name="u", expires_at=later)
        assert caught.value.code == "exceeds-token"
    assert tokens.create(robot, name="u", expires_at=ends)[0].expires_at == ends
    for scope, restriction in ((Scope.WRITE, None), (Scope.ADMIN, [workload.pk])):
        _t, narrow = tokens.create(actors.ben, name="n", scope=scope, workload_ids=restriction)
        for service in (tokens, access_keys):
            with pytest.raises(Forbidden):
                service.create(tokens.actor_for(narrow, Via.API), name="u", expires_at=ends)


def test_the_cap_holds_by_itself_whatever_the_policy_says(actors, cast, workload, monkeypatch):
    monkeypatch.setattr(credentials.policy, "require", lambda *_: None)
    _t, clear = tokens.create(actors.ben, name="n", scope="write", workload_ids=[workload.pk])
    robot = tokens.actor_for(clear, Via.API)
    with pytest.raises(Forbidden, match="wider scope"):
        tokens.create(robot, name="u", scope="admin", workload_ids=[workload.pk])
    with pytest.raises(Forbidden, match="more workloads"):
        tokens.create(robot, name="u")
    assert tokens.create(robot, name="u", workload_ids=[])[0].workloads == frozenset()


def test_the_secret_of_a_key_whose_owner_left_is_forgotten(actors, cast):
    key, _secret = access_keys.create(actors.ben, name="k")
    members.remove(actors.ada, user_id=cast.ben.pk)
    assert AccessKey.objects.get(pk=key.pk).secret == ""
