"""Mail leaves through a breaker: Django's mail backend here, around the real one."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from wellarch.outgoing import breakers

KEY = "mail"
# What a server that works says about one mail. Every other error of a connection is an OSError.
OF_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Backend(BaseEmailBackend):
    """Sends by the backend that WELLARCH_MAIL_BACKEND names. Raises breakers.Open while the
    server is left alone, and what that backend raises."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._inner = get_connection(
            settings.WELLARCH_MAIL_BACKEND, fail_silently=fail_silently, **options
        )

    def open(self) -> bool | None:
        """Opened by the first mail, within the breaker."""
        return None

    def close(self) -> None:
        """End the conversation."""
        self._inner.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were sent."""
        return breakers.call(
            KEY,
            self._inner.send_messages,
            email_messages,
            label="The mail server",
            is_failure=is_down,
        )


def is_down(error: Exception) -> bool:
    """Whether the next mail would fare the same: it is the server, not this mail."""
    return breakers.is_network_failure(error) and not isinstance(error, OF_ONE_MAIL)
