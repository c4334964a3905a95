"""Inviting by mail and by link: who may, what is sent, what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from wellarch import clock
from wellarch.accounts.models import Invitation
from wellarch.accounts.tenancy import invitations, members, teams
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice

MEMBERS = "/organization/members/"
NORA = "nora@example.com"


def link_in_mail() -> str:
    """The link of the latest invitation, as its mail carries it."""
    return Notice.objects.filter(kind="invitation").order_by("created_at").last().data["url"]


@pytest.fixture(autouse=True)
def mails_wait(monkeypatch):
    """A mail that is sent is emptied; these tests read what it would say."""
    monkeypatch.setattr("wellarch.events.mailing.notices.send_on_commit", lambda *_args: None)


def test_an_admin_invites_by_mail(client_of, cast):
    page = client_of(cast.ada).post(
        MEMBERS, {"email": "Nora@Example.com", "role": "contributor"}, follow=True
    )
    assert "An invitation is on its way to nora@example.com." in page.text
    row = Invitation.objects.get()
    assert (row.email, row.role, row.invited_by) == (NORA, "contributor", cast.ada)
    left = row.expires_at - clock.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    notice = Notice.objects.get()
    assert (notice.email, notice.data["name"], notice.data["by"]) == (
        NORA,
        "Northwind",
        "Ada Example",
    )


def test_the_link_is_in_the_mail_only(actors):
    row = invitations.invite(actors.ada, email=NORA)
    token = link_in_mail().rstrip("/").rpartition("/")[2]
    assert len(token) >= 43  # 256 bits
    assert token not in row.digest
    told = Event.objects.get(verb="invitation.sent")
    assert token not in str(told.data)
    assert NORA not in str(told.data)
    assert told.data == {"role": "viewer", "email": "n…@example.com"}


@pytest.mark.parametrize("who", ["ben", "cleo", "vic"])
def test_only_admins_invite(client_of, cast, who):
    browser = client_of(getattr(cast, who))
    assert browser.post(MEMBERS, {"email": NORA, "role": "viewer"}).status_code == 403
    made = browser.post(reverse("invitation-link"), {"link-role": "viewer", "link-days": "7"})
    assert made.status_code == 403
    assert not Invitation.objects.exists()
    assert "Invite somebody" not in browser.get(MEMBERS).text


def test_only_admins_see_who_is_invited(client_of, actors, cast):
    invitations.invite(actors.ada, email=NORA)
    assert NORA in client_of(cast.ada).get(MEMBERS).text
    assert NORA not in client_of(cast.ben).get(MEMBERS).text


def test_inviting_again_renews_what_is_open(actors):
    first = invitations.invite(actors.ada, email=NORA, role="viewer")
    old = first.digest
    again = invitations.invite(actors.ada, email=NORA.upper(), role="architect")
    assert again.pk == first.pk
    assert Invitation.objects.get().role == "architect"
    assert Invitation.objects.get().digest != old


def test_a_member_is_not_invited(actors, cast):
    with pytest.raises(Conflict) as refused:
        invitations.invite(actors.ada, email=cast.vic.email)
    assert refused.value.code == "already-member"
    EmailAddress.objects.create(user=cast.vic, email="vic@home.example", verified=True)
    with pytest.raises(Conflict):
        invitations.invite(actors.ada, email="vic@home.example")


def test_what_is_wrong_is_said_beside_what_was_typed(client_of, cast):
    page = client_of(cast.ada).post(MEMBERS, {"email": cast.vic.email, "role": "viewer"})
    assert page.status_code == 422
    assert "is a member already" in page.text
    assert cast.vic.email in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"email": "nobody"}, "email"), ({"role": "emperor"}, "role")],
)
def test_nonsense_is_named(actors, wrong, field):
    with pytest.raises(Invalid) as refused:
        invitations.invite(actors.ada, **{"email": NORA, "role": "viewer"} | wrong)
    assert set(refused.value.fields) == {field}


def test_a_team_of_another_organization_is_none(actors):
    theirs = teams.create(actors.oda, name="Theirs")
    with pytest.raises(Invalid) as refused:
        invitations.invite(actors.ada, email=NORA, team_id=theirs.pk)
    assert set(refused.value.fields) == {"team_id"}


def test_a_day_has_so_many_mails(actors, settings):
    settings.WELLARCH_INVITATIONS_PER_DAY = 2
    for number in range(2):
        invitations.invite(actors.ada, email=f"p{number}@example.com")
    with pytest.raises(Conflict) as refused:
        invitations.invite(actors.ada, email=NORA)
    assert refused.value.code == "too-many-invitations"
    invitations.make_link(actors.ada, role="viewer", days=1)  # no mail


def test_sending_again_ends_the_old_link(client_of, actors, client):
    row = invitations.invite(actors.ada, email=NORA)
    old = link_in_mail()
    Invitation.objects.update(expires_at=clock.now() - timedelta(days=1))
    browser = client_of(actors.ada.user)
    assert "expired" in browser.get(MEMBERS).text
    page = browser.post(reverse("invitation-resend", args=[row.pk]), follow=True)
    assert "A new mail is on its way" in page.text
    new = link_in_mail()
    assert new != old
    assert client.get(old, follow=True).status_code == 404
    assert client.get(new, follow=True).status_code == 200


def test_a_revoked_invitation_is_gone_at_once(client_of, actors, client):
    row = invitations.invite(actors.ada, email=NORA)
    link = link_in_mail()
    client.get(link)
    client_of(actors.ada.user).post(reverse("invitation-revoke", args=[row.pk]))
    assert client.get(reverse("invitation")).status_code == 404
    assert client.get(link, follow=True).status_code == 404
    assert not invitations.open_of(actors.ada).exists()
    with pytest.raises(NotFound):
        invitations.revoke(actors.ada, row.pk)


def test_a_link_is_shown_once(client_of, cast):
    browser = client_of(cast.ada)
    page = browser.post(reverse("invitation-link"), {"link-role": "viewer", "link-days": "30"})
    assert "Copy the link now" in page.text
    assert "/join/" in page.text
    assert "/join/" not in browser.get(MEMBERS).text
    assert "A link" in browser.get(MEMBERS).text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("wrong", [{"role": "admin"}, {"days": 0}, {"days": 31}])
def test_a_link_makes_no_admins_and_ends_in_time(actors, wrong):
    with pytest.raises(Invalid) as refused:
        invitations.make_link(actors.ada, **{"role": "viewer", "days": 7} | wrong)
    assert set(refused.value.fields) == set(wrong)
    assert not Invitation.objects.exists()


def test_a_link_is_not_sent(actors):
    row, _url = invitations.make_link(actors.ada, role="viewer", days=7)
    with pytest.raises(Conflict) as refused:
        invitations.resend(actors.ada, row.pk)
    assert refused.value.code == "is-link"


def test_invitations_of_others_are_out_of_reach(actors):
    row = invitations.invite(actors.ada, email=NORA)
    for act in (invitations.resend, invitations.revoke, invitations.invitation_for):
        with pytest.raises(NotFound):
            act(actors.oda, row.pk)
        with pytest.raises(Forbidden):
            act(actors.ben, row.pk)
    row.refresh_from_db()
    assert row.revoked_at is None


def test_what_a_leaving_admin_has_open_ends(actors, cast):
    members.change_role(actors.ada, user_id=cast.ben.pk, role="admin")
    ben = members.of(actors.ada).get(user=cast.ben)
    hers, _url = invitations.make_link(actors.ada, role="viewer", days=7)
    acting = actors.ben.acting_as("admin")
    his, url = invitations.make_link(acting, role="architect", days=30)
    members.remove(actors.ada, user_id=ben.user_id)
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.revoked_at, bool(his.revoked_at)) == (None, True)
    assert url
