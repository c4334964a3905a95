"""`manage.py mail test ADDRESS`: whether mails leave this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from wellarch.outgoing import breakers


class Command(BaseCommand):
    """Sends one mail with the settings as they are, and says what the server answered."""

    help = "Send a mail to try out EMAIL_URL and WELLARCH_MAIL_FROM."

    def add_arguments(self, parser: CommandParser) -> None:
        """`test ADDRESS`."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        test = verbs.add_parser("test", help="send a mail to this address")
        test.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send it, or fail with the server's own words."""
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        context = {"site": settings.WELLARCH_URL, "subject": "A mail from WellArch"}
        mail = EmailMultiAlternatives(
            subject=context["subject"],
            body=render_to_string("mail/test.txt", context),
            to=[options["address"]],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("mail/test.html", context), "text/html")
        try:
            mail.send()
        except (OSError, breakers.Open) as error:  # of SMTP as well
            raise CommandError(f"{where} did not take it: {error}") from error
        backend = settings.WELLARCH_MAIL_BACKEND.split(".")[-2]
        self.stdout.write(
            f"Handed over to {where} for {options['address']}, from {settings.DEFAULT_FROM_EMAIL}."
            if backend == "smtp"
            else f"Written by the backend {backend}: set EMAIL_URL to send mails."
        )
