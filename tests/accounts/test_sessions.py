"""Where one is signed in: the list, signing out elsewhere, and how long it lasts."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.test_come_in import SENTENCE
from tests.conftest import PASSWORD
from wellarch.accounts.sign_in.sessions import device_of
from wellarch.events.models import Event

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"


@pytest.fixture(autouse=True)
def no_rate_limits_from_other_tests():
    cache.clear()


def browser_of(user, agent: str = "") -> Client:
    browser = Client(headers={"user-agent": agent} if agent else None)
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("account-security")).status_code == 200


def test_every_session_is_listed_with_its_device(cast):
    here, _phone = browser_of(cast.ada), browser_of(cast.ada, PHONE)
    browser_of(cast.ben, "Firefox/130 (Windows)")
    page = here.get(reverse("account-security"))
    assert "Safari on iPhone" in page.text
    assert "Firefox" not in page.text
    assert page.text.count("127.0.0.1") == 2


def test_one_other_session_is_ended(cast):
    here, there = browser_of(cast.ada), browser_of(cast.ada, PHONE)
    row = UserSession.objects.get(user_agent=PHONE)
    here.post(reverse("session-end", args=[row.pk]))
    assert is_in(here)
    assert not is_in(there)


def test_the_session_of_somebody_else_does_not_exist(cast):
    here, other = browser_of(cast.ada), browser_of(cast.ben)
    row = UserSession.objects.get(user=cast.ben)
    assert here.post(reverse("session-end", args=[row.pk])).status_code == 404
    assert is_in(other)


def test_signing_out_everywhere_else_leaves_this_one(cast):
    here, *others = (browser_of(cast.ada) for _number in range(3))
    here.post(reverse("sessions-end-others"))
    assert is_in(here)
    assert not any(is_in(other) for other in others)
    told = Event.objects.get(verb="person.signed_out_elsewhere")
    assert told.data == {"sessions": 2}


def test_another_password_ends_the_other_sessions_and_is_mailed_and_logged(cast):
    here, there = browser_of(cast.ada), browser_of(cast.ada)
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": SENTENCE, "password2": SENTENCE},
    )
    assert is_in(here)
    assert not is_in(there)
    assert mail.outbox[-1].subject == "Your password was changed"
    assert SENTENCE not in mail.outbox[-1].body
    told = Event.objects.get(verb="person.password_changed")
    assert (told.user, told.organization, told.ip) == (cast.ada, cast.northwind, "127.0.0.1")


def test_a_session_ends_so_long_after_sign_in_however_much_it_is_used(cast, settings):
    here = browser_of(cast.ada)
    session = here.session
    session["signed_in_at"] = int(time.time()) - settings.WELLARCH_SESSION_SECONDS - 1
    session.save()
    assert not is_in(here)


def test_a_session_of_nobody_knows_when_is_not_fresh(cast):
    """Or who finds an old one open could change what protects the account."""
    here = browser_of(cast.ada)
    session = here.session
    del session["signed_in_at"]
    session.save()
    assert is_in(here)
    page = here.get(reverse("mfa_activate_totp"))
    assert page.url.startswith(reverse("account_reauthenticate"))


def test_use_is_noted_now_and_then_only(cast, django_assert_num_queries):
    here = browser_of(cast.ada)
    before = UserSession.objects.get().last_seen_at
    is_in(here)
    assert UserSession.objects.get().last_seen_at == before
    session = here.session
    session["seen_at"] = int(time.time()) - 3600
    session.save()
    is_in(here)
    assert UserSession.objects.get().last_seen_at > before


def test_a_wrong_password_of_somebody_known_is_logged_for_each_of_their_organizations(cast):
    Client().post(reverse("account_login"), {"login": cast.ada.email, "password": "wrong"})
    Client().post(reverse("account_login"), {"login": "no@example.com", "password": "wrong"})
    told = Event.objects.get(verb="person.sign_in_failed")
    assert (told.organization, told.subject_id) == (cast.northwind, str(cast.ada.pk))
    assert told.user is None
    assert told.data == {"method": "password"}


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", "Safari on Mac"),
        ("curl/8.0", "Unknown device"),
    ],
)
def test_a_device_has_words(agent, words):
    assert device_of(agent) == words
