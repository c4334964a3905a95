"""Teams: made, named, filled, emptied, ended; what they own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Workload
from wellarch.accounts.models import Team, TeamMember
from wellarch.accounts.roles import Visibility
from wellarch.accounts.tenancy import members, teams
from wellarch.errors import Forbidden, Invalid, NotFound
from wellarch.events.models import Event

TEAMS = "/organization/teams/"


@pytest.fixture
def team(actors):
    return teams.create(actors.ada, name="Keepers", description="They keep the vault.")


def people_of(team):
    return set(
        TeamMember.objects.filter(team=team).values_list("membership__user__name", flat=True)
    )


def test_an_admin_makes_a_team_and_fills_it(client_of, cast):
    browser = client_of(cast.ada)
    page = browser.post(reverse("team-create"), {"name": " Keepers "}, follow=True)
    assert "Keepers is here. Who belongs to it?" in page.text
    team = Team.objects.get(name="Keepers")
    add = reverse("team-member-add", args=[team.pk])
    page = browser.post(add, {"user": str(cast.cleo.pk)}, follow=True)
    assert "Cleo Example is in the team now." in page.text
    browser.post(add, {"user": str(cast.cleo.pk)})
    assert people_of(team) == {"Cleo Example"}
    assert Event.objects.filter(verb="team.member_added").count() == 1


def test_everybody_sees_the_teams(client_of, cast, actors, team):
    teams.add_member(actors.ada, team.pk, user_id=cast.ben.pk)
    browser = client_of(cast.vic)
    assert "They keep the vault." in browser.get(TEAMS).text
    page = browser.get(reverse("team-detail", args=[team.pk]))
    assert cast.ben.email in page.text
    assert "Take out" not in page.text
    assert "New team" not in browser.get(TEAMS).text


@pytest.mark.parametrize("name", ["", "x" * 121, " keep ERS"])
def test_a_team_needs_a_name_of_its_own(client_of, cast, team, name):
    page = client_of(cast.ada).post(reverse("team-create"), {"name": name})
    assert page.status_code == 422
    assert 'id="id_name_error"' in page.text


def test_a_team_gets_another_name(client_of, cast, team):
    values = {"name": "Guards", "description": "New"}
    client_of(cast.ada).post(reverse("team-edit", args=[team.pk]), values)
    team.refresh_from_db()
    assert (team.name, team.description) == ("Guards", "New")
    told = Event.objects.get(verb="team.changed")
    assert told.changes["name"] == {"before": "Keepers", "after": "Guards"}


def test_a_team_that_stays_the_same_is_no_event(actors, team):
    teams.edit(actors.ada, team.pk)
    assert not Event.objects.filter(verb="team.changed").exists()


def test_a_member_leaves_a_team_and_stays_in_the_organization(client_of, cast, actors, team):
    teams.add_member(actors.ada, team.pk, user_id=cast.cleo.pk)
    gone = reverse("team-member-remove", args=[team.pk, cast.cleo.pk])
    client_of(cast.ada).post(gone)
    client_of(cast.ada).post(gone)
    assert people_of(team) == set()
    assert Event.objects.filter(verb="team.member_removed").count() == 1
    assert members.of(actors.ada).filter(user=cast.cleo).exists()


def test_who_leaves_the_organization_leaves_its_teams(actors, cast, team):
    teams.add_member(actors.ada, team.pk, user_id=cast.cleo.pk)
    members.remove(actors.ada, user_id=cast.cleo.pk)
    assert people_of(team) == set()


def test_only_members_are_in_teams(client_of, actors, cast, team):
    with pytest.raises(NotFound):
        teams.add_member(actors.ada, team.pk, user_id=cast.oda.pk)
    add = reverse("team-member-add", args=[team.pk])
    page = client_of(cast.ada).post(add, {"user": str(cast.oda.pk)}, follow=True)
    assert "Choose a member of the organization." in page.text
    assert people_of(team) == set()


def test_a_team_shows_the_workloads_one_sees(client_of, cast, workload, team):
    Workload.objects.filter(pk=workload.pk).update(team=team, visibility=Visibility.TEAM)
    page = reverse("team-detail", args=[team.pk])
    assert workload.name in client_of(cast.ada).get(page).text
    assert workload.name not in client_of(cast.vic).get(page).text


def test_a_team_is_ended_after_a_question(client_of, cast, workload, team):
    Workload.objects.filter(pk=workload.pk).update(team=team)
    browser, address = client_of(cast.ada), reverse("team-delete", args=[team.pk])
    assert "1 workload stays without a team" in browser.get(address).text
    browser.post(address)
    assert not Team.objects.filter(pk=team.pk).exists()
    workload.refresh_from_db()
    assert workload.team_id is None
    assert Event.objects.get(verb="team.deleted").data == {"name": "Keepers"}


def test_teams_of_others_are_out_of_reach(actors, team, cast):
    for act in (
        lambda actor: teams.edit(actor, team.pk, name="Mine"),
        lambda actor: teams.delete(actor, team.pk),
        lambda actor: teams.add_member(actor, team.pk, user_id=cast.oda.pk),
        lambda actor: teams.remove_member(actor, team.pk, user_id=cast.oda.pk),
    ):
        with pytest.raises(NotFound):
            act(actors.oda)
        with pytest.raises(Forbidden):
            act(actors.ben)
    assert Team.objects.get(pk=team.pk).name == "Keepers"


def test_a_description_has_its_length(actors):
    with pytest.raises(Invalid) as refused:
        teams.create(actors.ada, name="Long", description="x" * 501)
    assert set(refused.value.fields) == {"description"}


def test_the_list_costs_the_same_with_more_teams(
    client_of, cast, actors, django_assert_max_num_queries
):
    browser = client_of(cast.ada)
    for name in "ABCDEF":
        team = teams.create(actors.ada, name=name)
        teams.add_member(actors.ada, team.pk, user_id=cast.ben.pk)
    with django_assert_max_num_queries(9):
        browser.get(TEAMS)
