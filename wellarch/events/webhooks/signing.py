"""What a message looks like when it leaves: its body, and the headers by which it is checked."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from standardwebhooks.webhooks import Webhook

from wellarch.accounts.credentials import keyring
from wellarch.events.models import WebhookEndpoint, WebhookMessage

_BYTES = 32  # of a secret; the specification allows 24 to 64
_NOBODY = "Somebody"


def new_secret() -> str:
    """A secret to sign with: whsec_ and random bytes in base64."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_BYTES)).decode()}"


def sealed(endpoint: WebhookEndpoint, column: str, clear: str) -> str:
    """A secret as it is stored in a column of this row, and opens nowhere else."""
    return keyring.encrypt(clear, about=keyring.place(endpoint, column))


def opened(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """The secrets that sign now, the present one first. KeyLost if no key opens one."""
    columns = ["secret"]
    if endpoint.previous_secret and endpoint.previous_until and endpoint.previous_until > now:
        columns.append("previous_secret")
    return [
        keyring.decrypt(getattr(endpoint, column), about=keyring.place(endpoint, column))
        for column in columns
    ]


def body(message: WebhookMessage) -> str:
    """The JSON that is sent. Who did it has the name they have now; an address is no name."""
    payload: dict[str, Any] = message.payload
    if message.number is not None and "actor" not in payload["data"]:
        person = message.user
        name = str(person) if person is not None else _NOBODY
        actor = {"id": person.pk if person else None, "name": _NOBODY if "@" in name else name}
        payload = {**payload, "data": {**payload["data"], "actor": actor}}
    return json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def headers(message_id: str, text: str, keys: list[str], now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each of the keys."""
    moment = now.astimezone(UTC)
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message_id, moment, text) for key in keys),
    }
