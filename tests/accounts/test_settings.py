"""Settings of an organization, choosing between organizations, one's profile."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellarch.accounts import organizations, people
from wellarch.errors import Invalid
from wellarch.events.models import Event

SETTINGS = "/organization/"
GOOD = {
    "name": "Northwind AG",
    "industry": "Logistics",
    "high_risk_days": "14",
    "medium_risk_days": "60",
    "low_risk_days": "",
}


def test_an_admin_changes_the_settings(client_of, cast):
    page = client_of(cast.ada).post(SETTINGS, GOOD, follow=True)
    assert "Settings saved." in page.text
    cast.northwind.refresh_from_db()
    saved = cast.northwind
    assert (saved.name, saved.industry, saved.high_risk_days) == ("Northwind AG", "Logistics", 14)
    assert saved.low_risk_days is None


def test_wrong_days_are_said_at_their_field(client_of, cast):
    page = client_of(cast.ada).post(SETTINGS, GOOD | {"high_risk_days": "0"})
    assert page.status_code == 422
    assert 'id="id_high_risk_days_error"' in page.text
    assert "Northwind AG" in page.text


@pytest.mark.parametrize("who", ["ben", "vic"])
def test_others_read_the_settings_only(client_of, cast, who):
    browser = client_of(getattr(cast, who))
    page = browser.get(SETTINGS)
    assert "Admins can change this." in page.text
    assert browser.post(SETTINGS, GOOD).status_code == 403
    cast.northwind.refresh_from_db()
    assert cast.northwind.name == "Northwind"


def test_a_member_of_two_organizations_goes_from_one_to_the_other(client_of, cast):
    second = organizations.found(cast.ada, name="Side project").organization
    browser = client_of(cast.ada)
    assert "Side project" in browser.get(SETTINGS).text
    browser.post(reverse("organization-switch"), {"organization": str(second.pk)})
    assert browser.get("/organization/members/").text.count('li class="member"') == 1


def test_nobody_goes_where_they_do_not_belong(client_of, cast):
    browser = client_of(cast.vic)
    switch = reverse("organization-switch")
    assert browser.post(switch, {"organization": str(cast.elsewhere.pk)}).status_code == 404
    assert browser.post(switch, {"organization": "nonsense"}).status_code == 404
    assert browser.get(switch).status_code == 405
    assert cast.ada.email in browser.get("/organization/members/").text


def test_a_person_changes_name_and_zone(client_of, cast):
    browser = client_of(cast.vic)
    values = {"name": "Victoria", "time_zone": "Asia/Kathmandu"}
    assert "Profile saved." in browser.post("/account/", values, follow=True).text
    cast.vic.refresh_from_db()
    assert (cast.vic.name, cast.vic.time_zone) == ("Victoria", "Asia/Kathmandu")
    assert Event.objects.filter(verb="profile.changed", user=cast.vic).count() == 1


def test_a_profile_that_stays_the_same_is_no_event(actors):
    people.edit_profile(actors.vic, changes={"name": actors.vic.user.name})
    assert not Event.objects.filter(verb="profile.changed").exists()


@pytest.mark.parametrize("changes", [{"time_zone": "Mars/Olympus"}, {"name": " "}, {"email": "x"}])
def test_a_profile_takes_no_nonsense(actors, changes):
    with pytest.raises(Invalid) as refused:
        people.edit_profile(actors.vic, changes=changes)
    assert set(refused.value.fields) == set(changes)


def test_times_are_shown_in_the_zone_of_the_person(client_of, cast, small_lens):
    small_lens.published_at = small_lens.published_at.replace(
        year=2026, month=3, day=1, hour=23, minute=30
    )
    small_lens.save(update_fields=["published_at"])
    browser = client_of(cast.ada)
    assert "March 1, 2026" in browser.get("/lenses/small/").text
    people.edit_profile(
        organizations.member_actor(organizations.memberships_of(cast.ada).get(), "browser"),
        changes={"time_zone": "Asia/Tokyo"},
    )
    assert "March 2, 2026" in browser.get("/lenses/small/").text
    assert "March 1, 2026" in client_of(cast.ben).get("/lenses/small/").text
