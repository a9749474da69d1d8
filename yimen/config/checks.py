"""What `yimen check --database default` and the page /admin/check/ tell an operator.

Each check names itself (`titled`), and says in the reader's language what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Warned
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.archives import queries as archives
from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.catalogue import queries as catalogue
from yimen.parties import queries as parties
from yimen.rules.events import Kind
from yimen.rules.masking import mask_name
from yimen.rules.registers import Circuit
from yimen.trail import queries as trail
from yimen.vault import press

from .backup import keyring

#: An event that waits longer than this means that no worker runs, or that it cannot keep up.
SLOW = timedelta(minutes=10)
#: A day without its seal for longer than this means that the worker cannot seal.
UNSEALED = timedelta(days=2)
#: Without a backup for longer than this the operator is told.
UNSAVED = timedelta(hours=24)
#: From this month on the State Council's notice for the next year should be there (it comes in November).
NOTICE_MONTH = 12
#: So many of the newest names of people and firms are tried against the fonts.
NEWEST = 20_000
#: So many are named in a warning.
NAMED = 5

Check = TypeVar("Check", bound=Callable[..., list[CheckMessage]])


def titled(words: str) -> Callable[[Check], Check]:
    """Give a check the name under which the page lists it (a message)."""

    def wrap(check: Check) -> Check:
        check.title = words  # type: ignore[attr-defined]
        return check

    return wrap


@register(Tags.database)
@titled(gettext_noop("工作日历已发布"))
def calendar_is_fresh(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when this year's calendar is not published, or in December next year's."""
    if not databases:
        return []
    today = timezone.localdate()
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    try:
        there = {one.year for one in bureau.calendar_years() if one.published}
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: Django says so itself
    return [
        Warned(
            _("{year} 年的工作日历还没有发布，期限只是暂定的").format(year=year),
            hint=_("在“目录 → 工作日历”（/catalogue/calendar/）录入放假和调休，发布这一年"),
            id="yimen.W001",
        )
        for year in sorted(wanted - there)
    ]


