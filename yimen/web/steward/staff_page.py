"""One member of staff: facts, posts, login, leaving. One page, several small forms told apart by `act`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.accounts import actions as accounts
from yimen.accounts import queries as logins
from yimen.bureau import actions
from yimen.bureau import queries as bureau
from yimen.rules.authority import require_role
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.masking import mask_phone
from yimen.rules.passwords import FIRST_HOURS
from yimen.rules.terms import Role
from yimen.web.errors import not_found
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import day_typed
from yimen.web.staffparts import term_words

from .staff import LIST, offices, told

_TYPED = ("name", "department", "phone", "role", "post_department", "region", "from_day", "to_day")
#: Typed for a telephone that is to be taken away.
NO_PHONE = gettext_noop("无")
#: Which refusals belong to the form of posts and of passwords.
_POST_FIELD = {
    "bureau.post_days": "to_day",
    "bureau.staff_retired": "role",
    "authority.roles_apart": "role",
    "authority.own_rights": "role",
}


@never_cache
@needs(Role.ADMIN, Role.SECURITY)
@require_http_methods(["GET", "POST"])
def page(request: StaffRequest, number: str) -> HttpResponse:
    """The page of one member of staff, and the forms on it."""
    one = next((row for row in bureau.staff_list(text=number, limit=50) if row.number == number), None)
    if one is None:
        return not_found(request, Exception(number))
    errors = FormErrors()
    if request.method == "POST" and _carry_out(request, number, errors):
        return _done(request, number)
    return _shown(request, one, errors)


def _done(request: StaffRequest, number: str) -> HttpResponse:
    """Back to the page; a one-time password is shown at once, for it is kept nowhere."""
    secret = getattr(request, "one_time", "")
    if not secret:
        return redirect(f"{LIST}{number}/")
    ends = request.now + timedelta(hours=FIRST_HOURS)
    crumbs = [(LIST, _("人员岗位")), ("", number)]
    facts = {"number": number, "secret": secret, "ends": ends, "crumbs": crumbs}
    return render(request, "web/steward/one_time.html", facts)


def _shown(request: StaffRequest, one: Any, errors: FormErrors) -> HttpResponse:
    number, roles = one.number, request.actor.roles
    today, account = china_date(request.now), logins.account_by_login(number)
    typed = {key: clean(request, key) for key in _TYPED}
    if clean(request, "act") != "change":
        typed |= {"name": one.name, "department": one.department.credit_code}
    facts = {
        "one": one,
        "phone_now": mask_phone(one.phone),
        "posts": [_post(post, today) for post in one.posts.all()],
        "account": account,
        **_login(account, number, request),
        "own": number == request.actor.staff,
        "enters": str(Role.ADMIN) in roles,
        "grants": str(Role.SECURITY) in roles,
        "typed": typed,
        "roles": [(code, _(words)) for code, words in Role.choices()],
        "departments": offices(),
        "regions": [(region.code, region.name) for region in bureau.regions_under("0")],
        "crumbs": [(LIST, _("人员岗位")), ("", one.name)],
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/steward/staff_page.html", facts, status=errors.status)


def _login(account: Any, number: str, request: StaffRequest) -> dict[str, Any]:
    """How it stands with the login: locked for so many minutes, and the password that the system made."""
    ends = logins.first_password_ends(account) if account else None
    locked = logins.minutes_locked(number, request.now) if account else 0
    return {"first_ends": ends, "first_over": ends is not None and ends <= request.now, "locked": locked}


def _post(post: Any, today: date) -> dict[str, Any]:
    """A post with whether it is held today, ended, or still to begin."""
    ended = post.to_day is not None and post.to_day < today
    waits = post.from_day is not None and post.from_day > today
    return {
        "row": post,
        "role": term_words(Role, post.role),
        "now": not ended and not waits,
        "ended": ended,
    }


def _carry_out(request: StaffRequest, number: str, errors: FormErrors) -> bool:
    """Do what the pressed form asks; True when it worked."""
    act = clean(request, "act")
    if act not in _VERBS:
        errors.add("name", _("请选要做什么"))
        return False
    verb, box, missing, role = _VERBS[act]
    require_role(request.actor, role)
    try:
        words = verb(request, number, errors)
    except RuleBroken as error:
        if error.code in _POST_FIELD:
            errors.refuse(_POST_FIELD[error.code], error)
        elif error.code == "bureau.not_there":
            errors.refuse(missing, error)
        else:
            told(error, errors, box)
        return False
    if errors:
        return False
    messages.success(request, words)
    return True


def _change(request: StaffRequest, number: str, errors: FormErrors) -> str:
    actions.change_staff(
        request.actor, number, clean(request, "name"), clean(request, "department"), _phone(request, number),
        now=request.now, once=read_once(request),
    )  # fmt: skip
    return _("已经改好。")


def _phone(request: StaffRequest, number: str) -> str:
    """What is on file stands masked and not in the form: nothing typed keeps it, 无 takes it away."""
    typed = clean(request, "phone").strip()
    if typed:
        return "" if typed in {NO_PHONE, _(NO_PHONE)} else typed
    one = bureau.staff_by_number(number)
    return one.phone if one else ""


def _role(request: StaffRequest, errors: FormErrors) -> Role | None:
    found = next((one for one in Role if one.value == clean(request, "role")), None)
    if found is None:
        errors.add("role", _("请选岗位"))
    return found


def _day(request: StaffRequest, name: str, errors: FormErrors) -> date | None:
    raw = clean(request, name).strip()
    day = day_typed(raw) if raw else None
    if raw and day is None:
        errors.add(name, _("日期要写成 2026-12-01 这样"))
    return day


def _give(request: StaffRequest, number: str, errors: FormErrors) -> str:
    role, department = _role(request, errors), clean(request, "post_department")
    days = _day(request, "from_day", errors), _day(request, "to_day", errors)
    region = clean(request, "region")
    if not department:
        errors.add("post_department", _("请选部门"))
    if role is Role.CLERK and not region:
        errors.add("region", _("窗口岗位要选在哪个大厅（区划）"))
    if role is not None and not errors:
        actions.give_post(
            request.actor, number, role, department, region, *days, now=request.now, once=read_once(request)
        )
    return _("岗位已经给了，马上生效。")


def _end(request: StaffRequest, number: str, errors: FormErrors) -> str:
    role = _role(request, errors)
    if role is not None:
        department, once = clean(request, "post_department"), read_once(request)
        actions.end_post(request.actor, number, role, department, now=request.now, once=once)
        accounts.end_sessions_of(request.actor, number, why="post", now=request.now, once=f"{once}-out")
    return _("岗位已经结束，这个人的登录都退出了。")


def _open(request: StaffRequest, number: str, errors: FormErrors) -> str:
    made = accounts.open_with_first_password(request.actor, number, now=request.now, once=read_once(request))
    request.one_time = made.password  # type: ignore[attr-defined]
    return _("账号已经开好，工号就是登录名。本人第一次登录要先改密码。")


def _reset(request: StaffRequest, number: str, errors: FormErrors) -> str:
    made = accounts.one_time_password(request.actor, number, now=request.now, once=read_once(request))
    request.one_time = made.password  # type: ignore[attr-defined]
    return _("一次性密码已经生成，旧密码不能用了。")


def _unlock(request: StaffRequest, number: str, errors: FormErrors) -> str:
    accounts.unlock(request.actor, number, now=request.now, once=read_once(request))
    return _("已经解除锁定，马上可以登录。")


def _out(request: StaffRequest, number: str, errors: FormErrors) -> str:
    accounts.end_sessions_of(request.actor, number, now=request.now, once=read_once(request))
    return _("这个人的登录都退出了。")


def _step(request: StaffRequest, number: str, errors: FormErrors) -> str:
    accounts.reset_second_step(request.actor, number, now=request.now, once=read_once(request))
    return _("两步验证已经重设，这个人的登录都退出了。下次登录要重新设置。")


def _retire(request: StaffRequest, number: str, errors: FormErrors) -> str:
    """All posts end; the login is closed too, if there is one."""
    if request.actor.staff == number:
        errors.add("name", _("不能办自己的离岗，请别的管理员来办"))
        return ""
    once = read_once(request)
    actions.retire(request.actor, number, now=request.now, once=once)
    account = logins.account_by_login(number)
    if account is not None:
        accounts.close_account(request.actor, account.pk, now=request.now, once=f"{once}-login")
    return _("已经离岗，岗位全部结束，账号也停用了。")


#: What a form asks: the verb, the box at which its refusals stand, the box of what was not found, and whose
#: it is: the system administrator enters people, the security administrator gives them rights.
_VERBS: dict[str, tuple[Callable[[StaffRequest, str, FormErrors], str], str, str, Role]] = {
    "change": (_change, "name", "department", Role.ADMIN),
    "give": (_give, "role", "post_department", Role.SECURITY),
    "end": (_end, "role", "role", Role.SECURITY),
    "open": (_open, "open", "open", Role.SECURITY),
    "reset": (_reset, "reset", "reset", Role.SECURITY),
    "out": (_out, "out", "out", Role.SECURITY),
    "step": (_step, "step", "step", Role.SECURITY),
    "unlock": (_unlock, "unlock", "unlock", Role.SECURITY),
    "retire": (_retire, "name", "name", Role.ADMIN),
}
