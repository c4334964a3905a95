"""Who is signed out while answering learns it at once, signs in beside, and loses nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from reviews.models import Answer
from tests.browser.test_offline import try_again

pytestmark = pytest.mark.browser


def test_an_answer_given_while_signed_out_is_stored_after_signing_in_again(cast, review, desk_of):
    page = desk_of(cast.cleo).page
    page.goto(f"/reviews/{review.pk}/questions/locks/")
    state = page.locator("[data-save-state]")
    expect(state).to_contain_text("All changes saved")

    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("1")
    expect(state).to_contain_text("you are signed out")
    expect(state.get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")

    sign_in_beside(page, cast.cleo)
    try_again(page)
    expect(state).to_contain_text("All changes saved")
    assert Answer.objects.get(review=review, question_key="locks").choices


def sign_in_beside(page, user) -> None:
    """A sign-in in another tab: a new session and, as always then, a new CSRF token."""
    client = Client()
    client.force_login(user)
    client.get("/account/")
    origin = page.evaluate("location.origin")
    for name in ("sessionid", "csrftoken"):
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": origin}])
