"""Passes: signed tickets with which a page that is open asks what is new.

A pass says what is watched, in which room, by whom and since when. It was made when its page
was rendered for somebody who may see it, so that asking needs no session and no database; that
they still may is looked at again by the hub. It opens nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from wellarch.accounts.credentials import keyring

LIFE = timedelta(hours=12)
_PURPOSE = "live pass"
_BODY = struct.Struct(">16s16s16sQI")
_KEY_ID = 6  # bytes of a key's id
_SEAL = 16


@dataclass(frozen=True, slots=True)
class Pass:
    """topic: what is watched; room: where its watchers meet; issued: seconds since 1970.

    person, organization: who watches, and for which organization they act.
    """

    topic: UUID
    room: UUID
    organization: UUID
    person: int
    issued: int

    @property
    def expires(self) -> float:
        """When it ends, in seconds since 1970."""
        return self.issued + LIFE.total_seconds()


def write(issued: Pass) -> str:
    """The pass as text, sealed with the current key."""
    key = keyring.current(_PURPOSE)
    parts = (issued.topic.bytes, issued.room.bytes, issued.organization.bytes)
    body = bytes.fromhex(key.id) + _BODY.pack(*parts, issued.person, issued.issued)
    return base64.urlsafe_b64encode(body + _seal(key, body)).decode().rstrip("=")


def read(text: str) -> Pass | None:
    """The pass that `write` made, or None for anything else. Whether it ended is not looked at."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(raw) != _KEY_ID + _BODY.size + _SEAL:
        return None
    body, seal = raw[:-_SEAL], raw[-_SEAL:]
    key = keyring.find(_PURPOSE, body[:_KEY_ID].hex())
    if key is None or not hmac.compare_digest(seal, _seal(key, body)):
        return None
    topic, room, organization, person, issued = _BODY.unpack(body[_KEY_ID:])
    return Pass(UUID(bytes=topic), UUID(bytes=room), UUID(bytes=organization), person, issued)


def _seal(key: keyring.Key, body: bytes) -> bytes:
    return hmac.new(key.secret, body, hashlib.sha256).digest()[:_SEAL]
