"""Where the one-time notes above a page wait: in a cookie of this host, what is too long in the session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Cookie(CookieStorage):
    """The framework's, under a name that no other host can write."""

    cookie_name: str = settings.NOTES_COOKIE


class Notes(FallbackStorage):
    """First the cookie, then the session."""

    storage_classes = (_Cookie, SessionStorage)
