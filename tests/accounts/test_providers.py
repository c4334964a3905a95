"""Signing in by OpenID Connect: the whole code flow against a real, small provider."""

from __future__ import annotations

import html
import json
import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from tests.accounts.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.conftest import PASSWORD
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import AccessKey, User
from wellarch.accounts.roles import Via
from wellarch.events.models import Event
from wellarch.settings.providers import read_providers

LOGIN = "/accounts/oidc/corp/login/"


@pytest.fixture
def provider(settings, db):
    cache.clear()
    provider = IdentityProvider()
    server = provider.start()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps(provider.url)}}
    User.objects.create_user("first@example.com", PASSWORD)  # the server is not empty
    yield provider
    server.shutdown()
    server.server_close()


def apps(url: str, **more):
    entry = {"id": "corp", "name": "Corp ID", "server_url": url, "client_id": CLIENT}
    return read_providers(json.dumps([{**entry, "secret": SECRET, **more}]))


def go_out(browser: Client, address: str = LOGIN) -> str:
    """Press the button; where the browser is sent."""
    page = browser.post(address)
    assert page.status_code == 200
    return html.unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)[1])


def come_back(there: str) -> str:
    """Ask the provider as a browser does; where it sends back to."""
    address = urlsplit(there)
    connection = HTTPConnection(address.hostname, address.port, timeout=5)
    connection.request("GET", f"{address.path}?{address.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/accounts/oidc/corp/login/callback/"
    return f"{back.path}?{back.query}"


def sign_in(browser: Client, address: str = LOGIN):
    return browser.get(come_back(go_out(browser, address)), follow=True)


def somebody(**more):
    return {
        "sub": "42",
        "email": "nora@example.com",
        "email_verified": True,
        "name": "Nora New",
    } | more


def user_in(browser: Client) -> User | None:
    return User.objects.filter(pk=browser.session.get("_auth_user_id")).first()


def test_a_button_of_every_provider_stands_on_the_pages_of_the_entrance(provider):
    for name in ("account_login", "account_signup"):
        page = Client().get(reverse(name))
        assert "Continue with Corp ID" in page.text
        assert LOGIN in page.text


def test_state_and_challenge_travel_with_the_question(provider):
    provider.person = somebody()
    sign_in(Client())
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_who_is_unknown_gets_an_account_with_name_and_proven_address(provider):
    provider.person = somebody()
    browser = Client()
    page = sign_in(browser)
    assert page.redirect_chain[-1][0] == reverse("organization-create")
    user = user_in(browser)
    assert (user.name, user.email) == ("Nora New", "nora@example.com")
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()

    again = Client()
    sign_in(again)
    assert user_in(again) == user


def test_a_verified_address_opens_the_account_that_has_it_and_they_stay_connected(provider, cast):
    provider.person = somebody(email=cast.ada.email)
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=True, primary=True)
    browser = Client()
    sign_in(browser)
    assert user_in(browser) == cast.ada
    assert SocialAccount.objects.get(user=cast.ada).provider == "corp"
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(PASSWORD)
    told = Event.objects.filter(verb="person.signed_in").latest("pk")
    assert told.data == {"methods": ["corp"]}


@pytest.mark.parametrize("word", [False, None, "false", "yes", 1])
def test_an_address_the_provider_has_not_verified_opens_nothing(provider, cast, word):
    provider.person = somebody(email=cast.ada.email, email_verified=word)
    browser = Client()
    page = sign_in(browser)
    assert user_in(browser) is None
    assert not SocialAccount.objects.exists()
    assert page.redirect_chain[-1][0] == reverse("socialaccount_signup")


def test_a_provider_may_be_told_not_to_connect_by_address(provider, cast, settings):
    found = apps(provider.url, connect_by_email=False)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found}}
    provider.person = somebody(email=cast.ada.email)
    browser = Client()
    sign_in(browser)
    assert user_in(browser) is None


def test_the_password_of_who_never_proved_the_address_ends_when_its_owner_comes(provider, cast):
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=False, primary=True)
    provider.person = somebody(email=cast.ada.email)
    sign_in(Client())
    cast.ada.refresh_from_db()
    assert not cast.ada.has_usable_password()


def test_no_way_back_stays_to_who_never_proved_the_address(provider, cast, actors):
    """Passkeys, apps, other providers and tokens made by whoever claimed it before its owner."""
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=False, primary=True)
    Authenticator.objects.create(user=cast.ada, type="webauthn", data={"credential": {}})
    SocialAccount.objects.create(user=cast.ada, provider="other", uid="thief")
    _token, clear = tokens.create(actors.ada, name="for later")
    access_keys.create(actors.ada, name="for later")
    provider.person = somebody(email=cast.ada.email)
    browser = Client()
    sign_in(browser)
    assert user_in(browser) == cast.ada
    assert not Authenticator.objects.filter(user=cast.ada).exists()
    assert [row.provider for row in SocialAccount.objects.filter(user=cast.ada)] == ["corp"]
    assert tokens.actor_for(clear, Via.API) is None
    assert AccessKey.objects.get(user=cast.ada).secret == ""


