"""屏和自助机: what stands in a hall and shows or takes numbers by itself, how it is connected, how it does.

A device proves itself by a token of its own that opens nothing but its own pages. The token is never typed:
who keeps the hall gets a code of eight characters that counts once and for half an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from yimen.rules.codes import squeezed
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.term import Term

#: A code counts so long.
CODE_FOR = timedelta(minutes=30)
CODE_LENGTH = 8
#: A device says once a minute that it is there; who was silent so long is looked after.
BEAT, SILENT_AFTER = timedelta(minutes=1), timedelta(minutes=3)
#: A display asks so often what is new; after so many answers that did not come it says that the line is down.
POLL, MISSED_POLLS = timedelta(seconds=3), 2
#: A kiosk nobody touches goes back to its start after this, and says so before. In large letters it waits
#: twice as long (WCAG 2.2.1).
IDLE, IDLE_WARNING = timedelta(seconds=60), timedelta(seconds=15)


class DeviceKind(Term):
    """设备种类."""

    HALL = "hall", "大厅叫号屏"
    WINDOW = "window", "窗口屏"
    KIOSK = "kiosk", "自助机"


class Health(Term):
    """设备状态."""

    NEW = "new", "还没连上"
    WELL = "well", "在线"
    SILENT = "silent", "没有回音"
    ENDED = "ended", "已停用"


class DeviceUnknown(RuleBroken):
    """There is no such device at this hall."""

    code = "device.not_found"
    text = "没有找到这台设备"
    kind = Kind.NOT_FOUND


class DeviceWindow(RuleBroken):
    """A window's display says whose window it is; no other device stands at one."""

    code = "device.window"
    text = "窗口屏要选是哪个窗口的；别的设备不选窗口"
    kind = Kind.INVALID


class DeviceEnded(RuleBroken):
    """A device that was taken out of use gets no code and shows nothing."""

    code = "device.ended"
    text = "这台设备停用了；要再用，请登记一台新的"
    kind = Kind.CONFLICT


class DeviceCode(RuleBroken):
    """A code to connect counts once and for half an hour."""

    code = "device.code"
    text = "连接码不对，或者用过了、过了 30 分钟；请管理员再给一个"
    kind = Kind.INVALID


def check_device(kind: DeviceKind, window: str) -> None:
    """Raise DeviceWindow where a window's display has no window, or another device has one."""
    if (kind is DeviceKind.WINDOW) != bool(window):
        raise DeviceWindow()


def read_code(typed: str) -> str:
    """A code as typed, in capitals without spaces and hyphens; "" for what cannot be one."""
    text = squeezed(typed)
    return text if len(text) == CODE_LENGTH and text.isascii() and text.isalnum() else ""


def health(joined: bool, ended: bool, seen: datetime | None, now: datetime) -> Health:
    """How a device does. `joined`: it was connected once; `seen`: when it last said that it is there."""
    if ended:
        return Health.ENDED
    if not joined:
        return Health.NEW
    return Health.WELL if seen is not None and now - seen < SILENT_AFTER else Health.SILENT
