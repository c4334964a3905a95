"""A receiver on this machine, and a webhook of Northwind that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.outgoing.receiver import Receiver
from wellarch.events.auditing import sealing
from wellarch.events.models import WebhookDelivery, WebhookEndpoint, WebhookState
from wellarch.events.webhooks import endpoints, fanout, sending


@dataclass
class Hook:
    """An endpoint and its secret."""

    row: WebhookEndpoint
    secret: str


@pytest.fixture
def open_inside(settings: Any) -> None:
    """The settings allow webhooks on this machine."""
    settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    settings.WELLARCH_WEBHOOK_TIMEOUT = 5


@pytest.fixture
def receiver(open_inside: None) -> Iterator[Receiver]:
    with Receiver().running() as found:
        yield found


@pytest.fixture
def hook_of(actors: Any, receiver: Receiver) -> Callable[..., Hook]:
    """A webhook of Northwind; `types` and others as given."""

    def make(*types: str, **more: Any) -> Hook:
        values = {"url": receiver.url, "types": list(types), **more}
        return Hook(*endpoints.create(actors.ada, values=values))

    return make


@pytest.fixture
def hook(hook_of: Callable[..., Hook]) -> Hook:
    return hook_of()


def told() -> list[WebhookDelivery]:
    """Seal and fan out what happened; every delivery that waits, in the order of the log."""
    sealing.seal()
    fanout.fan_out()
    waiting = WebhookDelivery.objects.filter(state=WebhookState.QUEUED)
    return list(waiting.select_related("message").order_by("message__number", "message__type"))


def deliver_all() -> int:
    """Have a worker take everything that waits; how many arrived."""
    return sum(sending.deliver(each.pk) for each in told())
