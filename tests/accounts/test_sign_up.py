"""Who may make an account, and what strangers learn about addresses."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.accounts.test_come_in import sign_up
from wellarch.accounts.models import User
from wellarch.accounts.tenancy import invitations
from wellarch.checks import check_sign_in


@pytest.fixture(autouse=True)
def no_rate_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def strict(settings):
    """A server that has mail."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.mark.parametrize("mode", ["invited", "domains", "open"])
def test_the_first_account_of_an_empty_server_may_always_be_made(db, settings, mode):
    settings.WELLARCH_SIGNUP, settings.WELLARCH_SIGNUP_DOMAINS = mode, ["corp.example"]
    sign_up(Client())
    assert User.objects.get().email == "nora@example.com"
    sign_up(Client(), email="second@example.com")
    assert User.objects.count() == (2 if mode == "open" else 1)


@pytest.mark.parametrize(
    ("email", "gets_in"),
    [
        ("nora@corp.example", True),
        ("nora@CORP.example", True),
        ("nora@sub.corp.example", False),
        ("nora@corp.example.evil.example", False),
        ("nora@evilcorp.example", False),
    ],
)
def test_a_domain_lets_its_own_addresses_in(cast, settings, email, gets_in):
    settings.WELLARCH_SIGNUP, settings.WELLARCH_SIGNUP_DOMAINS = "domains", ["corp.example"]
    page = sign_up(Client(), email=email)
    assert User.objects.filter(email__iexact=email).exists() is gets_in
    assert ("Use an address of @corp.example" in page.text) is not gets_in


@pytest.mark.parametrize("mode", ["invited", "domains"])
def test_an_invitation_opens_the_door_in_every_mode(actors, settings, mode):
    settings.WELLARCH_SIGNUP, settings.WELLARCH_SIGNUP_DOMAINS = mode, ["corp.example"]
    _row, url = invitations.make_link(actors.ada, role="viewer", days=1)
    browser = Client()
    browser.get(url.removeprefix(settings.WELLARCH_URL))
    sign_up(browser)
    assert User.objects.filter(email="nora@example.com").exists()


def test_with_mail_an_address_is_proven_before_it_is_used(db, strict):
    browser = Client()
    page = sign_up(browser)
    assert page.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in browser.session
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    browser.post(link, follow=True)
    assert EmailAddress.objects.get(email="nora@example.com").verified


def test_nobody_learns_from_sign_up_whether_an_address_is_known(cast, strict):
    known = sign_up(Client(), email=cast.ada.email)
    unknown = sign_up(Client(), email="nobody@example.com")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.status_code == unknown.status_code == 200
    assert "already registered" not in known.text
    assert mail.outbox[0].subject == "You have an account already"


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_nobody_learns_from_a_mail_that_was_asked_for_either(cast, strict, name):
    pages = []
    for email in (cast.ada.email, "nobody@example.com"):
        page = Client().post(reverse(name), {"email": email}, follow=True)
        pages.append((page.redirect_chain, page.status_code))
    assert pages[0] == pages[1]


def test_a_code_by_mail_signs_in_once(cast):
    browser = Client()
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=True, primary=True)
    browser.post(reverse("account_request_login_code"), {"email": cast.ada.email})
    message = mail.outbox[-1]
    assert message.subject == "Your sign-in code"
    code = message.body.split("\n\n")[2].strip()
    page = browser.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portfolio")


def test_five_wrong_passwords_close_the_way_for_the_right_one(cast):
    browser = Client()
    for _try in range(5):
        browser.post(reverse("account_login"), {"login": cast.ada.email, "password": "wrong"})
    page = browser.post(
        reverse("account_login"), {"login": cast.ada.email, "password": "a-long-enough-password"}
    )
    assert "Too many tries" in page.text
    assert "_auth_user_id" not in browser.session


def test_too_many_requests_get_the_designed_page(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    browser = Client()
    browser.post(reverse("account_login"), {})
    page = browser.post(reverse("account_login"), {})
    assert page.status_code == 429
    assert 'class="failure__code">429' in page.text


def test_the_checks_name_what_does_not_fit(settings):
    settings.WELLARCH_SIGNUP, settings.HTTPS = "domains", True
    settings.WELLARCH_MAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert {found.id for found in check_sign_in(None)} >= {
        "wellarch.E003",
        "wellarch.W002",
        "wellarch.W003",
    }


def test_all_is_well_here(settings):
    assert check_sign_in(None) == []
    call_command("check")
