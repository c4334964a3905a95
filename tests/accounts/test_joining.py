"""Coming by an invitation: what its page says, joining, declining, and who may not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from wellarch import clock
from wellarch.accounts.models import Invitation, Membership, TeamMember, User
from wellarch.accounts.tenancy import invitations, joining, teams
from wellarch.accounts.tenancy.joining import Bearer
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events.models import Event, Notice

NORA = "nora@example.com"
SENTENCE = "a horse that staples batteries"
JOIN, ACCEPT, DECLINE = "/join/", "/join/accept/", "/join/decline/"


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    cache.clear()
    monkeypatch.setattr("wellarch.events.mailing.notices.send_on_commit", lambda *_args: None)


@pytest.fixture
def mailed(actors):
    """An invitation of Nora as architect, and the link in its mail."""
    row = invitations.invite(actors.ada, email=NORA, role="architect")
    return row, Notice.objects.get(email=NORA).data["url"]


@pytest.fixture
def nora(db):
    """Nora, whose address is confirmed."""
    user = User.objects.create_user(NORA, PASSWORD, name="Nora New")
    EmailAddress.objects.create(user=user, email=NORA, verified=True, primary=True)
    return user


def role_of(user, organization):
    rows = Membership.objects.filter(user=user, organization=organization)
    return rows.values_list("role", flat=True).first()


def said(page):
    """A page without what differs at every request."""
    return re.sub(r'"X-CSRFToken": "\w+"', "", page.text)


def test_the_page_says_who_invites_to_what(client, mailed):
    page = client.get(mailed[1], follow=True)
    assert page.redirect_chain == [(JOIN, 302)]  # the secret does not stay in the address
    assert "Join Northwind" in page.text
    assert "Ada Example invites you" in page.text
    assert "Architect" in page.text
    assert "no-store" in page["Cache-Control"]


def test_who_signs_up_lands_in_the_organization_without_confirming_or_founding(
    client, mailed, cast, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.get(mailed[1])
    way = client.post(ACCEPT, {"by": "signup"})
    assert way["Location"].startswith(reverse("account_signup"))
    page = client.post(
        way["Location"],
        {"name": "Nora New", "email": NORA, "password1": SENTENCE, "next": JOIN},
        follow=True,
    )
    assert page.redirect_chain[-1][0] == reverse("portfolio")
    nora = User.objects.get(email=NORA)
    assert role_of(nora, cast.northwind) == "architect"
    assert Membership.objects.filter(user=nora).count() == 1
    assert EmailAddress.objects.get(user=nora).verified


def test_another_address_is_not_proven_by_the_mail(client, mailed, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.get(mailed[1])
    client.post(
        reverse("account_signup"),
        {"name": "Mallory", "email": "mallory@example.com", "password1": SENTENCE},
    )
    rows = list(EmailAddress.objects.values_list("email", "verified"))
    assert rows == [("mallory@example.com", False)]


def test_a_link_proves_no_address(client, actors):
    _row, url = invitations.make_link(actors.ada, role="viewer", days=7)
    client.get(url)
    request = client.get(JOIN).wsgi_request
    assert not joining.proves(request, NORA)
    assert not joining.proves(request, "")


def test_who_signs_in_is_taken_there(client, mailed, cast, nora):
    client.get(mailed[1])
    way = client.post(ACCEPT, {"by": "login"})["Location"]
    page = client.post(way, {"login": NORA, "password": PASSWORD, "next": JOIN}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portfolio")
    assert "Welcome to Northwind." in page.text
    assert role_of(nora, cast.northwind) == "architect"


def test_opening_a_link_alone_joins_nothing(client_of, mailed, cast, nora):
    page = client_of(nora).get(mailed[1], follow=True)
    assert "Join Northwind" in page.text
    assert role_of(nora, cast.northwind) is None


def test_who_is_new_and_holds_a_link_is_led_back_to_it(client_of, mailed, nora):
    browser = client_of(nora)
    browser.get(mailed[1])
    assert browser.get("/")["Location"] == reverse("organization-create")
    assert browser.get(reverse("organization-create"))["Location"] == JOIN
    assert browser.get(reverse("organization-create")).status_code == 200  # not for ever


def test_another_account_is_warned_and_may_join_by_the_link_in_the_mail(client_of, mailed, cast):
    browser = client_of(cast.oda)
    page = browser.get(mailed[1], follow=True)
    assert "sent to another address" in page.text
    assert "You are signed in as oda@example.com" in page.text
    browser.post(ACCEPT)
    assert role_of(cast.oda, cast.northwind) == "architect"


def test_who_signs_out_for_another_account_keeps_the_invitation(client_of, mailed, cast):
    browser = client_of(cast.oda)
    browser.get(mailed[1])
    page = browser.post("/join/other-account/", follow=True)
    assert "_auth_user_id" not in browser.session
    assert "Join Northwind" in page.text
    assert "Create an account and join" in page.text


def test_a_second_confirmed_address_is_ones_own(client_of, mailed, cast):
    EmailAddress.objects.create(user=cast.oda, email=NORA, verified=True)
    page = client_of(cast.oda).get(mailed[1], follow=True)
    assert "sent to another address" not in page.text


def test_a_confirmed_address_needs_no_link(client_of, mailed, cast, nora):
    browser = client_of(nora)
    page = browser.get(reverse("organization-create"))
    assert "You are invited" in page.text
    assert "Northwind" in page.text
    browser.post(ACCEPT, {"invitation": str(mailed[0].pk)})
    assert role_of(nora, cast.northwind) == "architect"


def test_an_address_that_is_not_confirmed_sees_and_gets_nothing(client_of, mailed, cast):
    nora = User.objects.create_user(NORA, PASSWORD, name="Not Nora")
    EmailAddress.objects.create(user=nora, email=NORA, verified=False, primary=True)
    browser = client_of(nora)
    assert "Northwind" not in browser.get(reverse("organization-create")).text
    assert browser.post(ACCEPT, {"invitation": str(mailed[0].pk)}).status_code == 404
    with pytest.raises(Forbidden) as refused:
        invitations.accept(Bearer(nora), mailed[0])
    assert refused.value.code == "other-address"
    assert role_of(nora, cast.northwind) is None


def test_somebody_else_cannot_accept_by_the_id(client_of, mailed, cast):
    assert client_of(cast.oda).post(ACCEPT, {"invitation": str(mailed[0].pk)}).status_code == 404
    assert client_of(cast.oda).post(ACCEPT, {"invitation": "nonsense"}).status_code == 404
    assert client_of(cast.oda).post(ACCEPT).status_code == 404
    assert role_of(cast.oda, cast.northwind) is None


def test_an_account_that_has_ended_joins_nothing(actors, cast, nora):
    row, _url = invitations.make_link(actors.ada, role="viewer", days=7)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    with pytest.raises(NotFound):
        invitations.accept(Bearer(nora, has_link=True), row)
    assert not Membership.objects.filter(user=nora).exists()


def test_a_mail_is_used_once(client_of, mailed, cast, nora):
    client_of(nora).get(mailed[1])
    invitations.accept(Bearer(nora, has_link=True), mailed[0])
    assert client_of(cast.oda).get(mailed[1], follow=True).status_code == 404
    with pytest.raises(NotFound) as refused:
        invitations.accept(Bearer(cast.oda, has_link=True), mailed[0])
    assert refused.value.code == "invitation-over"
    assert role_of(cast.oda, cast.northwind) is None


def test_a_link_is_used_by_many(actors, cast, nora):
    row, _url = invitations.make_link(actors.ada, role="contributor", days=7)
    for user in (cast.oda, nora):
        invitations.accept(Bearer(user, has_link=True), row)
        assert role_of(user, cast.northwind) == "contributor"
    row.refresh_from_db()
    assert row.uses == 2


def test_a_member_keeps_their_role(client_of, actors, cast):
    row, url = invitations.make_link(actors.ada, role="architect", days=7)
    with pytest.raises(Conflict) as refused:
        invitations.accept(Bearer(cast.vic, has_link=True), row)
    assert refused.value.code == "already-member"
    browser = client_of(cast.vic)
    browser.get(url)
    assert "a member of Northwind already" in browser.post(ACCEPT, follow=True).text
    assert role_of(cast.vic, cast.northwind) == "viewer"
    row.refresh_from_db()
    assert row.uses == 0


def test_who_joins_is_in_the_team_and_in_the_log(actors, cast, nora):
    team = teams.create(actors.ada, name="Newcomers")
    row = invitations.invite(actors.ada, email=NORA, team_id=team.pk)
    membership = invitations.accept(Bearer(nora, ip="192.0.2.7"), row)
    assert TeamMember.objects.get(team=team).membership == membership
    told = Event.objects.get(verb="member.joined")
    assert (told.user, told.ip, told.organization) == (nora, "192.0.2.7", cast.northwind)
    assert told.data == {"role": "viewer", "invitation": str(row.pk), "by_link": False}


@pytest.mark.parametrize("state", ["expired", "revoked", "used", "unknown", "renewed"])
def test_a_link_that_ended_looks_like_one_that_never_was(client, actors, mailed, state):
    row, url = mailed
    never = Client().get("/join/never-was-a-token/", follow=True)
    now = clock.now()
    match state:
        case "expired":
            Invitation.objects.update(expires_at=now - timedelta(seconds=1))
        case "revoked":
            Invitation.objects.update(revoked_at=now)
        case "used":
            Invitation.objects.update(accepted_at=now)
        case "unknown":
            url = url[:-3] + "x/"
        case "renewed":
            invitations.resend(actors.ada, row.pk)
    page = client.get(url, follow=True)
    assert (page.status_code, page.redirect_chain) == (404, never.redirect_chain)
    assert said(page) == said(never)
    assert "Northwind" not in page.text


def test_an_invitation_that_ends_while_one_reads_it_is_refused_in_words(client_of, mailed, nora):
    browser = client_of(nora)
    browser.get(mailed[1], follow=True)
    Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    page = browser.post(ACCEPT)
    assert page.status_code == 404
    assert "This invitation does not work" in page.text


def test_a_mail_is_declined_for_good(client_of, mailed, cast, nora):
    browser = client_of(nora)
    browser.get(mailed[1])
    page = browser.post(DECLINE, follow=True)
    assert "You declined the invitation to Northwind." in page.text
    assert browser.get(mailed[1], follow=True).status_code == 404
    told = Event.objects.get(verb="invitation.declined")
    assert (told.organization, told.user) == (cast.northwind, nora)


def test_a_link_is_put_away_and_stays_for_others(client_of, actors, cast):
    _row, url = invitations.make_link(actors.ada, role="viewer", days=7)
    browser = client_of(cast.oda)
    browser.get(url)
    browser.post(DECLINE)
    assert browser.get(JOIN).status_code == 404
    assert browser.get(url, follow=True).status_code == 200


def test_strangers_put_a_mail_away_without_ending_it(client, mailed):
    client.get(mailed[1])
    assert client.post(DECLINE)["Location"] == reverse("account_login")
    assert client.get(JOIN).status_code == 404
    assert client.get(mailed[1], follow=True).status_code == 200


@pytest.mark.parametrize("address", [ACCEPT, DECLINE])
def test_answers_are_posted(client_of, cast, address):
    assert client_of(cast.oda).get(address).status_code == 405


def test_who_signs_up_finds_the_invited_address_in_the_form(client, mailed):
    client.get(mailed[1], follow=True)
    assert client.get(reverse("account_signup")).context["form"]["email"].value() == NORA


def test_who_signs_up_without_an_invitation_finds_no_address(client, db):
    assert not client.get(reverse("account_signup")).context["form"]["email"].value()
