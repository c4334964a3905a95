"""Who signed a request: what passes, and what is refused with the code AWS gives."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.conf import settings as django_settings
from django.test import override_settings

from tests.aws.bridge import ENDPOINT, REGION
from wellarch import clock
from wellarch.accounts.credentials import access_keys
from wellarch.accounts.models import AccessKey, Membership, Organization

PATH = "/workloadsSummaries"
WRONG = "InvalidSignatureException"
HALF = "IncompleteSignatureException"
UNKNOWN = "UnrecognizedClientException"


def told(response):
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.headers.get("x-amzn-ErrorType")


def signed(bridge, method="POST", path=PATH, body=b"{}", **headers):
    """A request as botocore signs it, before anything else happens to it."""
    request = AWSRequest(method, ENDPOINT + path, headers=headers, data=body)
    credentials = Credentials(bridge.key_id, bridge.secret)
    SigV4Auth(credentials, "wellarchitected", REGION).add_auth(request)
    return request.prepare()


@pytest.fixture
def bridge(bridge_of, cast):
    return bridge_of(cast.ben)


@pytest.mark.parametrize(
    "path",
    [
        PATH,
        PATH + "/",
        PATH + "?b=2&a=1&a=%C3%BC%20%2B~%2F",
        PATH + "?flag&empty=",
    ],
)
def test_botocores_signature_is_right_whatever_the_query(bridge, path):
    assert bridge.send("POST", path, b"{}").status_code == 200


@pytest.mark.parametrize(
    "alias",
    [
        "wellarchitected",
        "arn%3Aaws%3Awellarchitected%3A%3Aaws%3Alens%2Fwellarchitected",
        "a%20b%25c%2Bd%C3%BC%26%3D~%3F%23",
        "a%0Ab",
    ],
)
def test_a_label_may_hold_anything(bridge, alias):
    status, code = told(bridge.send("GET", f"/lenses/{alias}"))
    assert (status, code) in {(200, None), (404, "ResourceNotFoundException")}


def test_any_region_may_be_signed_for(bridge):
    assert bridge.send("POST", PATH, b"{}", region="eu-west-9").status_code == 200


def test_the_digest_of_the_body_may_be_signed_as_newer_sdks_do(bridge):
    digest = hashlib.sha256(b"{}").hexdigest()
    sent = bridge.send("POST", PATH, b"{}", headers={"X-Amz-Content-Sha256": digest})
    assert sent.status_code == 200


@pytest.mark.parametrize("digest", ["UNSIGNED-PAYLOAD", "0" * 64, "ü"])
def test_another_digest_than_the_bodys_is_refused(bridge, digest):
    sent = bridge.send("POST", PATH, b"{}", headers={"X-Amz-Content-Sha256": digest})
    assert told(sent) == (403, WRONG)


def test_no_signature_is_missing_authentication(bridge):
    request = signed(bridge)
    del request.headers["Authorization"]
    assert told(bridge.deliver(request)) == (403, "MissingAuthenticationTokenException")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("AWS4-HMAC-SHA256 ", "AWS4-ECDSA-P256-SHA256 ", HALF),
        ("AWS4-HMAC-SHA256 ", "Bearer ", HALF),
        ("Credential=", "Creditor=", HALF),
        ("Signature=", "Autograph=", HALF),
        ("/aws4_request", "", HALF),
        ("/aws4_request", "/aws5_request", WRONG),
        ("/wellarchitected/", "/s3/", WRONG),
        ("/us-east-1/", "/us-east-2/", WRONG),
        ("host;", "", HALF),
        (";x-amz-date", "", HALF),
        ("host;x-amz-date", "x-amz-date;host", HALF),
        ("host;x-amz-date", "host;host;x-amz-date", HALF),
        ("host;x-amz-date", "Host;X-Amz-Date", HALF),
        ("host;x-amz-date", "host;never-sent;x-amz-date", WRONG),
        ("Signature=", "Signature=0", WRONG),
        ("Signature=", "Signature=ü", WRONG),
    ],
)
def test_a_signature_that_was_touched_is_refused(bridge, old, new, code):
    request = signed(bridge)
    header = request.headers["Authorization"]
    assert old in header
    request.headers["Authorization"] = header.replace(old, new, 1)
    assert told(bridge.deliver(request)) == (403, code)


@pytest.mark.parametrize("part", ["body", "method", "path", "query", "host", "date", "extra"])
def test_what_was_changed_after_signing_is_refused(bridge, part, workload):
    request = signed(bridge)
    if part == "body":
        request.body = b'{"WorkloadNamePrefix": "x"}'
    elif part == "method":
        request.method, request.url = "GET", ENDPOINT + "/lenses"
    elif part == "path":
        request.url = ENDPOINT + "/notifications"
    elif part == "query":
        request.url += "?a=1"
    elif part == "host":
        request.url = request.url.replace("testserver", "localhost")
    elif part == "date":
        moment = request.headers["X-Amz-Date"]
        request.headers["X-Amz-Date"] = f"{moment[:-2]}{(int(moment[-2]) + 1) % 10}Z"
    elif part == "extra":
        request.headers["X-Amz-Target"] = "Anything"
    with override_settings(ALLOWED_HOSTS=["*"]):
        status, code = told(bridge.deliver(request))
    assert (status, code) == (403, HALF if part == "extra" else WRONG)


@pytest.mark.parametrize(("minutes", "words"), [(-6, "expired"), (6, "not yet current")])
def test_a_late_or_early_signature_is_refused(bridge, minutes, words):
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        request = signed(bridge)
    response = bridge.deliver(request)
    assert told(response) == (403, WRONG)
    assert words in json.loads(response.content)["Message"]


def test_the_clocks_may_differ_a_little(bridge, settings):
    assert django_settings.WELLARCH_AWS_CLOCK_SKEW == 300
    with clock.at(clock.now() - timedelta(minutes=4)):
        request = signed(bridge)
    assert bridge.deliver(request).status_code == 200
    settings.WELLARCH_AWS_CLOCK_SKEW = 60
    assert told(bridge.deliver(request)) == (403, WRONG)


@pytest.mark.parametrize("moment", ["20260231T000000Z", "yesterday", "2026-02-01T00:00:00Z"])
def test_a_date_that_is_none_is_refused(bridge, moment):
    request = signed(bridge)
    request.headers["X-Amz-Date"] = moment
    header = request.headers["Authorization"]
    request.headers["Authorization"] = header.replace(header.split("/")[1], moment[:8])
    status, code = told(bridge.deliver(request))
    assert (status, code) == (403, HALF)


def test_a_presigned_address_is_refused(bridge):
    request = AWSRequest("GET", ENDPOINT + "/lenses")
    credentials = Credentials(bridge.key_id, bridge.secret)
    SigV4QueryAuth(credentials, "wellarchitected", REGION).add_auth(request)
    assert told(bridge.deliver(request.prepare())) == (403, HALF)


def test_a_session_token_is_refused(bridge):
    request = AWSRequest("GET", ENDPOINT + "/lenses")
    credentials = Credentials(bridge.key_id, bridge.secret, token="session")
    SigV4Auth(credentials, "wellarchitected", REGION).add_auth(request)
    assert told(bridge.deliver(request.prepare())) == (403, UNKNOWN)


def test_an_unknown_a_revoked_an_expired_and_a_lost_key_are_the_same(bridge, cast, actors):
    def answer():
        return told(bridge.send("POST", PATH, b"{}"))

    assert answer() == (200, None)
    key = AccessKey.objects.get(key_id=bridge.key_id)
    AccessKey.objects.filter(pk=key.pk).update(expires_at=clock.now())
    assert answer() == (403, UNKNOWN)
    AccessKey.objects.filter(pk=key.pk).update(expires_at=None, secret="1.gone.AAAA")
    assert answer() == (403, UNKNOWN)
    AccessKey.objects.filter(pk=key.pk).update(secret=key.secret)
    assert answer() == (200, None)
    access_keys.revoke(actors.ben, key_id=bridge.key_id)
    assert answer() == (403, UNKNOWN)
    bridge.key_id = "AKWAAAAAAAAAAAAAAAAA"
    assert answer() == (403, UNKNOWN)


def test_the_key_of_somebody_who_left_is_unknown(bridge, cast):
    Membership.objects.filter(user=cast.ben).delete()
    assert told(bridge.send("POST", PATH, b"{}")) == (403, UNKNOWN)


def test_nobody_gets_in_without_the_second_factor_the_organization_asks_for(bridge, cast):
    Organization.objects.filter(pk=cast.northwind.pk).update(second_factor_required=True)
    assert told(bridge.send("POST", PATH, b"{}")) == (403, "AccessDeniedException")


def test_no_refusal_tells_what_should_have_been_signed(bridge):
    request = signed(bridge)
    request.body = b"{ }"
    message = bridge.deliver(request).content.decode()
    right = hashlib.sha256(b"{ }").hexdigest()
    assert right not in message
    assert bridge.secret not in message
