"""Sessions: how long one lasts without use and at all, when its use is written down, and how it is shown.

GB/T 22239-2019 (等保三级) 8.1.4.1 b): a sign-in that is not used ends by itself. GB/T 37668-2019 and
WCAG 2.2, 2.2.1: people are told before, have 20 seconds at least, go on by one press; the page tells them.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Applicants read and search for papers; their pages show their own data only: three times as long as staff.
PUBLIC_TIMES = 3
#: So long before the end people are warned.
WARNED = timedelta(minutes=2)
#: The use of a session is written down this often at most. A session may therefore live so much longer than
#: it should, never shorter.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """How long a session lasts: `idle` without use (None: not limited), `longest` at all."""

    idle: timedelta | None
    longest: timedelta


def span_of(*, staff: bool, idle_minutes: int, longest_minutes: int) -> Span:
    """What holds for staff and for others; `idle_minutes` is that of staff, 0: no end without use."""
    minutes = idle_minutes if staff else idle_minutes * PUBLIC_TIMES
    return Span(timedelta(minutes=minutes) if minutes > 0 else None, timedelta(minutes=longest_minutes))


def left(span: Span, started: datetime, seen: datetime, now: datetime) -> timedelta:
    """How long the session still has without further use; nothing or less: it is over.

    A clock that was set back must not make it last longer: what lies ahead counts as now.
    """
    whole = min(started, now) + span.longest
    end = whole if span.idle is None else min(whole, min(seen, now) + span.idle + SEEN_EVERY)
    return end - now


def is_due(seen: datetime, now: datetime) -> bool:
    """Whether the use is to be written down now."""
    return abs(now - seen) >= SEEN_EVERY


def network_of(address: str) -> str:
    """An address as it is kept: of IPv4 the last number, of IPv6 all behind the /48 left out; "": unknown."""
    try:
        read = ipaddress.ip_network(address, strict=False).network_address
    except ValueError:
        return ""
    if isinstance(read, ipaddress.IPv4Address):
        return re.sub(r"\d+$", "*", str(read))
    return f"{ipaddress.ip_network((read, 48), strict=False).network_address}*"


#: What a browser calls itself → what people call it; the first that is found. Others pretend to be Chrome,
#: and Chrome pretends to be Safari: the order matters.
_FAMILIES = (
    ("MicroMessenger", "微信"), ("AlipayClient", "支付宝"), ("DingTalk", "钉钉"), ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"), ("HuaweiBrowser", "华为浏览器"), ("QIHU", "360 浏览器"),
    ("360SE", "360 浏览器"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("OpenHarmony", "鸿蒙"), ("ArkWeb", "鸿蒙"), ("Android", "Android"),
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
OTHER = "其他浏览器"


def browser_of(agent: str) -> tuple[str, str]:
    """Family and system of a browser, in words that people use; `OTHER` and "" where they are not known."""
    family = next((words for sign, words in _FAMILIES if sign in agent), OTHER)
    return family, next((words for sign, words in _SYSTEMS if sign in agent), "")
