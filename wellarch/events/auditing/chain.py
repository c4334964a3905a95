"""What makes the log tamper-evident: canonical bytes of an event, its stamp, its link.

Pure but for the keyring. A stamp is made by WellArch with the event itself and says "we wrote
this"; a link ties the event to the one before it in its organization, in numbers without gaps.
Both are keyed (HMAC-SHA256): somebody with all rights on the database but without the keys can
make neither, so every row they change, add, remove or move is found by verification.py.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from wellarch.accounts.credentials import keyring
from wellarch.accounts.credentials.keyring import Key

PURPOSE = "audit"
# Every column of an event that its stamp covers, by the names of its attributes. The order and
# the names are part of the format.
CONTENT = (
    "organization_id", "at", "user_id", "actor_name", "guest_of", "via", "credential", "ip",
    "verb", "subject_type", "subject_id", "workload_id", "changes", "data",
)  # fmt: skip
COLUMNS = ("id", *CONTENT, "stamp")
_NONCE = 8
_MAC = 24


def canonical(values: Mapping[str, Any]) -> bytes:
    """The named values as bytes that are the same whichever database they were read from.

    Moments are microseconds in UTC, JSON is sorted, a whole number is written without a point,
    addresses in their shortest form.
    """
    plain = {name: _plain(name, value) for name, value in values.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if name == "ip" and value is not None:
        address = ipaddress.ip_address(str(value))
        return str(getattr(address, "ipv4_mapped", None) or address)
    return _numbers(value)


def _numbers(value: Any) -> Any:
    """The same JSON with 1.0 as 1: PostgreSQL and Python do not agree on which of them it is."""
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))
    if isinstance(value, dict):
        return {key: _numbers(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers(each) for each in value]
    return str(value) if isinstance(value, str) else value


def stamp(content: Mapping[str, Any]) -> bytes:
    """The stamp of a new event with these values of CONTENT, made with the current key."""
    key = keyring.current(PURPOSE)
    nonce = secrets.token_bytes(_NONCE)
    return f"{key.id}:".encode() + nonce + _mac(key, nonce, content)


def is_stamped(event: Mapping[str, Any], keys: Keys) -> bool:
    """True if WellArch wrote exactly this content. Raises KeyUnknown when the key is gone."""
    made = bytes(event["stamp"] or b"")
    name, _colon, rest = made.partition(b":")
    if len(rest) != _NONCE + _MAC:
        return False
    key = keys[name.decode("ascii", "replace")]
    nonce, mac = rest[:_NONCE], rest[_NONCE:]
    return hmac.compare_digest(mac, _mac(key, nonce, event))


def link(key: Key, number: int, previous: str, event: Mapping[str, Any]) -> str:
    """The digest that ties an event (all of COLUMNS) to the digest before it."""
    body = canonical({name: event[name] for name in COLUMNS})
    return _digest(key, b"link", str(number).encode(), previous.encode(), body).hex()


def end(key: Key, organization_id: UUID, number: int, last: str) -> str:
    """The digest of a chain's head: it says which link is the last."""
    return _digest(
        key, b"head", organization_id.hex.encode(), str(number).encode(), last.encode()
    ).hex()


class KeyUnknown(LookupError):
    """A digest names a key that is not configured."""


class Keys:
    """The keys of the log by id, each looked for once."""

    def __init__(self) -> None:
        self._known: dict[str, Key | None] = {}

    def __getitem__(self, name: str) -> Key:
        if name not in self._known:
            self._known[name] = keyring.find(PURPOSE, name)
        key = self._known[name]
        if key is None:
            raise KeyUnknown(name)
        return key


def _mac(key: Key, nonce: bytes, content: Mapping[str, Any]) -> bytes:
    body = canonical({name: content[name] for name in CONTENT})
    return _digest(key, b"stamp", nonce, body)[:_MAC]


def _digest(key: Key, *parts: bytes) -> bytes:
    # Each part with its length before it: no two lists of parts are the same bytes.
    message = b"".join(b"%d:%b" % (len(part), part) for part in parts)
    return hmac.digest(key.secret, message, "sha256")
