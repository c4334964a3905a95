"""Who may make an account here (WELLARCH_SIGNUP): everybody, the invited, people of a domain."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellarch.accounts.models import User
from wellarch.accounts.tenancy import joining

OPEN, DOMAINS = "open", "domains"


def is_open(request: HttpRequest) -> bool:
    """Whether sign-up is worth a try for whoever sends this request.

    The first account of an empty server may always be made, and an invitation opens the door
    in every mode.
    """
    return (
        settings.WELLARCH_SIGNUP in (OPEN, DOMAINS)
        or joining.waiting_in(request) is not None
        or not User.objects.exists()
    )


def refusal(request: HttpRequest, email: str) -> str:
    """Why no account may be made for this address, as a sentence; empty when one may."""
    if settings.WELLARCH_SIGNUP != DOMAINS or _is_of_a_domain(email):
        return ""
    if joining.waiting_in(request) is not None or not User.objects.exists():
        return ""
    names = ", ".join(f"@{domain}" for domain in settings.WELLARCH_SIGNUP_DOMAINS)
    return _("Use an address of %(domains)s, or ask a member to invite you.") % {"domains": names}


def _is_of_a_domain(email: str) -> bool:
    return email.rpartition("@")[2].lower() in settings.WELLARCH_SIGNUP_DOMAINS
