"""API tokens through the page: made, shown once, listed, revoked."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from wellarch.accounts import tokens
from wellarch.accounts.models import Token
from wellarch.accounts.roles import Via

PAGE = "/account/tokens/"
NEW = {"name": "Nightly export", "scope": "read", "days": "90"}


def create(browser, **more):
    return browser.post(PAGE, NEW | more)


def test_a_token_is_shown_once_and_works(client_of, cast):
    browser = client_of(cast.vic)
    page = create(browser)
    clear = re.search(r'value="(wa_[^"]+)"', page.text)[1]
    assert "no-store" in page["Cache-Control"]
    assert tokens.actor_for(clear, Via.API).user == cast.vic
    assert clear not in browser.get(PAGE).text
    assert not Token.objects.filter(digest=clear).exists()


def test_the_list_says_what_a_token_is_for(client_of, cast):
    browser = client_of(cast.ada)
    create(browser, scope="write", days="0")
    page = browser.get(PAGE)
    token = Token.objects.get()
    assert all(
        words in page.text
        for words in (
            "Nightly export",
            token.prefix,
            "Read and write",
            "never expires",
            "never used",
        )
    )


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scope": "everything"}, {"days": "12345"}])
def test_a_token_that_makes_no_sense_is_not_made(client_of, cast, wrong):
    assert create(client_of(cast.ada), **wrong).status_code == 422
    assert not Token.objects.exists()


def test_a_revoked_token_ends_at_once(client_of, cast):
    browser = client_of(cast.vic)
    clear = re.search(r'value="(wa_[^"]+)"', create(browser).text)[1]
    page = browser.post(reverse("token-revoke", args=[Token.objects.get().pk]), follow=True)
    assert "No tokens yet" in page.text
    assert tokens.actor_for(clear, Via.API) is None


def test_tokens_of_others_are_neither_seen_nor_revoked(client_of, cast):
    create(client_of(cast.ben), name="Bens secret robot")
    browser = client_of(cast.ada)
    assert "Bens secret robot" not in browser.get(PAGE).text
    token = Token.objects.get()
    assert browser.post(reverse("token-revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
