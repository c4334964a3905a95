"""Tags through the AWS API: of workloads, lenses, profiles and review templates."""

from __future__ import annotations

import pytest

from tests.aws import library
from tests.aws.refusals import NOT_ALLOWED, NOT_THERE, NOT_VALID, QUOTA, refused
from wellarch.events.models import Event


@pytest.fixture
def ben(aws_of, cast):
    return aws_of(cast.ben)


@pytest.fixture
def arns(ben):
    """An ARN of each kind."""
    lens = library.new_lens(ben)
    key = library.workload(ben)
    return {
        "workload": ben.get_workload(WorkloadId=key)["Workload"]["WorkloadArn"],
        "lens": lens,
        "profile": library.profile(ben),
        "review-template": library.template(ben, lens),
    }


KINDS = pytest.mark.parametrize("kind", ["workload", "lens", "profile", "review-template"])


def tags(api, arn):
    return api.list_tags_for_resource(WorkloadArn=arn).get("Tags", {})


@KINDS
def test_tags_are_put_changed_and_taken_away(ben, arns, kind):
    arn = arns[kind]
    assert tags(ben, arn) == {}
    ben.tag_resource(WorkloadArn=arn, Tags={"team": "shop", "cost": "42"})
    ben.tag_resource(WorkloadArn=arn, Tags={"team": "house", "stage": ""})
    assert tags(ben, arn) == {"team": "house", "cost": "42", "stage": ""}
    ben.untag_resource(WorkloadArn=arn, TagKeys=["cost", "nothing"])
    assert tags(ben, arn) == {"team": "house", "stage": ""}


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        ("workload", "workload.changed"),
        ("lens", "lens.tagged"),
        ("profile", "business_profile.changed"),
        ("review-template", "template.changed"),
    ],
)
def test_the_log_knows_who_tagged_what_and_nothing_when_nothing_changed(ben, arns, kind, verb):
    for _time in range(2):
        ben.tag_resource(WorkloadArn=arns[kind], Tags={"team": "shop"})
    (event,) = Event.objects.filter(verb=verb, changes__has_key="tags")
    assert event.changes["tags"] == {"before": {}, "after": {"team": "shop"}}
    assert event.via == "aws"


@KINDS
def test_reserved_names_are_refused(ben, arns, kind):
    for name in ("aws:team", "Aws:team"):
        with refused(NOT_VALID, "aws:"):
            ben.tag_resource(WorkloadArn=arns[kind], Tags={"ok": "x", name: "x"})
    assert tags(ben, arns[kind]) == {}


@KINDS
def test_there_are_fifty_tags_at_most(ben, arns, kind):
    arn = arns[kind]
    ben.tag_resource(WorkloadArn=arn, Tags={f"t{number}": "x" for number in range(50)})
    ben.tag_resource(WorkloadArn=arn, Tags={"t0": "changed"})
    with refused(QUOTA, QuotaCode="tags", ResourceId=arn):
        ben.tag_resource(WorkloadArn=arn, Tags={"one": "more"})
    assert len(tags(ben, arn)) == 50


def test_more_tags_than_the_quota_cannot_be_paid_for(ben, arns, settings):
    settings.WELLARCH_AWS_QUOTAS = {**settings.WELLARCH_AWS_QUOTAS, "tags": 2}
    arn = arns["lens"]
    ben.tag_resource(WorkloadArn=arn, Tags={"a": "1", "b": "2"})
    ben.tag_resource(WorkloadArn=arn, Tags={"b": "3"})
    with refused(QUOTA, QuotaCode="tags", ResourceId=arn, ResourceType="LENS"):
        ben.tag_resource(WorkloadArn=arn, Tags={"c": "4"})


@KINDS
def test_outsiders_find_nothing_to_tag(arns, aws_of, cast, kind):
    oda, arn = aws_of(cast.oda), arns[kind]
    with refused(NOT_THERE, ResourceId=arn):
        tags(oda, arn)
    with refused(NOT_THERE, ResourceId=arn):
        oda.tag_resource(WorkloadArn=arn, Tags={"team": "x"})
    with refused(NOT_THERE, ResourceId=arn):
        oda.untag_resource(WorkloadArn=arn, TagKeys=["team"])


@KINDS
def test_who_only_reads_sees_tags_and_puts_none(arns, aws_of, cast, kind):
    for person in (cast.cleo, cast.vic):
        api = aws_of(person)
        assert tags(api, arns[kind]) == {}
        with refused(NOT_ALLOWED):
            api.tag_resource(WorkloadArn=arns[kind], Tags={"team": "x"})
        with refused(NOT_ALLOWED):
            api.untag_resource(WorkloadArn=arns[kind], TagKeys=["team"])


@pytest.mark.parametrize(
    "arn",
    [
        "nothing",
        "arn:aws:s3:::bucket",
        "arn:aws:wellarchitected:us-east-1:123456789012:lens/short",
        library.unknown("workload"),
        library.unknown("other"),
    ],
)
def test_what_is_no_resource_is_not_found(ben, arn):
    with refused(NOT_THERE, ResourceId=arn):
        tags(ben, arn)


def test_what_is_built_in_has_no_tags_of_ours(ben):
    arn = "arn:aws:wellarchitected::aws:lens/wellarchitected"
    assert tags(ben, arn) == {}
    with refused(NOT_ALLOWED, "built-in"):
        ben.tag_resource(WorkloadArn=arn, Tags={"team": "x"})
