"""The members of an organization, through the page."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import AccessKey, Membership, Token
from wellarch.accounts.tenancy import members
from wellarch.events.models import Event

MEMBERS = "/organization/members/"


def role_of(user, organization):
    return (
        Membership.objects.filter(user=user, organization=organization)
        .values_list("role", flat=True)
        .first()
    )


def change(browser, user, role):
    return browser.post(reverse("member-role", args=[user.pk]), {"role": role}, follow=True)


def remove(browser, user):
    return browser.post(reverse("member-remove", args=[user.pk]), follow=True)


def test_everybody_sees_who_is_in(client_of, cast):
    page = client_of(cast.vic).get(MEMBERS)
    assert page.status_code == 200
    assert all(user.email in page.text for user in (cast.ada, cast.ben, cast.cleo, cast.vic))
    assert cast.oda.email not in page.text
    assert "second factor" not in page.text  # the business of admins


def test_an_admin_sees_who_has_a_second_factor_and_was_here(client_of, cast):
    Authenticator.objects.create(user=cast.ben, type=Authenticator.Type.TOTP, data={})
    page = client_of(cast.ada).get(MEMBERS)
    assert page.text.count("no second factor") == 3
    assert "never signed in" in page.text


def test_members_are_found_by_name_and_address(client_of, cast):
    page = client_of(cast.vic).get(MEMBERS, {"q": "ben exam"})
    assert cast.ben.email in page.text
    assert cast.cleo.email not in page.text
    assert "Nobody here is called so." in client_of(cast.vic).get(MEMBERS, {"q": "zzz"}).text


def test_nobody_is_added_without_being_asked(client_of, cast):
    client_of(cast.ada).post(MEMBERS, {"email": cast.oda.email, "role": "viewer"})
    assert role_of(cast.oda, cast.northwind) is None


def test_an_admin_changes_a_role(client_of, cast):
    page = change(client_of(cast.ada), cast.vic, "architect")
    assert "Vic Example: Architect from now on." in page.text
    assert role_of(cast.vic, cast.northwind) == "architect"


def test_a_role_that_does_not_exist_is_refused(client_of, cast):
    page = change(client_of(cast.ada), cast.vic, "emperor")
    assert "Choose a role." in page.text
    assert role_of(cast.vic, cast.northwind) == "viewer"


def test_nobody_promotes_themselves(client_of, cast):
    assert change(client_of(cast.vic), cast.vic, "admin").status_code == 403
    assert role_of(cast.vic, cast.northwind) == "viewer"


def test_the_last_admin_stays_one(client_of, cast):
    browser = client_of(cast.ada)
    assert "needs an admin" in change(browser, cast.ada, "viewer").text
    assert "needs an admin" in remove(browser, cast.ada).text
    assert role_of(cast.ada, cast.northwind) == "admin"


def test_an_admin_may_go_when_there_is_another(client_of, cast):
    change(client_of(cast.ada), cast.ben, "admin")
    remove(client_of(cast.ada), cast.ada)
    assert role_of(cast.ada, cast.northwind) is None


def test_an_admin_ends_a_membership_at_once(client_of, cast):
    vic = client_of(cast.vic)
    assert vic.get(MEMBERS).status_code == 200
    remove(client_of(cast.ada), cast.vic)
    page = vic.get(MEMBERS, follow=True)
    assert page.redirect_chain[-1][0] == reverse("organization-create")


def test_what_a_member_held_ends_with_the_membership(actors, cast, api_of):
    api = api_of(cast.vic)
    elsewhere, _clear = tokens.create(actors.oda, name="t")
    _row, his = access_keys.create(actors.vic, name="k", scope="read")
    members.remove(actors.ada, user_id=cast.vic.pk)
    assert his
    assert api.get("/api/v1/me/").status_code == 401
    assert not Token.objects.filter(user=cast.vic, revoked_at=None).exists()
    assert not AccessKey.objects.filter(user=cast.vic, revoked_at=None).exists()
    elsewhere.refresh_from_db()
    assert elsewhere.revoked_at is None
    told = Event.objects.get(verb="member.removed")
    assert (told.data["tokens"], told.data["keys"], told.data["is_own"]) == (1, 1, False)
    Membership.objects.create(user=cast.vic, organization=cast.northwind, role="viewer")
    assert api.get("/api/v1/me/").status_code == 401  # coming back brings no token back


def test_a_role_that_stays_is_no_event(actors, cast):
    members.change_role(actors.ada, user_id=cast.vic.pk, role="viewer")
    assert not Event.objects.filter(verb="member.role_changed").exists()


def test_everybody_may_leave(client_of, cast):
    page = remove(client_of(cast.vic), cast.vic)
    assert "You left Northwind." in page.text
    assert role_of(cast.vic, cast.northwind) is None


def test_members_do_not_end_the_membership_of_others(client_of, cast):
    assert remove(client_of(cast.ben), cast.vic).status_code == 403
    assert role_of(cast.vic, cast.northwind) == "viewer"


def test_members_of_other_organizations_are_out_of_reach(client_of, cast):
    browser = client_of(cast.oda)
    assert change(browser, cast.vic, "admin").status_code == 404
    assert remove(browser, cast.vic).status_code == 404
    assert role_of(cast.vic, cast.northwind) == "viewer"


def test_the_page_costs_the_same_with_more_members(client_of, cast, django_assert_max_num_queries):
    browser = client_of(cast.ada)
    with django_assert_max_num_queries(9):
        browser.get(MEMBERS)


def test_admins_read_when_somebody_last_signed_in(client_of, cast):
    last_seen(cast.ben, minutes=0)
    last_seen(cast.cleo, minutes=5)
    page = client_of(cast.ada).get(reverse("organization-members")).text
    assert "signed in just now" in page
    assert "signed in 5\xa0minutes ago" in page
    assert "signed in 0" not in page


def last_seen(user, *, minutes):
    user.last_login = timezone.now() - timedelta(minutes=minutes)
    user.save(update_fields=["last_login"])
