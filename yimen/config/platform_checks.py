"""Checks of the sign-in platform's settings: complete, and nothing of a person goes over an open line."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .checks import titled

#: Where a line is not open: this machine.
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@register(Tags.security)
@titled(gettext_noop("统一身份认证的设置齐全"))
def platform_is_complete(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with half of the settings, or with an issuer that is not https."""
    if not settings.OIDC_ISSUER:
        return []
    found: list[CheckMessage] = []
    names = {"YIMEN_OIDC_CLIENT": settings.OIDC_CLIENT, "YIMEN_OIDC_SECRET": settings.OIDC_SECRET}
    lacking = [name for name, value in names.items() if not value]
    if lacking:
        words = _("设了 YIMEN_OIDC_ISSUER，还要设 {names}").format(names=_("、").join(lacking))
        found.append(Error(words, hint=_("向平台申请接入时发的"), id="yimen.E040"))
    address = urlsplit(settings.OIDC_ISSUER)
    if address.scheme != "https" and address.hostname not in HERE:
        words = _("YIMEN_OIDC_ISSUER 不是 https 地址")
        found.append(Error(words, hint=_("照平台给的写，一个字不差"), id="yimen.E041"))
    return found
