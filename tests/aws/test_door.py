"""The door itself, whatever the operation: paths, bodies, tokens, rates, and what breaks."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError
from django.test import Client

from reviews.aws import engine, errors, model, rates
from reviews.models import Workload
from wellarch.events.models import KeptAnswer

ID = "0" * 32


@pytest.fixture
def handle(monkeypatch):
    """Puts a handler in the place of an operation's own; returns the calls it gets."""

    def place(operation, answer=None, *, error=None):
        calls = []

        def handler(call):
            calls.append(call)
            if error is not None:
                raise error
            return answer(call) if callable(answer) else answer

        monkeypatch.setitem(engine.HANDLERS, operation, handler)
        return calls

    return place


def new_workload(**more):
    return {
        "WorkloadName": "Shop",
        "Description": "Sells things",
        "Environment": "PRODUCTION",
        "Lenses": ["wellarchitected"],
        "AwsRegions": ["eu-west-1"],
        "ReviewOwner": "Ben",
        **more,
    }


def told(response):
    body = json.loads(response.content) if response.content else {}
    return response.status_code, response.headers.get("x-amzn-ErrorType"), body


def test_there_is_a_handler_for_each_of_the_72_operations():
    assert len(model.operations()) == 72
    assert set(engine.HANDLERS) == set(model.operations())


def test_a_call_reaches_its_handler_with_its_input(aws_of, cast, handle):
    calls = handle("CreateWorkload", {"WorkloadId": ID, "WorkloadArn": None})
    answer = aws_of(cast.ben).create_workload(**new_workload(Tags={"a": ""}))
    assert answer["WorkloadId"] == ID
    assert "WorkloadArn" not in answer
    (call,) = calls
    assert call.actor.user == cast.ben
    assert call.account == cast.northwind.number
    assert call.given["WorkloadName"] == "Shop"
    assert call.given["Tags"] == {"a": ""}


def test_an_arn_in_the_path_is_one_label_and_the_query_is_typed(aws_of, cast, handle):
    arn = "arn:aws:wellarchitected:us-east-1:123456789012:lens/" + "a" * 32
    calls = handle("ListLensReviewImprovements", {})
    aws_of(cast.ben).list_lens_review_improvements(
        WorkloadId=ID, LensAlias=arn, PillarId="ü b/%+", MilestoneNumber=3
    )
    assert calls[0].given == {
        "WorkloadId": ID,
        "LensAlias": arn,
        "PillarId": "ü b/%+",
        "MilestoneNumber": 3,
    }


def test_lists_in_the_query_are_repeated(aws_of, cast, handle):
    calls = handle("UntagResource", {})
    aws_of(cast.ben).untag_resource(WorkloadArn="arn:x", TagKeys=["a b", "c=d"])
    assert calls[0].given["TagKeys"] == ["a b", "c=d"]


def test_where_two_operations_fit_the_decoded_path_the_signature_tells(bridge_of, cast, handle):
    # An ARN that ends as the path of another operation begins.
    lens, shares = handle("GetLens", {}), handle("ListLensShares", {})
    bridge = bridge_of(cast.ben)
    assert bridge.send("GET", "/lenses/arn%3Ax%2Fshares").status_code == 200
    assert [call.given["LensAlias"] for call in lens] == ["arn:x/shares"]
    assert not shares
    assert bridge.send("GET", "/lenses/arn%3Ax/shares").status_code == 200
    assert [call.given["LensAlias"] for call in shares] == ["arn:x"]


def test_a_label_with_slashes_that_is_no_arn_is_a_label_still(bridge_of, cast, handle):
    lens, bridge = handle("GetLens", {}), bridge_of(cast.ben)
    assert bridge.send("GET", "/lenses/a%2F%2Fb%2Fc").status_code == 200
    assert lens[0].given["LensAlias"] == "a//b/c"
    assert told(bridge.send("GET", "/lenses/a/b/c"))[1] == "UnknownOperationException"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "/agent/profiles"),
        ("DELETE", "/workloads"),
        ("GET", "/workloads//lensReviews"),
        ("POST", "/"),
        ("POST", ""),
        ("GET", "/workloads/a/b/c/d/elsewhere/"),
        ("HEAD", "/lenses"),
    ],
)
def test_an_unknown_path_is_an_unknown_operation(bridge_of, cast, method, path):
    status, code, _body = told(bridge_of(cast.ben).send(method, path))
    assert (status, code) == (404, "UnknownOperationException")


