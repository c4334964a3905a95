"""The second step of a sign-in: authenticator app and recovery codes, through the pages."""

from __future__ import annotations

import html
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from wellarch.events.models import Event


@pytest.fixture(autouse=True)
def no_rate_limits_from_other_tests():
    cache.clear()


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows, some steps of thirty seconds away from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(browser: Client, user) -> object:
    return browser.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )


def set_up_app(browser: Client) -> str:
    """Set an app up through its page; its secret."""
    page = browser.get(reverse("mfa_activate_totp"))
    secret = html.unescape(re.search(r'id="secret" value="([^"]+)"', page.text)[1])
    page = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    return secret


def recovery_codes(browser: Client) -> list[str]:
    text = browser.get(reverse("mfa_download_recovery_codes")).text
    return re.findall(r"^\d{8}$", text, re.M)


@pytest.fixture
def ada(cast):
    """Ada's browser, where she just signed in with her password."""
    browser = Client()
    sign_in(browser, cast.ada)
    return browser


def test_after_the_password_comes_the_code_of_the_app(ada, cast):
    secret = set_up_app(ada)
    browser = Client()
    page = sign_in(browser, cast.ada)
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    assert browser.get(reverse("portfolio")).status_code == 302

    code = code_of(secret, steps=1)
    page = browser.post(reverse("mfa_authenticate"), {"code": code}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portfolio")
    told = Event.objects.filter(verb="person.signed_in").latest("pk")
    assert (told.user, told.data) == (cast.ada, {"methods": ["password", "totp"]})


def test_a_code_works_once_even_while_it_is_still_shown(ada, cast):
    secret = set_up_app(ada)
    code = code_of(secret, steps=1)
    first, second = Client(), Client()
    sign_in(first, cast.ada)
    sign_in(second, cast.ada)
    first.post(reverse("mfa_authenticate"), {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={cast.ada.pk}&code={code}")  # as after 30 seconds
    page = second.post(reverse("mfa_authenticate"), {"code": code})
    assert "was used already" in page.text
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_wrong_code_lets_nobody_in_and_is_logged_with_its_address(ada, cast):
    set_up_app(ada)
    browser = Client()
    sign_in(browser, cast.ada)
    page = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert page.status_code == 200
    assert "_auth_user_id" not in browser.session
    told = Event.objects.get(verb="person.sign_in_failed")
    assert (told.user, told.subject_id, told.ip) == (None, str(cast.ada.pk), "127.0.0.1")
    assert told.data == {"method": "code"}


def test_guessing_codes_ends_after_five(ada, cast):
    secret = set_up_app(ada)
    browser = Client()
    sign_in(browser, cast.ada)
    for _try in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps=1)})
    assert "Too many tries" in page.text
    assert "_auth_user_id" not in browser.session


def test_a_recovery_code_lets_in_once(ada, cast):
    set_up_app(ada)
    code, *others = recovery_codes(ada)
    assert len(others) == 9
    browser = Client()
    sign_in(browser, cast.ada)
    page = browser.post(reverse("mfa_authenticate"), {"code": code}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portfolio")
    assert code not in recovery_codes(browser)

    again = Client()
    sign_in(again, cast.ada)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in again.session


@pytest.mark.django_db(transaction=True)  # told once it is committed
def test_new_recovery_codes_end_the_old_ones(ada):
    set_up_app(ada)
    before = recovery_codes(ada)
    page = ada.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert page.text.count("<li>") >= 10
    assert not set(before) & set(recovery_codes(ada))
    assert mail.outbox[-1].subject == "New recovery codes were made"


def test_secrets_are_not_stored_in_the_clear(ada, cast):
    secret = set_up_app(ada)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert "'secret': '1." in stored
    assert "'seed': '1." in stored


@pytest.mark.django_db(transaction=True)  # told once it is committed
def test_turning_it_off_is_mailed_and_logged(ada, cast):
    set_up_app(ada)
    page = ada.post(reverse("mfa_deactivate_totp"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("account-security")
    assert not Authenticator.objects.filter(user=cast.ada).exists()
    message = mail.outbox[-1]
    assert message.subject == "The authenticator app was turned off"
    assert "Hello" in message.body
    assert "127.0.0.1" in message.body
    verbs = list(Event.objects.filter(user=cast.ada).values_list("verb", flat=True))
    assert verbs.count("person.second_factor_added") == 1
    assert verbs.count("person.second_factor_removed") == 1


def test_who_signed_in_long_ago_proves_again_who_they_are(cast, client_of):
    browser = client_of(cast.ada)
    session = browser.session
    session["signed_in_at"] = int(time.time()) - 3600
    session.save()
    wanted = reverse("mfa_activate_totp")
    page = browser.get(wanted)
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    form = browser.get(page["Location"])
    assert "Your password again" in form.text
    page = browser.post(page["Location"], {"password": PASSWORD, "next": wanted})
    assert page["Location"] == wanted
    assert browser.get(wanted).status_code == 200
