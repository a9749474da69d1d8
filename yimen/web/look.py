"""What every page shows around its content: the site's name, menus, mode and language.

`look` is the context processor; templates read everything under one name, `look`. It asks no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yimen.rules.hall import showing
from yimen.rules.hall.devices import BEAT
from yimen.rules.visits import WARNED

from .visits import seconds_left

#: The cookie that remembers 长辈版 ("elder") or 标准版 (anything else).
MODE_COOKIE: str = settings.MODE_COOKIE

#: Fallbacks of the SITE_* settings: the invented county, so that a page never misses a telephone number.
SITE_DEFAULTS: Mapping[str, Any] = {
    "SITE_NAME": _("云溪县政务服务网"),
    "SITE_OWNER": _("县行政审批局主办"),
    "SITE_CENTRE": _("云溪县政务服务中心"),
    "SITE_PHONE": "0799-000 0000",
    "SITE_ADDRESS": _("云溪县政通路 18 号"),
    "SITE_HOURS": _("工作日 9:00–12:00、13:30–17:30"),
    "SITE_ICP": "",
    "SITE_POLICE": "",
    "SITE_CODE": "",
}


@dataclass(frozen=True)
class Link:
    """One entry of a menu. `section` is the path prefix under which the entry counts as the current one."""

    url: str
    text: str | LazyText
    icon: str = ""
    section: str = ""
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Group:
    """One group of the staff menu, shown to whoever holds one of `roles` (values of rules.terms.Role)."""

    name: str | LazyText
    roles: frozenset[str]
    links: tuple[Link, ...]


NAV: tuple[Link, ...] = (
    Link("/", _("首页")),
    Link("/items/?for=person", _("个人办事")),
    Link("/items/?for=enterprise", _("企业办事")),
    Link("/bundles/", _("一件事"), section="/bundles/"),
    Link("/projects/", _("工程项目"), section="/projects/"),
    Link("/halls/", _("办事大厅"), section="/halls/"),
    Link("/track/", _("查进度"), section="/track/"),
    Link("/my/", _("我的办件"), section="/my/"),
)

TABS: tuple[Link, ...] = (
    Link("/", _("首页"), "home"),
    Link("/items/", _("办事"), "list-check", section="/items/"),
    Link("/track/", _("进度"), "clock", section="/track/"),
    Link("/my/", _("我的"), "user", section="/my/"),
)

MENU: tuple[Group, ...] = (
    Group(
        _("窗口"),
        frozenset({"clerk"}),
        (
            Link("/desk/", _("工作台"), "device-desktop"),
            Link("/desk/window/", _("叫号"), "volume", section="/desk/window/"),
            Link("/desk/intake/", _("收件受理"), "inbox", section="/desk/intake/"),
            Link("/desk/corrections/", _("补正跟踪"), "route", section="/desk/corrections/"),
            Link("/desk/handout/", _("统一出件"), "certificate", section="/desk/handout/"),
            Link("/desk/bookings/", _("今天的预约"), "calendar", section="/desk/bookings/"),
            Link("/desk/accounts/", _("网上账号"), "user", section="/desk/accounts/"),
            Link("/desk/requests/", _("更正申请"), "file-text", section="/desk/requests/"),
            Link("/helper/guides/", _("导办"), "route", section="/helper/guides/"),
        ),
    ),
    Group(
        _("帮代办"),
        frozenset({"helper"}),
        (
            Link("/helper/", _("我帮办的"), "inbox"),
            Link("/helper/people/", _("给谁办"), "users", section="/helper/people/"),
            Link("/helper/guides/", _("导办"), "route", section="/helper/guides/"),
            Link("/helper/visits/", _("上门帮办"), "calendar", section="/helper/visits/"),
            Link("/helper/receipts/", _("收件编号"), "receipt-tax", section="/helper/receipts/"),
            Link("/helper/record/", _("我的记录"), "clipboard-check", section="/helper/record/"),
        ),
    ),
    Group(
        _("审批"),
        frozenset({"officer", "head", "director"}),
        (
            Link("/review/", _("待我审批"), "stamp", section="/review/"),
            Link("/review/waiting/", _("还没开始的"), "clock", section="/review/waiting/"),
            Link("/review/sittings/", _("今天的会诊"), "users", section="/review/sittings/"),
            Link("/review/copies/", _("抄送我的"), "send", section="/review/copies/"),
            Link("/review/checks/", _("承诺核查"), "clipboard-list", section="/review/checks/"),
            Link("/review/tasks/", _("联合任务"), "users", section="/review/tasks/"),
            Link("/review/recheck/", _("秒批抽查"), "clipboard-check", section="/review/recheck/"),
        ),
    ),
    Group(
        _("项目"),
        frozenset({"clerk", "officer", "head", "director", "supervisor"}),
        (Link("/lead/projects/", _("工程项目"), "route", section="/lead/projects/"),),
    ),
    Group(
        _("监督"),
        frozenset({"supervisor", "admin"}),
        (
            Link("/watch/cases/", _("办件查询"), "search", section="/watch/cases/"),
            Link("/watch/", _("预警"), "flag"),
            Link("/watch/again/", _("再次告知"), "route", section="/watch/again/"),
            Link("/watch/tasks/", _("联合任务超期"), "users", section="/watch/tasks/"),
            Link("/watch/helpers/", _("帮办员"), "users", section="/watch/helpers/"),
            Link("/watch/hall/", _("大厅统计"), "chart-bar", section="/watch/hall/"),
            Link("/watch/instant/", _("秒批"), "clock", section="/watch/instant/"),
            Link("/watch/promises/", _("承诺核查"), "clipboard-list", section="/watch/promises/"),
            Link("/watch/seals/", _("日封"), "rubber-stamp", section="/watch/seals/"),
            Link("/watch/views/", _("看号码的记录"), "eye", section="/watch/views/"),
        ),
    ),
    Group(
        _("信用和缴款"),
        frozenset({"supervisor"}),
        (
            Link("/watch/breaches/", _("失信修复"), "clipboard-check", section="/watch/breaches/"),
            Link("/watch/doubts/", _("缴款对不上"), "coin", section="/watch/doubts/"),
        ),
    ),
    Group(
        _("人员"),
        frozenset({"admin", "security"}),
        (Link("/admin/staff/", _("人员岗位"), "users", section="/admin/staff/"),),
    ),
    Group(
        _("印章"),
        frozenset({"security"}),
        (Link("/admin/seal/", _("印章保管"), "rubber-stamp", section="/admin/seal/"),),
    ),
    Group(
        _("系统"),
        frozenset({"admin"}),
        (
            Link("/admin/departments/", _("部门"), "building", section="/admin/departments/"),
            Link("/admin/seal/", _("印章"), "rubber-stamp", section="/admin/seal/"),
            Link("/admin/joint/", _("专家和默认同意"), "users", section="/admin/joint/"),
            Link("/admin/check/", _("自检"), "circle-check", section="/admin/check/"),
            Link("/admin/relay/", _("消息队列"), "send", section="/admin/relay/"),
            Link("/admin/dead/", _("死信"), "bug", section="/admin/dead/"),
        ),
    ),
    Group(
        _("审计"),
        frozenset({"audit"}),
        (
            Link("/admin/relay/", _("业务记录"), "clipboard-check", section="/admin/relay/"),
            Link("/audit/access/", _("访问日志"), "history", section="/audit/access/"),
        ),
    ),
    Group(
        _("目录"),
        frozenset({"keeper", "admin"}),
        (
            Link("/catalogue/", _("事项目录"), "file-text", section="/catalogue/"),
            Link("/catalogue/bundles/", _("一件事"), "route", section="/catalogue/bundles/"),
            Link("/catalogue/licences/", _("证照类型"), "certificate", section="/catalogue/licences/"),
            Link("/catalogue/routes/", _("项目阶段"), "route", section="/catalogue/routes/"),
            Link("/catalogue/rates/", _("收费标准"), "receipt-tax", section="/catalogue/rates/"),
            Link("/catalogue/zones/", _("区域评估"), "map-pin", section="/catalogue/zones/"),
            Link("/catalogue/quality/", _("质检报告"), "clipboard-check", section="/catalogue/quality/"),
            Link("/catalogue/import/", _("导入"), "upload", section="/catalogue/import/"),
            Link("/catalogue/calendar/", _("工作日历"), "calendar", section="/catalogue/calendar/"),
        ),
    ),
    Group(
        _("大厅"),
        frozenset({"keeper", "admin"}),
        (
            Link("/floor/sites/", _("大厅和窗口"), "building", section="/floor/sites/"),
            Link("/floor/weekend/", _("延时服务"), "calendar", section="/floor/weekend/"),
            Link("/floor/powers/", _("放权"), "send", section="/floor/powers/"),
            Link("/floor/baselines/", _("改革前的数字"), "history", section="/floor/baselines/"),
        ),
    ),
    Group(
        _("档案"),
        frozenset({"keeper", "supervisor", "audit"}),
        (
            Link("/archives/", _("档案"), "file-text", section="/archives/"),
            Link("/archives/due/", _("期满待鉴定"), "clock", section="/archives/due/"),
            Link("/archives/lists/", _("销毁清册"), "clipboard-check", section="/archives/lists/"),
            Link("/archives/holds/", _("冻结"), "flag", section="/archives/holds/"),
        ),
    ),
    Group(
        _("大厅今天"),
        frozenset({"director", "supervisor", "keeper", "admin"}),
        (Link("/watch/wall/", _("大屏"), "chart-bar", section="/watch/wall/"),),
    ),
)


def site() -> dict[str, Any]:
    """The site's own facts: keys name, owner, centre, phone, address, hours, icp, police, code, seal."""
    facts = {
        key.removeprefix("SITE_").lower(): getattr(settings, key, None) or default
        for key, default in SITE_DEFAULTS.items()
    }
    facts["seal"] = str(facts["name"])[:1]
    return facts


