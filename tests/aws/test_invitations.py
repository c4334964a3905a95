"""Share invitations through the AWS API: listed by kind and name, accepted, rejected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from tests.aws import library
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, refused
from wellarch import clock
from wellarch.accounts.models import Membership
from wellarch.accounts.roles import Role


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def oda(aws_of, cast):
    return aws_of(cast.oda)


@pytest.fixture
def offered(ben, cast):
    """One invitation of each kind, {kind: id}, and what is offered."""
    to = {"SharedWith": cast.elsewhere.number}
    lens = library.new_lens(ben)
    workload = library.workload(ben)
    profile = library.profile(ben)
    template = library.template(ben, lens)
    shares = {
        "WORKLOAD": ben.create_workload_share(
            WorkloadId=workload, PermissionType="CONTRIBUTOR", **to
        ),
        "LENS": ben.create_lens_share(LensAlias=lens, **to),
        "PROFILE": ben.create_profile_share(ProfileArn=profile, **to),
        "TEMPLATE": ben.create_template_share(TemplateArn=template, **to),
    }
    things = {"WORKLOAD": workload, "LENS": lens, "PROFILE": profile, "TEMPLATE": template}
    return {kind: answer["ShareId"] for kind, answer in shares.items()}, things


def listed(api, **filters):
    return api.list_share_invitations(**filters)["ShareInvitationSummaries"]


def answer(api, share, action):
    return api.update_share_invitation(ShareInvitationId=share, ShareInvitationAction=action)[
        "ShareInvitation"
    ]


def test_every_kind_of_invitation_says_what_is_offered_and_by_whom(oda, cast, offered):
    shares, things = offered
    found = {each.pop("ShareResourceType"): each for each in listed(oda)}
    common = {"SharedBy": cast.northwind.number, "SharedWith": cast.elsewhere.number}
    assert found == {
        "WORKLOAD": {
            **common,
            "ShareInvitationId": shares["WORKLOAD"],
            "PermissionType": "CONTRIBUTOR",
            "WorkloadName": "Shop",
            "WorkloadId": things["WORKLOAD"],
        },
        "LENS": {
            **common,
            "ShareInvitationId": shares["LENS"],
            "PermissionType": "READONLY",
            "LensName": "House lens",
            "LensArn": things["LENS"],
        },
        "PROFILE": {
            **common,
            "ShareInvitationId": shares["PROFILE"],
            "PermissionType": "READONLY",
            "ProfileName": "Our shop",
            "ProfileArn": things["PROFILE"],
        },
        "TEMPLATE": {
            **common,
            "ShareInvitationId": shares["TEMPLATE"],
            "PermissionType": "READONLY",
            "TemplateName": "Usual answers",
            "TemplateArn": things["TEMPLATE"],
        },
    }


def test_invitations_are_found_by_kind_and_beginning_of_the_name(oda, offered):
    def kinds(**filters):
        return [each["ShareResourceType"] for each in listed(oda, **filters)]

    assert kinds(ShareResourceType="PROFILE") == ["PROFILE"]
    assert kinds(WorkloadNamePrefix="sho") == ["WORKLOAD"]
    assert kinds(LensNamePrefix="House") == ["LENS"]
    assert kinds(ProfileNamePrefix="Our") == ["PROFILE"]
    assert kinds(TemplateNamePrefix="Usual") == ["TEMPLATE"]
    assert kinds(TemplateNamePrefix="Other") == []
    assert kinds(ShareResourceType="LENS", WorkloadNamePrefix="Shop") == []


def test_invitations_come_in_pages(oda, offered):
    first = oda.list_share_invitations(MaxResults=3)
    second = oda.list_share_invitations(MaxResults=3, NextToken=first["NextToken"])
    assert len(first["ShareInvitationSummaries"]) == 3
    assert len(second["ShareInvitationSummaries"]) == 1
    assert "NextToken" not in second


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("WORKLOAD", ["WorkloadId"]),
        ("LENS", ["LensAlias", "LensArn"]),
        ("PROFILE", ["ProfileArn"]),
        ("TEMPLATE", ["TemplateArn"]),
    ],
)
def test_an_accepted_invitation_waits_no_more_and_says_what_it_was(oda, offered, kind, members):
    shares, things = offered
    found = answer(oda, shares[kind], "ACCEPT")
    assert found == {
        "ShareInvitationId": shares[kind],
        "ShareResourceType": kind,
        **dict.fromkeys(members, things[kind]),
    }
    assert kind not in {each["ShareResourceType"] for each in listed(oda)}
    assert answer(oda, shares[kind], "ACCEPT") == found, "accepting twice is accepting once"


def test_who_accepted_may_give_it_back_and_access_ends(oda, offered):
    shares, things = offered
    answer(oda, shares["WORKLOAD"], "ACCEPT")
    assert oda.get_workload(WorkloadId=things["WORKLOAD"])
    answer(oda, shares["WORKLOAD"], "REJECT")
    with refused(NOT_THERE):
        oda.get_workload(WorkloadId=things["WORKLOAD"])
    with refused(CLASH):
        answer(oda, shares["WORKLOAD"], "ACCEPT")


def test_an_invitation_ends_after_seven_days(oda, offered):
    shares, _things = offered
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert listed(oda) == []
        with refused(CLASH, "expired"):
            answer(oda, shares["LENS"], "ACCEPT")


def test_a_person_is_invited_in_their_own_account(ben, oda, cast):
    key = library.workload(ben)
    target = f"arn:aws:iam::{cast.elsewhere.number}:user/{cast.oda.email}"
    share = ben.create_workload_share(WorkloadId=key, SharedWith=target, PermissionType="READONLY")[
        "ShareId"
    ]
    assert listed(oda) == [], "whether the address is theirs has to be proven first"
    EmailAddress.objects.create(user=cast.oda, email=cast.oda.email, verified=True, primary=True)
    (found,) = listed(oda)
    assert found["SharedWith"] == target
    answer(oda, share, "ACCEPT")
    assert oda.get_workload(WorkloadId=key)["Workload"]["WorkloadName"] == "Shop"


def test_nobody_answers_for_others(ben, aws_of, cast, oda, offered):
    shares, _things = offered
    assert listed(ben) == []
    for share in shares.values():
        with refused(NOT_THERE, ResourceType="SHARE_INVITATION"):
            answer(ben, share, "ACCEPT")
    with refused(NOT_THERE):
        answer(oda, "0" * 32, "ACCEPT")


def test_a_viewer_of_the_other_account_sees_the_invitation_and_may_not_accept(
    aws_of, cast, offered
):
    shares, _things = offered
    Membership.objects.filter(user=cast.oda).update(role=Role.VIEWER)
    viewer = aws_of(cast.oda)
    assert len(listed(viewer)) == 4
    with refused(NOT_ALLOWED):
        answer(viewer, shares["LENS"], "ACCEPT")
