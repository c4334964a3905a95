"""A passkey in a real browser, kept by Chromium's virtual authenticator."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import expect

from tests.conftest import PASSWORD
from wellarch.events.models import Event

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def desk(desk_of, live_server):
    """A browser with a place for passkeys, at the name passkeys can belong to."""
    cache.clear()
    desk = desk_of()
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    desk.home = live_server.url.replace("127.0.0.1", "localhost")
    return desk


def test_a_passkey_is_added_and_then_lets_in_without_a_password(desk, cast):
    page = desk.page
    page.goto(f"{desk.home}/accounts/login/")
    page.get_by_label("E-mail address").fill(cast.ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")

    page.goto(f"{desk.home}/accounts/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert Authenticator.objects.get(user=cast.ada, type="webauthn").wrap().name == "Laptop"

    page.goto(f"{desk.home}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{desk.home}/accounts/login/?next=/lenses/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/lenses/$"))
    told = Event.objects.filter(verb="person.signed_in").latest("pk")
    assert told.data == {"methods": ["webauthn"]}
    assert desk.complaints == []


def test_after_the_password_a_passkey_is_the_second_step_and_who_cancels_can_try_again(desk, cast):
    page = desk.page
    page.goto(f"{desk.home}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not work")  # there is none yet

    def sign_in() -> None:
        page.goto(f"{desk.home}/accounts/login/")
        page.get_by_label("E-mail address").fill(cast.ada.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()

    sign_in()
    page.goto(f"{desk.home}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{desk.home}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    sign_in()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")
