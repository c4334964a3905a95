"""Anything may come through the door: it never breaks, and says what it does in the model's words.

AWS_FUZZ_CASES says how many cases; `--hypothesis-profile=search` makes others than these.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from urllib.parse import unquote

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviews.aws import model, routes
from tests.aws import constraints, fuzzing, shapes

CASES = int(os.environ.get("AWS_FUZZ_CASES", "300"))
FUZZ = settings(
    max_examples=CASES,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
OPERATIONS = sorted(model.operations())


@pytest.fixture
def unlimited(settings):
    settings.WELLARCH_AWS_RATE = 0


def tried(bridge, method, path, body):
    """The outcome of a call whose effects are taken back; whatever it is, it is well-formed.

    A bent label can make it the call of another operation: then that one's shape counts.
    """
    with transaction.atomic():
        response = bridge.send(method, path, body)
        transaction.set_rollback(True)
    assert response.status_code < 500
    code = response.headers.get("x-amzn-ErrorType")
    if code:
        shapes.require("", response)
        return code
    if method != "GET" or path.partition("?")[0] not in ("", "/"):
        decoded = unquote(path.partition("?")[0])
        names = [match.operation.name for match in routes.matches(method, decoded)]
        assert not min((shapes.problems_of(name, response) for name in names), key=len)
    return "200"


@pytest.mark.slow
def test_calls_right_and_bent_never_break_it(bridge_of, cast, unlimited):
    bridge, other = bridge_of(cast.ada, "admin"), bridge_of(cast.oda, "admin")
    numbers = cast.northwind.number, cast.elsewhere.number
    pools = fuzzing.stage(bridge.client(), other.client(), *numbers)
    outcomes = Counter()

    @FUZZ
    @given(fuzzing.calls(pools), st.sampled_from([True, True, True, False]))
    def run(call, mine):
        try:
            sent = constraints.request_for(call.operation, call.given)
            sent[1].encode("ascii")
        except (UnicodeEncodeError, TypeError):
            return  # half a character has no place in a path
        who = bridge if mine else other
        outcomes[call.operation, tried(who, *sent)] += 1

    run()
    happy = {operation for operation, outcome in outcomes if outcome == "200"}
    assert len(outcomes) > 50
    assert len(happy) >= 10, outcomes  # or it no longer reaches the handlers


@pytest.mark.slow
def test_garbage_never_breaks_it(bridge_of, cast, unlimited):
    bridge = bridge_of(cast.ada, "admin")
    paths = st.sampled_from(
        [model.operations()[name].http["requestUri"] for name in OPERATIONS]
    ).map(lambda path: path.replace("{", "").replace("}", ""))
    pieces = st.binary(max_size=12).map(lambda raw: "".join(f"%{byte:02X}" for byte in raw))
    anywhere = st.lists(pieces, max_size=5).map(lambda parts: "/" + "/".join(parts))
    methods = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
    queries = st.lists(st.tuples(pieces, pieces), max_size=3).map(
        lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
    )
    names = st.sampled_from(["X-Amz-Date", "X-Amz-Thing", "Content-Type", "Accept", "Range"])
    values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
    bodies = st.binary(max_size=60) | fuzzing.JSON.map(lambda data: json.dumps(data).encode())

    @FUZZ
    @given(
        methods,
        paths | anywhere,
        queries,
        st.dictionaries(names, values, max_size=2),
        bodies,
    )
    @example("GET", "/lenses/%00", "", {}, b"")
    @example("GET", "/lenses/%FF%FE", "a=%FF", {}, b"")
    @example("GET", "/workloads/%0A/../..//", "", {}, b"")
    def run(method, path, query, headers, body):
        response = bridge.send(method, f"{path}?{query}", body, headers=headers)
        assert response.status_code < 500
        code = response.headers.get("x-amzn-ErrorType")
        if code and method != "HEAD":
            assert json.loads(response.content)["Message"]
            shapes.require("", response)
        else:
            assert response.status_code in (200, 204) or code

    run()


@pytest.mark.slow
def test_a_garbled_signature_never_breaks_it(bridge_of, cast, unlimited):
    bridge = bridge_of(cast.ada, "admin")
    words = st.sampled_from(
        ["AWS4-HMAC-SHA256", "Credential=", "SignedHeaders=", "Signature=", "host;x-amz-date", "/",
         ",", " ", "=", bridge.key_id, "20260101", "us-east-1", "wellarchitected", "aws4_request",
         "0" * 64]
    ) | st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=8)  # fmt: skip
    dates = st.text(max_size=20) | st.from_regex(r"[0-9]{8}T[0-9]{6}Z", fullmatch=True)

    @FUZZ
    @given(st.lists(words, max_size=16).map("".join), dates, st.text(max_size=20))
    def run(header, date, digest):
        response = bridge.browser.post(
            "/aws/workloadsSummaries",
            b"{}",
            content_type="application/json",
            headers={"Authorization": header, "X-Amz-Date": date, "X-Amz-Content-Sha256": digest},
        )
        assert response.status_code == 403
        shapes.require("ListWorkloads", response)

    run()
