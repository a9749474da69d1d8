"""Signing in by telephone (people) or staff number (staff) with a password, and the second step with a code.

The backend that stands in a session tells how far it came: `ByLogin`, a password; `ByCode`, a code as well;
`AtKiosk`, a code or a password at a kiosk, for a visit there (`rules.hall.showing`).
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from yimen.trail import rows

from .actions.second_step import use_code
from .models import Account

#: How the backends are named in a session.
BY_PASSWORD, BY_CODE, AT_KIOSK = (f"{__name__}.{name}" for name in ("ByLogin", "ByCode", "AtKiosk"))
#: Read with every request of a session: composed once.
_ACTIVE = rows.Ready(
    lambda pk: Account.objects.select_related("party", "staff").filter(pk=pk, is_active=True), int
)


class _OfAccounts(BaseBackend):
    """Whom a session belongs to."""

    def get_user(self, user_id: int) -> Account | None:
        """The active account of a session, with what tells who it is."""
        return _ACTIVE.first(user_id)


class ByCode(_OfAccounts):
    """Checks the code of the second step, after the password: of an account whose password was right."""

    def authenticate(  # type: ignore[override]  # Django asks a backend only for what it takes
        self, request: HttpRequest | None, *, login: str, code: str, now: datetime
    ) -> Account | None:
        """The account of this login if the code fits, which is used up by that; else None."""
        account = Account.objects.filter(login=login, is_active=True).first()
        return account if account is not None and use_code(account.pk, code, now=now) else None


class ByLogin(_OfAccounts):
    """Checks the password; takes as long for an unknown login as for a known one."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, login: str, password: str
    ) -> Account | None:
        """The active account of this login and password, or None."""
        account = Account.objects.filter(login=login.strip()).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None


class AtKiosk(_OfAccounts):
    """A visit at a kiosk: opened there by who showed the code or the password; it checks nothing itself."""
