"""From where a request comes, as the log keeps it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The client's IP address, past as many proxies as settings trust; empty if unknown."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except (KeyError, PermissionDenied):
        return ""
