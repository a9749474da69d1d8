"""Who asks, where nobody is signed in: the address, as far as it can be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings


def address_of(meta: Mapping[str, Any]) -> str:
    """The caller's address out of a request's META; of IPv6 the /64 network, for one line has all of it."""
    found = client_of(meta)
    return str(ipaddress.ip_network((found, 64), strict=False)) if ":" in found else found


def client_of(meta: Mapping[str, Any]) -> str:
    """The caller's whole address, "unknown" where there is none.

    X-Forwarded-For is believed only for as many own proxies as YIMEN_PROXIES names, counted from the end:
    what stands before them anybody may have written.
    """
    found = str(meta.get("REMOTE_ADDR") or "")
    chain = [one.strip() for one in str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",") if one.strip()]
    if settings.PROXIES > 0 and chain:
        found = chain[-min(settings.PROXIES, len(chain))]
    try:
        read = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    mapped = read.ipv4_mapped if isinstance(read, ipaddress.IPv6Address) else None
    return str(mapped or read)
