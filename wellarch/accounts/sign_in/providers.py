"""What allauth asks of us about people whom an OpenID Connect provider vouches for."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest

from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import User
from wellarch.accounts.sign_in import security_log, sign_up
from wellarch.accounts.tenancy import organizations

_KINDS = {Authenticator.Type.TOTP: "app", Authenticator.Type.WEBAUTHN: "passkey"}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Our answers to allauth's questions.

    The operator names the providers and so trusts them: an address a provider has verified
    signs in to the account that has it, and the two stay connected (unless connect_by_email is
    false for the provider). An address it has not verified opens nothing.
    """

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """The person as the provider describes them. Only a true `email_verified` counts."""
        user: User = super().populate_user(request, sociallogin, data)
        whole = " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        user.name = str(data.get("name") or whole)[:120].strip()
        for address in sociallogin.email_addresses:
            # Some write the word as a text, where every text would count as true.
            address.verified = str(address.verified).lower() == "true"
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lock out whoever made the account before its address was proven.

        They may have claimed a stranger's address where mails are not asked for, and waited for
        its owner. allauth ends their password and sessions; here every other way back in goes.
        """
        super().pre_social_login(request, sociallogin)
        email = sociallogin._did_authenticate_by_email
        if not email or sociallogin.state.get("process") != AuthProcess.LOGIN:
            return
        theirs = EmailAddress.objects.filter(user=sociallogin.user, email__iexact=email)
        if not theirs.filter(verified=True).exists():
            _end_other_ways(request, sociallogin.user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """As for everybody; in the mode of domains the provider has to have verified one."""
        if not sign_up.is_open(request):
            return False
        proven = [address.email for address in sociallogin.email_addresses if address.verified]
        return any(not sign_up.refusal(request, email) for email in proven or [""])

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Without a form only when the provider has told the name and a verified address."""
        is_known = bool(sociallogin.user.name) and any(
            address.verified for address in sociallogin.email_addresses
        )
        return is_known and bool(super().is_auto_signup_allowed(request, sociallogin))

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """What the form asks for and the provider has told."""
        told: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        return told | {"name": sociallogin.user.name}


def _end_other_ways(request: HttpRequest, user: User) -> None:
    """Everything but password and sessions by which somebody could act as this person."""
    SocialAccount.objects.filter(user=user).delete()
    steps = Authenticator.objects.filter(user=user)
    kinds = [_KINDS[step.type] for step in steps if step.type in _KINDS]
    steps.delete()
    for kind in kinds:
        security_log.record(request, user, "person.second_factor_removed", {"kind": kind})
    for membership in organizations.memberships_of(user):
        credentials.end_with(membership.organization, user)
