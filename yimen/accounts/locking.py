"""How django-axes counts here: by a digest of the login and the address as far as it can be believed."""

from __future__ import annotations

import ipaddress
from typing import Any

from axes.backends import AxesStandaloneBackend
from django.http import HttpRequest

from yimen.limits.visitor import address_of

from .queries import attempt_label


def login_label(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What stands for the login in axes' rows: telephone numbers do not."""
    given = (credentials or {}).get("login") or request.POST.get("login", "")
    return attempt_label(str(given))


def address(request: HttpRequest) -> str | None:
    """The caller's address, of IPv6 the first of its network; None where there is none."""
    found = address_of(request.META)
    return None if found == "unknown" else str(ipaddress.ip_network(found, strict=False).network_address)


class Locks(AxesStandaloneBackend):  # type: ignore[misc]
    """Refuses a locked login before its password is looked at. Without a request nobody signs in: passed."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Raise PermissionDenied where axes counted too many failures."""
        if request is not None:
            super().authenticate(request, **credentials)
