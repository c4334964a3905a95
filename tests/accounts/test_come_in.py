"""Coming in: sign-up, first organization, sign-in, sign-out, a forgotten password."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from wellarch.accounts.models import Membership, User
from wellarch.events.models import Event

SENTENCE = "a horse that staples batteries"


@pytest.fixture(autouse=True)
def no_rate_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def visitor(db):
    return Client()


def sign_up(visitor, **more):
    values = {"name": "Nora New", "email": "nora@example.com", "password1": SENTENCE, **more}
    return visitor.post(reverse("account_signup"), values, follow=True)


def test_who_signs_up_founds_an_organization_and_lands_in_an_empty_portfolio(visitor):
    page = sign_up(visitor)
    assert page.redirect_chain[-1][0] == reverse("organization-create")
    assert "Welcome, Nora New" in page.text

    page = visitor.post(reverse("organization-create"), {"name": "Fabrikam"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portfolio")
    assert page.status_code == 200
    assert "Fabrikam" in page.text

    membership = Membership.objects.get(user__email="nora@example.com")
    assert (membership.role, membership.organization.name) == ("admin", "Fabrikam")
    assert membership.user.name == "Nora New"
    founded = Event.objects.get(verb="organization.created")
    assert (founded.user, founded.ip) == (membership.user, "127.0.0.1")


def test_an_organization_needs_a_name(visitor):
    sign_up(visitor)
    page = visitor.post(reverse("organization-create"), {"name": "  "})
    assert page.status_code == 422
    assert not Membership.objects.exists()


def test_a_known_address_makes_no_second_account(visitor, cast):
    before = User.objects.count()
    page = sign_up(visitor, email=cast.ada.email.upper())
    assert User.objects.count() == before
    assert "already registered" in page.text


def test_a_weak_password_keeps_what_was_typed(visitor):
    page = sign_up(visitor, password1="12345678")
    assert not User.objects.exists()
    assert "nora@example.com" in page.text
    assert "Nora New" in page.text


def test_a_closed_server_says_so_and_takes_nobody(visitor, settings):
    settings.WELLARCH_SIGNUP = "invited"
    User.objects.create_user("first@example.com")
    page = visitor.get(reverse("account_signup"))
    assert "Sign-up is closed" in page.text
    assert 'name="email"' not in page.text
    sign_up(visitor)
    assert User.objects.count() == 1


def test_sign_in_leads_to_the_portfolio(visitor, cast):
    page = visitor.post(
        reverse("account_login"), {"login": cast.ada.email, "password": PASSWORD}, follow=True
    )
    assert page.redirect_chain[-1][0] == reverse("portfolio")


def test_sign_in_goes_where_one_wanted_to_be(visitor, cast):
    wanted = reverse("organization-members")
    login = visitor.get(wanted)
    assert login["Location"].startswith(reverse("account_login"))
    page = visitor.post(
        login["Location"], {"login": cast.ada.email, "password": PASSWORD, "next": wanted}
    )
    assert page["Location"] == wanted


def test_a_wrong_password_is_refused_in_the_page(visitor, cast):
    page = visitor.post(reverse("account_login"), {"login": cast.ada.email, "password": "wrong"})
    assert "not correct" in page.text
    assert "_auth_user_id" not in visitor.session


def test_sign_out_asks_first_when_followed_as_a_link(client_of, cast):
    browser = client_of(cast.ada)
    assert "Sign out?" in browser.get(reverse("account_logout")).text
    browser.post(reverse("account_logout"))
    assert "_auth_user_id" not in browser.session


def test_a_form_from_before_another_sign_in_is_refused_in_a_page_of_ours(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    page = browser.post(reverse("workload-create"), {"name": "Lost?"})
    assert page.status_code == 403
    assert b"This page was open too long" in page.content
    assert b"<style" not in page.content


def test_a_forgotten_password_is_replaced_by_mail(visitor, cast):
    page = visitor.post(reverse("account_reset_password"), {"email": cast.ada.email}, follow=True)
    assert "Look at your mail" in page.text
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    page = visitor.get(link, follow=True)
    assert "Choose a new password" in page.text
    address = page.redirect_chain[-1][0]
    page = visitor.post(address, {"password1": SENTENCE, "password2": SENTENCE}, follow=True)
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(SENTENCE)
    assert "This link has ended" in visitor.get(link, follow=True).text


def test_a_password_is_changed_with_the_old_one(client_of, cast):
    browser = client_of(cast.ada)
    page = browser.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": SENTENCE, "password2": SENTENCE},
        follow=True,
    )
    assert page.status_code == 200
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(SENTENCE)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_every_page_before_sign_in_is_ours(visitor, name):
    page = visitor.get(reverse(name))
    assert page.status_code == 200
    assert 'class="auth__card"' in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("name", ["account_email", "account_change_password"])
def test_pages_of_ones_account_stand_among_the_settings(client_of, cast, name):
    page = client_of(cast.vic).get(reverse(name))
    assert page.status_code == 200
    assert 'class="settings__nav"' in page.text
    assert page.text.count("<h1") == 1


def test_a_confirmation_link_is_confirmed_or_explained(visitor):
    sign_up(visitor)
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    assert "Is this your address?" in visitor.get(link).text
    assert visitor.post(link, follow=True).status_code == 200
    dead = reverse("account_confirm_email", args=["nonsense"])
    assert "This link does not work" in visitor.get(dead).text
