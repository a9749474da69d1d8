"""The list of staff, and entering a new member of staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import actions
from yimen.bureau import queries as bureau
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.masking import mask_phone
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, cut
from yimen.web.staffparts import term_words

PAGE = 40
LIST = "/admin/staff/"
#: At which box a refusal about a person is told.
FIELD = {
    "bureau.bad_staff_number": "number",
    "bureau.already_there": "number",
    "bureau.not_there": "department",
}


@needs(Role.ADMIN, Role.SECURITY)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Staff by number with the posts they hold today."""
    filters, today = asked(request, "q"), china_date(request.now)
    found = bureau.staff_list(text=filters["q"], after=asked(request, "after")["after"], limit=PAGE + 1)
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [
            {"row": one, "phone": mask_phone(one.phone) if one.phone else "", "posts": held(one, today)}
            for one in rows
        ],
        "enters": str(Role.ADMIN) in request.actor.roles,
        "filters": filters,
        "next": address(LIST, filters, after=last.number) if last else "",
    }
    return render(request, "web/steward/staff.html", facts)


def held(one: Any, today: Any) -> list[str]:
    """The posts somebody holds today, in words."""
    return [
        _("{department} {role}").format(
            department=post.department.short_name, role=term_words(Role, post.role)
        )
        for post in one.posts.all()
        if (post.from_day is None or post.from_day <= today) and (post.to_day is None or post.to_day >= today)
    ]


def offices() -> list[tuple[str, str]]:
    """The departments on file, as choices."""
    return [(one.credit_code, one.short_name) for one in bureau.departments()]


@needs(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter a member of staff; posts and login follow on their page."""
    errors = FormErrors()
    if request.method == "POST":
        number = _hire(request, errors)
        if number:
            messages.success(request, _("已经录入。接着给岗位、开账号。"))
            return redirect(f"{LIST}{number}/")
    facts = {
        "typed": {key: clean(request, key) for key in ("number", "name", "department", "phone")},
        "departments": offices(),
        "crumbs": [(LIST, _("人员岗位")), ("", _("新来的人"))],
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/steward/staff_new.html", facts, status=errors.status)


def _hire(request: StaffRequest, errors: FormErrors) -> str:
    typed = {key: clean(request, key).strip() for key in ("number", "name", "department", "phone")}
    if not typed["department"]:
        errors.add("department", _("请选部门"))
        return ""
    try:
        actions.hire(
            request.actor, typed["number"], typed["name"], typed["department"], typed["phone"],
            now=request.now, once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        told(error, errors, "name")
        return ""
    return typed["number"].upper()


def told(error: RuleBroken, errors: FormErrors, otherwise: str) -> None:
    """Put a refusal at its box. What the role forbids is no matter of the form and is raised again."""
    if error.kind is Kind.FORBIDDEN:
        raise error
    field = FIELD.get(error.code, otherwise)
    label = str(error.facts.get("label", ""))
    errors.refuse("phone" if label == gettext_noop("电话") else field, error)
