"""Shares through the AWS API: of workloads, lenses, profiles and review templates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.aws import library
from tests.aws.refusals import CLASH, NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused
from wellarch import clock
from wellarch.accounts.models import Share

SELF = "[Validation] The shared with user cannot belong to the sharer's account."


class Things:
    """One thing of each kind, with the calls that share it."""

    def __init__(self, api):
        lens = library.new_lens(api)
        self.names = {
            "workload": {"WorkloadId": library.workload(api)},
            "lens": {"LensAlias": lens},
            "profile": {"ProfileArn": library.profile(api)},
            "template": {"TemplateArn": library.template(api, lens)},
        }

    def create(self, api, kind, target, **more):
        if kind == "workload":
            more.setdefault("PermissionType", "READONLY")
        call = getattr(api, f"create_{kind}_share")
        return call(**self.names[kind], SharedWith=target, **more)["ShareId"]

    def delete(self, api, kind, share):
        getattr(api, f"delete_{kind}_share")(**self.names[kind], ShareId=share)

    def answer(self, api, kind, **filters):
        return getattr(api, f"list_{kind}_shares")(**self.names[kind], **filters)

    def listed(self, api, kind, **filters):
        return self.answer(api, kind, **filters)[f"{kind.capitalize()}ShareSummaries"]


KINDS = pytest.mark.parametrize("kind", ["workload", "lens", "profile", "template"])


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def oda(aws_of, cast):
    return aws_of(cast.oda)


@pytest.fixture
def things(ben):
    return Things(ben)


@KINDS
def test_a_share_with_an_account_waits_for_its_answer(things, ben, cast, kind):
    share = things.create(ben, kind, cast.elsewhere.number)
    (found,) = things.listed(ben, kind)
    assert found["ShareId"] == share
    assert found["SharedWith"] == cast.elsewhere.number
    assert found["Status"] == "PENDING"
    assert found.get("PermissionType") == ("READONLY" if kind == "workload" else None)


@KINDS
def test_an_accepted_share_lets_the_account_see_it_until_it_is_deleted(
    things, ben, oda, cast, kind
):
    share = things.create(ben, kind, cast.elsewhere.number)
    with refused(NOT_THERE):
        things.listed(oda, kind)
    oda.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="ACCEPT")
    assert [each["Status"] for each in things.listed(ben, kind)] == ["ACCEPTED"]
    assert [each["ShareId"] for each in things.listed(oda, kind)] == [share]
    things.delete(ben, kind, share)
    with refused(NOT_THERE):
        things.listed(oda, kind)
    assert things.listed(ben, kind) == []
    assert [each["Status"] for each in things.listed(ben, kind, Status="REVOKED")] == ["REVOKED"]
    with refused(CLASH):
        things.delete(ben, kind, share)


@KINDS
def test_sharing_twice_is_a_conflict(things, ben, cast, kind):
    things.create(ben, kind, cast.elsewhere.number)
    with refused(CLASH, "invited already"):
        things.create(ben, kind, cast.elsewhere.number)


@KINDS
def test_sharing_with_oneself_is_refused_as_the_reference_does(things, ben, cast, kind):
    own = cast.northwind.number
    with refused(NOT_VALID, SELF):
        things.create(ben, kind, own)
    with refused(NOT_VALID, SELF):
        things.create(ben, kind, f"arn:aws:iam::{own}:user/{cast.ben.email}")


@KINDS
@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("123412341234", "No organization has this account number"),
        ("nobody at all", "is no account"),
        ("arn:aws:organizations::123412341234:organization/o-abc", "is not offered"),
        ("arn:aws:organizations::123412341234:ou/o-abc/ou-def", "is not offered"),
        ("arn:aws:iam::123412341234:user/someone", "is no account"),
    ],
)
def test_whoever_cannot_be_meant_is_refused(things, ben, kind, target, says):
    with refused(NOT_VALID, says) as answer:
        things.create(ben, kind, target)
    assert answer["Fields"][0]["Name"] == "SharedWith"


@KINDS
def test_a_person_outside_is_invited_by_address(things, ben, oda, cast, kind):
    target = f"arn:aws:iam::{cast.elsewhere.number}:user/{cast.oda.email}"
    things.create(ben, kind, target)
    (found,) = things.listed(ben, kind)
    assert found["SharedWith"] == f"arn:aws:iam::000000000000:user/{cast.oda.email}"
    assert found["Status"] == "PENDING"


def test_a_member_of_the_own_account_has_access_at_once(things, ben, cast):
    own = cast.northwind.number
    by_address = f"arn:aws:iam::{own}:user/{cast.vic.email}"
    things.create(ben, "workload", by_address)
    things.create(ben, "workload", f"arn:aws:iam::{own}:user/{cast.cleo.pk}")
    things.create(ben, "workload", f"arn:aws:iam::{own}:group/Payments")
    found = {each["SharedWith"]: each["Status"] for each in things.listed(ben, "workload")}
    assert found == {
        by_address: "ACCEPTED",
        f"arn:aws:iam::{own}:user/{cast.cleo.email}": "ACCEPTED",
        f"arn:aws:iam::{own}:group/Payments": "ACCEPTED",
    }


@KINDS
def test_shares_are_found_by_whom_they_are_with_and_how_they_stand(things, ben, oda, cast, kind):
    share = things.create(ben, kind, cast.elsewhere.number)
    things.create(ben, kind, "arn:aws:iam::000000000000:user/eve@example.com")
    prefix = {"SharedWithPrefix": cast.elsewhere.number[:6]}
    assert [each["ShareId"] for each in things.listed(ben, kind, **prefix)] == [share]
    assert len(things.listed(ben, kind, SharedWithPrefix="arn:")) == 1
    assert len(things.listed(ben, kind, Status="PENDING")) == 2
    oda.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="REJECT")
    assert [each["ShareId"] for each in things.listed(ben, kind, Status="REJECTED")] == [share]
    assert things.listed(ben, kind, Status="ACCEPTED") == []
    assert things.listed(ben, kind, Status="ASSOCIATED") == []
    Share.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert len(things.listed(ben, kind, Status="EXPIRED")) == 1
    assert things.listed(ben, kind, Status="PENDING") == []


@KINDS
def test_shares_come_in_pages_with_the_same_queries(things, ben, kind):
    counts, seen = [], []
    for number in range(3):
        things.create(ben, kind, f"arn:aws:iam::000000000000:user/eve{number}@example.com")
        with CaptureQueriesContext(connection) as queries:
            things.listed(ben, kind)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    token = {}
    while True:
        answer = things.answer(ben, kind, MaxResults=1, **token)
        (found,) = answer[f"{kind.capitalize()}ShareSummaries"]
        seen.append(found["SharedWith"].rpartition("/")[2])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert sorted(seen) == [f"eve{number}@example.com" for number in range(3)]


@KINDS
def test_more_shares_than_the_quota_cannot_be_paid_for(things, ben, cast, kind, settings):
    quota = f"shares-per-{kind}"
    settings.WELLARCH_AWS_QUOTAS = {**settings.WELLARCH_AWS_QUOTAS, quota: 1}
    things.create(ben, kind, cast.elsewhere.number)
    (resource,) = things.names[kind].values()
    with refused(QUOTA, QuotaCode=quota, ResourceId=resource, ResourceType=kind.upper()):
        things.create(ben, kind, "arn:aws:iam::000000000000:user/eve@example.com")


@KINDS
def test_the_limit_of_the_installation_is_a_quota_too(things, ben, cast, kind, settings):
    settings.WELLARCH_MAX_SHARES = 1
    things.create(ben, kind, cast.elsewhere.number)
    with refused(QUOTA, QuotaCode=f"shares-per-{kind}"):
        things.create(ben, kind, "arn:aws:iam::000000000000:user/eve@example.com")


@KINDS
def test_only_who_may_share_shares(things, ben, oda, aws_of, cast, kind):
    share = things.create(ben, kind, "arn:aws:iam::000000000000:user/eve@example.com")
    for person in (cast.cleo, cast.vic):
        api = aws_of(person)
        with refused(NOT_ALLOWED):
            things.create(api, kind, cast.elsewhere.number)
        with refused(NOT_ALLOWED):
            things.delete(api, kind, share)
        assert things.listed(api, kind) == [], "who was invited is the business of who may invite"
    with refused(NOT_THERE):
        things.create(oda, kind, cast.northwind.number)
    with refused(NOT_THERE):
        things.delete(oda, kind, share)


@KINDS
def test_a_share_of_something_else_is_not_found(things, ben, kind):
    with refused(NOT_THERE, ResourceType="SHARE"):
        things.delete(ben, kind, "0" * 32)


def test_what_is_built_in_is_not_shared(ben, cast):
    with refused(NOT_ALLOWED, "built-in"):
        ben.create_lens_share(LensAlias="wellarchitected", SharedWith=cast.elsewhere.number)
    with refused(NOT_ALLOWED, "built-in"):
        ben.list_lens_shares(LensAlias="wellarchitected")


def test_a_draft_is_not_shared(ben, cast):
    arn = library.import_lens(ben)
    with refused(CLASH, "Publish this lens"):
        ben.create_lens_share(LensAlias=arn, SharedWith=cast.elsewhere.number)


def test_the_permission_of_a_share_changes_what_its_receiver_may_do(things, ben, oda, cast):
    key = things.names["workload"]["WorkloadId"]
    share = things.create(ben, "workload", cast.elsewhere.number)
    oda.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="ACCEPT")
    note = {"WorkloadId": key, "LensAlias": "wellarchitected", "LensNotes": "Seen."}
    with refused(NOT_ALLOWED):
        oda.update_lens_review(**note)
    answer = ben.update_workload_share(WorkloadId=key, ShareId=share, PermissionType="CONTRIBUTOR")
    assert answer["WorkloadId"] == key
    assert answer["WorkloadShare"] == {
        "ShareId": share,
        "SharedBy": cast.northwind.number,
        "SharedWith": cast.elsewhere.number,
        "PermissionType": "CONTRIBUTOR",
        "Status": "ACCEPTED",
        "WorkloadName": "Shop",
        "WorkloadId": key,
    }
    assert oda.update_lens_review(**note)["LensReview"]["Notes"] == "Seen."
    seen = oda.get_workload(WorkloadId=key)["Workload"]
    assert seen["Owner"] == cast.northwind.number
    assert seen["ShareInvitationId"] == share
    with refused(NOT_ALLOWED):
        oda.update_workload_share(WorkloadId=key, ShareId=share, PermissionType="READONLY")


def test_a_shared_profile_and_template_are_used_by_their_receiver(things, ben, oda, cast):
    shares = [
        things.create(ben, kind, cast.elsewhere.number) for kind in ("lens", "profile", "template")
    ]
    for share in shares:
        oda.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="ACCEPT")
    profile = things.names["profile"]["ProfileArn"]
    template = things.names["template"]["TemplateArn"]
    assert oda.get_profile(ProfileArn=profile)["Profile"]["ShareInvitationId"] == shares[1]
    seen = oda.get_review_template(TemplateArn=template)["ReviewTemplate"]
    assert seen["ShareInvitationId"] == shares[2]
    assert seen["Owner"] == cast.northwind.number
    key = library.workload(oda, ProfileArns=[profile], ReviewTemplateArns=[template])
    made = oda.get_workload(WorkloadId=key)["Workload"]
    assert things.names["lens"]["LensAlias"] in made["Lenses"]
    assert made["Profiles"] == [{"ProfileArn": profile, "ProfileVersion": "1"}]
    with refused(NOT_ALLOWED):
        oda.update_review_template(TemplateArn=template, Notes="Mine")