def mode_of(request: HttpRequest) -> str:
    """ "elder" (长辈版) or "standard", from the cookie; in a visit at a kiosk it is always large."""
    at_kiosk = getattr(request, "visit", None) is not None
    return "elder" if at_kiosk or request.COOKIES.get(MODE_COOKIE) == "elder" else "standard"


def current_link(links: Iterable[Link], path: str, full_path: str) -> str:
    """The url of the one entry that is the current page, or "".

    An entry with a query string matches the full address; else the longest section that begins the path.
    """
    links = tuple(links)
    for link in links:
        if link.url == full_path or (link.url == path and not link.section):
            return link.url
    inside = [link for link in links if link.section and path.startswith(link.section)]
    return max(inside, key=lambda link: len(link.section)).url if inside else ""


def menu_for(roles: Iterable[str], path: str, counts: Mapping[str, int] | None = None) -> list[Group]:
    """The staff menu for these roles: groups they may see, the current entry and the counters filled in."""
    held = {str(role) for role in roles}
    groups = [group for group in MENU if group.roles & held]
    now = current_link((link for group in groups for link in group.links), path, path)
    return [Group(group.name, group.roles, _marked(group.links, now, counts or {})) for group in groups]


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor. One key, `look`, with site, nav, tabs, menu, mode, lang, addresses and the actor.

    Reads `request.actor` (None or an object with .name and .roles) and, if a view set it,
    `request.menu_counts` (address of a menu entry → number to show beside it).
    """
    path, full_path = request.path, request.get_full_path()
    actor, visit = getattr(request, "actor", None), _visit(getattr(request, "visit", None))
    roles = getattr(actor, "roles", None) or frozenset()
    menu = menu_for(roles, path, getattr(request, "menu_counts", None))
    return {
        "look": {
            "site": site(),
            "nav": _marked(NAV, current_link(NAV, path, full_path), {}),
            "tabs": _marked(TABS, current_link(TABS, path, full_path), {}),
            "menu": menu,
            "staff_home": menu[0].links[0].url if menu else "",
            "platform": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "actor": actor,
            "idle": _idle(request) if actor and not visit else {},
            "visit": visit,
            "actor_name": str(getattr(actor, "name", "") or ""),
            **_switches(request, urlencode({"next": full_path})),
        }
    }


def _visit(visit: Any) -> dict[str, Any]:
    """What the frame of a kiosk needs: who, the seconds left, how long it waits for a touch; {}: no visit."""
    if visit is None:
        return {}
    return {
        "name": visit.name, "seconds": visit.seconds, "minutes": max(1, visit.seconds // 60),
        "idle": int(showing.IDLE.total_seconds()), "warning": int(showing.IDLE_WARNING.total_seconds()),
        "sending": int(showing.IDLE_SENDING.total_seconds()), "beat": int(BEAT.total_seconds() * 1000),
    }  # fmt: skip


def _idle(request: HttpRequest) -> dict[str, Any]:
    """Seconds until the session ends unused, and how many of them before people are warned; {}: never."""
    seconds = seconds_left(request)
    warned = min(int(WARNED.total_seconds()), seconds // 2)
    return {"left": seconds, "warned": warned} if seconds else {}


def _switches(request: HttpRequest, back: str) -> dict[str, Any]:
    """How the page is shown, and the addresses that change it and come `back`."""
    mode, english = mode_of(request), (get_language() or "").startswith("en")
    other_mode, other_lang = ("standard" if mode == "elder" else "elder"), ("zh-hans" if english else "en")
    return {
        "mode": mode,
        "mode_url": f"/mode/{other_mode}?{back}",
        "lang": "en" if english else "zh-CN",
        "english": english,
        "lang_url": f"/lang/{other_lang}?{back}",
        "login_url": f"{settings.LOGIN_URL}?{back}",
        "logout_url": getattr(settings, "LOGOUT_URL", "/logout/"),
    }


def _marked(links: Iterable[Link], current: str, counts: Mapping[str, int]) -> tuple[Link, ...]:
    return tuple(
        Link(x.url, x.text, x.icon, x.section, x.url == current, int(counts.get(x.url, 0))) for x in links
    )
