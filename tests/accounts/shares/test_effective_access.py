"""What one is on a workload: the highest of all grounds, the same in SQL, words and at the doors.

Every combination of role, visibility, team, share with the person, with a team, with the
organization.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from reviews import access
from reviews.models import Workload
from reviews.reads import access_page
from tests.builders import select
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, Share, Team, TeamMember
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Permission, Role, ShareKind, ShareStatus, Via, Visibility
from wellarch.accounts.tenancy import organizations
from wellarch.errors import Forbidden, NotFound

ORDER = [Role.VIEWER, Role.CONTRIBUTOR, Role.ARCHITECT, Role.ADMIN]
ROLE_OF = {"read": Role.VIEWER, "contribute": Role.CONTRIBUTOR}
GIVEN = [None, "read", "contribute"]


def give(workload, permission, **target):
    if permission:
        Share.objects.create(
            organization=workload.organization,
            kind=ShareKind.WORKLOAD,
            subject_id=workload.pk,
            permission=permission,
            status=ShareStatus.ACCEPTED,
            expires_at=clock.now() + timedelta(days=7),
            **target,
        )


def highest(*roles):
    found = [role for role in roles if role is not None]
    return max(found, key=ORDER.index) if found else None


def role_of(actor, workload):
    try:
        return access.workload_for(actor, workload.pk).role
    except NotFound:
        return None


INSIDE = list(product(ORDER, Visibility, [False, True], GIVEN, GIVEN))


@pytest.mark.parametrize(("role", "visibility", "owns", "person", "team"), INSIDE)
def test_inside_the_highest_ground_counts(
    cast, actors, workload, role, visibility, owns, person, team
):
    Membership.objects.filter(user=cast.vic).update(role=role)
    vic = member_actor(organizations.memberships_of(cast.vic).get(), Via.BROWSER)
    owners, others = Team.objects.order_by("name")
    member = Membership.objects.get(user=cast.vic)
    if owns:
        TeamMember.objects.create(team=owners, membership=member)
    TeamMember.objects.create(team=others, membership=member)
    Workload.objects.filter(pk=workload.pk).update(visibility=visibility, team=owners)
    give(workload, person, target_user=cast.vic)
    give(workload, team, target_team=others)
    is_inside = visibility == Visibility.ORGANIZATION or role == Role.ADMIN or owns
    expected = highest(role if is_inside else None, ROLE_OF.get(person), ROLE_OF.get(team))
    assert role_of(vic, workload) == expected
    # The page says the same, with as many reasons as there are.
    people = access_page.build(actors.ada, workload.pk).people
    shown = {each.user: each for each in people}
    assert (shown[cast.vic].role if cast.vic in shown else None) == expected
    if cast.vic in shown:
        grounds = shown[cast.vic].grounds
        assert len(grounds) >= (person is not None) + (team is not None)


@pytest.mark.parametrize(("role", "person", "house"), list(product(ORDER, GIVEN, GIVEN)))
def test_outside_only_shares_count_and_an_organizations_goes_no_further_than_the_role_there(
    cast, actors, workload, role, person, house
):
    Membership.objects.filter(user=cast.oda).update(role=role)
    oda = member_actor(organizations.memberships_of(cast.oda).get(), Via.BROWSER)
    give(workload, person, target_user=cast.oda)
    give(workload, house, target_organization=cast.elsewhere)
    of_house = min(role, ROLE_OF[house], key=ORDER.index) if house else None
    expected = highest(ROLE_OF.get(person), of_house)
    assert role_of(oda, workload) == expected
    if expected:
        own = access_page.build(oda, workload.pk).own
        assert highest(*(ground.role for ground in own)) == expected


def test_a_guest_is_never_more_than_a_contributor(cast, actors, workload):
    give(workload, Permission.CONTRIBUTE, target_user=cast.oda)
    for action in set(Action) - {Action.READ, Action.ANSWER}:
        acting = actors.oda.acting_as(role_of(actors.oda, workload))
        if policy.allows(acting, action):
            assert action in policy.TABLE[Role.CONTRIBUTOR]
    for need in (Action.WORKLOAD_WRITE, Action.SHARE_WRITE, Action.WORKLOAD_DELETE):
        with pytest.raises(Forbidden):
            access.workload_for(actors.oda, workload.pk, need=need)


def test_a_viewer_with_a_contributor_share_answers(cast, actors, workload, review):
    with pytest.raises(Forbidden):
        select(actors.vic, review, "locks", "locks_dog")
    give(workload, Permission.CONTRIBUTE, target_user=cast.vic)
    select(actors.vic, review, "locks", "locks_dog")


def test_an_architect_elsewhere_with_a_read_share_cannot(cast, actors, workload, review):
    give(workload, Permission.READ, target_user=cast.oda)
    with pytest.raises(Forbidden):
        select(actors.oda, review, "locks", "locks_dog")


def test_what_guests_write_belongs_to_the_owner(cast, actors, workload, review):
    give(workload, Permission.CONTRIBUTE, target_user=cast.oda)
    answer = select(actors.oda, review, "locks", "locks_dog")
    assert answer.organization_id == cast.northwind.pk
    event = cast.northwind.events.get(verb="answer.changed")
    assert (event.user, event.guest_of) == (cast.oda, "Elsewhere")


@pytest.mark.parametrize(
    ("state", "expires"),
    [
        (ShareStatus.PENDING, timedelta(days=7)),
        (ShareStatus.PENDING, -timedelta(days=1)),
        (ShareStatus.REJECTED, timedelta(days=7)),
        (ShareStatus.REVOKED, timedelta(days=7)),
    ],
)
def test_only_an_accepted_share_gives_access(cast, actors, workload, state, expires):
    give(workload, Permission.CONTRIBUTE, target_user=cast.oda)
    Share.objects.update(status=state, expires_at=clock.now() + expires)
    assert role_of(actors.oda, workload) is None


def test_a_share_with_one_workload_says_nothing_of_another(cast, actors, workload):
    give(workload, Permission.READ, target_user=cast.oda)
    other = Workload.objects.create(
        organization=cast.northwind, name="Other", normalized_name="other"
    )
    assert role_of(actors.oda, other) is None
    assert list(Workload.objects.visible_to(actors.oda)) == [workload]


def test_a_token_restricted_to_others_sees_no_shared_workload(cast, actors, workload):
    give(workload, Permission.READ, target_user=cast.oda)
    restricted = Actor(
        cast.oda, cast.elsewhere, Role.ADMIN, Via.API, workloads=frozenset({cast.northwind.pk})
    )
    assert role_of(restricted, workload) is None


def test_many_members_cost_no_more_queries(
    cast, actors, workload, django_assert_max_num_queries, django_user_model
):
    users = django_user_model.objects.bulk_create(
        django_user_model(email=f"m{n}@example.com", name=f"Member {n}") for n in range(1000)
    )
    Membership.objects.bulk_create(
        Membership(organization=cast.northwind, user=user) for user in users
    )
    for user in users[:40]:
        give(workload, "read", target_user=user)
    with django_assert_max_num_queries(8):
        page = access_page.build(actors.ada, workload.pk, 3)
    assert page.member_count == 1004
    assert len(page.people) == access_page.PAGE_SIZE


def test_the_page_of_access_is_read_by_every_member_and_guests_learn_only_of_themselves(
    cast, workload, client_of
):
    give(workload, Permission.READ, target_user=cast.oda)
    address = reverse("workload-access", args=[workload.pk])
    inside = client_of(cast.vic).get(address).content.decode()
    assert "Who has access" in inside
    assert "Oda Example" in inside
    guest = client_of(cast.oda).get(address).content.decode()
    assert "Why you have access" in guest
    assert "Ben Example" not in guest
