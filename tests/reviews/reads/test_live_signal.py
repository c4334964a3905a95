"""Who may go on watching: the rule of visibility, asked again while pages are open."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reviews.models import Review, Workload
from reviews.reads import live, live_signal
from wellarch.accounts.models import Membership, Organization, Share, TeamMember
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus, Visibility
from wellarch.live import passes
from wellarch.live.passes import Pass


@pytest.fixture
def pass_of(review):
    def issue(actor) -> Pass:
        found = passes.read(live.pass_for(actor, review))
        assert found is not None
        return found

    return issue


def share(review, **target) -> Share:
    return Share.objects.create(
        organization=review.organization,
        kind=ShareKind.WORKLOAD,
        subject_id=review.workload_id,
        permission=Permission.READ,
        status=ShareStatus.ACCEPTED,
        expires_at=timezone.now(),
        **target,
    )


def test_members_stay_admitted_and_outsiders_are_not(actors, pass_of):
    mine, foreign = pass_of(actors.vic), pass_of(actors.oda)
    assert live_signal.admitted({mine, foreign}) == {mine}


def test_a_removed_member_is_not_admitted(actors, cast, pass_of):
    its = pass_of(actors.vic)
    Membership.objects.filter(user=cast.vic).delete()
    assert live_signal.admitted({its}) == set()


def test_who_cannot_sign_in_any_more_is_not_admitted(actors, cast, pass_of):
    its = pass_of(actors.vic)
    cast.vic.is_active = False
    cast.vic.save()
    assert live_signal.admitted({its}) == set()


def test_who_lacks_the_second_factor_that_is_asked_for_is_not_admitted(actors, pass_of):
    its = pass_of(actors.vic)
    Organization.objects.filter(pk=actors.vic.organization.pk).update(second_factor_required=True)
    assert live_signal.admitted({its}) == set()


def test_a_share_admits_until_it_is_revoked(actors, cast, review, pass_of):
    its = pass_of(actors.oda)
    row = share(review, target_user=cast.oda)
    assert live_signal.admitted({its}) == {its}
    row.status = ShareStatus.REVOKED
    row.save()
    assert live_signal.admitted({its}) == set()


def test_a_workload_that_became_the_teams_admits_its_team_and_admins(
    actors, cast, review, workload, pass_of
):
    everybody = {name: pass_of(getattr(actors, name)) for name in ("ada", "cleo", "vic")}
    team = cast.northwind.teams.get(name="Payments")
    TeamMember.objects.create(team=team, membership=Membership.objects.get(user=cast.cleo))
    Workload.objects.filter(pk=workload.pk).update(visibility=Visibility.TEAM, team=team)
    assert live_signal.admitted(set(everybody.values())) == {everybody["ada"], everybody["cleo"]}


def test_a_removed_review_admits_nobody(actors, review, pass_of):
    its = pass_of(actors.ada)
    Review.objects.filter(pk=review.pk).update(removed_at=timezone.now())
    assert live_signal.admitted({its}) == set()


def test_a_pass_about_two_things_that_do_not_belong_together_admits_nobody(actors, review):
    mixed = Pass(review.pk, review.pk, actors.ada.organization.pk, actors.ada.user.pk, 0)
    assert live_signal.admitted({mixed}) == set()


def test_the_revisions_of_many_workloads_are_one_query(workload, review, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = live_signal.revisions({workload.pk, review.pk})
    assert found == {workload.pk: Workload.objects.get(pk=workload.pk).revision}


def test_a_crowd_of_members_costs_one_query_for_each_role(
    actors, pass_of, django_assert_num_queries
):
    everybody = {pass_of(getattr(actors, name)) for name in ("ada", "ben", "cleo", "vic")}
    with django_assert_num_queries(1 + 4):  # four roles
        assert live_signal.admitted(everybody) == everybody
