"""What allauth asks of us: whether sign-up is open, and how a person is called."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from wellarch.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our answers to allauth's questions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account (WELLARCH_SIGNUP_OPEN)."""
        return bool(settings.WELLARCH_SIGNUP_OPEN)


def display_name(user: User) -> str:
    """How mails and pages of allauth call a person."""
    return str(user)
