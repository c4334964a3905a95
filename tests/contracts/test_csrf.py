"""Nobody is made to change something by another site: every form and every route asks for it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.contracts.house import ROOT
from tests.contracts.permission_stage import Stage, address
from tests.contracts.permission_table import API, PAGES, SIGN_IN

FORM = re.compile(r"<form\b[^>]*\bmethod=.?post.*?</form>", re.DOTALL | re.IGNORECASE)
POSTS = sorted(name for method, name in PAGES if method == "POST")
CHANGES = sorted(key for key in API if key[0] != "GET")
ENTRANCES = ("account_login", "account_signup", "account_reset_password", "account_logout")


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


def test_every_form_that_changes_something_carries_a_token():
    without, forms = [], 0
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "styleguide" in path.parts:
            continue  # pictures of forms, shown to developers only
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            forms += 1
            if "{% csrf_token %}" not in form:
                without.append(f"{path.relative_to(ROOT)}: {form[:80]}")
    assert not without
    assert forms > 30


def strict(client_class: type, stage: Stage, person: str = "ada") -> Client:
    client = client_class(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.cookies[person]
    return client


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", POSTS)
def test_a_page_refuses_a_change_without_the_token(name, stage):
    answer = strict(Client, stage).post(address(name, stage.open_places), {})
    assert answer.status_code == 403
    assert "403_csrf.html" in [template.name for template in answer.templates]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", ENTRANCES)
def test_the_entrance_refuses_what_another_site_sends(name):
    assert name in SIGN_IN
    assert Client(enforce_csrf_checks=True).post(reverse(name), {}).status_code == 403


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("method", "name"), CHANGES, ids=lambda value: value)
def test_the_api_in_a_browser_refuses_a_change_without_the_token(method, name, stage):
    client = strict(APIClient, stage)
    answer = getattr(client, method.lower())(
        address(name, stage.open_places), API[method, name].body, format="json"
    )
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf"
