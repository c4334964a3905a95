"""What allauth asks of us: who may sign up, what is logged, and how a person is called."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import User
from wellarch.accounts.sign_in import security_log, sessions, sign_up
from wellarch.accounts.tenancy import invitations, joining


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our answers to allauth's questions."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or sign in another way."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the one who asks may try to make an account (WELLARCH_SIGNUP)."""
        return sign_up.is_open(request)

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """True for an address that is proven already: by the mail of an invitation."""
        return joining.proves(request, email) or bool(super().is_email_verified(request, email))

    def post_login(
        self, request: HttpRequest, user: User, *, email_verification: str, **more: Any
    ) -> HttpResponse:
        """Stamp the session, log the sign-in, go on."""
        sessions.begin(request)
        methods = [_method(told) for told in get_authentication_records(request, user)]
        security_log.record(request, user, "person.signed_in", {"methods": methods})
        response: HttpResponse = super().post_login(
            request, user, email_verification=email_verification, **more
        )
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password, if the address is somebody's."""
        super().authentication_failed(request, **credentials)
        for user in filter_users_by_email(credentials.get("email", ""), prefer_verified=True):
            security_log.failed(request, user, method="password")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Log an address that is proven."""
        is_done: bool = super().confirm_email(request, email_address)
        if is_done:
            data = {"email": invitations.masked(email_address.email)}
            security_log.record(request, email_address.user, "person.email_confirmed", data)
        return is_done

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Log what changed about an account, then tell its owner by mail."""
        told = security_log.told_by(template_prefix, context)
        if told:
            security_log.record(self.request, user, *told)
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email
        )

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to prove again who one is, in our words."""
        words = {
            "mfa_reauthenticate": _("Use a code of the app"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": words.get(way["id"], way["description"])} for way in ways]

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not by who has signed in a few minutes ago; else as configured."""
        return not sessions.is_fresh(self.request) and bool(
            super().is_reauthentication_required(app=app, **more)
        )


def _method(told: dict[str, Any]) -> str:
    """One step of a sign-in in a word: password, code, totp, webauthn, the id of a provider."""
    return str(told.get("provider") or told.get("type") or told["method"])


def display_name(user: User) -> str:
    """How mails and pages of allauth call a person."""
    return str(user)