def test_the_operations_of_the_hosted_assistant_are_unknown_not_broken(bridge_of, cast):
    bridge = bridge_of(cast.ben)
    theirs = set(model.service().operation_names) - set(model.operations())
    assert theirs
    for name in theirs:
        http = model.service().operation_model(name).http
        path = http["requestUri"].replace("{", "a").replace("}", "b")
        assert told(bridge.send(http["method"], path))[:2] == (404, "UnknownOperationException")


@pytest.mark.parametrize("path", ["/aws", "/aws/"])
def test_the_endpoint_itself_says_what_it_is(path, db):
    answer = Client().get(path)
    assert (answer.status_code, answer.json()["Service"]) == (200, "wellarchitected")
    assert Client().head(path).status_code == 200
    assert Client().options(path).status_code == 204


def test_the_door_does_not_reach_beyond_its_prefix(db):
    assert Client().get("/awsome").status_code == 404
    assert Client().get("/awsome")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b"7", b"\xff", b'{"a": NaN}', b"[" * 99999, b"{}{}"]
)
def test_a_body_that_is_no_json_object_cannot_be_parsed(bridge_of, cast, body):
    status, code, told_of = told(bridge_of(cast.ben).send("POST", "/workloadsSummaries", body))
    assert (status, code, told_of["Reason"]) == (400, "ValidationException", "CANNOT_PARSE")


def test_all_problems_are_told_at_once(bridge_of, cast):
    body = json.dumps(new_workload(WorkloadName="ab", Environment="MARS", AccountIds=["1"]))
    status, code, answer = told(bridge_of(cast.ben).send("POST", "/workloads", body.encode()))
    assert (status, code) == (400, "ValidationException")
    assert answer["Reason"] == "FIELD_VALIDATION_FAILED"
    assert {f["Name"] for f in answer["Fields"]} == {
        "WorkloadName",
        "Environment",
        "AccountIds.1.member",
        "ClientRequestToken",
    }
    assert answer["Message"].startswith("5 validation errors detected: ")
    assert (
        "Value 'ab' at 'workloadName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 3" in answer["Message"]
    )


@pytest.mark.parametrize("text", ["a\0bc", "abc\ud800"])
def test_what_no_text_can_hold_is_refused(bridge_of, cast, text):
    body = json.dumps({"WorkloadNamePrefix": text}).encode()
    status, code, answer = told(bridge_of(cast.ben).send("POST", "/workloadsSummaries", body))
    assert (status, code) == (400, "ValidationException")
    assert answer["Fields"][0]["Name"] == "WorkloadNamePrefix"


def test_members_nobody_knows_and_null_are_passed_over(bridge_of, cast, handle):
    calls = handle("ListWorkloads", {})
    body = b'{"WorkloadNamePrefix": null, "Else": [1], "MaxResults": 5}'
    assert bridge_of(cast.ben).send("POST", "/workloadsSummaries", body).status_code == 200
    assert calls[0].given == {"MaxResults": 5}


def test_the_longest_lens_passes_and_more_than_the_server_reads_does_not(
    bridge_of, cast, handle, settings
):
    calls = handle("ImportLens", {"LensArn": "arn"})
    bridge = bridge_of(cast.ben)
    text = "語" * 499_998  # in JSON six bytes each
    body = {"JSONString": f"{{{text}}}", "ClientRequestToken": "t"}
    assert bridge.send("PUT", "/importLens", json.dumps(body).encode()).status_code == 200
    assert len(calls[0].given["JSONString"]) == 500_000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    status, code, _body = told(bridge.send("PUT", "/importLens", b"x" * 101))
    assert (status, code) == (413, "RequestEntityTooLargeException")