def test_what_a_proven_account_has_stays_when_a_provider_comes_to_it(provider, cast, actors):
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=True, primary=True)
    SocialAccount.objects.create(user=cast.ada, provider="other", uid="ada")
    _token, clear = tokens.create(actors.ada, name="mine")
    provider.person = somebody(email=cast.ada.email)
    sign_in(Client())
    assert SocialAccount.objects.filter(user=cast.ada).count() == 2
    assert tokens.actor_for(clear, Via.API) is not None


def test_an_answer_to_a_question_of_another_browser_is_refused(provider):
    provider.person = somebody()
    back = come_back(go_out(Client()))
    victim = Client()
    page = victim.get(back)
    assert page.status_code == 401
    assert "did not let you in" in page.text
    assert user_in(victim) is None


def test_a_code_without_its_verifier_is_worth_nothing(provider):
    provider.person = somebody()
    browser = Client()
    back = come_back(go_out(browser))
    for asked in provider.codes.values():
        asked["code_challenge"] = "another"
    assert browser.get(back).status_code == 401
    assert user_in(browser) is None


def test_a_token_for_somebody_else_is_refused(provider):
    provider.person = somebody(aud="another-client")
    browser = Client()
    page = browser.get(come_back(go_out(browser)))
    assert page.status_code == 401
    assert user_in(browser) is None


def test_a_provider_that_is_down_is_told_in_a_page(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps("http://127.0.0.1:9")}}
    page = Client().post(LOGIN)
    assert page.status_code == 502
    assert "did not let you in" in page.text


def test_an_unknown_provider_is_not_found(provider):
    assert Client().post("/accounts/oidc/other/login/").status_code == 404


@pytest.mark.parametrize(
    ("mode", "person", "gets_in"),
    [
        ("invited", somebody(), False),
        ("domains", somebody(), False),
        ("domains", somebody(email="nora@corp.example"), True),
        ("domains", somebody(email="nora@corp.example", email_verified=False), False),
        ("open", somebody(), True),
    ],
)
def test_sign_up_by_a_provider_follows_the_same_rule(provider, settings, mode, person, gets_in):
    settings.WELLARCH_SIGNUP, settings.WELLARCH_SIGNUP_DOMAINS = mode, ["corp.example"]
    provider.person = person
    browser = Client()
    page = sign_in(browser)
    assert (user_in(browser) is not None) is gets_in
    assert ("Sign-up is closed" in page.text) is not gets_in


def test_a_member_connects_and_disconnects_a_provider(provider, cast):
    browser = Client()
    browser.post(reverse("account_login"), {"login": cast.ada.email, "password": PASSWORD})
    provider.person = somebody(email="other@example.com")
    page = sign_in(browser, f"{LOGIN}?process=connect")
    assert page.redirect_chain[-1][0] == reverse("socialaccount_connections")
    row = SocialAccount.objects.get(user=cast.ada)
    assert "other@example.com" in browser.get(reverse("account-security")).text

    browser.post(reverse("socialaccount_connections"), {"account": row.pk})
    assert not SocialAccount.objects.exists()
    told = Event.objects.filter(verb__startswith="person.provider").order_by("pk")
    assert [(event.verb, event.data) for event in told] == [
        ("person.provider_connected", {"provider": "corp"}),
        ("person.provider_disconnected", {"provider": "corp"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("{}", "has to be a list"),
        ('["corp"]', "entry 1: it has to be an object"),
        ('[{"id": "corp"}]', "entry 1: name is missing"),
    ],
)
def test_what_cannot_be_read_stops_the_server(text, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read_providers(text)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"server_url": "http://id.corp.example"}, "https"),
        ({"id": "Corp ID"}, "id is made of"),
        ({"scret": "x"}, "unknown: scret"),
        ({"connect_by_email": "no"}, "true or false"),
        ({"token_auth_method": "none"}, "is one of"),
        ({"secret": ""}, "secret is missing"),
    ],
)
def test_what_is_wrong_with_a_provider_is_named_without_its_secret(more, words):
    entry = {"id": "corp", "name": "Corp", "server_url": "https://id.corp.example"}
    entry |= {"client_id": "wellarch", "secret": "between-us", **more}
    with pytest.raises(ImproperlyConfigured, match=words) as caught:
        read_providers(json.dumps([entry]))
    assert "between-us" not in str(caught.value)


def test_two_providers_of_one_name_are_refused():
    entry = {"id": "corp", "name": "Corp", "server_url": "https://id.corp.example"}
    entry |= {"client_id": "wellarch", "secret": "between-us"}
    with pytest.raises(ImproperlyConfigured, match="names corp twice"):
        read_providers(json.dumps([entry, entry]))
