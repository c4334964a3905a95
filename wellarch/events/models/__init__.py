"""What happened and who hears of it: the log and its seals, notices, webhooks; breakers."""

from wellarch.events.models.breaker import Breaker, BreakerState
from wellarch.events.models.heartbeat import Heartbeat
from wellarch.events.models.kept_answer import KeptAnswer
from wellarch.events.models.log import ChainHead, Event, Seal
from wellarch.events.models.notice import Delivery, Notice, NoticeKind
from wellarch.events.models.webhook import (
    OffReason,
    WebhookAttempt,
    WebhookCursor,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
    WebhookState,
)

__all__ = [
    "Breaker", "BreakerState", "ChainHead", "Delivery", "Event", "Heartbeat", "KeptAnswer",
    "Notice", "NoticeKind", "OffReason", "Seal", "WebhookAttempt", "WebhookCursor",
    "WebhookDelivery", "WebhookEndpoint", "WebhookMessage", "WebhookState",
]  # fmt: skip
