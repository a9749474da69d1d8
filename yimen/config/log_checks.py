"""Checks of the access log: kept long enough, written, closed by the day."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Warned
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.access import checking, queries
from yimen.rules.accesslog import BASIS, LEAST_DAYS, PACKED_AFTER

from .checks import UNSEALED, titled

#: Below this room on the disk of the log, in bytes, the operator is told.
ROOM = 64 << 20
#: A file that is not packed so many days after its time is not what was closed.
PACKED_BY = PACKED_AFTER + 3


@register(Tags.security)
@titled(gettext_noop("访问日志至少留一年"))
def access_log_is_kept(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to start where the access log would be kept shorter than the law asks."""
    if settings.ACCESS_LOG_DAYS >= LEAST_DAYS:
        return []
    words = _("YIMEN_ACCESS_LOG_DAYS 是 {days}，访问日志至少要留 {least} 天（{basis}）")
    said = words.format(days=settings.ACCESS_LOG_DAYS, least=LEAST_DAYS, basis=_(BASIS))
    return [Error(said, hint=_("去掉这个设置就是 400 天"), id="yimen.E030")]


@register(Tags.database)
@titled(gettext_noop("访问日志写得进去，每天都封存了"))
def access_log_is_written(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of lost lines, of a disk without room, of days that are not closed or not what was closed."""
    if not databases:
        return []
    found: list[CheckMessage] = []
    lost, room = queries.losing(), _room()
    if lost is not None:
        at = f"{timezone.localtime(lost[1]):%Y-%m-%d %H:%M}"
        words = _("从 {at} 起，有 {n} 条访问日志没有写进去").format(at=at, n=lost[0])
        found.append(Warned(words, hint=_("看磁盘满没满、文件夹能不能写"), id="yimen.W030"))
    if room is not None and room < ROOM:
        words = _("访问日志的磁盘只剩 {n} MB").format(n=room >> 20)
        found.append(Warned(words, hint=_("先腾地方：写不进去的日志补不回来"), id="yimen.W031"))
    return found + _days()


def _room() -> int | None:
    """Bytes left where the log lies; None where there is no such folder yet."""
    try:
        disk = os.statvfs(settings.ACCESS_LOG_DIR)
    except FileNotFoundError:
        return None
    return disk.f_bavail * disk.f_frsize


def _days() -> list[CheckMessage]:
    now = timezone.now()
    try:
        days = queries.days()
        sealed = queries.last_sealed()
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: Django says so itself
    found: list[CheckMessage] = []
    oldest = min((one.day for one in days if not one.sealed), default=None)
    if oldest is not None and timezone.localdate() - oldest > UNSEALED:
        since = sealed.isoformat() if sealed else _("没有")
        words = _("访问日志只封存到 {day}").format(day=since)
        found.append(Warned(words, hint=_("看后台进程 yimen work 是不是在跑"), id="yimen.W032"))
    late = checking.unpacked(now, PACKED_BY)
    if late:
        words = _("{n} 天的访问日志和封存时不一样：{days}")
        told = words.format(n=len(late), days=_("、").join(day.isoformat() for day in late[:5]))
        found.append(Warned(told, hint=_("运行 yimen verify-logs，查是谁改的"), id="yimen.W033"))
    return found
