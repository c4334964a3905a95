"""Who sees a workload, asked for people: the same as asked for the workload."""

from __future__ import annotations

import pytest

from reviews.models import Workload
from reviews.reads import people
from wellarch.accounts.models import Membership, Team, TeamMember
from wellarch.accounts.roles import Visibility


def put_in(cast, team_name, user):
    membership = Membership.objects.get(organization=cast.northwind, user=user)
    team = Team.objects.get(organization=cast.northwind, name=team_name)
    TeamMember.objects.create(team=team, membership=membership)
    return team


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("has_team", [True, False], ids=["with a team", "whose team is gone"])
@pytest.mark.parametrize("has_maker", [True, False], ids=["with its maker", "whose maker is gone"])
def test_both_ends_of_the_rule_agree(actors, cast, workload, visibility, has_team, has_maker):
    """Above all: without a team, those who are in none are not in it."""
    team = put_in(cast, "Payments", cast.cleo)
    workload.visibility = visibility
    workload.team = team if has_team else None
    workload.created_by = cast.ben if has_maker else None
    workload.save()
    everybody = (actors.ada, actors.ben, actors.cleo, actors.vic, actors.oda)
    seeing = {
        actor.user
        for actor in everybody
        if Workload.objects.visible_to(actor).filter(pk=workload.pk).exists()
    }
    assert set(people.who_sees(workload)) == seeing
