"""Whether the payment platform of cashier.json answers, and knows the site by the same key.

What the file says wrongly stops the site before any check (`yimen.config.cashier`); who may read it is asked
with the other keys (`yimen.config.checks`). Neither the key nor the whole address is ever told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Warned
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.bridges.cashier import HttpPayments
from yimen.bridges.payment import Contradiction, Unreachable
from yimen.rules.cashier import Doubt

from .checks import titled

#: An order that no site makes: who knows the contract answers, signed, that there is none.
NO_ORDER = "YIMEN-CHECK"
#: A platform that is slower than this is slow for whoever pays, too.
SECONDS = 3.0


@register(Tags.database)
@titled(gettext_noop("缴费平台有回音"))
def cashier_answers(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Ask the platform for an order that is not there: warn when it is silent, or signs with another key."""
    if not databases or settings.PAYMENTS != "http":
        return []
    host = urlsplit(settings.CASHIER["url"]).hostname
    try:
        HttpPayments.of(settings.CASHIER).look(NO_ORDER, timeout=SECONDS)
    except Unreachable:
        words = _("缴费平台 {host} 在 {n} 秒里没有回音").format(host=host, n=int(SECONDS))
        hint = _("看本机到它的网络和防火墙，再问平台；好了以前，下的单会一直等着")
        return [Warned(words, hint=hint, id="yimen.W050")]
    except Contradiction as error:
        if error.doubt is Doubt.UNREADABLE:
            words = _("缴费平台 {host} 的回话签名不对，或者读不懂").format(host=host)
            hint = _("和平台核对 cashier.json 里的 merchant 和 key，再核对接口版本")
            return [Warned(words, hint=hint, id="yimen.W051")]
    return []
