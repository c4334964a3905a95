"""What every answer tells the browser to refuse, on a page, in the API and on a static file."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tests.contracts.house import ROOT

PLACES = ("/accounts/login/", "/api/v1/workloads/", "/static/css/base.css", "/nowhere/")


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_forbids_what_is_not_ours(db, place):
    answer = Client().get(place)
    answer.close()
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("place", [place for place in PLACES if not place.startswith("/static")])
def test_pages_and_api_run_our_scripts_only(db, place):
    headers = Client().get(place).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    allowed = headers["Permissions-Policy"]
    assert "camera=()" in allowed
    assert "publickey-credentials-get=(self)" in allowed
    assert "publickey-credentials-create=(self)" in allowed


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(db):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "a@example.com", "password": "x"})
    cookie = browser.get(reverse("account_login")).client.cookies["csrftoken"]
    assert cookie["samesite"] == "Lax"


PRODUCTION = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "WELLARCH_URL": "https://reviews.example.com",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "SECRET_KEY": "x7" * 20 + "-long-and-random-enough-for-a-check-QWERTZ",
    "WELLARCH_SIGNUP": "invited",
}
ASK = """
import django; django.setup()
from django.conf import settings as s
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS, s.ACCOUNT_EMAIL_VERIFICATION)
"""


def test_a_proper_production_configuration_has_nothing_to_warn_about(tmp_path):
    names = ("PATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= PRODUCTION | {
        "WELLARCH_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wellarch.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNINGS" not in done.stderr
    assert done.stdout.split()[-7:] == [
        "__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "31536000", "mandatory",
    ]  # fmt: skip


def test_the_setting_that_once_closed_sign_up_is_not_passed_over(tmp_path):
    environment = {"PATH": os.environ["PATH"], "WELLARCH_SIGNUP_OPEN": "false"}
    environment |= {"WELLARCH_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import wellarch.settings"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Instead of WELLARCH_SIGNUP_OPEN set WELLARCH_SIGNUP" in done.stderr
