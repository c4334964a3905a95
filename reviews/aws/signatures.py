"""AWS Signature Version 4, checked: who signed this request, and is it what they signed.

Only signed headers count; a presigned address and a session token are refused, since both would
let somebody else use a key for a while. Nothing of the canonical request is told to the caller.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, unquote_to_bytes

from botocore.utils import normalize_url_path
from django.conf import settings
from django.http import HttpRequest

from reviews.aws.errors import FrontDoor
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.addresses import address_of
from wellarch.accounts.credentials import access_keys, keyring
from wellarch.accounts.roles import Via

ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "wellarchitected"
_MOMENT = "%Y%m%dT%H%M%SZ"
_REQUIRED = frozenset({"host", "x-amz-date"})
_CONTENT_HASH = "x-amz-content-sha256"
_PARTS = ("Credential", "SignedHeaders", "Signature")
_HEADER_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"\w{1,128}", re.ASCII)
_UNRESERVED = "-._~"

logger = logging.getLogger("wellarch.aws")


@dataclass(frozen=True)
class Signed:
    """What the Authorization header says, and the headers it is about."""

    key_id: str
    day: str
    region: str
    names: tuple[str, ...]
    signature: str
    moment: str
    headers: dict[str, str]


def require(request: HttpRequest, uris: Iterable[str]) -> tuple[Actor, str]:
    """The actor who signed this request, and which of `uris` they signed.

    uris: the encoded paths the decoded one may have been. Raises FrontDoor with the code AWS
    gives: no signature, half a signature, an unknown key, a wrong or late signature.
    """
    signed = _read(request)
    _require_timely(signed.moment)
    body_hash = _body_hash(request, signed)
    try:
        found = access_keys.secret_for(signed.key_id)
    except keyring.KeyLost:
        logger.error("The secret of access key %s cannot be decrypted.", signed.key_id)
        found = None
    if found is None:
        raise _unknown_key()
    key, secret = found
    for uri in uris:
        if hmac.compare_digest(
            _signature(request, signed, uri, body_hash, secret), signed.signature
        ):
            break
    else:
        raise _wrong(
            "The request signature we calculated does not match the signature you provided. Check "
            "your secret access key and signing method."
        )
    actor = access_keys.actor_for(key, Via.AWS, ip=address_of(request))
    if actor is None:
        raise _unknown_key()
    return actor, uri


def _read(request: HttpRequest) -> Signed:
    query = parse_qs(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    if any(name.lower() in ("x-amz-signature", "x-amz-algorithm") for name in query):
        raise _incomplete("Presigned requests are not accepted. Sign the headers.")
    header = request.headers.get("Authorization", "").strip()
    if not header:
        raise FrontDoor("MissingAuthenticationTokenException", "Missing Authentication Token")
    algorithm, _blank, rest = header.partition(" ")
    if algorithm != ALGORITHM:
        raise _incomplete(f"The signing algorithm has to be {ALGORITHM}.")
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    for name in _PARTS:
        if not parts.get(name):
            raise _incomplete(f"Authorization header requires '{name}' parameter.")
    if not _SIGNATURE.fullmatch(parts["Signature"]):
        raise _wrong("A signature has 64 hexadecimal digits.")
    key_id, day, region = _scope(parts["Credential"])
    names = tuple(parts["SignedHeaders"].split(";"))
    headers = _headers(request, names)
    return Signed(key_id, day, region, names, parts["Signature"], _moment(headers, day), headers)


def _scope(credential: str) -> tuple[str, str, str]:
    """Key, day and region of `key/20260131/us-east-1/wellarchitected/aws4_request`."""
    parts = credential.split("/")
    if len(parts) != 5 or not all(parts):
        raise _incomplete("Credential must have exactly 5 slash-delimited elements.")
    key_id, day, region, service, end = parts
    if not _KEY_ID.fullmatch(key_id):
        raise _unknown_key()
    if service != SERVICE:
        raise _wrong(f"Credential should be scoped to correct service: '{SERVICE}'.")
    if end != "aws4_request":
        raise _wrong("Credential should be scoped with a valid terminator: 'aws4_request'.")
    return key_id, day, region


def _headers(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """The signed headers and their values; refuses when one that has to be signed is not."""
    if list(names) != sorted(set(names)) or not all(map(_HEADER_NAME.fullmatch, names)):
        raise _incomplete("SignedHeaders must be lower-case names in alphabetical order.")
    sent = {name.lower(): value for name, value in request.headers.items()}
    if "x-amz-security-token" in sent:
        raise _unknown_key()
    amz = {name for name in sent if name.startswith("x-amz-")}
    if missing := (_REQUIRED | amz) - set(names):
        raise _incomplete(f"These headers must be signed: {', '.join(sorted(missing))}.")
    if absent := set(names) - set(sent) - {"host"}:
        raise _wrong(f"Signed but not sent: {', '.join(sorted(absent))}.")
    # What a proxy in front rewrote is asked of Django, which knows whether to trust it.
    return {name: sent.get(name, "") for name in names} | {"host": request.get_host()}


def _moment(headers: dict[str, str], day: str) -> str:
    moment = headers["x-amz-date"]
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", moment):
        raise _incomplete("X-Amz-Date must be in the format 20260131T120000Z.")
    if not moment.startswith(day):
        raise _wrong("Date in Credential scope does not match YYYYMMDD of X-Amz-Date.")
    return moment


def _require_timely(moment: str) -> None:
    try:
        signed_at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise _incomplete("X-Amz-Date is no moment in time.") from error
    now, skew = clock.now(), timedelta(seconds=settings.WELLARCH_AWS_CLOCK_SKEW)
    if signed_at < now - skew:
        limit = (now - skew).strftime(_MOMENT)
        raise _wrong(f"Signature expired: {moment} is now earlier than {limit}.")
    if signed_at > now + skew:
        limit = (now + skew).strftime(_MOMENT)
        raise _wrong(f"Signature not yet current: {moment} is still later than {limit}.")


def _body_hash(request: HttpRequest, signed: Signed) -> str:
    """The digest of the body that came; refuses when the client announced another."""
    digest = hashlib.sha256(request.body).hexdigest()
    announced = signed.headers.get(_CONTENT_HASH, digest)
    if not hmac.compare_digest(announced.encode(), digest.encode()):
        raise _wrong("The body does not have the digest that X-Amz-Content-Sha256 announces.")
    return digest


def _signature(request: HttpRequest, signed: Signed, uri: str, body_hash: str, secret: str) -> str:
    lines = [f"{name}:{' '.join(signed.headers[name].split())}" for name in signed.names]
    canonical = "\n".join(
        [
            str(request.method),
            # Without empty and dotted steps, and encoded once more: so AWS signs all but S3.
            quote(normalize_url_path(uri), safe="/" + _UNRESERVED),
            _canonical_query(request.META.get("QUERY_STRING", "")),
            *lines,
            "",
            ";".join(signed.names),
            body_hash,
        ]
    )
    scope = f"{signed.day}/{signed.region}/{SERVICE}/aws4_request"
    digest = hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()
    to_sign = "\n".join([ALGORITHM, signed.moment, scope, digest])
    key = f"AWS4{secret}".encode()
    for step in scope.split("/"):
        key = hmac.digest(key, step.encode("utf-8", "replace"), "sha256")
    return hmac.digest(key, to_sign.encode("utf-8", "replace"), "sha256").hex()


def _canonical_query(text: str) -> str:
    pairs = [part.partition("=")[::2] for part in text.split("&") if part]
    return "&".join(f"{n}={v}" for n, v in sorted((_again(n), _again(v)) for n, v in pairs))


def _again(text: str) -> str:
    """Decoded and encoded in the one way AWS does."""
    return quote(unquote_to_bytes(text), safe=_UNRESERVED)


def _incomplete(message: str) -> FrontDoor:
    return FrontDoor("IncompleteSignatureException", message)


def _wrong(message: str) -> FrontDoor:
    return FrontDoor("InvalidSignatureException", message)


def _unknown_key() -> FrontDoor:
    return FrontDoor(
        "UnrecognizedClientException", "The security token included in the request is invalid."
    )
