"""Choosing what one hears by mail: on a page, through the API, and by a link in a mail."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.events.letters import tell
from wellarch.events.mailing import preferences
from wellarch.events.models import Event, NoticeKind

PAGE = "/account/notifications/"
API = "/api/v1/me/notifications/"
USUAL = {
    "invitation": "now",
    "mention": "now",
    "assignment": "now",
    "due_soon": "digest",
    "lens_upgraded": "digest",
    "report_ready": "now",
}


def link_of(user, kind="mention") -> str:
    return f"/mail/stop/{preferences.stop_token(user, kind)}/"


def choices_of(user) -> dict[str, str]:
    user.refresh_from_db()
    return preferences.of(user)


def test_the_page_shows_what_is_usual_until_one_chooses(client_of, cast):
    page = client_of(cast.vic).get(PAGE).text
    checked = re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', page)
    assert dict(checked) == USUAL


def test_choices_are_saved_and_logged(client_of, cast):
    page = client_of(cast.vic).post(PAGE, USUAL | {"mention": "digest"}, follow=True)
    assert "Saved." in page.text
    assert choices_of(cast.vic) == USUAL | {"mention": "digest"}
    event = Event.objects.get(verb="mail_preferences.changed")
    assert event.changes == {"mention": {"before": "now", "after": "digest"}}


def test_saving_the_same_writes_no_event(client_of, cast):
    client_of(cast.vic).post(PAGE, USUAL)
    assert not Event.objects.filter(verb="mail_preferences.changed").exists()


def test_a_choice_that_does_not_exist_is_refused(client_of, cast):
    page = client_of(cast.vic).post(PAGE, USUAL | {"mention": "often"})
    assert page.status_code == 422
    assert choices_of(cast.vic) == USUAL


def test_programs_read_and_change_some(api_of, cast):
    api = api_of(cast.vic, scope="admin")
    assert api.get(API).json() == USUAL
    answer = api.patch(API, {"report_ready": "never"})
    assert answer.json() == USUAL | {"report_ready": "never"}
    assert choices_of(cast.vic)["report_ready"] == "never"


def test_a_token_that_writes_reviews_changes_no_mails(api_of, cast):
    assert api_of(cast.vic, scope="write").patch(API, {"mention": "never"}).status_code == 403
    assert choices_of(cast.vic) == USUAL


@pytest.mark.parametrize("body", [{"mention": "often"}, {"gossip": "now"}])
def test_programs_are_told_what_is_wrong(api_of, cast, body):
    answer = api_of(cast.vic, scope="admin").patch(API, body)
    assert answer.status_code == 422
    assert next(iter(body)) in answer.text


def test_a_mail_program_ends_a_kind_with_one_click(cast):
    # RFC 8058: a POST without cookies, from nowhere.
    answer = Client(enforce_csrf_checks=True).post(
        link_of(cast.cleo), {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert choices_of(cast.cleo) == USUAL | {"mention": "never"}
    event = Event.objects.get(verb="mail_preferences.changed")
    assert (event.user, event.ip) == (cast.cleo, "127.0.0.1")


def test_looking_at_the_link_ends_nothing(cast):
    page = Client().get(link_of(cast.cleo))
    assert page.status_code == 200
    assert "Somebody mentions me" in page.text
    assert choices_of(cast.cleo) == USUAL


def test_the_link_of_a_digest_ends_what_comes_in_it(cast):
    Client().post(link_of(cast.cleo, "digest"))
    assert choices_of(cast.cleo) == USUAL | {"due_soon": "never", "lens_upgraded": "never"}


def test_the_link_in_a_mail_is_the_one_that_works(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(cast.cleo, NoticeKind.ASSIGNMENT)
    [written] = mail.outbox
    Client().post(written.extra_headers["List-Unsubscribe"].strip("<>"))
    assert choices_of(cast.cleo)["assignment"] == "never"


def test_a_link_that_was_changed_leads_nowhere(cast):
    link = link_of(cast.cleo)
    for wrong in (link[:-2] + "x/", link.replace(":", "", 1), "/mail/stop/x/"):
        assert Client().post(wrong).status_code == 404
    assert choices_of(cast.cleo) == USUAL


def test_a_link_of_a_deleted_account_leads_nowhere(cast, django_user_model):
    link = link_of(cast.cleo)
    django_user_model.objects.filter(pk=cast.cleo.pk).update(erased_at="2026-01-01T00:00:00Z")
    assert Client().post(link).status_code == 404


def test_who_belongs_to_no_organization_can_end_mails_too(cast, django_user_model):
    alone = django_user_model.objects.create_user("alone@example.com", name="Al")
    assert Client().post(link_of(alone)).status_code == 200
    assert choices_of(alone)["mention"] == "never"
