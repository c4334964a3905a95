"""EMAIL_URL means what docs/production.md says, or nothing starts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wellarch.env import mail_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp+tls://ada:word@mail.example.com:587", 587, True, False),
        ("smtp+tls://ada:word@mail.example.com:2525", 2525, True, False),
        ("smtp+tls://ada:word@mail.example.com", 587, True, False),
        ("smtp+ssl://ada:word@mail.example.com:465", 465, False, True),
        ("smtp+ssl://ada:word@mail.example.com", 465, False, True),
        ("smtp://ada:word@mail.example.com", 25, False, False),
    ],
)
def test_a_server_is_spoken_to_with_the_encryption_that_was_asked_for(url, port, tls, ssl):
    found = mail_settings(url)
    assert (found["EMAIL_BACKEND"], found["EMAIL_HOST"]) == (SMTP, "mail.example.com")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("ada", "word")
    assert found["EMAIL_PORT"] == port
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


@pytest.mark.parametrize("url", ["smpt://mail.example.com", "mail.example.com", "https://mail"])
def test_what_is_no_way_to_send_mails_is_refused_at_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url)
