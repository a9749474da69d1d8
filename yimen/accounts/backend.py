"""Signing in by telephone (people) or staff number (staff) with a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from yimen.trail import rows

from .models import Account

#: Read with every request of a session: composed once.
_ACTIVE = rows.Ready(
    lambda pk: Account.objects.select_related("party", "staff").filter(pk=pk, is_active=True), int
)


class ByLogin(BaseBackend):
    """Checks the password; takes as long for an unknown login as for a known one."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **kwargs: Any
    ) -> Account | None:
        """The active account of this login and password, or None."""
        account = Account.objects.filter(login=login.strip()).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The active account of a session, with what tells who it is."""
        return _ACTIVE.first(user_id)
