"""The straight path of the door, and what is not on it."""

from __future__ import annotations

import pytest

from reviews.aws import engine


@pytest.fixture
def echo(monkeypatch):
    """A handler that gives what it was given; returns the calls it got."""
    calls = []

    def handler(call):
        calls.append(call)
        return {"WorkloadId": "0" * 32, "WorkloadArn": "arn"}

    monkeypatch.setitem(engine.HANDLERS, "CreateWorkload", handler)
    monkeypatch.setitem(engine.HANDLERS, "GetLens", lambda call: calls.append(call) or {})
    return calls


def new_workload(**more):
    return {
        "WorkloadName": "Shop",
        "Description": "Sells things",
        "Environment": "PRODUCTION",
        "Lenses": ["wellarchitected"],
        "AwsRegions": ["eu-west-1"],
        **more,
    }


def test_a_signed_call_reaches_its_handler(aws_of, cast, echo):
    answer = aws_of(cast.ben).create_workload(**new_workload())
    assert answer["WorkloadId"] == "0" * 32
    (call,) = echo
    assert call.actor.user == cast.ben
    assert call.given["WorkloadName"] == "Shop"
    assert len(call.account) == 12


def test_an_arn_in_the_path_is_one_label(aws_of, cast, echo):
    arn = "arn:aws:wellarchitected:us-east-1:123456789012:lens/" + "a" * 32
    aws_of(cast.ben).get_lens(LensAlias=arn, LensVersion="1.0 b/ü%")
    assert echo[0].given == {"LensAlias": arn, "LensVersion": "1.0 b/ü%"}
