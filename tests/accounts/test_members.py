"""The members of an organization, through the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellarch.accounts.models import Membership

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
    assert "Add a member" not in page.text


def test_an_admin_adds_somebody_who_has_signed_up(client_of, cast):
    page = client_of(cast.ada).post(
        MEMBERS, {"email": cast.oda.email.upper(), "role": "contributor"}, follow=True
    )
    assert "Oda Example is a member now." in page.text
    assert role_of(cast.oda, cast.northwind) == "contributor"


@pytest.mark.parametrize(
    ("email", "words"),
    [("nobody@example.com", "signed up here yet"), ("vic@example.com", "is a member already")],
)
def test_what_cannot_be_added_is_said_beside_what_was_typed(client_of, cast, email, words):
    page = client_of(cast.ada).post(MEMBERS, {"email": email, "role": "viewer"})
    assert page.status_code == 422
    assert words in page.text
    assert email in page.text


@pytest.mark.parametrize("who", ["ben", "cleo", "vic"])
def test_only_admins_add(client_of, cast, who):
    page = client_of(getattr(cast, who)).post(MEMBERS, {"email": cast.oda.email, "role": "viewer"})
    assert page.status_code == 403
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
    with django_assert_max_num_queries(5):
        browser.get(MEMBERS)
