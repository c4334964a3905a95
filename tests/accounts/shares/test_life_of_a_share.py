"""Offered, accepted, rejected, expired, revoked: who may do what when, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from reviews.models import Workload
from reviews.services import sharing, workloads
from tests.accounts.shares.conftest import prove
from wellarch import clock
from wellarch.accounts.models import Share, Team, User
from wellarch.accounts.roles import ShareStatus
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target, typed
from wellarch.accounts.tenancy import invitations, members, organizations
from wellarch.accounts.tenancy.invitations import masked
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice


def sees(actor, workload):
    return Workload.objects.visible_to(actor).filter(pk=workload.pk).exists()


def late(share):
    Share.objects.filter(pk=share.pk).update(expires_at=clock.now() - timedelta(seconds=1))


def test_an_offer_gives_access_when_it_is_accepted_and_not_before(actors, workload, offered):
    share = offered()
    assert share.state == "pending"
    assert share.target_user is None  # whether she has an account is not told
    assert not sees(actors.oda, workload)
    assert [offer.name for offer in offers.incoming(actors.oda)] == ["Checkout"]
    offers.accept(actors.oda, share.pk)
    assert sees(actors.oda, workload)
    share.refresh_from_db()
    assert (share.target_user, share.email) == (actors.oda.user, "")


def test_an_invitation_is_open_for_seven_days(actors, workload, offered):
    share = offered()
    assert round((share.expires_at - share.created_at).total_seconds()) == 7 * 24 * 3600
    late(share)
    assert offers.incoming(actors.oda) == ()
    with pytest.raises(Conflict) as refused:
        offers.accept(actors.oda, share.pk)
    assert refused.value.code == "share-expired"
    assert not sees(actors.oda, workload)


def test_an_expired_invitation_is_renewed_by_sending_or_offering_it_again(
    actors, workload, offered
):
    share = offered()
    late(share)
    sharing.resend(actors.ben, workload.pk, share.pk)
    share.refresh_from_db()
    assert share.state == "pending"
    late(share)
    assert offered("contribute").pk == share.pk
    offers.accept(actors.oda, share.pk)
    assert sees(actors.oda, workload)


def test_nobody_is_mailed_twice_in_a_minute(actors, workload, offered):
    share = offered()
    with pytest.raises(Conflict) as refused:
        sharing.resend(actors.ada, workload.pk, share.pk)
    assert refused.value.code == "sent-already"
    assert Notice.objects.count() == 1


def test_a_rejected_offer_stays_rejected(actors, workload, offered):
    share = offered()
    assert offers.reject(actors.oda, share.pk).status == ShareStatus.REJECTED
    with pytest.raises(Conflict):
        offers.accept(actors.oda, share.pk)
    with pytest.raises(Conflict):
        sharing.resend(actors.ada, workload.pk, share.pk)
    assert offered().pk != share.pk  # but one can ask again


def test_who_gives_up_what_they_accepted_has_no_access_any_more(actors, workload, accepted):
    share = accepted()
    offers.reject(actors.oda, share.pk)
    assert not sees(actors.oda, workload)
    assert Event.objects.filter(verb="share.left", guest_of="Elsewhere").count() == 1


def test_a_revoked_share_ends_and_cannot_be_taken_up(actors, workload, offered, accepted):
    share = accepted()
    sharing.revoke(actors.ben, workload.pk, share.pk)
    assert not sees(actors.oda, workload)
    again = offered()
    sharing.revoke(actors.ben, workload.pk, again.pk)
    with pytest.raises(NotFound):
        offers.accept(actors.oda, again.pk)
    with pytest.raises(Conflict):
        sharing.revoke(actors.ben, workload.pk, again.pk)


def test_only_a_verified_address_claims_an_offer(actors, cast, workload):
    share = sharing.offer(actors.ada, workload.pk, Target(email="Oda@Example.com"))
    assert offers.incoming(actors.oda) == ()
    prove(cast.oda, verified=False)
    assert offers.incoming(actors.oda) == ()
    with pytest.raises(NotFound):
        offers.accept(actors.oda, share.pk)
    cast.oda.emailaddress_set.update(verified=True)
    assert len(offers.incoming(actors.oda)) == 1
    offers.accept(actors.oda, share.pk)
    assert sees(actors.oda, workload)


def test_who_is_invited_at_two_addresses_has_one_share_that_allows_what_either_did(
    actors, cast, workload, accepted
):
    accepted("contribute")
    prove(cast.oda, "oda@private.example")
    with pytest.raises(Conflict):  # the same person, as far as one may know
        sharing.offer(actors.ada, workload.pk, Target(email="oda@private.example"))
    Share.objects.all().delete()
    cast.oda.emailaddress_set.filter(email="oda@private.example").update(verified=False)
    shares = [
        sharing.offer(actors.ada, workload.pk, Target(email=email), permission=permission)
        for email, permission in (
            ("oda@example.com", "contribute"),
            ("oda@private.example", "read"),
        )
    ]
    cast.oda.emailaddress_set.update(verified=True)
    for share in shares:
        offers.accept(actors.oda, share.pk)
    open_share = Share.objects.get(status=ShareStatus.ACCEPTED)
    assert (open_share.pk, open_share.permission) == (shares[1].pk, "contribute")


def test_members_and_teams_have_access_without_being_asked(actors, cast, workload):
    workloads.edit(actors.ada, workload.pk, values={"visibility": "team"})
    assert not sees(actors.vic, workload)
    share = sharing.offer(actors.ada, workload.pk, Target(email="vic@example.com"))
    assert (share.state, share.target_user) == ("accepted", cast.vic)
    assert sees(actors.vic, workload)
    team = Team.objects.get(name="Shop")
    team.members.create(membership=cast.cleo.memberships.get())
    sharing.offer(actors.ada, workload.pk, Target(team="shop"))
    assert sees(actors.cleo, workload)
    assert not sees(actors.ben, workload)


def test_what_a_member_was_given_ends_when_they_leave(actors, cast, workload):
    sharing.offer(actors.ada, workload.pk, Target(email="vic@example.com"))
    members.remove(actors.ada, user_id=cast.vic.pk)
    home = organizations.found(cast.vic, name="Vic alone")
    from_home = Workload.objects.visible_to(
        actors.vic.__class__(cast.vic, home.organization, "admin", "browser")
    )
    assert not from_home.exists()


def test_an_architect_or_admin_answers_for_an_organization(actors, cast, workload):
    target = Target(organization=cast.elsewhere.number)
    share = sharing.offer(actors.ada, workload.pk, target, permission="contribute")
    cast.elsewhere.memberships.filter(user=cast.oda).update(role="contributor")
    membership = organizations.memberships_of(cast.oda).get()
    weak = actors.oda.__class__(cast.oda, membership.organization, "contributor", "browser")
    assert [offer.may_answer for offer in offers.incoming(weak)] == [False]
    assert offers.waiting(weak) == 0
    with pytest.raises(Forbidden):
        offers.accept(weak, share.pk)
    assert offers.waiting(actors.oda) == 1
    offers.accept(actors.oda, share.pk)
    assert sees(weak, workload)
    # Both organizations can read in their log what happened.
    owners = Event.objects.filter(verb="share.accepted").values_list(
        "organization__name", flat=True
    )
    assert set(owners) == {"Northwind", "Elsewhere"}


@pytest.mark.parametrize(
    ("target", "field"),
    [
        (Target(email="ada@example.com"), "email"),
        (Target(email="nobody"), "email"),
        (Target(team="Nobody"), "team"),
        (Target(organization="000000000000"), "organization"),
        (Target(), "email"),
    ],
)
def test_a_target_that_is_nobody_or_oneself_is_refused_in_words(actors, workload, target, field):
    with pytest.raises(Invalid) as refused:
        sharing.offer(actors.ada, workload.pk, target)
    assert list(refused.value.fields) == [field]


def test_the_own_organization_needs_no_share(actors, cast, workload):
    with pytest.raises(Invalid) as refused:
        sharing.offer(actors.ada, workload.pk, Target(organization=cast.northwind.number))
    assert "your own organization" in refused.value.message


def test_a_team_of_another_organization_is_none(actors, cast, workload):
    team = Team.objects.create(organization=cast.elsewhere, name="Ours", normalized_name="ours")
    with pytest.raises(Invalid):
        sharing.offer(actors.ada, workload.pk, Target(team=team.pk))


def test_the_same_is_offered_once(actors, workload, offered):
    offered()
    with pytest.raises(Conflict) as refused:
        offered()
    assert refused.value.code == "shared-already"


@override_settings(WELLARCH_MAX_SHARES=2)
def test_there_is_room_for_so_many_open_shares(actors, workload):
    first, _second = [
        sharing.offer(actors.ada, workload.pk, Target(email=f"{n}@example.com")) for n in "ab"
    ]
    with pytest.raises(Conflict) as refused:
        sharing.offer(actors.ada, workload.pk, Target(email="c@example.com"))
    assert refused.value.code == "too-many-shares"
    sharing.revoke(actors.ada, workload.pk, first.pk)
    sharing.offer(actors.ada, workload.pk, Target(email="c@example.com"))


def test_a_deleted_workload_leaves_no_share(actors, workload, offered):
    offered()
    workloads.delete(actors.ada, workload.pk)
    assert not Share.objects.exists()
    assert offers.incoming(actors.oda) == ()


def test_the_log_knows_ids_and_half_addresses_only(actors, workload, offered):
    offered()
    event = Event.objects.get(verb="share.offered")
    assert event.data["target"] == "o…@example.com"
    assert "oda@example.com" not in str(event.data)
    assert event.workload_id == workload.pk


def test_the_invited_are_told(actors, workload, offered, cast):
    offered("contribute")
    notice = Notice.objects.get()
    assert (notice.data["what"], notice.data["name"]) == ("workload", "Checkout")
    assert notice.data["permission"] == "contribute"
    assert notice.data["url"] == "/shared/"
    sharing.offer(actors.ada, workload.pk, Target(organization=cast.elsewhere.number))
    assert Notice.objects.filter(user=cast.oda).count() == 2
    assert not mail.outbox  # nothing is sent before the transaction is through


def test_nobody_may_share_what_they_may_not_change(actors, workload, accepted):
    share = accepted("contribute")
    for weak in (actors.cleo, actors.vic, actors.oda):
        with pytest.raises(Forbidden):
            sharing.offer(weak, workload.pk, Target(email="new@example.com"))
        with pytest.raises(Forbidden):
            sharing.revoke(weak, workload.pk, share.pk)


def test_shares_of_another_workload_are_not_found(actors, workload, offered):
    share = offered()
    other = workloads.create(actors.ada, values={"name": "Another"})
    foreign = workloads.create(actors.oda, values={"name": "Foreign"})
    for act in (sharing.resend, sharing.revoke):
        with pytest.raises(NotFound):
            act(actors.ada, other.pk, share.pk)
        with pytest.raises(NotFound):
            act(actors.oda, foreign.pk, share.pk)
    with pytest.raises(NotFound):
        sharing.change(actors.ada, other.pk, share.pk, permission="contribute")
    with pytest.raises(NotFound):
        offers.accept(actors.vic, share.pk)
    with pytest.raises(NotFound):
        offers.reject(actors.vic, share.pk)
    share.refresh_from_db()
    assert (share.status, share.permission) == ("pending", "read")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (" sam@example.com ", Target(email="sam@example.com")),
        ("1234 5678-9012", Target(organization="123456789012")),
        ("Payments", Target(team="Payments")),
        ("12345678901", Target(team="12345678901")),
    ],
)
def test_what_is_typed_is_understood(text, target):
    assert typed(text) == target


def test_half_an_address_names_nobody():
    assert masked("sam@example.com") == "s…@example.com"


def test_a_person_is_never_found_by_an_address_that_is_not_proven(actors, cast, workload):
    stranger = User.objects.create_user("x@example.com", name="X")
    prove(stranger, "vic@elsewhere.example", verified=False)
    cast.northwind.memberships.create(user=stranger)
    share = sharing.offer(actors.ada, workload.pk, Target(email="vic@elsewhere.example"))
    assert share.state == "pending"


def test_a_day_has_so_many_mails_to_strangers(actors, cast, workload, settings):
    """Offered and taken back, again and again, it would be mail for anybody, from anybody."""
    settings.WELLARCH_INVITATIONS_PER_DAY = 2
    to_stranger = Target(email="stranger@example.org")
    for _twice in range(2):
        share = sharing.offer(actors.ada, workload.pk, to_stranger)
        sharing.revoke(actors.ada, workload.pk, share.pk)
    for target in (to_stranger, Target(organization=cast.elsewhere.number)):
        with pytest.raises(Conflict) as refused:
            sharing.offer(actors.ada, workload.pk, target)
        assert refused.value.code == "too-many-invitations"
    with pytest.raises(Conflict):
        invitations.invite(actors.ada, email="stranger@example.org")
    sharing.offer(actors.ada, workload.pk, Target(email=cast.vic.email))  # nobody outside
