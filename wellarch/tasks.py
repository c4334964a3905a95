"""Celery door of the ground."""

from uuid import UUID

from celery import shared_task

from wellarch import replays
from wellarch.events import heartbeat
from wellarch.events.auditing import sealing
from wellarch.events.mailing import digest, notices
from wellarch.events.mailing import sending as mail
from wellarch.events.webhooks import fanout
from wellarch.events.webhooks import sending as webhooks
from wellarch.outgoing import breakers


@shared_task(name="wellarch.heartbeat", expires=10)
def beat() -> None:
    """Note that beat, broker and worker work."""
    heartbeat.beat()


@shared_task(name=notices.TASK, soft_time_limit=100, time_limit=120)
def send_notice(notice_id: str) -> None:
    """Mail one notice."""
    mail.send(UUID(notice_id))


@shared_task(name="wellarch.seal_events", expires=60)
def seal_events(everything: bool = False) -> int:
    """Link new events into the chains of the audit log, and have webhooks told of them."""
    count = sealing.seal(everything=everything)
    fanout.fan_out()
    return count


# Longer than one request may take (WELLARCH_WEBHOOK_TIMEOUT), shorter than a delivery's lease.
@shared_task(name=fanout.TASK, soft_time_limit=50, time_limit=55)
def deliver_webhook(delivery_id: str) -> None:
    """Send a message to a webhook."""
    webhooks.deliver(UUID(delivery_id))


@shared_task(name="wellarch.sweep_webhooks", expires=10)
def sweep_webhooks() -> None:
    """Send messages again whose worker died, whose task was lost, or whose time has come."""
    webhooks.sweep()


@shared_task(name="wellarch.forget", expires=1800)
def forget() -> None:
    """Delete what nobody will ask for again: messages of webhooks, breakers, kept answers."""
    webhooks.forget()
    breakers.forget()
    replays.forget()


@shared_task(name="wellarch.sweep_notices", soft_time_limit=100, time_limit=120, expires=30)
def sweep_notices() -> None:
    """Mail what was lost or is due again."""
    mail.sweep()


@shared_task(name=digest.TASK, expires=600)
def send_digests() -> None:
    """Mail the daily digests whose morning has come; forget what was sent long ago."""
    digest.send_due()
    mail.forget()
