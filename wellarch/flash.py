"""Where messages wait between two pages: in a cookie that no other host can set."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's, under a name with which browsers keep it to this host and to HTTPS."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"


class FlashStorage(FallbackStorage):
    """A cookie if the messages fit into one, else the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