def test_a_token_makes_a_call_happen_once(aws_of, cast, workload, review):
    aws = aws_of(cast.ben)
    given = {"WorkloadId": workload.pk.hex, "MilestoneName": "First", "ClientRequestToken": "t1"}
    first = aws.create_milestone(**given)
    again = aws.create_milestone(**given)
    assert again["MilestoneNumber"] == first["MilestoneNumber"] == 1
    with pytest.raises(ClientError) as error:
        aws.create_milestone(**given | {"MilestoneName": "Second"})
    assert error.value.response["Error"]["Code"] == "ConflictException"
    assert error.value.response["ResourceId"] == workload.pk.hex
    assert aws.create_milestone(**given | {"MilestoneName": "Second", "ClientRequestToken": "t2"})


def test_a_refused_call_may_be_sent_again_with_its_token(aws_of, cast, handle):
    aws = aws_of(cast.ben)
    handle("CreateWorkload", error=errors.NotAllowed("not yet"))
    with pytest.raises(ClientError):
        aws.create_workload(**new_workload(ClientRequestToken="t"))
    assert not KeptAnswer.objects.exists()
    handle("CreateWorkload", {"WorkloadId": ID})
    assert aws.create_workload(**new_workload(ClientRequestToken="t"))["WorkloadId"] == ID


@pytest.mark.parametrize("operation", ["UpdateWorkload", "CreateWorkload"])
def test_a_call_that_is_refused_half_way_leaves_nothing_changed(
    bridge_of, cast, handle, workload, operation
):
    def half(call):
        Workload.objects.filter(pk=workload.pk).update(name="Half")
        raise errors.NotAllowed("no further")

    handle(operation, half)
    bridge = bridge_of(cast.ben)
    if operation == "UpdateWorkload":
        answer = bridge.send("PATCH", f"/workloads/{workload.pk.hex}", b"{}")
    else:
        body = json.dumps(new_workload(ClientRequestToken="t")).encode()
        answer = bridge.send("POST", "/workloads", body)
    assert told(answer)[1] == "AccessDeniedException"
    workload.refresh_from_db()
    assert workload.name != "Half"


def test_too_many_calls_a_minute_are_throttled_each_key_by_itself(
    bridge_of, cast, settings, monkeypatch
):
    settings.WELLARCH_AWS_RATE = 2
    monkeypatch.setattr(rates.time, "time", lambda: 1_000_000_005.0)
    bridge, other = bridge_of(cast.ben), bridge_of(cast.vic)
    answers = [bridge.send("POST", "/workloadsSummaries", b"{}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["x-amzn-ErrorType"] == "ThrottlingException"
    assert answers[2]["Retry-After"] == "15"
    assert other.send("POST", "/workloadsSummaries", b"{}").status_code == 200
    monkeypatch.setattr(rates.time, "time", lambda: 1_000_000_020.0)
    assert bridge.send("POST", "/workloadsSummaries", b"{}").status_code == 200


def test_what_breaks_is_logged_and_tells_nothing(bridge_of, cast, handle, caplog):
    handle("ListWorkloads", error=RuntimeError("the secret of the house"))
    status, code, body = told(
        bridge_of(cast.ben, raising=False).send("POST", "/workloadsSummaries", b"{}")
    )
    assert (status, code) == (500, "InternalServerException")
    assert "secret" not in body["Message"]
    assert "the secret of the house" in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"Unknown": 1},
        {"WorkloadSummaries": [{"RiskCounts": {"HIGH": "1"}}]},
        {"WorkloadSummaries": [{"RiskCounts": {"HIGH": True}}]},
    ],
)
def test_an_answer_out_of_shape_is_an_error_of_ours(bridge_of, cast, handle, wrong):
    handle("ListWorkloads", wrong)
    bridge = bridge_of(cast.ben, raising=False)
    assert told(bridge.send("POST", "/workloadsSummaries", b"{}"))[0] == 500