@register(Tags.database)
@titled(gettext_noop("人口库和企业库有答复"))
def registers_answer(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a register that rests because it failed too often."""
    if not databases:
        return []
    try:
        found = parties.register_health(timezone.now())
    except (OperationalError, ProgrammingError):
        return []
    words, hint = _("{register}连着 {n} 次没有答复"), _("先收纸质材料；情况见“消息队列”（/admin/relay/）")
    return [
        Warned(words.format(register=_(one.register.label), n=one.failing), hint=hint, id="yimen.W020")
        for one in found
        if one.circuit is not Circuit.CLOSED
    ]


@register(Tags.database)
@titled(gettext_noop("后台进程在跑，没有死信"))
def relay_is_alive(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of events that wait too long and of dead letters."""
    if not databases:
        return []
    try:
        health = trail.health()
    except (OperationalError, ProgrammingError):
        return []
    found: list[CheckMessage] = []
    if health.oldest is not None and timezone.now() - health.oldest > SLOW:
        found.append(
            Warned(
                _("有 {n} 条消息等着，最早的从 {since} 起").format(
                    n=health.waiting, since=f"{timezone.localtime(health.oldest):%Y-%m-%d %H:%M}"
                ),
                hint=_("看后台进程 yimen work 是不是在跑"),
                id="yimen.W002",
            )
        )
    if health.dead:
        found.append(
            Warned(
                _("有 {n} 条死信").format(n=health.dead),
                hint=_("到“死信”（/admin/dead/）看原因，改好后放回队列"), id="yimen.W003",
            )
        )  # fmt: skip
    return found


@register(Tags.database)
@titled(gettext_noop("人、事项、部门的名字都打印得出来"))
def names_can_be_printed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of names with a character that no font here can draw: their documents would not print."""
    if not databases:
        return []
    try:
        known = press.press().known
        tried = [(shown, press.missing_glyphs(name, known)) for shown, name in _names()]
    except (OperationalError, ProgrammingError):
        return []
    found = [(shown, lacks) for shown, lacks in tried if lacks]
    if not found:
        return []
    lost = "".join(sorted(set().union(*(lacks for _shown, lacks in found))))
    shown = _("、").join(name for name, _lacks in found[:NAMED])
    words = _("{n} 个名字里有字库没有的字“{lost}”：{shown}").format(n=len(found), lost=lost, shown=shown)
    return [Warned(words, hint=_font(), id="yimen.W010")]


@register(Tags.database)
@titled(gettext_noop("文书都打印出来了"))
def papers_are_printed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of documents that could not be made into a file, with the characters that are missing."""
    if not databases:
        return []
    try:
        waiting = cases.unprintable()
    except (OperationalError, ProgrammingError):
        return []
    if not waiting:
        return []
    lost = "".join(sorted(set("".join(one.characters for one in waiting))))
    shown = _("、").join(one.number for one in waiting[:NAMED])
    words = _("{n} 份文书有字库没有的字“{lost}”，还没有打印：{shown}").format(
        n=len(waiting), lost=lost, shown=shown
    )
    return [Warned(words, hint=_font(), id="yimen.W011")]


def _font() -> str:
    return _("给服务器装全的宋体（Debian：apt install fonts-noto-cjk），重启 yimen work，再按“重新打印”")


def _names() -> Iterator[tuple[str, str]]:
    """(as it is shown, the name itself): departments and items whole, people and firms masked."""
    yield from ((name, name) for name in (*bureau.names(), *catalogue.names()))
    yield from ((mask_name(name), name) for name in parties.newest_names(NEWEST))


@register(Tags.database)
@titled(gettext_noop("每天的记录都封了"))
def days_are_sealed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the newest daily seal is older than it should be."""
    if not databases:
        return []
    try:
        newest = trail.latest_seals(limit=1)
    except (OperationalError, ProgrammingError):
        return []
    if not newest or timezone.localdate() - newest[0].day <= UNSEALED:
        return []
    words = _("记录只封到 {day}").format(day=newest[0].day.isoformat())
    hint = _("看后台进程 yimen work 是不是在跑，读不读得到密钥 trail.key")
    return [Warned(words, hint=hint, id="yimen.W004")]


@register(Tags.database)
@titled(gettext_noop("24 小时内做过备份"))
def backup_is_fresh(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the last backup is too old, or there is none of a site that is older than that."""
    if not databases:
        return []
    try:
        made, began = trail.last_of(Kind.BACKUP_MADE), trail.first_at()
    except (OperationalError, ProgrammingError):
        return []
    since = made.at if made else began
    hint = _("每天运行 yimen backup，见“系统管理和运维”")
    found: list[CheckMessage] = []
    if since is not None and timezone.now() - since > UNSAVED:
        words = _("上次备份是 {at}").format(at=f"{timezone.localtime(since):%Y-%m-%d %H:%M}")
        found.append(Warned(words if made else _("还没有做过备份"), hint=hint, id="yimen.W005"))
    if made and made.data.get("missing"):
        words = _("上次备份时有 {n} 个文件在盘上找不到或坏了").format(n=made.data["missing"])
        found.append(Warned(words, hint=_("备份的 manifest.json 里列着，从更早的备份找回"), id="yimen.W006"))
    return found


@register(Tags.security)
@titled(gettext_noop("网站经 HTTPS 打开"))
def https_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a site that has a public address but is served without HTTPS: cookies travel in clear."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if settings.HTTPS or settings.DEBUG or host in {"", "localhost", "127.0.0.1", "::1"}:
        return []
    words = _("网站地址是 {url}，但没有开 HTTPS：登录信息在网上是明文").format(url=settings.PUBLIC_URL)
    hint = _("在前面放证书，设 YIMEN_HTTPS=yes，见“上线前的安全设置”")
    return [Warned(words, hint=hint, id="yimen.W030")]


@register(Tags.security)
@titled(gettext_noop("密钥文件只有自己能读"))
def keys_are_private(**kwargs: Any) -> list[CheckMessage]:
    """Warn of key files beside the data that the group or everybody may read or change."""
    home = Path(settings.DATA_DIR)
    open_ones = [name for name in keyring.names() if (home / name).stat().st_mode & 0o077]
    if not open_ones:
        return []
    words = _("{n} 个密钥文件别人也能读：{shown}").format(
        n=len(open_ones), shown=_("、").join(open_ones[:NAMED])
    )
    hint = _("在服务器上运行 chmod 600；别人可能已经读过的，用 yimen keys rewrap 换主密钥")
    return [Warned(words, hint=hint, id="yimen.W007")]


@register(Tags.database)
@titled(gettext_noop("档案包都封存了，核验相符"))
def packages_are_whole(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of packages that cannot be made, and of such as failed their check."""
    if not databases:
        return []
    try:
        found = archives.troubled()
    except (OperationalError, ProgrammingError):
        return []
    faulty = [one for one in found if one.faulty]
    waiting = [one for one in found if not one.faulty]
    told: list[CheckMessage] = []
    if faulty:
        words = _("{n} 个档案包核验不符：{shown}").format(n=len(faulty), shown=_cases(faulty))
        told.append(Warned(words, hint=_("从备份找回，见“系统管理和运维”"), id="yimen.W040"))
    if waiting:
        words = _("{n} 件归档缺文件，还没有封存：{shown}").format(n=len(waiting), shown=_cases(waiting))
        told.append(Warned(words, hint=_("打开“档案”（/archives/）看缺什么"), id="yimen.W041"))
    return told


def _cases(found: Sequence[archives.ArchiveRow]) -> str:
    return _("、").join(one.case for one in found[:NAMED])
