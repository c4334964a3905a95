"""Mails say what happened in text and HTML, and carry nothing they should not."""

from __future__ import annotations

import email
import re
from email.policy import default

import pytest
from django.core import mail
from django.template.loader import render_to_string

from tests.events.letters import DATA, html_of, tell
from wellarch import styleguide
from wellarch.events.mailing import letters, specimens
from wellarch.events.models import Notice, NoticeKind

# What each kind has to say, in both parts.
SAYS = {
    NoticeKind.INVITATION: (
        "Ben Example invites you to Northwind",
        "Architect",
        "28 November 2026",
    ),
    NoticeKind.MENTION: ("Ben Example mentioned you in Checkout", "SEC 3 · Permissions"),
    NoticeKind.ASSIGNMENT: ("Rotate the keys", "Friday, 4 December 2026", "High"),
    NoticeKind.DUE_SOON: ("Checkout", "28 November"),
    NoticeKind.LENS_UPGRADED: ("Small lens: version 2 is here", "One question more.", "version 1"),
    NoticeKind.REPORT_READY: ("3 pages", "39.1"),
}


def letter(cast, kind, **data):
    notice = tell(cast.cleo, kind, by=cast.ben, organization=cast.northwind, **data)
    return letters.compose(Notice.objects.select_related("user").get(pk=notice.pk))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_says_the_same_as_text_and_as_html(cast, kind):
    written = letter(cast, kind)
    for words in SAYS[kind]:
        assert words in f"{written.subject} {written.body}"
        assert words in html_of(written).replace("\xa0", " ") or words in written.subject
    link = f"http://localhost:8000{DATA[kind]['url']}"
    assert link in written.body
    assert f'href="{link}"' in html_of(written)


def test_a_mail_is_recognised_as_sent_by_a_machine_and_can_be_ended_with_one_click(cast):
    notice = tell(cast.cleo)
    written = letters.compose(Notice.objects.get(pk=notice.pk))
    wire = email.message_from_bytes(written.message().as_bytes(), policy=default)
    assert wire["Auto-Submitted"] == "auto-generated"
    assert wire["Message-ID"] == f"<notice-{notice.pk}@localhost>"
    assert re.fullmatch(r"<http://localhost:8000/mail/stop/\S+/>", wire["List-Unsubscribe"].strip())
    assert wire["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert wire["To"] == "cleo@example.com"
    assert [part.get_content_type() for part in wire.iter_parts()] == ["text/plain", "text/html"]


def test_markup_in_names_stays_text(cast):
    written = letter(
        cast, NoticeKind.MENTION, workload="<b>Bold</b>", excerpt='<img src="//evil"> & co'
    )
    page = html_of(written)
    assert "<b>" not in page
    assert "<img" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert written.subject == "Ben Example mentioned you in <b>Bold</b>"
    assert '> <img src="//evil"> & co' in written.body


def test_line_breaks_in_a_name_add_no_header(cast):
    name = "Checkout\r\nBcc: victim@example.com\r\n\r\nHello"
    written = letter(cast, NoticeKind.MENTION, workload=name)
    wire = email.message_from_bytes(written.message().as_bytes(), policy=default)
    assert wire["Bcc"] is None
    assert wire["Subject"].endswith("in Checkout Bcc: victim@example.com Hello")


def test_a_subject_has_a_bearable_length(cast):
    assert len(letter(cast, NoticeKind.ASSIGNMENT, title="word " * 100).subject) <= 150


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", "data:text/html,x"])
def test_a_link_leads_here_or_to_a_web_address(cast, url):
    written = letter(cast, NoticeKind.MENTION, url=url)
    links = re.findall(r'href="([^"]*)"', html_of(written))
    assert links
    assert all(link.startswith("http://localhost:8000") for link in links)


def test_times_are_those_of_the_reader(cast):
    cast.cleo.time_zone = "America/New_York"
    cast.cleo.save()
    assert "28 November 2026, 04:00 EST" in letter(cast, NoticeKind.INVITATION).body


def test_a_time_zone_nobody_knows_is_utc(cast):
    cast.cleo.time_zone = "Atlantis/Capital"
    cast.cleo.save()
    assert "28 November 2026, 09:00 UTC" in letter(cast, NoticeKind.INVITATION).body


def test_somebody_without_an_account_gets_no_link_to_settings(cast):
    notice = tell(None, NoticeKind.INVITATION, email="New@Example.com", by=cast.ada)
    written = letters.compose(notice)
    assert written.to == ["new@example.com"]
    assert "List-Unsubscribe" not in written.extra_headers
    assert "/account/notifications/" not in written.body + html_of(written)
    assert "because Ada Example entered this address" in written.body


def test_mails_load_nothing_and_count_nobody(db):
    for name, written in specimens.mails().items():
        page = html_of(written)
        found = re.findall(r"<(?:img|link|script|iframe|video|object)\b|url\(|@import|src=", page)
        assert not found, name
        assert 'name="color-scheme" content="light dark"' in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("email_confirmation", "http://x/confirm"),
        ("password_reset_key", "http://x/reset"),
        ("login_code", "K4MT9P"),
        ("password_changed", "203.0.113.7"),
    ],
)
def test_mails_of_sign_in_look_like_the_others(name, words):
    context = {
        "user": "Ada",
        "activate_url": "http://x/confirm",
        "password_reset_url": "http://x/reset",
        "code": "K4MT9P" if name == "login_code" else "",
        "ip": "203.0.113.7",
    }
    page = render_to_string(f"account/email/{name}_message.html", context)
    assert "m-card" in page
    assert words in page


def test_a_new_password_is_asked_for_in_text_and_html(client, cast):
    client.post("/accounts/password/reset/", {"email": "ada@example.com"})
    [written] = mail.outbox
    links = re.findall(r"http://testserver/\S+?/(?=[\s\"<])", written.body)
    assert links
    assert links[0] in html_of(written)


@pytest.mark.parametrize("name", ["digest", "invitation-stranger", "mention-3"])
def test_the_style_guide_shows_mails(rf, name):
    page = styleguide.mail(rf.get("/"), name, "html")
    assert "m-card" in page.text
    assert styleguide.mail(rf.get("/"), name, "text").text.startswith("Hello")
